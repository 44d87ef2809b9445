"""A platform's own changes to templates: what stands in `overrides/`, what it shadows, and how it is doing.

Overrides are read once for a root and handed on as a value; nothing here keeps anything between two roots.
"""
