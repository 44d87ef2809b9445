"""The resolved platform: `model` says what it is made of, `resolve` derives it from a blueprint.

Nothing here reads YAML or touches the disk.
"""
