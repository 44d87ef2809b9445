"""What a service's generated tests say of it: its endpoints as the blueprint has them, and a row of each table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Generic, Literal, TypeVar

from pydantic import BaseModel

from plano_kit.context import AnyContext
from plano_kit.database.tables import Table
from plano_kit.service import Service

C = TypeVar("C", bound=AnyContext)


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One endpoint. `access` is as the blueprint writes it: `public`, `user`, `owner`, `role(admin)`, `service`.

    `verb` and `table` are of what `expose` opens, `request` is the class of its body.
    """

    name: str
    method: Literal["GET", "POST", "PUT", "PATCH", "DELETE"]
    path: str
    access: tuple[str, ...]
    verb: Literal["list", "get", "create", "update", "delete"] | None = None
    table: type[Table] | None = None
    request: type[BaseModel] | None = None

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class Stand(Generic[C]):
    """A service under test. `rows` makes a row of a table; those of two numbers, 1 to 9, differ wherever they must."""

    service: Service[C]
    endpoints: tuple[Endpoint, ...] = ()
    rows: Mapping[type[Table], Callable[[int], Table]] = field(default_factory=dict)

    def exposed(self, *verbs: str) -> list[Endpoint]:
        """The endpoints with one of these verbs, over a table that there is a row of."""
        return [each for each in self.endpoints if each.verb in verbs and each.table in self.rows]
