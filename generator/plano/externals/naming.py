"""Names that a document gives, made safe for Python: ASCII, no keyword, nothing that a model or a client has itself."""

from __future__ import annotations

import keyword
import re
import unicodedata
from collections.abc import Iterable

_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_OTHER = re.compile(r"[^A-Za-z0-9]+")
_LONGEST = 40
_HARD_TO_READ = frozenset({"l", "I", "O"})
"""pycodestyle E741 to E743: names that look like digits."""

MODEL = frozenset({
    "construct", "copy", "dict", "from_orm", "json", "parse_file", "parse_obj", "parse_raw", "schema", "schema_json",
    "self", "update_forward_refs", "validate",
})  # fmt: skip
"""What every pydantic model and its initializer have, beside what begins with `model_`."""
CLIENT = frozenset({"call", "external", "get", "post", "request", "sending"})
"""What `plano_kit.clients.DescribedClient` has itself."""
ARGUMENTS = frozenset({"self", "body"})


class Names:
    """Gives every name once; a second one gets a number behind it."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._taken = set(taken)

    def claim(self, wanted: str) -> str:
        """`wanted`, or what is nearest to it and free; from now on taken."""
        name, number = wanted, 2
        while name in self._taken:
            name, number = f"{wanted}{'_' if wanted.islower() else ''}{number}", number + 1
        self._taken.add(name)
        return name


def field_name(name: str) -> str:
    """A member of an object as a field of a model."""
    found = _snake(name, "field")
    return f"{found}_" if found in MODEL or found.startswith("model_") else found


def argument_name(name: str) -> str:
    """A parameter as an argument of a method."""
    found = _snake(name, "value")
    return f"{found}_" if found in ARGUMENTS else found


def method_name(name: str) -> str:
    """An operation as a method of a client."""
    found = _snake(name, "operation")
    return f"{found}_" if found in CLIENT else found


def class_name(name: str) -> str:
    """A schema as a class."""
    words = _OTHER.sub(" ", _ascii(name)).split()
    found = "".join(word[:1].upper() + word[1:] for word in words)[:_LONGEST]
    if not found[:1].isalpha() or keyword.iskeyword(found) or found in _HARD_TO_READ:
        found = f"{found}Object" if found[:1].isalpha() else f"Object{found}"
    return found


def _snake(name: str, otherwise: str) -> str:
    found = "_".join(_OTHER.sub(" ", _HUMP.sub(" ", _ascii(name))).split()).lower()[:_LONGEST].strip("_")
    if not found[:1].isalpha():
        found = f"{otherwise}_{found}".rstrip("_")
    return f"{found}_" if keyword.iskeyword(found) or found in _HARD_TO_READ else found


def _ascii(name: str) -> str:
    """The name without its accents; what has no Latin letter in it is left out."""
    return unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
