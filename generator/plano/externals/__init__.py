"""What is known of an external service: its OpenAPI document, read and reduced to what a typed client needs.

Nothing here knows a template or Python's layout on a page, and nothing is ever fetched. Only `reading` knows the disk.
"""
