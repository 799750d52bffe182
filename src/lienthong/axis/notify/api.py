"""The door of notify."""

from .queries import notices_for, unread_count
from .services import mark_read, send_mails, tell

__all__ = ["mark_read", "notices_for", "send_mails", "tell", "unread_count"]
