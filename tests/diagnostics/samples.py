"""Findings for these tests: one with every part, one with none, and any that can be thought of."""

from __future__ import annotations

from hypothesis import strategies as st

from plano.diagnostics.model import Diagnostic, Edit, Fix, Related, Severity, Span
from plano.diagnostics.report import Report

BLUEPRINT = "services:\n  payments:\n    consumes:\n      order.placed: {handler: settle}\n"
NAME = Span("blueprint.yaml", 4, 7, 4, 19)
SERVICE = Span("blueprint.yaml", 2, 3, 2, 11)
WHOLE = Diagnostic(
    "unknown-topic",
    Severity.ERROR,
    "service 'payments' consumes a topic that does not exist",
    NAME,
    "no topic has this name",
    "declare it: 'topics: {order.placed: {key: id}}'",
    Fix("write orders.placed", (Edit(NAME, "orders.placed"),), safe=True),
    (Related("in this service", SERVICE),),
    "service payments",
)
BARE = Diagnostic("no-blueprint", Severity.ERROR, "no blueprint.yaml here", None)
WARNING = Diagnostic("topic-unconsumed", Severity.WARNING, "nobody consumes 'orders.placed'", NAME)
NOTE = Diagnostic("not-emitted", Severity.NOTE, "'mysql' is checked and not emitted yet", NAME)
ALL = Report((WHOLE, BARE, WARNING, NOTE), {"blueprint.yaml": BLUEPRINT})
CLEAN = Report(())

# What a person may have written: everything that UTF-8 can carry, and mostly what forms give a meaning to.
TEXTS = st.text(max_size=30) | st.text(
    st.sampled_from("%:,=;{}[]()<>&'\"\\/\r\n\t\0\x1b\x85\u2028 a0é名🙂"), max_size=30
)
CODES = st.from_regex(r"[a-z]{1,8}(-[a-z]{1,8}){0,2}", fullmatch=True)


@st.composite
def spans(draw: st.DrawFn) -> Span:
    """A place: within one line, or over several."""
    line, column = draw(st.integers(1, 9)), draw(st.integers(1, 99))
    if draw(st.booleans()):
        return Span(draw(TEXTS), line, column, line, column + draw(st.integers(0, 9)))
    return Span(draw(TEXTS), line, column, line + draw(st.integers(1, 3)), draw(st.integers(1, 99)))


FIXES = st.builds(Fix, TEXTS, st.lists(st.builds(Edit, spans(), TEXTS), max_size=2).map(tuple), st.booleans())
FINDINGS = st.builds(
    Diagnostic,
    CODES,
    st.sampled_from(Severity),
    TEXTS,
    st.none() | spans(),
    TEXTS,
    TEXTS,
    st.none() | FIXES,
    st.lists(st.builds(Related, TEXTS, spans()), max_size=2).map(tuple),
    TEXTS,
)
REPORTS = st.builds(Report, st.lists(FINDINGS, max_size=3).map(tuple), st.dictionaries(TEXTS, TEXTS, max_size=2))
