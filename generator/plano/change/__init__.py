"""What a change means: which services it touches, for whom it breaks something, what has to be done for it.

Nothing here writes.
"""
