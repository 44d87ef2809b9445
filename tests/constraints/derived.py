"""What the models state of each part: its range, its set of values, its shape. None can be forgotten."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, get_args, get_origin

from annotated_types import Ge, Gt, Le, Lt, MinLen
from pydantic.fields import FieldInfo

from plano.language.models.access import Verbs
from plano.language.scalars import Value
from tests.constraints.edits import put, rename
from tests.constraints.forms import form_of
from tests.constraints.judge import Breaks, Broken, Constraint, Sample, key, value, within
from tests.constraints.sites import Alternative, Site, alternatives, as_model, parts

SHAPES: dict[str, Value] = {"text": "a text", "whole": 7, "number": 7.5, "flag": True, "map": {}, "list": []}
PARTS = {owner: tuple(alternatives(form)) for owner, form in parts().items()}
_VERBS = get_args(Verbs)[1]


def edges(sample: Sample, owner: str) -> list[Site]:
    """The first and the last place of a part, which are the likeliest to differ."""
    found = [site for site in sample.sites if site.owner == owner]
    return found[:1] + found[1:][-1:]


def write(sample: Sample, site: Site, wrong: Value, piece: str = "") -> Broken:
    """A wrong value at a site, or a wrong name of it."""
    if site.is_key:
        assert isinstance(wrong, str)
        return Broken(rename(sample.data, site.path, wrong), key(*site.path[:-1], wrong))
    where = within(piece, *site.path) if piece else value(*site.path)
    return Broken(put(sample.data, site.path, wrong), where)


def _row(name: str, owner: str, code: str, *wrong: Value) -> Constraint:
    def breaks(sample: Sample) -> Iterator[Broken]:
        sites = edges(sample, owner)
        for number, each in enumerate(wrong if sites else ()):
            yield write(sample, sites[number % len(sites)], each)

    return Constraint(name, code, breaks)


def ranges() -> Iterator[Constraint]:
    """Each bound of a number, and each list or map that must hold something."""
    for owner, forms in PARTS.items():
        for bound in (bound for form in forms for bound in _bounds(form)):
            match bound:
                case Ge(least) if isinstance(least, int):
                    yield _row(f"{owner} is at least {least}", owner, "out-of-range", least - 1, -(10**12))
                case Le(most) if isinstance(most, int):
                    yield _row(f"{owner} is at most {most}", owner, "out-of-range", most + 1, 10**12)
                case Gt(least) if isinstance(least, int):
                    yield _row(f"{owner} is above {least}", owner, "out-of-range", least, -0.5)
                case Lt(most) if isinstance(most, int):
                    yield _row(f"{owner} is below {most}", owner, "out-of-range", most, 1e300)
                case MinLen(1):
                    empty: Value = {} if get_origin(forms[0].base) is dict else []
                    yield _row(f"{owner} is not empty", owner, "empty-value", empty)
                case _:
                    raise AssertionError(f"{owner} has a bound of a new kind: {bound}")


def _bounds(form: Alternative) -> Iterator[object]:
    for mark in form.marks:
        for inner in mark.metadata if isinstance(mark, FieldInfo) else (mark,):
            if isinstance(inner, Ge | Gt | Le | Lt | MinLen):
                yield inner


def choices() -> Iterator[Constraint]:
    """Each set of values, of values and of keys."""
    for owner, forms in PARTS.items():
        for form in forms:
            if get_origin(form.base) is Literal:
                said = ", ".join(map(str, get_args(form.base)))
                yield Constraint(f"{owner} is one of {said}", "bad-choice", _chosen(owner, keys=False))
                if owner.endswith("[key]"):
                    yield Constraint(f"{owner} is, as a key, one of {said}", "bad-name", _chosen(owner, keys=True))


def _chosen(owner: str, *, keys: bool) -> Breaks:
    def breaks(sample: Sample) -> Iterator[Broken]:
        sites = [site for site in sample.sites if site.owner == owner and site.is_key is keys]
        for site in sites[:1] + sites[1:][-1:]:
            yield write(sample, site, "nonsense")
            yield write(sample, site, "")

    return breaks


def shapes() -> Iterator[Constraint]:
    """Each part is a text, a number, a flag, a list or a map, and nothing else."""
    for owner, forms in PARTS.items():
        code = _shape_code(forms)
        if owner.endswith("[key]") or code is None:
            continue
        takes = {shape for form in forms for shape in _takes(form)}
        wrong = [SHAPES[shape] for shape in SHAPES if shape not in takes and not (shape == "list" and owner in ITEMS)]
        yield _row(f"{owner} is of the shape {' or '.join(sorted(takes))}", owner, code, *wrong)


ITEMS = ("ServiceDecl.expose[][][]", "ServiceDecl.access[]", "OperationDecl.access[]")
"""An item that may stand for its list: a list in its place is the list."""


def _shape_code(forms: tuple[Alternative, ...]) -> str | None:
    """What is said of another shape; None for a list that one of its items may stand for."""
    judged = next((form for form in map(form_of, forms) if form is not None), None)
    if judged is not None:
        return judged.not_text
    for form in forms:
        items = list(alternatives(get_args(form.base)[0])) if get_origin(form.base) is tuple else []
        if any(item is not None and item.code == "bad-access" for item in map(form_of, items)):
            return None
    return "bad-choice" if get_origin(forms[0].base) is Literal else "wrong-type"


def _takes(form: Alternative) -> tuple[str, ...]:
    judged = form_of(form)
    model = as_model(form.base)
    if judged is not None:
        return tuple(judged.takes)
    if model is not None:
        return ("map", "text") if model.__name__ in ("FieldDecl", "SettingDecl") else ("map",)
    match get_origin(form.base) or form.base:
        case found if found is dict:
            return ("map", "list") if _VERBS in form.marks else ("map",)
        case found if found is tuple:
            return ("list",)
        case found if found is float:
            return "whole", "number"
        case found if found is bool:
            return ("flag",)
        case found if found is int or get_args(form.base) == (1,):
            return ("whole",)
    return ("text",)
