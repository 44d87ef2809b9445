"""How a cross-check says what it found."""

from __future__ import annotations

from plano.crosschecks.nodes import Node
from plano.diagnostics.model import Diagnostic, Related, Severity

HELP = (
    "this is a bug of an emitter, or of what stands under overrides/, and not of the blueprint: "
    "report it with both files"
)


def error(code: str, node: Node, said: str, other: Node | str, label: str = "here") -> Diagnostic:
    """An error at `node`: its file, what is `said` of it, and the other file that does not agree.

    `other` is the value there that was meant, or only the path of a file; the blueprint counts as one.
    """
    path = other if isinstance(other, str) else other.path
    beside = "" if path == node.path else f": {path} does not agree"
    related = () if isinstance(other, str) else (Related("this does not agree", other.span),)
    message = f"{node.path} {said}{beside}"
    return Diagnostic(
        code, Severity.ERROR, message, node.span, label, HELP, related=related, subject=f"file {node.path}"
    )


def alone(code: str, path: str, said: str) -> Diagnostic:
    """An error about a whole file, such as one that is not there."""
    return Diagnostic(code, Severity.ERROR, f"{path} {said}", None, "", HELP, subject=f"file {path}")
