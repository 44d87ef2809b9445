"""Whether what claims to be data can be read: JSON as it is, YAML by any parser of 1.1 or 1.2 alike."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from plano.crosschecks.documents import SCHEMA, TOPICS, Documents
from plano.crosschecks.findings import HELP
from plano.diagnostics.model import Diagnostic, Severity
from plano.platform.model import Platform


def check(documents: Documents, platform: Platform) -> Iterator[Diagnostic]:
    """Values, Kubernetes' objects and Argo CD's that are no plain data; the other checks leave these files out."""
    for path in (*documents.data(), SCHEMA, TOPICS):
        documents.documents(path)
    blank = Diagnostic("crosscheck-unreadable", Severity.ERROR, "", None, help=HELP)
    for path, found in documents.unreadable.items():
        said = f"{path} cannot be read: {found.message}"
        yield replace(blank, message=said, span=found.span, label=found.label, subject=f"file {path}")
