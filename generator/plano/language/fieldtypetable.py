"""What each field type holds, in words, for the reference page. The grammar of them is in `plano.language.grammar`."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TypeWords:
    """A type as a blueprint writes it, what it holds and how JSON carries it."""

    written: str
    holds: str
    wire: str


FIELD_TYPES = (
    TypeWords("uuid", "an identifier", "string"),
    TypeWords("string", "a text", "string"),
    TypeWords("string(80)", "a text of at most so many characters", "string"),
    TypeWords("text", "a long text", "string"),
    TypeWords("int", "a whole number of 32 bits", "number"),
    TypeWords("bigint", "a whole number of 64 bits", "string, since JavaScript would round it"),
    TypeWords("float", "a number of 64 bits, never NaN or infinite", "number"),
    TypeWords("decimal(12.2)", "an exact number: digits in all, and digits after the point", "string"),
    TypeWords("bool", "true or false", "boolean"),
    TypeWords("date", "a day", "string: `2030-12-31`"),
    TypeWords("time", "a time of day", "string: `08:30:00`"),
    TypeWords("datetime", "a moment, always with a zone, stored in UTC", "string, RFC 3339 in UTC with microseconds"),
    TypeWords("duration", "a length of time", "string, ISO 8601: `PT5M`"),
    TypeWords("email", "a mail address, compared in lower case", "string"),
    TypeWords("url", "a web address", "string"),
    TypeWords("json", "any JSON", "any"),
    TypeWords("enum(draft | sent)", "one of several words", "string"),
    TypeWords("list(Item)", "several values of one type", "array"),
    TypeWords("map(int)", "values of one type, each under a text", "object"),
    TypeWords("Item", "a value object, by its name in `types`", "object"),
    TypeWords("ref(Order)", "a foreign key to an entity of the same service; not in `types` or topics", "string"),
)

SHORT_FORMS = (
    TypeWords("text | null", "may be null", ""),
    TypeWords("int = 0", "has a default: a number, true, false or a word", ""),
    TypeWords("decimal(12.2) | null = 0", "both", ""),
)
