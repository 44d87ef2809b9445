"""Hostile texts: whatever ends a string, opens a template, a comment, a command or a line somewhere."""

from __future__ import annotations

import json
import re
from typing import Literal

Form = Literal["free", "pattern", "path", "url", "smtp", "target", "email"]
"""What a key demands of its text beside being a text; `free` demands nothing."""

_QUOTES = "\"double\" 'single' `tick` \"\"\" ''' ``` \\\" \\' \\\\ \\"
_TEMPLATES = "{{ view }} {% raw %} {# no #} {{{ }}} ${HOME} $(id) `id` $$ %s %(name)s %% #{x} <%= x %> @{x}"
_COMMENTS = "# // /* */ -- <!-- --> </script> ]]> ; & | < > ! ? * ~ ^ [a] (b)"
_YAML = "\n- item\nkey: value\n--- \n...\n&a *a !!t | > % @ yes null 0x1f 1e3"
_ESCAPES = "\\n \\u0041 \\x41 \\N{DASH} \\0 \\\\n"
_SCRIPTS = (
    "é ñ ß İ ı 漢字 שלום مرحبا 😀 👩‍👩‍👧 e\u0301 \u202eright\u202c \u200f \u2066i\u2069 \u200b \u00a0 \U0010ffff \ue000"
)
_CONTROLS = "\x01 \x07 \x08 \x0b \x0c \x1b[31m \x1c \x1f \x7f \x85 \x9f \u2028 \u2029 \ufeff \ufffd \ufffe \uffff"
_SPACES = "a\tb  c \n  in \t\n\n\r\nd\re \n\r"
BODY = " ".join((_QUOTES, _TEMPLATES, _COMMENTS, _YAML, _ESCAPES, _SCRIPTS, _CONTROLS, _SPACES))

FIRST = ("", '"', "\n", "  ", "\\", "'", "\ufeff", "\t", "#", "- ", "{{", "\r\n", '"""', "\u202e", "%", "!")
LAST = ("", '"', "\\", '"""', "\n", " ", "\\\\", "'", "\r", "}}", "\n\n  ", "\t", ":", '\\"', "\u202e", "\u2028")
_MARKS = "\"'`$(id)${HOME}{{x}}{%x%}\\;&|<>*!~%41^@é漢😀\u202e"
_PATTERN = "[\"'`%#&;<> -]|\\{\\{ x \\}\\}|\\$\\(id\\)|\\\\|\\n|\n\t|''|é|😀|\u202e|\x7f"

MARKER = re.compile("mark[0-9]{3}q")


def marker(number: int) -> str:
    """A word that stands in the text of that number alone, and that no language needs to escape."""
    return f"mark{number:03d}q"


def hostile(form: Form, number: int) -> str:
    """The text of that number, as `form` allows it; what it begins and ends with differs from number to number."""
    word = marker(number)
    match form:
        case "free":
            return f"{FIRST[number % len(FIRST)]}{word} {BODY}{LAST[(number // 3) % len(LAST)]}"
        case "pattern":
            colon = ":" if number % 2 else ""  # SQLAlchemy reads text with a colon otherwise than text without
            return f"^{word}{colon}(?:{_PATTERN}){{0,9}}$"
        case "path":
            return f"/{word}{_MARKS}"
        case "url":
            return f"https://{word}.example/{_MARKS}"
        case "smtp":
            return f"smtp://{word}.example:587/{_MARKS}"
        case "target":
            return f"s3://{word}/{_MARKS}"
        case "email":
            return f"{word}'$%{{x}}`|&*!#@haul.example"


def grown(form: Form, text: str, size: int) -> str:
    """`text` with more behind it, `size` bytes of UTF-8 in all; free text is hostile to its end."""
    room = size - len(text.encode())
    match form:
        case "free":
            fill = (BODY * (room // len(BODY) + 1)).encode()[: room - 2].decode(errors="ignore")
            return text + fill + "\t" * (room - 2 - len(fill.encode())) + '"\\'
        case "pattern":
            return text.removesuffix("$") + "'" * room + "$"
        case "email":
            return "'" * room + text
    return text + "'" * room


def literal_pattern(text: str) -> str:
    """The pattern that matches `text` and nothing else."""
    return "^" + re.sub(r"[\^$\\.*+?()\[\]{}|/]", r"\\\g<0>", text) + "$"


def yaml_of(value: object) -> str:
    """The value as JSON on one line, which is YAML too: what a blueprint may not hold bare stands as `\\u0085`."""
    written = json.dumps(value, ensure_ascii=False)
    return re.sub("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]", lambda found: f"\\u{ord(found[0]):04x}", written)
