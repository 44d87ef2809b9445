"""Releases: which commit and image of a service each environment runs, read, written, promoted and compared.

`reading` and `writing` are pure; `files` and `repository` alone touch the disk and Git. Argo CD does the rest.
"""
