"""Files in memory against files on disk: the tree, its indexes, the comparison, and writing.

Nothing here knows what a file means.
"""
