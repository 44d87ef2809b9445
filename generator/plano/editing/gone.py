"""What hand-written code under services/ still names of the generated code, where an edit of the blueprint takes it."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from plano.editing.offered import offered
from plano.emitters.fastapi import EMITTER
from plano.overriding.judging import read
from plano.platform.model import Platform
from plano.renaming.derived import Names
from plano.renaming.python import rewrite, words_of

_MARK = "_"
"""What is gone is looked for as a rename looks for it: each name under another one, which nothing is written with."""
_NOT_READ = frozenset({"__pycache__", "node_modules", "migrations"})
_LARGEST = 1 << 20  # bytes: who writes a file by hand writes less


def still_named(before: Platform, after: Platform, root: Path) -> Iterator[tuple[str, tuple[int, ...], str]]:
    """Path, lines and name, by path and line, of what is no longer generated and stands in the code of a service.

    Only what is certain is given: an import, what it binds, and attributes of what the kit or an annotation makes
    known. The folder of a service that is no more is passed by: all of it has no use.
    """
    names = _gone(before, after, root)
    if not (names.modules or names.symbols or names.fields or names.clients or names.methods):
        return
    left = {each.package for each in before.services} - {each.package for each in after.services}
    for file in _files(root / "services", left):
        path = file.relative_to(root).as_posix()
        try:
            text = file.read_bytes().decode().removeprefix("\ufeff")
        except (OSError, UnicodeDecodeError):
            continue
        found: defaultdict[str, set[int]] = defaultdict(set)
        for line, name in _mentions(text, path, names):
            found[name].add(line)
        for lines, name in sorted((tuple(sorted(lines)), name) for name, lines in found.items()):
            yield path, lines, name


def _mentions(text: str, path: str, names: Names) -> Iterator[tuple[int, str]]:
    done = rewrite(text, path.removesuffix(".py").replace("/", "."), names)
    for each in done.changes:
        yield text.count("\n", 0, each.start) + 1, text[each.start : each.end]
    if not done.changes and done.doubts and not _parses(text):
        yield from words_of(text, names)


def _parses(text: str) -> bool:
    try:
        compile(text, "services", "exec", dont_inherit=True)
    except (SyntaxError, ValueError):
        return False
    return True


def _gone(before: Platform, after: Platform, root: Path) -> Names:
    """What the packages offered before and do not offer after, as names that are called otherwise now."""
    old, new = tuple(EMITTER.batches(before)), tuple(EMITTER.batches(after))
    overrides = read(root).overrides
    changed, kept = frozenset(old) - frozenset(new), frozenset(new) - frozenset(old)
    was, now = offered((each for each in old if each in changed), overrides), offered(kept, overrides)
    found = Names(packages=frozenset(each.generated for each in before.services))
    found.modules.update({each: f"{each}{_MARK}" for each in was.modules - now.modules})
    for home, name in was.names - now.names:
        if home not in found.modules:
            found.symbols.setdefault(home, {})[name] = f"{name}{_MARK}"
    for home, owner, name in was.attributes - now.attributes:
        if (home, owner) in now.names:
            _table(found, home, owner)[name] = f"{name}{_MARK}"
    return found


def _table(found: Names, home: str, owner: str) -> dict[str, str]:
    """Where the attributes of one class are kept: those of clients apart, since a handler is given them."""
    package, _, attribute = home.partition(".clients.")
    if owner == "Clients":
        return found.clients.setdefault(home, {})
    if attribute and owner.endswith("Client"):
        return found.methods.setdefault((package, attribute), {})
    return found.fields.setdefault((home, owner), {})


def _files(folder: Path, left: set[str]) -> Iterator[Path]:
    """The Python files below a folder, sorted; no link is followed."""
    for above, folders, names in os.walk(folder):
        skipped = _NOT_READ | left if Path(above) == folder else _NOT_READ
        folders[:] = sorted(name for name in folders if name not in skipped and not name.startswith("."))
        for name in sorted(names):
            file = Path(above, name)
            if name.endswith(".py") and not file.is_symlink() and file.stat().st_size <= _LARGEST:
                yield file
