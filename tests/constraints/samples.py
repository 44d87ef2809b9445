"""Blueprints to be broken: the reference, those beside this file, and the cases that are valid."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from plano.pipeline import check_text, has_errors
from tests.constraints.judge import NAME, Sample
from tests.constraints.writing import data_of

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
REFERENCE = (ROOT / NAME).read_text("utf-8")


@cache
def samples() -> tuple[Sample, ...]:
    """Those that are here to be broken, which are small and have most of the language, the reference, the cases."""
    found: list[Sample] = []
    for path in (*sorted(HERE.glob("written/*.yaml")), ROOT / NAME, *sorted(ROOT.glob(f"tests/cases/*/{NAME}"))):
        text = path.read_bytes().decode("utf-8", "replace")
        if "\ufffd" not in text and not has_errors(check_text(text).diagnostics):
            name = "the reference" if path.parent == ROOT else path.parent.name if path.name == NAME else path.stem
            found.append(Sample(name, data_of(text)))
    return tuple(found)
