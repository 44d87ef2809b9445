"""Keys of what was rendered: equal for the same source and an equal view, in every process.

A view is known by a digest of its pickle. Equal views whose pickles differ cost a rendering, and nothing else;
different views have different pickles.
"""

from __future__ import annotations

import hashlib
import io
import pickle
from collections.abc import Callable, Iterable

from plano.emitters.base import Copy, Data, FileSpec, Parts, Template
from plano.platform.model import Service, Topic


class Keys:
    """Gives each specification its key; what several files show is digested once.

    Only files of `emitters` have one: what the fingerprint of the generator covers, and no plug-in.
    """

    def __init__(self, emitters: Iterable[str]) -> None:
        self._emitters = frozenset(emitters)
        self._known: dict[int, tuple[object, bytes]] = {}  # with the part itself, so that its id stays its own

    def of(self, spec: FileSpec) -> str:
        """The key of `spec`; empty where it must be rendered each time."""
        if spec.emitter not in self._emitters:
            return ""
        functions: list[Callable[..., object]] = []
        words: list[str] = []
        match spec.source:
            case Copy():
                return ""
            case Template(path):
                words.append(path)
            case Data(build, language):
                functions.append(build)
                words.append(language)
        shown: tuple[object, ...] = (spec.view,)
        if isinstance(spec.view, Parts):
            functions.append(spec.view.build)
            shown = spec.view.of
        words += (f"{function.__module__}.{function.__qualname__}" for function in functions)
        digests = b"".join(map(self._digest, shown))
        return hashlib.blake2b(digests + "\n".join(words).encode(), digest_size=16).hexdigest()

    def _digest(self, part: object) -> bytes:
        known = self._known.get(id(part))
        if known is None:
            file = io.BytesIO()
            _Pickler(file, part, self._digest).dump(part)
            known = (part, hashlib.blake2b(file.getvalue(), digest_size=16).digest())
            self._known[id(part)] = known
        return known[1]


class _Pickler(pickle.Pickler):
    """Writes a digest in the place of each service and topic within `top`."""

    def __init__(self, file: io.BytesIO, top: object, digest: Callable[[object], bytes]) -> None:
        super().__init__(file, 5)
        self._top = top
        self._digest = digest

    def persistent_id(self, obj: object) -> bytes | None:
        """The digest of what is digested once, else None."""
        if isinstance(obj, (Service, Topic)) and obj is not self._top:
            return self._digest(obj)
        return None
