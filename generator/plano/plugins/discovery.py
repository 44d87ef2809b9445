"""Which plug-ins are installed, each loaded under the guard and held to the interface."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from typing import TypeVar

from plano.diagnostics.model import Diagnostic
from plano.pages import PageError, parse
from plano.plugins.guard import Caught, Package, raised
from plano.plugins.interface import EMITTERS, INTERFACE, RULES, EmitterPlugin, RulePlugin

Plugin = TypeVar("Plugin", EmitterPlugin, RulePlugin)
_NAME = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_CODE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)+")


@dataclass(frozen=True, slots=True)
class Found:
    """The plug-ins of one group that count, each with its package, by name; and an error for each that does not."""

    emitters: tuple[tuple[Package, EmitterPlugin], ...] = ()
    rules: tuple[tuple[Package, RulePlugin], ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()


def installed_emitters(taken: Iterable[str]) -> Found:
    """The emitters that other packages bring. `taken` are the names that Plano's own have."""
    found, wrong = _installed(EMITTERS, EmitterPlugin, taken, _emitter_objections)
    return Found(emitters=found, diagnostics=wrong)


def installed_rules(taken: Iterable[str]) -> Found:
    """The rules that other packages bring. `taken` are the codes that Plano's own have."""
    codes = set(taken)

    def objections(plugin: RulePlugin) -> Iterator[str]:
        yield from _rule_objections(plugin)
        for code in plugin.pages if isinstance(plugin.pages, dict) else ():
            if code in codes:
                yield f"claims the code {code!r}, which is taken"
            codes.add(code)

    found, wrong = _installed(RULES, RulePlugin, (), objections)
    return Found(rules=found, diagnostics=wrong)


def _installed(
    group: str, kind: type[Plugin], taken: Iterable[str], objections: Callable[[Plugin], Iterable[str]]
) -> tuple[tuple[tuple[Package, Plugin], ...], tuple[Diagnostic, ...]]:
    names = dict.fromkeys(taken, "Plano itself")
    found: list[tuple[Package, Plugin]] = []
    wrong: list[Diagnostic] = []
    for point in sorted(entry_points(group=group), key=lambda each: (each.name, each.value)):
        package = _package(point)
        with Caught() as caught:
            plugin = point.load()
        if caught.error is not None:
            wrong.append(package.finding(f"cannot be loaded: it {raised(caught.error)}", "reinstall or update it"))
            continue
        said = next(_objections(plugin, kind, names, objections), "")
        if said:
            wrong.append(package.finding(said))
        else:
            names[plugin.name] = f"the package {package.distribution}"
            found.append((package, plugin))
    return tuple(found), tuple(wrong)


def _objections(
    plugin: object, kind: type[Plugin], names: dict[str, str], more: Callable[[Plugin], Iterable[str]]
) -> Iterator[str]:
    """What is wrong with a plug-in, the gravest first; nothing where it counts."""
    if not isinstance(plugin, kind):
        yield f"is a {type(plugin).__name__}, not a plano.plugins.{kind.__name__}"
        return
    if plugin.interface != INTERFACE:
        older = isinstance(plugin.interface, int) and plugin.interface < INTERFACE
        which = "an older one: update it" if older else "one that this Plano does not know: update Plano"
        yield f"was written for interface {plugin.interface!r}, and this is {INTERFACE}: {which}"
    elif not isinstance(plugin.name, str) or not _NAME.fullmatch(plugin.name):
        yield f"has the name {plugin.name!r}: a name is words of a-z and 0-9 with hyphens between"
    elif plugin.name in names:
        yield f"has the name {plugin.name!r}, which {names[plugin.name]} has"
    else:
        yield from more(plugin)


def _emitter_objections(plugin: EmitterPlugin) -> Iterator[str]:
    if not callable(plugin.files):
        yield "has no function 'files'"
    if plugin.templates is not None and not (isinstance(plugin.templates, Path) and plugin.templates.is_dir()):
        yield f"has its templates in {plugin.templates!r}, which is no folder"
    if not (isinstance(plugin.kinds, frozenset) and isinstance(plugin.systems, frozenset)):
        yield "gives its kinds or systems in another form than a frozenset"


def _rule_objections(plugin: RulePlugin) -> Iterator[str]:
    if not isinstance(plugin.pages, dict) or not plugin.pages:
        yield "names no code: 'pages' is a dict of code and page"
        return
    for code, text in plugin.pages.items():
        if not isinstance(code, str) or not _CODE.fullmatch(code):
            yield f"has the code {code!r}: a code is two or more words with hyphens between"
        else:
            yield from _page_objections(code, text)
    if not any(map(callable, (plugin.blueprint, plugin.platform))):
        yield "judges nothing: it has neither 'blueprint' nor 'platform'"


def _page_objections(code: str, text: object) -> Iterator[str]:
    try:
        if not isinstance(text, str) or parse(text).code != code:
            yield f"has another page for {code!r} than one that begins with '# {code}'"
    except PageError as error:
        yield f"has a page that nobody can show: {error}"


def _package(point: EntryPoint) -> Package:
    brought = f"{point.dist.name} {point.dist.version}" if point.dist is not None else "without a name"
    return Package(brought, point.group, point.name, point.value)
