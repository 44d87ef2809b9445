"""From an edit of a derived file to the override that gives it: nothing is written here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from plano.diagnostics.model import Diagnostic
from plano.emitters.base import Copy, Data, FileSpec, Template
from plano.emitters.render import render
from plano.overriding.blocks import block_text, blocks
from plano.overriding.edits import Hunk, Patch, hunks, not_literal, patched, ways
from plano.overriding.judging import findings
from plano.overriding.literal import pieces
from plano.overriding.model import BUILTIN, Override, Overrides
from plano.overriding.rendering import made
from plano.overriding.shadowing import Standing, marked, shadowed_blocks, standing, with_block


@dataclass(frozen=True, slots=True)
class Adopted:
    """The overrides to write, with what each shadows; and the other derived files that change with them."""

    overrides: tuple[Override, ...]
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Refused:
    """Why an edit cannot be adopted, and the first line of the file, counted from 1, that says so."""

    reason: str
    line: int


def adopt(spec: FileSpec, content: bytes, specs: Iterable[FileSpec], overrides: Overrides) -> Adopted | Refused:
    """The overrides after which `spec` gives exactly `content`, or why there are none.

    `specs` are all files of the platform, `overrides` those that it has. Each try is judged by rendering it.
    """
    match spec.source:
        case Data(build):
            before = render(spec, overrides)
            reason = f"it is made from data by {build.__module__}.{build.__qualname__}, and has no template"
            return Refused(reason, _first_difference(before, content))
        case Copy(path):
            tries: Iterator[tuple[Override, ...]] = iter([(_whole(path, content, overrides),)])
        case Template():
            found = _tries(spec, content, overrides)
            if isinstance(found, Refused):
                return found
            tries = found
    for each in tries:
        after = _with(overrides, each)
        if made(spec, after) == content and not _objections(each):
            return Adopted(each, tuple(_others(spec, specs, overrides, after)))
    line = _first_difference(render(spec, overrides), content)
    return Refused("no change of its template gives just these bytes", line)


def frozen(spec: FileSpec, content: bytes, specs: Iterable[FileSpec], overrides: Overrides) -> Adopted | Refused:
    """The override that gives `content` whatever the blueprint says; only where the template gives no other file."""
    source = spec.source
    if not isinstance(source, Template):
        return adopt(spec, content, specs, overrides)
    line = _first_difference(render(spec, overrides), content)
    more = [each.path for each in specs if each.source == source and each.path != spec.path]
    if more:
        others = f", and {len(more) - 1} more; each" if len(more) > 1 else ", which"
        return Refused(f"its template gives {more[0]} too{others} would become this one", line)
    text = b"{%+ raw %}" + content + b"{% endraw +%}"
    override = marked(source.path, (), text)
    if made(spec, overrides.with_one(override)) != content:
        return Refused("Jinja does not give just these bytes", line)
    return Adopted((override,), ())


def _tries(spec: FileSpec, content: bytes, overrides: Overrides) -> Iterator[tuple[Override, ...]] | Refused:
    """Overrides that may give `content`, the likeliest first."""
    line = _first_difference(render(spec, overrides), content)
    try:
        text = content.decode()
    except UnicodeDecodeError:
        return Refused("it is not UTF-8 any more", line)
    shown = pieces(spec, overrides)
    if shown is None:
        return Refused("nobody can tell which of its text its template has", line)
    wanted = hunks(shown.text, text)
    beside = not_literal(shown, wanted)
    if beside:
        said = _words(shown.text, beside[0])
        what = f"{said!r} is no text of its template" if said else "what stands there is no text of its template"
        return Refused(f"{what}: it follows from the blueprint", shown.text.count("\n", 0, beside[0].start) + 1)
    return (
        made_of
        for way in ways(shown, wanted)
        if (changed := patched(shown.sources, way)) is not None
        for made_of in _overrides(shown.sources, changed, way, overrides)
    )


def _words(text: str, hunk: Hunk) -> str:
    """What is changed there, with the words whole that it begins and ends in; at most 60 characters."""
    start, end = hunk.start, hunk.end
    while start and text[start - 1].isalnum():
        start -= 1
    while end < len(text) and text[end].isalnum():
        end += 1
    return text[start:end].strip()[:60]


def _overrides(
    sources: Mapping[str, str], changed: Mapping[str, str], way: tuple[Patch, ...], overrides: Overrides
) -> Iterator[tuple[Override, ...]]:
    """The overrides that say what changed: of one block where all of it lies in one, else of a whole template."""
    by_block: list[Override] = []
    whole: list[Override] = []
    for name, source in changed.items():
        path = name.removeprefix(BUILTIN)
        present = overrides.of(path)
        block = _block_of(sources[name], tuple(patch for patch in way if patch.template == name))
        if present is not None and name == path:
            by_block.append(Override(path, source.encode()))
        elif present is not None:
            if not block or standing(present) is not Standing.CURRENT:
                return  # a new first line would say that what changed in the meantime was seen
            added = present.content.rstrip(b"\n") + b"\n" + block_text(source, block).encode() + b"\n"
            by_block.append(_remarked(Override(path, added)))
        else:
            by_block.append(with_block(path, source, block) if block else marked(path, (), source.encode()))
            whole.append(marked(path, (), source.encode()))
            continue
        whole.append(by_block[-1])
    yield tuple(by_block)
    yield tuple(whole)


def _remarked(override: Override) -> Override:
    return marked(override.path, shadowed_blocks(override), override.body)


def _block_of(source: str, patches: tuple[Patch, ...]) -> str:
    """The smallest block in which all the patches lie; empty where there is none."""
    around = [
        each
        for each in blocks(source).values()
        if all(each.inner <= patch.start and patch.end <= each.outer for patch in patches)
    ]
    return min(around, key=lambda each: each.end - each.start).name if around else ""


def _whole(path: str, content: bytes, overrides: Overrides) -> Override:
    """The override of a file that is copied. One that is there keeps its first line."""
    present = overrides.of(path)
    if present is None or not present.shadows:
        return marked(path, (), content)
    return Override(path, present.content[: len(present.content) - len(present.body)] + content)


def _with(overrides: Overrides, more: tuple[Override, ...]) -> Overrides:
    for each in more:
        overrides = overrides.with_one(each)
    return overrides


def _objections(made_of: tuple[Override, ...]) -> tuple[Diagnostic, ...]:
    """What check would find in these as errors; an override that was outdated before may stay so."""
    return tuple(each for each in findings(Overrides(made_of)) if each.code != "override-outdated")


def _others(spec: FileSpec, specs: Iterable[FileSpec], before: Overrides, after: Overrides) -> Iterator[str]:
    """Other derived files that the new overrides change; first versions of a user's files are no longer derived."""
    for each in specs:
        if each.path == spec.path or each.emitter != spec.emitter or each.once or isinstance(each.source, Data):
            continue
        if made(each, after) != made(each, before):
            yield each.path


def _first_difference(before: bytes, after: bytes) -> int:
    """The first line, counted from 1, in which two contents differ."""
    ours, theirs = before.split(b"\n"), after.split(b"\n")
    same = (at for at, (one, other) in enumerate(zip(ours, theirs, strict=False), 1) if one != other)
    return next(same, min(len(ours), len(theirs)))
