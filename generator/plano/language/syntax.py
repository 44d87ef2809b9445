"""libyaml's complaints in our words."""

from __future__ import annotations

from plano.diagnostics.model import Diagnostic, Related, Severity
from plano.language.causes import cause
from plano.language.cparser import YamlSyntaxError
from plano.language.places import Places

_WORDS = {
    "found unexpected ':'": ("a ':' cannot stand unquoted inside { } or [ ]", "quote the text"),
    "mapping values are not allowed in this context": (
        "a ':' followed by a space cannot stand here", "quote the text if it holds ': ', or check the indentation",
    ),
    "found character that cannot start any token": (
        "this character cannot begin a value", "quote the value; indent with spaces, never with tabs",
    ),
    "did not find expected ',' or ']'": ("a list that was opened with '[' is not closed", "add ',' or ']'"),
    "did not find expected ',' or '}'": ("a map that was opened with '{' is not closed", "add ',' or '}'"),
    "did not find expected key": (
        "a key was expected here", "check the indentation: keys of one map begin in one column",
    ),
    "could not find expected ':'": ("a ':' was expected after the key", "write 'key: value'"),
    "did not find expected '-' indicator": (
        "an item of the list was expected here", "begin it with '- ' in the column of the others",
    ),
    "did not find expected node content": ("a value was expected here", "check brackets and commas"),
    "found unknown escape character": (
        "this escape is not known to YAML", "write '\\\\' for a backslash, or use single quotes",
    ),
    "found invalid Unicode character escape code": (
        "this escape is not a character", "a lone half of a character cannot be written; write the whole one",
    ),
    "found undefined tag handle": ("tags are not part of the language", "quote the text if it begins with '!'"),
    "found incompatible YAML document": ("this version of YAML is not known", "remove the line"),
    "block sequence entries are not allowed in this context": (
        "an item of a list cannot stand here", "put the list on lines of its own",
    ),
    "found a tab character that violates indentation": ("a tab stands in the indentation", "indent with spaces"),
    "found a tab character where an indentation space is expected": (
        "a tab stands in the indentation", "indent with spaces",
    ),
}  # fmt: skip


def explain(fault: YamlSyntaxError, text: str, places: Places) -> Diagnostic:
    """The diagnostic of a text that is not YAML: at what caused it, or at the place where reading stopped."""
    known = cause(fault, text)
    if known is not None:
        also = () if known.also is None else (Related(known.there, places.span(known.also, known.also + 1)),)
        span = places.span(known.start, known.end)
        return Diagnostic("yaml-syntax", Severity.ERROR, known.said, span, "", known.mend, related=also)
    said, mend = _WORDS.get(
        fault.problem, (fault.problem, "quote texts that hold any of : # { } [ ] , & * ! | > ' \" % @")
    )
    at = fault.index
    if at >= len(text.rstrip()) > 0:  # nothing is written there: show the last thing that is
        at = len(text.rstrip()) - 1
    if text[at : at + 1] == "?":
        said = "a '?' cannot stand unquoted inside { } or [ ]"
        mend = "quote the text; a field that may be null is 'T | null'"
    if text[at : at + 1] == "\t":
        said, mend = "a tab stands where YAML wants spaces", "indent with spaces"
    related: tuple[Related, ...] = ()
    if fault.context_index is not None and fault.context_index != fault.index and fault.context_index < len(text):
        related = (
            Related(
                f"the {_what(fault.context)} begins here", places.span(fault.context_index, fault.context_index + 1)
            ),
        )
    span = places.span(at, min(at + 1, len(text)))
    return Diagnostic("yaml-syntax", Severity.ERROR, said, span, "", mend, related=related)


def _what(context: str) -> str:
    """libyaml's name for what it was reading, in the words of people."""
    for part, word in (
        ("mapping", "map"),
        ("sequence", "list"),
        ("scalar", "text"),
        ("key", "key"),
        ("anchor", "anchor"),
    ):
        if part in context:
            return word
    return "part that was being read"
