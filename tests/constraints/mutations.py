"""Texts that were a blueprint until somebody's hand slipped, once or a few times."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

SCRAP = st.sampled_from(
    ["", "{}", "[]", "null", "~", "true", "-1", "1e999", ".nan", "0x10", "1_000", "''", '"', "&a b", "*a", "!!str x",
     "? x", "<<", "- - -", "{a: b", "]", "#", "\t", "\r", "\u2028", "\ufeff", "\x00", "\u202e", "'\U0001f600'", "---",
     "...", "%YAML 1.1", "a: b: c", "|", ">-", "list(list(", "2030-13-45", "9" * 500, "role(", "ref(A)", "${X}",
     "{{ x }}", "é" * 70]
)  # fmt: skip
SLIPS = ("delete", "insert", "replace", "cut off", "lose a line", "swap lines", "repeat lines", "indent", "other value")


@st.composite
def mutated(draw: DrawFn, texts: tuple[str, ...]) -> str:
    """One of the texts, after one to three slips."""
    text = draw(st.sampled_from(texts))
    for slip in draw(st.lists(st.sampled_from(SLIPS), min_size=1, max_size=3)):
        text = draw(
            _characters(text, slip) if slip in ("delete", "insert", "replace", "cut off") else _lines(text, slip)
        )
    return text


@st.composite
def _characters(draw: DrawFn, text: str, slip: str) -> str:
    start = draw(st.integers(0, len(text)))
    end = start if slip == "insert" else min(len(text), start + draw(st.integers(1, 40)))
    if slip == "cut off":
        return text[:start]
    put = "" if slip == "delete" else draw(st.one_of(SCRAP, st.text(max_size=5)))
    return text[:start] + put + text[end:]


@st.composite
def _lines(draw: DrawFn, text: str, slip: str) -> str:
    lines = text.split("\n")
    first, second = (draw(st.integers(0, len(lines) - 1)) for _ in range(2))
    if slip == "lose a line":
        del lines[first]
    elif slip == "swap lines":
        lines[first], lines[second] = lines[second], lines[first]
    elif slip == "repeat lines":
        block = lines[first : first + draw(st.integers(1, 30))]
        lines[second:second] = block
    elif slip == "indent":
        lines[first] = " " * draw(st.integers(0, 9)) + lines[first].lstrip()
    else:
        lines[first] = f"{lines[first].partition(':')[0]}: {draw(SCRAP)}"
    return "\n".join(lines)
