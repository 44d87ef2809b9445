"""All files that a blueprint gives, in memory, with the folder of the index that knows each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType

from plano.diagnostics.model import Diagnostic, Severity
from plano.output.index import INDEX_NAME, fingerprint
from plano.output.portable import folded, unportable

_KEPT = (".git", ".plano")  # at the root: what stands there is read as commands, or as what this machine knows


@dataclass(frozen=True, slots=True)
class File:
    """One file. `folder` holds the index that lists it; `once` files are in none, and are the user's once written.

    `source` is the content, or what renders it where it is asked for: then its fingerprint, by which it is compared,
    is given. `key` is that of the batch in which it was made, for the cache.
    """

    path: str
    source: bytes | Callable[[], bytes]
    folder: str
    emitter: str
    once: bool = False
    key: str = ""
    fingerprint: str = ""  # as the index keeps it

    def __post_init__(self) -> None:
        if not self.fingerprint:
            object.__setattr__(self, "fingerprint", fingerprint(self.content))

    @property
    def content(self) -> bytes:
        """The bytes to write."""
        return self.source if isinstance(self.source, bytes) else self.source()

    def stands_as(self, found: bytes) -> bool:
        """Whether `found` is its content."""
        return found == self.source if isinstance(self.source, bytes) else fingerprint(found) == self.fingerprint


@dataclass(frozen=True)
class Tree:
    """Files by their paths, which are relative to the repository's root and use `/`."""

    files: Mapping[str, File]

    @cached_property
    def hashes(self) -> Mapping[str, Mapping[str, str]]:
        """Folder → path within it → fingerprint, of all derived files: what the indexes are to say."""
        found: defaultdict[str, dict[str, str]] = defaultdict(dict)
        for file in self.files.values():
            if not file.once:
                found[file.folder][file.path[len(file.folder) + 1 :]] = file.fingerprint
        return dict(found)


def plant(files: Iterable[File]) -> tuple[Tree, tuple[Diagnostic, ...]]:
    """The tree of `files`, and an error for each two that cannot stand beside each other on every machine.

    A name that some system refuses is such an error too: Windows has something else in its place.
    Raises ValueError for a path that leaves its folder: a bug of an emitter.
    """
    kept: dict[str, File] = {}
    beside: dict[str, File] = {}
    apart: list[File] = []  # they clash by a folder, which is told once
    found: list[Diagnostic] = []
    for file in files:
        _insist_on_place(file)
        other = beside.setdefault(folded(file.path), file)
        if other is file:
            kept[file.path] = file
        elif _folder(other.path) == _folder(file.path):
            found.append(_clash(file, _said(other, file)))
        else:
            apart.append(file)
    found += _folders((*kept.values(), *apart), beside)
    found += _unportable(kept)
    return Tree(MappingProxyType(kept)), tuple(found)


def _insist_on_place(file: File) -> None:
    parts = file.path.split("/")
    if {"", ".", ".."} & set(parts) or "\\" in file.path or parts[-1] == INDEX_NAME or parts[0].lower() in _KEPT:
        raise ValueError(f"emitter {file.emitter} made a file at {file.path!r}")
    if not file.once and not file.path.startswith(f"{file.folder}/"):
        raise ValueError(f"emitter {file.emitter} put {file.path!r} outside its subject's folder {file.folder!r}")


def _folders(files: Iterable[File], beside: Mapping[str, File]) -> Iterator[Diagnostic]:
    """A file where another needs a folder, and two folders that are one on some machines."""
    spelled: dict[str, str] = {}
    told: set[str] = set()
    for file in files:
        folder = _folder(file.path)
        while folder and spelled.get(key := folded(folder)) != folder:
            if key in beside and key not in spelled:
                yield _clash(file, f"{beside[key].path} would be a file, and a folder for {file.path}")
            other = spelled.setdefault(key, folder)
            if other.rpartition("/")[2] != folder.rpartition("/")[2] and folder not in told:
                told.add(folder)
                yield _clash(file, f"the folders {other} and {folder} differ only in case, {_ONE}")
            if other != folder:
                break
            folder = _folder(folder)


def _unportable(files: Mapping[str, File]) -> Iterator[Diagnostic]:
    """One error for each name, where it first stands."""
    told: set[str] = set()
    for path, file in files.items():
        for name in path.split("/"):
            if name not in told:
                told.add(name)
                if reason := unportable(name):
                    mend = "rename the thing in the blueprint from which it is derived"
                    said = f"{path} cannot stand on every machine: {name!r} {reason}"
                    yield Diagnostic("path-clash", Severity.ERROR, said, None, "", mend, subject=f"file {file.path}")


_ONE = "which not every machine tells apart"


def _said(first: File, second: File) -> str:
    if first.path == second.path:
        return f"{first.path} would be made twice, by {first.emitter} and by {second.emitter}"
    return f"{first.path} and {second.path} differ only in case, {_ONE}"


def _folder(path: str) -> str:
    return path.rpartition("/")[0]


def _clash(file: File, said: str) -> Diagnostic:
    mend = "rename one of the two things in the blueprint from which they are derived"
    return Diagnostic("path-clash", Severity.ERROR, said, None, "", mend, subject=f"file {file.path}")
