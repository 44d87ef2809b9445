"""The entities of this service."""

from .notification import NOTIFICATIONS, Notification, NotificationResponse

__all__ = ["NOTIFICATIONS", "Notification", "NotificationResponse"]
