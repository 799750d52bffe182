"""The door of the mailbox."""

from .letters import Letter, Part, take_apart
from .line import Account, LineBroken, MailboxLine, NotAdmitted

__all__ = [
    "Account",
    "Letter",
    "LineBroken",
    "MailboxLine",
    "NotAdmitted",
    "Part",
    "take_apart",
]
