"""Pictures of a platform as Mermaid text, each a pure function of the resolved platform in a file of its own.

`mermaid.py` alone knows how Mermaid is written. Nothing here reads or writes a file.
"""
