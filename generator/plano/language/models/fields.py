"""Fields of entities, types, topics, requests and responses, and a service's own settings."""

from __future__ import annotations

import math
from dataclasses import replace
from decimal import Decimal
from functools import cache, lru_cache
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, ModelWrapValidatorHandler, ValidationError, model_validator
from pydantic_core import SchemaError, SchemaValidator, core_schema

from plano.language.defaults import LIMITS, Default, DefaultError, default_of
from plano.language.fieldtypes import Enum, FieldType, Ref, Scalar
from plano.language.grammar import GrammarError, parse_field, parse_type
from plano.language.models.base import Flag, Model, misread, reads, refuse, shown, written
from plano.language.models.names import Pascal, Snake
from plano.language.patterns import PatternError, check_pattern
from plano.language.shortform import TYPE_PATTERN


def _type(value: object) -> FieldType:
    if not isinstance(value, str):
        raise refuse("wrong-type", f"a type is a text, not {shown(value)}", "such as string(80) or list(Item)")
    try:
        return parse_type(value)
    except GrammarError as error:
        raise misread(error) from None


def _pattern(value: object) -> str:
    if not isinstance(value, str):
        raise refuse("wrong-type", f"a pattern is a text, not {shown(value)}", "quote it")
    try:
        check_pattern(value)
    except PatternError as error:
        raise refuse("bad-pattern", error.said, error.mend, error.at) from None
    try:
        _judge(value)
    except SchemaError:
        raise refuse("bad-pattern", "this pattern is too large to be compiled", "repeat fewer times") from None
    return value


def _judge(pattern: str) -> SchemaValidator:
    """The engine of the services, which takes linear time whatever the pattern is; SchemaError where it is too large.

    Its limit is 10 MiB for the compiled pattern (the crate `regex`, `RegexBuilder::size_limit`).
    """
    return SchemaValidator(core_schema.str_schema(pattern=pattern))


def _matches(pattern: str, text: str) -> bool:
    try:
        _judge(pattern).validate_python(text)
    except ValidationError:
        return False
    return True


def _bound(value: object) -> int | float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise refuse("wrong-type", f"a bound is a number, not {shown(value)}", "write a number")
    if not math.isfinite(value):
        raise refuse("bad-value", f"a bound is a finite number, not {shown(value)}", "leave it out: it bounds nothing")
    return value


def _scalar(value: object) -> object:
    if isinstance(value, dict | list | tuple):
        raise refuse("wrong-type", "a default is one value, not a list or a map")
    return value


Type = Annotated[
    FieldType,
    reads(_type),
    written(
        "field type",
        "A scalar such as `string(80)`, `enum(a | b)`, `list(…)`, `map(…)`, a name from `types`, or `ref(Entity)`.",
        "string(80)",
        "list(Item)",
        pattern=TYPE_PATTERN,
    ),
]
Pattern = Annotated[
    str,
    reads(_pattern),
    written(
        "pattern",
        "A regular expression that Python, PostgreSQL and browsers read alike.",
        '"^[A-Z]{2}-[0-9]+$"',
        format="regex",
    ),
]
AnyScalar = Annotated[
    Default,
    reads(_scalar),
    written("value", "A text, a number, true, false or null.", "1", type=["string", "number", "boolean", "null"]),
]
EnumValue = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_]*$")]
Bound = Annotated[int | float, BeforeValidator(_bound)]


class FieldDecl(Model):
    """A field: in short `type | null = default`, or as a map of these keys.

    `default` counts only where `has_default`. A default of a decimal is its text with all digits;
    one of a number, text, truth value or enum is that value; dates, times and durations are ISO texts.
    """

    type: Type
    """What the field holds, such as `string(80)`, `decimal(12.2)`, `list(Item)`.

    Examples: `string(80)`, `decimal(12.2)`, `list(Item)`.
    """
    nullable: Flag = False
    """May be null. Example: `true`."""
    default: AnyScalar = None
    """What it is where nothing is said. Examples: `1`, `placed`."""
    min: Bound | None = None
    """The least number. Example: `1`."""
    max: Bound | None = None
    """The greatest number. Example: `99`."""
    pattern: Pattern | None = None
    """What a text must look like, as a regular expression that Python, PostgreSQL and browsers read alike.

    Example: `"^[A-Z]{2}-[0-9]+$"`.
    """
    description: str = ""
    """What it means, for those who read the API's documents. Example: `The number on the parcel.`."""
    readonly: Flag = False
    """Never in a request body: the server decides it. Example: `true`."""
    writeonly: Flag = False
    """Never in a response. Example: `true`."""
    sensitive: Flag = False
    """Never in a log, an error or a topic. Example: `true`."""
    on_delete: Literal["restrict", "cascade", "set_null"] | None = None
    """For `ref(…)`: what happens to this row when the other goes. Default: `restrict`, a 409. Example: `cascade`."""
    was: Snake | None = None
    """The field's old name, in the change that renames it. Example: `full_name`."""
    values_were: dict[EnumValue, EnumValue] = Field(default_factory=dict)
    """For `enum(…)`: new value → the old one, in the change that renames it. Example: `{cancelled: aborted}`."""

    @property
    def has_default(self) -> bool:
        """Whether a default was written."""
        return "default" in self.model_fields_set

    @model_validator(mode="after")
    def _whole(self) -> FieldDecl:
        """What needs more than one key to judge."""
        self._check_bounds()
        update: dict[str, object] = {}
        if self.on_delete is not None:
            if not isinstance(self.type, Ref):
                raise refuse("bad-field", "only a ref(…) has 'on_delete'", at="on_delete")
            if self.on_delete == "set_null" and not self.nullable:
                raise refuse(
                    "bad-field", "'on_delete: set_null' needs a field that may be null", "add 'nullable: true'"
                )
            update["type"] = replace(self.type, on_delete=self.on_delete)
        if self.has_default:
            update["default"] = self._default()
        self._check_old_values()
        if self.readonly and self.writeonly:
            raise refuse(
                "bad-field", "a field that is readonly and writeonly could never be seen or set", at="writeonly"
            )
        return self.model_copy(update=update) if update else self

    @model_validator(mode="wrap")
    @classmethod
    def _in_either_form(cls, value: object, whole: ModelWrapValidatorHandler[FieldDecl]) -> FieldDecl:
        """The short form is judged by itself; the long one key by key, and then as a whole."""
        if isinstance(value, str):
            return of_short_form(cls, value)
        if isinstance(value, dict | FieldDecl):
            return whole(value)
        raise refuse("wrong-type", f"a field is a type or a map, not {shown(value)}", "such as 'int = 0'")

    def _check_bounds(self) -> None:
        scalar = self.type if isinstance(self.type, Scalar) else None
        if self.min is not None or self.max is not None:
            key = "max" if self.min is None else "min"
            if scalar is None or scalar.name not in ("int", "bigint", "float", "decimal"):
                raise refuse("bad-field", "only numbers have 'min' and 'max'", "a text's length is string(N)", key)
            self._check_whole(scalar.name)
            if self.min is not None and self.max is not None and self.min > self.max:
                raise refuse("bad-field", f"'min' {self.min} is above 'max' {self.max}", "swap them", "max")
        if self.pattern is not None and (scalar is None or scalar.name not in ("string", "text")):
            raise refuse("bad-field", "only string and text have a 'pattern'", at="pattern")

    def _check_whole(self, name: str) -> None:
        """The bounds of a whole number are whole, and numbers that its type can hold."""
        limit = LIMITS.get(name)
        for key, bound in (("min", self.min), ("max", self.max)):
            if limit is None or bound is None:
                continue
            if bound != int(bound):
                raise refuse("bad-field", f"{key!r} {bound} is not whole, and {name} is", "write a whole number", key)
            if not -limit <= bound < limit:
                mend = f"from {-limit} to {limit - 1}; without a bound the type's own holds"
                raise refuse("bad-field", f"{key!r} {bound} is no {name}", mend, key)

    def _check_old_values(self) -> None:
        if self.values_were and not isinstance(self.type, Enum):
            raise refuse("bad-field", "only an enum(…) has 'values_were'", at="values_were")
        for new, old in self.values_were.items():
            if not isinstance(self.type, Enum) or new not in self.type.values:
                mend = "new value → the old one: {cancelled: aborted}"
                raise refuse(
                    "bad-field", f"'values_were' names {new!r}, which the enum does not have", mend, "values_were"
                )
            if old in self.type.values:
                raise refuse("bad-field", f"the old value {old!r} is still in the enum", "remove one", "values_were")

    def _default(self) -> Default:
        if self.default is None:
            if not self.nullable:
                raise refuse(
                    "bad-default", "the default is null, but the field is not", "add 'nullable: true'", "default"
                )
            return None
        try:
            found = default_of(self.type, self.default, short=False)
        except DefaultError as error:
            raise refuse("bad-default", error.said, error.mend, "default") from None
        if isinstance(self.type, Scalar) and self.type.name in ("int", "bigint", "float", "decimal"):
            number = Decimal(str(found))
            if (self.min is not None and number < Decimal(str(self.min))) or (
                self.max is not None and number > Decimal(str(self.max))
            ):
                raise refuse("bad-default", f"the default {found} is outside 'min' and 'max'", at="default")
        if self.pattern is not None and not _matches(self.pattern, str(found)):
            raise refuse("bad-default", f"the default {shown(found)} does not match 'pattern'", at="default")
        return found


@lru_cache(maxsize=4096)
def of_short_form(model: type[FieldDecl], text: str) -> FieldDecl:
    """The field that a short form declares, of which a platform has few; an error as `refuse` makes it for others."""
    try:
        short = parse_field(text)
        said: dict[str, object] = {"type": short.type, "nullable": short.nullable}
        if short.default is not None:
            said["default"] = default_of(short.type, short.default, short=True)
    except GrammarError as error:
        raise misread(error) from None
    except DefaultError as error:
        raise refuse("bad-default", error.said, error.mend, text.rpartition("=")[2].strip()) from None
    return _bare(model).model_copy(update=said)


@cache
def _bare(model: type[FieldDecl]) -> FieldDecl:
    """A field of which nothing is said: `model_construct` asks for each default anew, which takes longer."""
    return model.model_construct(type=Scalar("json"))


class SettingDecl(FieldDecl):
    """A setting of a service's own: a field, and whether it is a secret."""

    secret: Flag = False
    """It comes from the secret store; no default is allowed. Example: `true`."""

    @model_validator(mode="after")
    def _no_default_in_the_clear(self) -> SettingDecl:
        if self.secret and self.has_default:
            raise refuse("bad-default", "a secret has no default in the clear", "remove 'default'", "default")
        return self


FieldMap = dict[Snake, FieldDecl]
"""Name → field, in the order in which they are written."""


def _type_body(value: object) -> object:
    """The fields stand beside `was`; here they move into a map of their own."""
    if not isinstance(value, dict):
        return {"fields": value}
    body: dict[str, object] = {"fields": {name: field for name, field in value.items() if name != "was"}}
    return body | ({"was": value["was"]} if "was" in value else {})


class TypeBody(Model):
    """A value object: its fields, and beside them `was` with the old name in a change that renames it."""

    fields: FieldMap
    """Its fields, which stand beside `was` and not under a key of their own.

    Example: `{sku: string(32), quantity: int}`.
    """
    was: Pascal | None = None
    """The type's old name, in the change that renames it. Example: `Article`."""


TypeDecl = Annotated[TypeBody, BeforeValidator(_type_body)]
