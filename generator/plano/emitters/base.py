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
class Parts:
    """A view that is not made yet: `build(*of)`. What was written for equal parts need not be rendered again.

    `build` is a function of a module; `of` holds all that it reads: frozen parts of the platform, as few as will do.
    """

    build: Callable[..., Hashable]
    of: tuple[Hashable, ...]


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
    view: Hashable | Parts = None
    once: bool = False


class Emitter(Protocol):
    """One target. Yields what to make, and makes nothing itself: rendering is `emitters.render`."""

    @property
    def name(self) -> str: ...

    def files(self, platform: Platform) -> Iterable[FileSpec]: ...
