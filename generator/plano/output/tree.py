"""All files that a blueprint gives, in memory, with the folder of the index that knows each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from plano.diagnostics.model import Diagnostic, Severity
from plano.output.index import INDEX_NAME


@dataclass(frozen=True, slots=True)
class File:
    """One file. `folder` holds the index that lists it; `once` files are in none, and are the user's once written."""

    path: str
    content: bytes
    folder: str
    emitter: str
    once: bool = False


@dataclass(frozen=True, slots=True)
class Tree:
    """Files by their paths, which are relative to the repository's root and use `/`."""

    files: Mapping[str, File]


def plant(files: Iterable[File]) -> tuple[Tree, tuple[Diagnostic, ...]]:
    """The tree of `files`, and an error for each two that cannot stand beside each other on every machine.

    Raises ValueError for a path that leaves its folder: a bug of an emitter.
    """
    kept: dict[str, File] = {}
    folded: dict[str, File] = {}
    found: list[Diagnostic] = []
    for file in files:
        _insist_on_place(file)
        other = folded.setdefault(file.path.casefold(), file)
        if other is file:
            kept[file.path] = file
        else:
            found.append(_clash(file, _beside(other, file)))
    found += _files_above_files(kept, folded)
    return Tree(MappingProxyType(kept)), tuple(found)


def _insist_on_place(file: File) -> None:
    parts = file.path.split("/")
    if "" in parts or "." in parts or ".." in parts or "\\" in file.path or parts[-1] == INDEX_NAME:
        raise ValueError(f"emitter {file.emitter} made a file at {file.path!r}")
    if not file.once and not file.path.startswith(f"{file.folder}/"):
        raise ValueError(f"emitter {file.emitter} put {file.path!r} outside its subject's folder {file.folder!r}")


def _files_above_files(files: Mapping[str, File], folded: Mapping[str, File]) -> Iterable[Diagnostic]:
    checked: set[str] = set()
    for file in files.values():
        folder = file.path.casefold().rpartition("/")[0]
        while folder and folder not in checked:
            checked.add(folder)
            if folder in folded:
                yield _clash(file, f"{folded[folder].path} would be a file, and a folder for {file.path}")
            folder = folder.rpartition("/")[0]


def _beside(first: File, second: File) -> str:
    if first.path == second.path:
        return f"{first.path} would be made twice, by {first.emitter} and by {second.emitter}"
    return f"{first.path} and {second.path} differ only in case, which not every machine tells apart"


def _clash(file: File, said: str) -> Diagnostic:
    mend = "rename one of the two things in the blueprint from which they are derived"
    return Diagnostic("path-clash", Severity.ERROR, said, None, "", mend, subject=f"file {file.path}")
