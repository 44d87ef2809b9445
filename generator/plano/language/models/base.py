"""What all models of the language share."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Strict
from pydantic_core import PydanticCustomError


class Model(BaseModel):
    """A mapping of the blueprint: frozen, and any key that is not declared is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True, validate_default=False, use_attribute_docstrings=True)


Integer = Annotated[int, Strict()]
Number = Annotated[float, Strict()]
Flag = Annotated[bool, Strict()]


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
