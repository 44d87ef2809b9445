"""The rules of other packages, run under the guard, and what they find held to the form of a finding."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cache, partial

from plano.diagnostics.model import Diagnostic, Fix, Related, Severity, Span
from plano.language.blueprint import Blueprint
from plano.language.places import Places
from plano.platform.model import Platform
from plano.plugins.discovery import Found, installed_rules
from plano.plugins.guard import Caught, Package, raised
from plano.plugins.interface import RulePlugin


@cache
def plugged() -> Found:
    """The rules that other packages bring, and what is wrong with those that do not count."""
    from plano.pages import codes

    return installed_rules(codes())


def plugged_pages() -> dict[str, str]:
    """Code → page, as Markdown, of all rules that other packages bring."""
    return {code: text for _, plugin in plugged().rules for code, text in plugin.pages.items()}


def on_blueprint(blueprint: Blueprint, places: Places) -> Iterator[Diagnostic]:
    """What plug-ins find in a blueprint as written, and what is wrong with the plug-ins themselves."""
    yield from plugged().diagnostics
    for package, plugin in plugged().rules:
        judge = plugin.blueprint
        if judge is not None:
            yield from _judged(package, plugin, partial(judge, blueprint, places))


def on_platform(platform: Platform, places: Places) -> Iterator[Diagnostic]:
    """What plug-ins find in a resolved platform, and what is wrong with the plug-ins themselves."""
    for package, plugin in plugged().rules:
        judge = plugin.platform
        if judge is not None:
            yield from _judged(package, plugin, partial(judge, platform, places))


def _judged(package: Package, plugin: RulePlugin, judge: Callable[[], Iterable[Diagnostic]]) -> tuple[Diagnostic, ...]:
    """All that a plug-in finds; where it fails on the way, that is found too, since its silence is no agreement."""
    found: list[Diagnostic] = []
    said = ""
    with Caught() as caught:
        for each in judge():
            said = objection(each, plugin)
            if said:
                break
            found.append(each)
    if caught.error is not None:
        said = raised(caught.error)
    return (*found, package.finding(said)) if said else tuple(found)


def objection(found: object, plugin: RulePlugin) -> str:
    """What is wrong with one thing that a plug-in finds; empty where nothing is."""
    if not isinstance(found, Diagnostic):
        return f"finds a {type(found).__name__}, not a Diagnostic"
    if found.code not in plugin.pages:
        return f"finds {found.code!r}, for which it has no page"
    texts = (found.message, found.label, found.help, found.subject)
    if not isinstance(found.severity, Severity) or not all(isinstance(each, str) for each in texts):
        return f"finds {found.code!r} without a severity, or with something in place of a text"
    related = found.related if isinstance(found.related, tuple) else (None,)
    places = [found.span] if found.span is not None else []
    if not all(isinstance(each, Related) and isinstance(each.message, str) for each in related):
        return f"finds {found.code!r} with something in place of related places"
    if not all(map(_is_place, (*places, *(each.span for each in related if each is not None)))):
        return f"finds {found.code!r} with something in place of a Span"
    return "" if found.fix is None or isinstance(found.fix, Fix) else f"finds {found.code!r} with a fix that is none"


def _is_place(span: object) -> bool:
    if not isinstance(span, Span) or not isinstance(span.file, str):
        return False
    numbers = (span.line, span.column, span.end_line, span.end_column)
    return all(isinstance(each, int) and each > 0 for each in numbers)
