"""What stands in the files that a person writes under services/, read as text and never run.

Nothing here writes a file, or knows how a finding is shown.
"""
