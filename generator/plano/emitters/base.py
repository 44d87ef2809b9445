"""What an emitter is: it names its subjects, and for each the files that show a view of it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass
from typing import ClassVar, Literal

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
    """A view that is not made yet: `build(*of)`, and only where somebody asks for what it shows."""

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


@dataclass(frozen=True, slots=True)
class Batch:
    """Files that are made together: `make(*of)`. What was written for equal parts need not be made again.

    `make` is a function of a module; `of` holds all that it reads: frozen parts of the platform, as few as will do.
    """

    make: Callable[..., Iterable[FileSpec]]
    of: tuple[Hashable, ...] = ()

    def files(self) -> Iterable[FileSpec]:
        """Its files."""
        return self.make(*self.of)


class Emitter(ABC):
    """One target of Plano's own. Says what to make, and makes nothing itself: rendering is `emitters.render`."""

    name: ClassVar[str]

    @abstractmethod
    def batches(self, platform: Platform) -> Iterable[Batch]:
        """What to make of `platform`, in its order."""

    def files(self, platform: Platform) -> Iterator[FileSpec]:
        """All files of `platform`."""
        for batch in self.batches(platform):
            yield from batch.files()
