"""What an emitter is: it names its subjects, and for each the files that show a view of it."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from typing import Literal, Protocol

from plano.platform.model import Platform


@dataclass(frozen=True, slots=True)
class Subject:
    """What a file is about. `folder` is where the subject's index stands, relative to the root."""

    kind: Literal["platform", "service", "topic", "host", "environment", "kit"]
    name: str
    folder: str


@dataclass(frozen=True, slots=True)
class Template:
    """A Jinja template under `templates/`, rendered with `view` as its only name."""

    path: str


@dataclass(frozen=True, slots=True)
class Copy:
    """A file under `templates/`, copied as it is."""

    path: str


@dataclass(frozen=True, slots=True)
class Data:
    """JSON or YAML from data: `build(view)` gives plain dicts, lists and scalars."""

    build: Callable[..., object]
    format: Literal["json", "yaml"] = "json"


@dataclass(frozen=True, slots=True)
class FileSpec:
    """One file to make: a pure function of `source` and `view`.

    `path` is relative to the repository's root, with `/`. `once` files are the user's first version:
    written where nothing stands, never looked at again.
    """

    emitter: str
    subject: Subject
    path: str
    source: Template | Copy | Data
    view: Hashable = None
    once: bool = False


class Emitter(Protocol):
    """One target. Yields what to make, and makes nothing itself: rendering is `emitters.render`."""

    name: str

    def files(self, platform: Platform) -> Iterable[FileSpec]: ...
