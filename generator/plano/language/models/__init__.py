"""The pydantic models of the language, one file per part of the blueprint.

They say which keys there are and which texts a value may be. What needs more than one
place of the blueprint to judge is a rule and lives in `plano.rules`.
"""
