"""Where hand-written files say a name that no rename changes there: a person knows whether it is meant."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from plano.renaming.python import docstrings


def quoted_in(text: str, path: str, word: str) -> Iterator[int]:
    """The lines on which a text is exactly `word`: a value of an enum, or a role. Of other text only quoted words."""
    if path.endswith(".py"):
        try:
            tree = ast.parse(text)
        except (SyntaxError, ValueError):
            pass  # then it is read as any other text
        else:
            told = set(docstrings(tree))
            for node in ast.walk(tree):
                if isinstance(node, ast.Constant) and node.value == word and id(node) not in told:
                    yield node.lineno
            return
    yield from _lines(text, rf"""(["'`]){re.escape(word)}\1""")


def named_in(text: str, word: str) -> Iterator[int]:
    """The lines that name `word`, also as a part of a longer name: `lab-staging`, `staging.lab.example`."""
    yield from _lines(text, rf"(?<![A-Za-z0-9]){re.escape(word)}(?![A-Za-z0-9])")


def is_test(path: str) -> bool:
    """Whether a hand-written file is a test, by where it stands and what it is called."""
    parts = PurePosixPath(path).parts
    return "tests" in parts[:-1] or re.fullmatch(r"test_.*\.py|.*_test\.py|conftest\.py", parts[-1]) is not None


def _lines(text: str, pattern: str) -> Iterator[int]:
    compiled = re.compile(pattern)
    return (number for number, line in enumerate(text.splitlines(), start=1) if compiled.search(line))
