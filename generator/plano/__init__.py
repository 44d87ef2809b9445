"""Plano turns one validated `blueprint.yaml` into a whole running platform.

Each room is a package of its own; `plano.pipeline` walks through them in order. Nothing is imported here,
so that `plano --help` stays quick.
"""

__version__ = "0.1.0"
