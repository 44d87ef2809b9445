"""Leaving Plano: what was derived becomes the user's own.

What changes in each file is a pure function of its bytes; only `steps` writes.
"""
