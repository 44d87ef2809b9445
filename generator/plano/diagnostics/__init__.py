"""One `Diagnostic` and the forms in which it is shown.

What is right or wrong is decided elsewhere; nothing here knows the blueprint.
"""
