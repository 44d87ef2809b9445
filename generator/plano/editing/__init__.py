"""Edits of a blueprint's text: entries are added and removed by their places, and all else stays as it was written.

A text goes in and a text comes out. Nothing here writes a file, knows a command line, or dumps a parsed value.
"""
