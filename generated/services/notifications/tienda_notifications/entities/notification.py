"""The entity Notification: its table, what responses show of it, and its resource."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import DateTime, String
from sqlalchemy import Text as SaText
from sqlmodel import Field

from plano_kit.http.resource import Resource
from plano_kit.types import Int, Model, Text, Timestamp

from ..tables import Base


class Notification(Base, table=True):
    """A row of the table `notification`."""

    __tablename__ = "notification"

    recipient: UUID
    subject: str = Field(sa_type=String(200))
    body: str = Field(sa_type=SaText)
    sent_at: datetime | None = Field(default=None, sa_type=DateTime(timezone=True))


class NotificationResponse(Model):
    """What responses show of it."""

    id: UUID
    created_at: Timestamp
    updated_at: Timestamp
    row_version: Int
    recipient: UUID
    subject: Text
    body: Text
    sent_at: Timestamp | None = None


NOTIFICATIONS = Resource(Notification, NotificationResponse)
