"""The grammar of field types as regular expressions, for editors and the JSON Schema.

A regular expression cannot nest without end, so lists and maps may stand three deep here; what is
read is decided by `plano.language.grammar` alone.
"""

from __future__ import annotations

from plano.language.grammar import SCALARS

_NAME = "[A-Z][A-Za-z0-9]*"
_WORD = "[A-Za-z][A-Za-z0-9_]*"
_PLAIN = "|".join(name for name in SCALARS if name != "decimal")
_ATOM = (
    rf"(?:{_PLAIN}|string *\( *[0-9]+ *\)|decimal *\( *[0-9]+ *\. *[0-9]+ *\)"
    rf"|enum *\( *{_WORD}(?: *\| *{_WORD})* *\)|ref *\( *{_NAME} *\)|{_NAME})"
)


def _nested(inner: str) -> str:
    return rf"(?:{_ATOM}|(?:list|map) *\( *{inner} *\))"


_TYPE = _nested(_nested(_nested(_ATOM)))
TYPE_PATTERN = rf"^ *{_TYPE} *$"
FIELD_PATTERN = rf"^ *{_TYPE}(?: *\| *null)?(?: *= *[^\s|=(){{}}\[\],]+)? *$"
