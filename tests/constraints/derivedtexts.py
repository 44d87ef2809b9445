"""What the models state of texts: every form that they judge, at every part that has it."""

from __future__ import annotations

from collections.abc import Iterator

from plano.language.scalars import Value
from tests.constraints.derived import PARTS, edges, write
from tests.constraints.edits import at
from tests.constraints.forms import FORMS, PATTERNS, SHORT_FIELDS, Form, Wrong, form_of, pattern_of
from tests.constraints.judge import Breaks, Broken, Constraint, Sample
from tests.constraints.sites import Site


def texts() -> Iterator[Constraint]:
    """Each form of a text: all that it refuses at some place, and something at each part that has it."""
    for form in FORMS:
        if form.wrong:
            yield Constraint(f"a {form.name} has its form", form.code, _everything(form))
    for owner, forms in PARTS.items():
        judged = next((form for form in map(form_of, forms) if form is not None), None)
        if judged is not None and judged.wrong:
            yield Constraint(f"{owner} is a {judged.name}", judged.code, _first(owner, judged.wrong[:1]))
        if any(map(pattern_of, forms)):
            yield Constraint(f"{owner} has its pattern", "bad-value", _first(owner, PATTERNS[owner]))
    for code, wrong in SHORT_FIELDS:
        yield Constraint(f"a short field is not {_parted(wrong)[0]!r}", code, _short(wrong))


def judged_by(owner: str) -> tuple[Form, ...]:
    """The forms that judge a part."""
    return tuple(form for form in map(form_of, PARTS[owner]) if form is not None)


def _parted(wrong: Wrong) -> tuple[str, str]:
    return (wrong, "") if isinstance(wrong, str) else wrong


def _first(owner: str, wrong: tuple[Wrong, ...]) -> Breaks:
    def breaks(sample: Sample) -> Iterator[Broken]:
        for site in edges(sample, owner):
            for each in wrong:
                yield write(sample, site, *_parted(each))

    return breaks


def _everything(form: Form) -> Breaks:
    owners = {owner for owner in PARTS if form in judged_by(owner)}

    def breaks(sample: Sample) -> Iterator[Broken]:
        sites = [site for site in sample.sites if site.owner in owners]
        for number, wrong in enumerate(form.wrong if sites else ()):
            yield write(sample, sites[number * 7 % len(sites)], *_parted(wrong))

    return breaks


def _short(wrong: Wrong) -> Breaks:
    def breaks(sample: Sample) -> Iterator[Broken]:
        short = [site for site in sample.sites if _is_short(site, sample.data)]
        for site in short[:1] + short[1:][-1:]:
            yield write(sample, site, *_parted(wrong))

    return breaks


def _is_short(site: Site, data: Value) -> bool:
    of_fields = any(
        str(getattr(each.base, "__name__", "")) in ("FieldDecl", "SettingDecl") for each in PARTS[site.owner]
    )
    return of_fields and not site.is_key and site.written and isinstance(at(data, *site.path), str)
