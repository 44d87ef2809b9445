"""Keys of a field that may not stand together, in every map of fields."""

from __future__ import annotations

from collections.abc import Iterator

from plano.language.scalars import Value
from tests.constraints.edits import field_maps, put
from tests.constraints.judge import Breaks, Broken, Constraint, Sample, key, value


def _field(at_key: str, **body: Value) -> Breaks:
    """A new field of these keys, wrong at one of them; at the whole where none is named."""

    def breaks(sample: Sample) -> Iterator[Broken]:
        seen: set[str] = set()
        for role, path in field_maps(sample.data):
            if role not in seen:
                seen.add(role)
                field = (*path, "tried")
                yield Broken(put(sample.data, field, body), key(*field, at_key) if at_key else value(*field))

    return breaks


def _secret_in_the_clear(sample: Sample) -> Iterator[Broken]:
    for role, path in field_maps(sample.data):
        if role == "config":
            field = (*path, "tried")
            body: Value = {"type": "text", "secret": True, "default": "known to all"}
            yield Broken(put(sample.data, field, body), key(*field, "default"))


FIELD_KEYS: tuple[Constraint, ...] = (
    Constraint("only numbers have min", "bad-field", _field("min", type="text", min=1)),
    Constraint("only numbers have max", "bad-field", _field("max", type="bool", max=1)),
    Constraint("min is at most max", "bad-field", _field("max", type="int", min=2, max=1)),
    Constraint("only texts have a pattern", "bad-field", _field("pattern", type="int", pattern="^[0-9]+$")),
    Constraint("only a ref has on_delete", "bad-field", _field("on_delete", type="uuid", on_delete="cascade")),
    Constraint("set_null needs a null", "bad-field", _field("", type="ref(Any)", on_delete="set_null")),
    Constraint("a field is seen or set", "bad-field", _field("writeonly", type="int", readonly=True, writeonly=True)),
    Constraint("a default of null needs a null", "bad-default", _field("default", type="int", default=None)),
    Constraint("a default has the type", "bad-default", _field("default", type="int", default="many")),
    Constraint("a default is at least min", "bad-default", _field("default", type="int", min=2, default=1)),
    Constraint(
        "a default is at most max", "bad-default", _field("default", type="decimal(4.2)", max=2, default="2.01")
    ),
    Constraint("lists have no default", "bad-default", _field("default", type="list(int)", default=1)),
    Constraint("a default is one of the enum", "bad-default", _field("default", type="enum(a | b)", default="c")),
    Constraint("a default is as long as the text", "bad-default", _field("default", type="string(2)", default="abc")),
    Constraint("a default fits an int", "bad-default", _field("default", type="int", default=2**31)),
    Constraint(
        "a default matches the pattern", "bad-default", _field("default", type="text", pattern="^[0-9]+$", default="a")
    ),
    Constraint(
        "a large default is compared whole",
        "bad-default",
        _field("default", type="bigint", max=2**53, default=2**53 + 1),
    ),
    Constraint("only enums have old values", "bad-field", _field("values_were", type="text", values_were={"a": "b"})),
    Constraint(
        "an old value has a new one", "bad-field", _field("values_were", type="enum(a | b)", values_were={"c": "d"})
    ),
    Constraint("an old value is gone", "bad-field", _field("values_were", type="enum(a | b)", values_were={"a": "b"})),
    Constraint("a secret has no default", "bad-default", _secret_in_the_clear),
)
