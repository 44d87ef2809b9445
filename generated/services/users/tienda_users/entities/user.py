"""The entity User: its table, what responses show of it, and its resource."""

from uuid import UUID

from sqlalchemy import String, UniqueConstraint
from sqlalchemy import Text as SaText
from sqlmodel import Field

from plano_kit.http.resource import Resource
from plano_kit.types import Email, Int, Model, Text, Timestamp

from ..tables import Base


class User(Base, table=True):
    """A row of the table `user`."""

    __tablename__ = "user"
    __owner__ = "id"
    __table_args__ = (UniqueConstraint("email", name="uq_user_email"),)

    email: str = Field(sa_type=SaText)
    full_name: str = Field(sa_type=String(120))


class UserResponse(Model):
    """What responses show of it."""

    id: UUID
    created_at: Timestamp
    updated_at: Timestamp
    row_version: Int
    email: Email
    full_name: Text


USERS = Resource(User, UserResponse, owner="id", sorts=("-id", "id", "-email", "email"), default_sort="-id")
