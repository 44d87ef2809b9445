"""The revisions of a service's database, read as text and never run, and what its tables should be like by now.

Nothing here needs a database or writes a file: `plano migrate` does both.
"""
