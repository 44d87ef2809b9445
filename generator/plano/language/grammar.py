"""The grammar of field types: `decimal(12.2) | null = 0`.

field   = type [ "|" "null" ] [ "=" scalar ]
type    = NAME [ "(" arguments ")" ]
scalar  = number | "true" | "false" | identifier
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from plano.language.fieldtypes import Enum, FieldType, ListOf, MapOf, Named, Ref, Scalar, ScalarName

SCALARS: Final[dict[str, ScalarName]] = {
    "uuid": "uuid", "string": "string", "text": "text", "int": "int", "bigint": "bigint", "float": "float",
    "decimal": "decimal", "bool": "bool", "date": "date", "time": "time", "datetime": "datetime",
    "duration": "duration", "email": "email", "url": "url", "json": "json",
}  # fmt: skip
TAKES_ARGUMENTS = ("decimal", "enum", "list", "map", "ref")
SAME_TYPE: Final = {
    "str": "string", "varchar": "string", "integer": "int", "int4": "int", "int32": "int", "long": "bigint",
    "int8": "bigint", "int64": "bigint", "double": "float", "float8": "float", "boolean": "bool", "guid": "uuid",
    "timestamp": "datetime", "timestamptz": "datetime", "jsonb": "json", "array": "list", "dict": "map",
}  # fmt: skip
"""What PostgreSQL, Python, Java and JSON Schema call types that are called otherwise here."""
_SEVERAL_TYPES = {
    "number": "'int' is whole, 'decimal(12.2)' exact (money), 'float' approximate",
    "numeric": "'decimal(12.2)' has 12 digits, 2 of them after the point",
    "real": "'float' is approximate, 'decimal(12.2)' exact (money)",
    "serial": "every row has an 'id' already; a number that you give yourself is a 'bigint'",
    "uid": "'uuid' is what Plano makes, 'string(64)' what another system gives",
}
"""What is called so elsewhere may be one of several here."""
NOTHING: Final = frozenset(["null", "none", "nil", "undefined"])
LONGEST_STRING = 10_485_760  # PostgreSQL: n of varchar(n)
MOST_DIGITS = 1000  # PostgreSQL: the declared precision of numeric

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_SPACE = re.compile(r"[ \t]*")
_DEFAULT = re.compile(r"[^\s|=(){}\[\],]+")
_NUMBER = re.compile(r"[-+]?[0-9]+(\.[0-9]+)?([eE][-+]?[0-9]+)?\Z")
_IDENTIFIER = re.compile(r"[A-Za-z][A-Za-z0-9_]*\Z")
_DEEPEST = 16


class GrammarError(ValueError):
    """A text that is not a field type. `at` is the piece of it that is wrong, `mend` what to do.

    `meant` is the word to write in place of `at`: a guess, unless it is `sure`.
    """

    def __init__(self, said: str, mend: str = "", at: str = "", meant: str = "", *, sure: bool = False) -> None:
        super().__init__(said)
        self.said = said
        self.mend = mend
        self.at = at
        self.meant = meant
        self.sure = sure


@dataclass(frozen=True, slots=True)
class ShortField:
    """A field in its short form. `default` is the text after `=`, None without one."""

    type: FieldType
    nullable: bool
    default: str | None


@lru_cache(maxsize=4096)
def parse_type(text: str) -> FieldType:
    """The type that `text` names, nothing else beside it; GrammarError where it is none."""
    parser = _Parser(text)
    kind = parser.type(0)
    if parser.peek() == "|":
        raise GrammarError("a type in the long form stands alone", "write 'nullable: true' beside 'type'", "|")
    if parser.peek() == "=":
        raise GrammarError("a type in the long form stands alone", "write 'default: …' beside 'type'", "=")
    parser.end()
    return kind


def parse_field(text: str) -> ShortField:
    """A field in its short form; GrammarError where it is none."""
    parser = _Parser(text)
    kind = parser.type(0)
    nullable = False
    default = None
    if parser.take("|"):
        word = parser.name("'null' after '|'")
        if word.lower() in NOTHING and word != "null":
            raise GrammarError("only 'null' may follow '|'", "write 'null'", word, "null", sure=True)
        if word != "null":
            raise GrammarError(
                "only 'null' may follow '|'", "a field has one type; several values are enum(a | b)", word
            )
        nullable = True
    if parser.take("="):
        default = parser.default()
    parser.end()
    return ShortField(kind, nullable, default)


class _Parser:
    """A reader of one text, left to right, by recursive descent."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0

    def peek(self) -> str:
        space = _SPACE.match(self._text, self._at)
        if space is not None:
            self._at = space.end()
        return self._text[self._at : self._at + 1]

    def take(self, mark: str) -> bool:
        if self.peek() != mark:
            return False
        self._at += 1
        return True

    def name(self, wanted: str) -> str:
        self.peek()
        found = _NAME.match(self._text, self._at)
        if found is None:
            raise self._expected(wanted)
        self._at = found.end()
        return found[0]

    def end(self) -> None:
        if self.peek():
            rest = self._text[self._at :]
            mend = "write 'T | null' for a field that may be empty" if rest == "?" else ""
            raise GrammarError(f"nothing may follow the type but '| null' and '= default', found {rest!r}", mend, rest)

    def default(self) -> str:
        self.peek()
        found = _DEFAULT.match(self._text, self._at)
        if found is None:
            raise self._expected("a default after '='")
        self._at = found.end()
        word = found[0]
        if word == "null":
            raise GrammarError("a default of null says nothing", "'| null' alone makes a field optional", word)
        if not (_NUMBER.match(word) or _IDENTIFIER.match(word)):
            raise GrammarError(
                f"{word!r} is no default for the short form",
                "a number, true, false or an identifier; write any other in the long form: {type: …, default: …}",
                word,
            )
        return word

    def type(self, depth: int) -> FieldType:
        if depth > _DEEPEST:
            raise GrammarError(f"types are nested more than {_DEEPEST} deep")
        name = self.name("a type")
        if not self.take("("):
            return self._plain(name)
        kind = self._with_arguments(name, depth)
        if not self.take(")"):
            mend = (
                "values are separated by '|': enum(a | b)" if name == "enum" and self.peek() in (",", ";", "/") else ""
            )
            if not self.peek():
                mend = "write ')' at its end; inside { } and [ ] a ',' ends the value before it"
            raise self._expected(f"')' to close '{name}('", mend)
        return kind

    def _plain(self, name: str) -> FieldType:
        if name in TAKES_ARGUMENTS:
            example = {"decimal": "decimal(12.2)", "enum": "enum(a | b)", "ref": "ref(Entity)"}.get(name, f"{name}(T)")
            raise GrammarError(f"'{name}' needs to say of what", f"such as {example}", name)
        if name in SCALARS:
            return Scalar(SCALARS[name])
        if name[0].isupper() and "_" not in name:
            return Named(name)
        raise unknown_word(name)

    def _with_arguments(self, name: str, depth: int) -> FieldType:
        match name:
            case "string":
                return Scalar("string", length=self._whole("a length", LONGEST_STRING))
            case "decimal":
                return self._decimal()
            case "enum":
                return self._enum()
            case "list":
                return ListOf(self.type(depth + 1))
            case "map":
                return MapOf(self.type(depth + 1))
            case "ref":
                return self._ref()
        if name in SCALARS:
            raise GrammarError(f"'{name}' takes nothing in parentheses", f"write '{name}' alone", name)
        raise unknown_word(name)

    def _decimal(self) -> Scalar:
        precision = self._whole("how many digits", MOST_DIGITS)
        if not self.take("."):
            raise self._expected("digits in all and digits after the point, such as decimal(12.2), so a '.'")
        scale = self._whole("how many digits after the point", MOST_DIGITS, least=0)
        if scale > precision:
            raise GrammarError(
                f"decimal({precision}.{scale}) has more digits after the point than in all",
                f"the first number counts all digits: decimal({precision + scale}.{scale})",
            )
        return Scalar("decimal", precision=precision, scale=scale)

    def _ref(self) -> Ref:
        name = self.name("the name of an entity")
        if not name[0].isupper() or "_" in name:
            pascal = "".join(part[:1].upper() + part[1:] for part in name.split("_"))
            raise GrammarError(f"{name!r} is not the name of an entity", f"it begins with a capital: {pascal}", name)
        return Ref(name)

    def _enum(self) -> Enum:
        values = [self.name("a value")]
        while self.take("|"):
            values.append(self.name("a value after '|'"))
        for value in values:
            if value.lower() in ("true", "false", "null"):
                raise GrammarError(f"{value!r} cannot be a value of an enum", "YAML reads it as something else", value)
            if values.count(value) > 1:
                raise GrammarError(f"the enum names {value!r} twice", "name each value once", value)
        return Enum(tuple(values))

    def _whole(self, wanted: str, most: int, least: int = 1) -> int:
        self.peek()
        digits = re.compile(r"[0-9]{1,12}(?![0-9])").match(self._text, self._at)
        if digits is None:
            raise self._expected(wanted)
        self._at = digits.end()
        number = int(digits[0])
        if not least <= number <= most:
            raise GrammarError(f"{number} is out of range", f"from {least} to {most}", digits[0])
        return number

    def _expected(self, wanted: str, mend: str = "") -> GrammarError:
        rest = self._text[self._at :]
        found = f", found {rest[:20]!r}" if rest else ""
        return GrammarError(f"{shown_type(self._text)} is not a field type: expected {wanted}{found}", mend, rest[:1])


def unknown_word(name: str) -> GrammarError:
    """A lower-case word that is no type."""
    from plano.language.nearest import nearest, unmistakable

    words = [*SCALARS, *TAKES_ARGUMENTS]
    meant = SAME_TYPE.get(name) or nearest(name, words) or ""
    mend = f"did you mean {meant!r}?" if meant else "the types are " + ", ".join(words)
    if name in _SEVERAL_TYPES:
        return GrammarError(f"there is no type {name!r}", _SEVERAL_TYPES[name], name)
    several = name == f"{meant}s"  # `emails` is a list of them as likely as one
    sure = name in SAME_TYPE or (unmistakable(name, words) and not several)
    return GrammarError(f"there is no type {name!r}", mend, name, meant, sure=sure)


def shown_type(text: str) -> str:
    """The text as a message quotes it."""
    return repr(text if len(text) <= 60 else text[:57] + "…")
