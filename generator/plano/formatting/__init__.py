"""The canonical layout of a blueprint: the language's order of keys, one style, every comment beside its entry.

It moves and re-indents what is written; it never writes a value of its own, and what the text means stays.
"""
