"""Renaming a thing of the blueprint: its key, every reference to it, and what is yours and carries its name.

All that a rename will do is worked out before the disk is touched; nothing here knows how files are generated.
"""
