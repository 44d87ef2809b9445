"""What a PATCH needs besides the types: a member may be left out, and that is not the same as null."""

from __future__ import annotations

from pydantic import BeforeValidator


def _given(value: object) -> object:
    if value is None:
        raise ValueError("this cannot be null; leave it out to keep what there is")
    return value


NotNull = BeforeValidator(_given)
"""Refuses null where it is written, in a field whose default None says that it was left out."""


def given(**members: object) -> dict[str, object]:
    """The members that were given, where `...` stands for one that was not."""
    return {name: value for name, value in members.items() if value is not ...}
