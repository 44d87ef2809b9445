"""What all models of the language share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from pydantic import BaseModel, ConfigDict, GetPydanticSchema, Strict, WithJsonSchema
from pydantic_core import PydanticCustomError, core_schema

from plano.language.grammar import GrammarError


class Model(BaseModel):
    """A mapping of the blueprint: frozen, and any key that is not declared is an error.

    A key's docstring says what it means; then `Default: …` where nothing written is not a fixed value; at
    its end `Example: …`, each one in backticks and as YAML writes it. `plano.language.meanings` reads it.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, validate_default=False, defer_build=True)


def reads(value_of: Callable[[object], object]) -> GetPydanticSchema:
    """A key's value is what `value_of` makes of what is written.

    As pydantic's `PlainValidator`, which besides builds a schema of the type that results, to write it out again.
    """
    return GetPydanticSchema(lambda _type, _handler: core_schema.no_info_plain_validator_function(value_of))


Integer = Annotated[int, Strict()]
Number = Annotated[float, Strict()]
Flag = Annotated[bool, Strict()]


def written(title: str, meaning: str, *examples: str, **schema: object) -> WithJsonSchema:
    """How a value is written, for editors and the reference page.

    `title` is the word for it, `meaning` says its form, `examples` are as YAML writes them, and `schema`
    holds the keywords of JSON Schema; without a `type` among them or `anyOf` it is a string. To what breaks
    a pattern an editor answers with the meaning.
    """
    kind = {} if schema.keys() & {"type", "anyOf"} else {"type": "string"}
    said = {"patternErrorMessage": f"This is no {title}. {meaning}"} if "pattern" in schema else {}
    body = {"title": title, "description": meaning, **kind, **schema, **said, "examples": list(examples)}
    return WithJsonSchema(body)


def refuse(
    code: str, said: str, mend: str = "", at: str = "", meant: str = "", *, sure: bool = False, equal: int | None = None
) -> PydanticCustomError:
    """The error to raise from a validator.

    It becomes a diagnostic with `code`, `said` as its message and `mend` as its help; `at` is the
    piece of the value's text that is wrong, where it is not the whole. `meant` is what could be written
    in its place: a guess for an editor to offer, and only if it is `sure` does `plano fix` write it. Where `at` is one
    of the value's words and another may be the same, `equal` is how many of those stand before it.
    """
    said_of_it = {"code": code, "said": said, "mend": mend, "at": at, "meant": meant, "sure": sure, "equal": equal}
    return PydanticCustomError("plano", "{said}", said_of_it)


def misread(error: GrammarError) -> PydanticCustomError:
    """The error to raise from a validator for a type that the grammar refuses."""
    return refuse("bad-type", error.said, error.mend, error.at, error.meant, sure=error.sure)


def shown(value: object) -> str:
    """A value as a message quotes it: short, and on one line."""
    text = repr(value) if isinstance(value, str) else str(value)
    return text if len(text) <= 60 else text[:57] + "…" + text[-1]
