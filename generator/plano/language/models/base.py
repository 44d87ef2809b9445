"""What all models of the language share."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Strict, WithJsonSchema
from pydantic_core import PydanticCustomError

_EXAMPLES = re.compile(r"\s*Examples?: (`[^`]+`(?:, `[^`]+`)*)\.\Z")


class Model(BaseModel):
    """A mapping of the blueprint: frozen, and any key that is not declared is an error.

    A key's docstring says what it means; then `Default: …` where nothing written is not a fixed value; at
    its end `Example: …`, each one in backticks and as YAML writes it.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, validate_default=False, use_attribute_docstrings=True)

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: object) -> None:
        """Examples leave the docstring, so that a message can quote the meaning alone."""
        super().__pydantic_init_subclass__(**kwargs)
        for field in cls.model_fields.values():
            found = _EXAMPLES.search(field.description or "")
            if field.description is not None and found is not None:
                field.description = field.description[: found.start()]
                field.examples = re.findall(r"`([^`]+)`", found[1])
            field.description = " ".join((field.description or "").split())


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


def refuse(code: str, said: str, mend: str = "", at: str = "") -> PydanticCustomError:
    """The error to raise from a validator.

    It becomes a diagnostic with `code`, `said` as its message and `mend` as its help; `at` is the
    piece of the value's text that is wrong, where it is not the whole.
    """
    return PydanticCustomError("plano", "{said}", {"code": code, "said": said, "mend": mend, "at": at})


def shown(value: object) -> str:
    """A value as a message quotes it: short, and on one line."""
    text = repr(value) if isinstance(value, str) else str(value)
    return text if len(text) <= 60 else text[:57] + "…" + text[-1]
