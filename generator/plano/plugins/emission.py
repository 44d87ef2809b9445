"""All that is to be made for a platform: what Plano's own emitters say, and what those of other packages may add."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from pathlib import Path

from plano.diagnostics.model import Diagnostic
from plano.emitters.base import Batch, Copy, Data, FileSpec, Subject, Template
from plano.output.index import INDEX_NAME
from plano.output.portable import folded
from plano.platform.model import Platform
from plano.plugins.guard import Caught, Package, raised
from plano.plugins.interface import EmitterPlugin

_KINDS = ("platform", "service", "topic", "host", "environment", "kit")


@dataclass(frozen=True, slots=True)
class Emission:
    """What is to be made, and an error for each plug-in whose part is not among it."""

    batches: tuple[Batch, ...]  # of Plano's own emitters
    plugged: tuple[FileSpec, ...]
    diagnostics: tuple[Diagnostic, ...]

    @property
    def specs(self) -> tuple[FileSpec, ...]:
        """Every file."""
        return (*(spec for batch in self.batches for spec in batch.files()), *self.plugged)


@dataclass(frozen=True, slots=True)
class Plugged:
    """An emitter of another package, which raises nothing: it yields all of its part, or none of it."""

    package: Package
    plugin: EmitterPlugin

    @property
    def name(self) -> str:
        """The emitter's name."""
        return self.plugin.name

    @property
    def templates(self) -> Path | None:
        """The folder that holds its templates, if it has any."""
        return self.plugin.templates

    def files(self, platform: Platform) -> Iterator[FileSpec]:
        """What it makes, where nothing is wrong with it."""
        yield from self.emitted(platform).plugged

    def emitted(self, platform: Platform) -> Emission:
        """What it makes, or what is wrong with it."""
        specs: list[FileSpec] = []
        said = ""
        with Caught() as caught:
            for spec in self.plugin.files(platform):
                said = objection(spec, self.plugin)
                if said:
                    break
                specs.append(spec)
        if caught.error is not None:
            said = raised(caught.error)
        if said:
            return Emission((), (), (self.package.finding(said),))
        return Emission((), tuple(specs), ())


def emission(platform: Platform) -> Emission:
    """The specifications of every emitter, Plano's own first. Whatever a plug-in does, the others still count.

    A plug-in that claims the place of another's file, on any system, gives nothing and is told so.
    """
    from plano.emitters.registry import ours, plugged

    installed = plugged()
    batches = tuple(batch for emitter in ours() for batch in emitter.batches(platform))
    plugged_in: list[FileSpec] = []
    wrong = list(installed.diagnostics)
    if installed.emitters:
        claimed = _Claims(Emission(batches, (), ()).specs)
        for plugin in installed.emitters:
            own = plugin.emitted(platform)
            wrong += own.diagnostics
            clash = claimed.clash(own.plugged)
            if clash:
                wrong.append(plugin.package.finding(clash))
            else:
                plugged_in += own.plugged
                claimed.add(own.plugged)
    return Emission(batches, tuple(plugged_in), tuple(wrong))


class _Claims:
    """Who makes which path, compared as macOS and Windows compare."""

    def __init__(self, specs: tuple[FileSpec, ...]) -> None:
        self._files: dict[str, FileSpec] = {}
        self._folders: dict[str, FileSpec] = {}
        self.add(specs)

    def add(self, specs: tuple[FileSpec, ...]) -> None:
        for spec in specs:
            self._files[folded(spec.path)] = spec
            for folder in _above(spec.path):
                self._folders.setdefault(folder, spec)

    def clash(self, specs: tuple[FileSpec, ...]) -> str:
        """What is wrong with the first of these that stands in another's place; empty where none does."""
        own: set[str] = set()
        for spec in specs:
            key = folded(spec.path)
            other = self._files.get(key) or self._folders.get(key)
            other = other or next((self._files[each] for each in _above(spec.path) if each in self._files), None)
            if other is not None:
                return f"claims {spec.path}, where the emitter {other.emitter!r} makes {other.path}"
            if key in own:
                return f"makes {spec.path} twice"
            own.add(key)
        return ""


def _above(path: str) -> Iterator[str]:
    parts = folded(path).split("/")
    return ("/".join(parts[:length]) for length in range(1, len(parts)))


def objection(spec: object, plugin: EmitterPlugin) -> str:
    """What is wrong with one thing that a plug-in yields; empty where nothing is."""
    if not isinstance(spec, FileSpec):
        return f"yields a {type(spec).__name__}, not a FileSpec"
    if not isinstance(spec.path, str) or not isinstance(spec.subject, Subject) or spec.subject.kind not in _KINDS:
        return f"yields a FileSpec without a path or a subject: {spec.path!r}"
    if spec.emitter != plugin.name:
        return f"yields {spec.path} in the name of {spec.emitter!r}: it is {plugin.name!r}"
    return _misplaced(spec) or _unmade(spec, plugin)


def _misplaced(spec: FileSpec) -> str:
    parts = spec.path.split("/")
    if {"", ".", ".."} & set(parts) or "\\" in spec.path or parts[-1] == INDEX_NAME:
        return f"yields a path that is none: {spec.path!r}"
    if spec.once:
        return "" if parts[0] == "services" else f"yields {spec.path}, a first version for a user, outside services/"
    folder = spec.subject.folder
    if not isinstance(folder, str) or folder.split("/")[0] != "generated" or not spec.path.startswith(f"{folder}/"):
        return f"yields {spec.path} outside its subject's folder {folder!r}, or that outside generated/"
    return ""


def _unmade(spec: FileSpec, plugin: EmitterPlugin) -> str:
    match spec.source:
        case Template(path) | Copy(path):
            if plugin.templates is None or not str(path).startswith(f"{plugin.name}/"):
                return f"yields {spec.path} from the template {path!r}, which is not below its own {plugin.name}/"
            if not (plugin.templates / path).is_file():
                return f"yields {spec.path} from the template {path!r}, which is not there"
        case Data(build, form):
            if not callable(build) or form not in ("json", "yaml"):
                return f"yields {spec.path} from data without a function, or in another form than json or yaml"
        case other:
            return f"yields {spec.path} from a {type(other).__name__}: a source is a Template, a Copy or Data"
    if not isinstance(spec.view, Hashable):
        return f"yields {spec.path} of a view that is not hashable, so nobody can tell whether it changed"
    with Caught() as caught:
        hash(spec.view)
    return f"yields {spec.path} of a view that is not hashable all through" if caught.error is not None else ""
