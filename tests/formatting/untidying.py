"""What people and editors do to a text without changing what it says: the formatter has to bear it."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

from plano.formatting.text import same
from plano.language.read import read


def untidied(text: str, chance: random.Random, steps: int) -> tuple[str, list[str]]:
    """The text after some of these, each kept only where it still says the same; and the comments that were added."""
    meant = read(text, "x").value
    comments: list[str] = []
    for number in range(steps):
        comment = f"# note {number}-{chance.randrange(10**6)}\t: 'of mine - x:"
        made = chance.choice(_WAYS)(text, chance, comment)
        if made != text and not _errors(made) and same(read(made, "x").value, meant):
            comments += [comment] if comment in made else []
            text = made
    return text, comments


def _errors(text: str) -> bool:
    return any(each.severity == "error" for each in read(text, "x").diagnostics)


def _lines(text: str) -> list[str]:
    return text.splitlines(keepends=True)


def _comment_line(text: str, chance: random.Random, comment: str) -> str:
    lines = _lines(text)
    at = chance.randrange(len(lines) + 1)
    end = "\r\n" if "\r\n" in text else "\n"
    lines.insert(at, " " * chance.randrange(14) + comment + end)
    return "".join(lines)


def _comment_behind(text: str, chance: random.Random, comment: str) -> str:
    return _at_line(text, chance, lambda line: f"{line.rstrip()}{chance.choice([' ', chr(9), '   '])}{comment}")


def _blank_lines(text: str, chance: random.Random, comment: str) -> str:
    end = "\r\n" if "\r\n" in text else "\n"
    return _at_line(text, chance, lambda line: f"{line}{end}{chance.choice(['', '  ', chr(9)])}{end}")


def _spaces_behind(text: str, chance: random.Random, comment: str) -> str:
    return _at_line(text, chance, lambda line: line + chance.choice(["  ", "\t", " "]))


def _spaces_in_brackets(text: str, chance: random.Random, comment: str) -> str:
    places = [found.start() for found in re.finditer(r"[{\[,]|[}\]]", text)]
    at = chance.choice(places)
    after = at if text[at] in "}]" else at + 1
    return text[:after] + " " * chance.randrange(1, 4) + text[after:]


def _break_in_brackets(text: str, chance: random.Random, comment: str) -> str:
    places = [found.end() for found in re.finditer(r"[{\[,](?= |\w)", text)]
    at = chance.choice(places)
    end = "\r\n" if "\r\n" in text else "\n"
    said = chance.choice([end, f"  {comment}{end}"])
    return text[:at] + said + " " * chance.randrange(12, 30) + text[at:]


def _other_keys_first(text: str, chance: random.Random, comment: str) -> str:
    """Two neighbouring lines change places."""
    lines = _lines(text)
    at = chance.randrange(len(lines) - 1)
    lines[at], lines[at + 1] = lines[at + 1], lines[at]
    return "".join(lines)


def _deeper(text: str, chance: random.Random, comment: str) -> str:
    """A whole block stands further in."""
    lines = _lines(text)
    at = chance.randrange(len(lines))
    indent = len(lines[at]) - len(lines[at].lstrip(" "))
    end = at
    while end < len(lines) and (not lines[end].strip() or len(lines[end]) - len(lines[end].lstrip(" ")) >= indent > 0):
        end += 1
    shift = " " * chance.randrange(1, 4)
    moved = [shift + line if line.strip() else line for line in lines[at:end]]
    return "".join([*lines[:at], *moved, *lines[end:]])


def _no_end(text: str, chance: random.Random, comment: str) -> str:
    return text.rstrip("\r\n") if text.endswith("\n") else text + ("\r\n" if "\r\n" in text else "\n") * 3


def _at_line(text: str, chance: random.Random, change: Callable[[str], str]) -> str:
    lines = _lines(text)
    at = chance.randrange(len(lines))
    bare = lines[at].rstrip("\r\n")
    lines[at] = change(bare) + lines[at][len(bare) :]
    return "".join(lines)


_WAYS = (
    _comment_line, _comment_line, _comment_behind, _blank_lines, _spaces_behind, _spaces_in_brackets,
    _break_in_brackets, _other_keys_first, _other_keys_first, _deeper, _deeper, _no_end,
)  # fmt: skip
