"""The regular expressions that Python, PostgreSQL and ECMAScript read alike.

Allowed: literals, `[…]` with ranges and `[^…]`, `( )`, `(?: )`, `|`, `* + ? {n} {n,} {n,m}`, `^` at the
start and `$` at the end, and a backslash before a mark or before `n`, `r`, `t`. Not alike, and so
refused: `.` (newlines), `\\d \\w \\s \\b` (beyond ASCII), back references, look-around, lazy quantifiers,
POSIX classes and set operations.
"""

from __future__ import annotations

import re

MOST_REPEATS = 255  # PostgreSQL: the greatest number in {m,n}

_MARKS = frozenset("^$\\.*+?()[]{}|/")
_CONTROL = frozenset("nrt")
_INSTEAD = {
    "d": "[0-9]",
    "w": "[A-Za-z0-9_]",
    "s": "[ \\t\\n\\r]",
    "D": "[^0-9]",
    "W": "[^A-Za-z0-9_]",
    "S": "[^ \\t\\n\\r]",
}
_REPEAT = re.compile(r"\{([0-9]{1,6})(,([0-9]{1,6})?)?\}")


class PatternError(ValueError):
    """A pattern outside the common subset. `at` is the piece that is not understood everywhere."""

    def __init__(self, said: str, mend: str = "", at: str = "") -> None:
        super().__init__(said)
        self.said = said
        self.mend = mend
        self.at = at


def check_pattern(pattern: str) -> None:
    """Nothing where `pattern` is in the common subset; PatternError otherwise."""
    at = 0
    opened = 0
    repeatable = False
    while at < len(pattern):
        char = pattern[at]
        if char == "\\":
            at = _escape(pattern, at, in_class=False)
            repeatable = True
        elif char == "[":
            at = _class(pattern, at)
            repeatable = True
        elif char == "(":
            at = _open(pattern, at)
            opened += 1
            repeatable = False
        elif char == ")":
            if opened == 0:
                raise PatternError("a ')' closes nothing", "write '\\)' for the mark itself", char)
            opened, at, repeatable = opened - 1, at + 1, True
        elif char == "|":
            at, repeatable = at + 1, False
        elif char in "*+?{":
            at = _quantifier(pattern, at, repeatable)
            repeatable = False
        elif char == ".":
            raise PatternError("'.' is read differently by PostgreSQL", "write [^\\n], or '\\.' for a full stop", ".")
        elif char in "}]":
            raise PatternError(f"{char!r} opens nothing", f"write '\\{char}' for the mark itself", char)
        elif char == "^" and at != 0:
            raise PatternError("'^' may stand at the start only", "write '\\^' for the mark itself", "^")
        elif char == "$" and at != len(pattern) - 1:
            raise PatternError("'$' may stand at the end only", "write '\\$' for the mark itself", "$")
        else:
            at, repeatable = at + 1, char not in "^$"
    if opened:
        raise PatternError("a '(' is never closed", "add ')', or write '\\(' for the mark itself", "(")
    _compiles(pattern)


def _compiles(pattern: str) -> None:
    try:
        re.compile(pattern)
    except (re.error, OverflowError, RecursionError) as error:
        raise PatternError(f"this is not a regular expression: {error}") from None


def _escape(pattern: str, at: int, *, in_class: bool) -> int:
    following = pattern[at + 1 : at + 2]
    if (following in _MARKS and following) or (following in _CONTROL and following) or (in_class and following == "-"):
        return at + 2
    mend = f"write {_INSTEAD[following]}" if following in _INSTEAD and not in_class else "write the character itself"
    raise PatternError(f"'\\{following}' is not read alike everywhere", mend, "\\" + following)


def _class(pattern: str, start: int) -> int:
    at = start + 1
    if pattern[at : at + 1] == "^":
        at += 1
    first = at
    while at < len(pattern) and pattern[at] != "]":
        char = pattern[at]
        if char == "[":
            raise PatternError("'[' inside a class is not read alike everywhere", "write '\\['", "[")
        if pattern[at : at + 2] in ("&&", "--", "~~"):
            raise PatternError(f"{pattern[at : at + 2]!r} inside a class is not read alike everywhere")
        at = _escape(pattern, at, in_class=True) if char == "\\" else at + 1
    if at >= len(pattern):
        raise PatternError("a '[' is never closed", "add ']', or write '\\[' for the mark itself", "[")
    if at == first:
        raise PatternError("an empty class matches nothing", "name the characters between '[' and ']'", "[")
    return at + 1


def _open(pattern: str, at: int) -> int:
    if pattern[at + 1 : at + 2] != "?":
        return at + 1
    if pattern[at + 2 : at + 3] == ":":
        return at + 3
    raise PatternError("look-around and named groups are not read alike everywhere", "use ( ) or (?: )", "(?")


def _quantifier(pattern: str, at: int, repeatable: bool) -> int:
    if not repeatable:
        raise PatternError(
            f"{pattern[at]!r} repeats nothing", f"write '\\{pattern[at]}' for the mark itself", pattern[at]
        )
    if pattern[at] != "{":
        return at + 1
    found = _REPEAT.match(pattern, at)
    if found is None:
        raise PatternError(
            "'{' opens no number of repeats", "such as {3}, {2,} or {2,5}; '\\{' for the mark itself", "{"
        )
    least, most = int(found[1]), int(found[3] or found[1])
    if max(least, most) > MOST_REPEATS or most < least:
        raise PatternError(f"{found[0]} is out of range", f"at most {MOST_REPEATS}, the smaller number first", found[0])
    return found.end()
