"""A message kept by Outlook (.msg, MS-OXMSG): its files as those of any other message.

Within the sandbox. A .msg is a compound file; each attachment is a storage with streams named by the
numbers of their properties, a message inside it a storage of its own.
"""

import datetime as dt
import io
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from .packed import LIMIT, MOST_PARTS

COMPOUND = b"\xd0\xcf\x11\xe0"
_ATTACHMENT = "__attach_version1.0_"
_PROPERTIES = "__properties_version1.0"
_DATA, _OBJECT = "__substg1.0_37010102", "__substg1.0_3701000D"
_LONG_NAME, _SHORT_NAME, _SHOWN_NAME, _KIND, _PLACE = "3707", "3704", "3001", "370E", "3712"
# Of the message itself: what its transport said, its Message-ID, subject, text; who sent it, by name and address.
_TRANSPORT, _MESSAGE_ID, _SUBJECT, _TEXT = "007D", "1035", "0037", "1000"
_SENDER_NAME, _SENDER_ADDRESSES = "0C1A", ("5D01", "0C1F", "0065")
_SENT, _TIME, _HEAD = 0x0039, 0x0040, 32  # submitted at; a moment; octets before the entries
_HTML, _HTML_WORDS = "__substg1.0_10130102", "1013"
_LONG_TEXT, _LONG_PAGE = 40_000, 1_000_000  # octets
_STRING, _OLD_STRING = "001F", "001E"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file of the message: its name, what kind it says it is, whether the text shows it in its place.

    `cause` says why there is no content; `inside` is the message that it is, to be looked at in turn.
    """

    name: str
    kind: str = ""
    shown: bool = False
    content: bytes = b""
    cause: str = ""
    inside: "OutlookMessage | None" = None


@dataclass(frozen=True, slots=True)
class OutlookMessage:
    """A message within an open compound file; `path` is the storage where it stands."""

    file: Any
    path: tuple[str, ...] = ()

    def said(self) -> dict[str, str]:
        """What it says of itself: `headers` of its transport where it has come by mail, its own words."""
        name = self._word(self.path, _SENDER_NAME)
        addresses = (self._word(self.path, number) for number in _SENDER_ADDRESSES)
        address = next((one for one in addresses if "@" in one), "")
        return {
            "headers": self._word(self.path, _TRANSPORT, _LONG_TEXT),
            "message_id": self._word(self.path, _MESSAGE_ID),
            "sender": f"{name} <{address}>" if name and address else name or address,
            "subject": self._word(self.path, _SUBJECT),
            "sent": self._sent(),
            "text": self._word(self.path, _TEXT, _LONG_TEXT),
            "html": self._page(),
        }

    def _page(self) -> str:
        """Its text as HTML, kept as octets by Outlook of today, as words by others."""
        octets = (*self.path, _HTML)
        if not self._there(octets):
            return self._word(self.path, _HTML_WORDS, _LONG_PAGE)
        raw = self._bytes(octets)[:_LONG_PAGE]
        try:
            return raw.decode()
        except UnicodeDecodeError:
            return raw.decode("cp1258", "replace")

    def _sent(self) -> str:
        """When it was handed over, from the list of its short properties."""
        entries = self._bytes((*self.path, _PROPERTIES))[_HEAD:]
        for place in range(0, len(entries) - 15, 16):
            kind, number, _flags, value = struct.unpack_from("<HHIQ", entries, place)
            if (kind, number) == (_TIME, _SENT) and value:
                try:
                    began = dt.datetime(1601, 1, 1, tzinfo=dt.UTC)
                    return (began + dt.timedelta(microseconds=value // 10)).isoformat()
                except OverflowError:
                    return ""
        return ""

    def attachments(self) -> Iterator[Attachment]:
        """Its files in order, one more at most than a message may have."""
        names = sorted(
            {
                entry[len(self.path)]
                for entry in self.file.listdir(streams=True, storages=False)
                if tuple(entry[: len(self.path)]) == self.path
                and len(entry) > len(self.path) + 1
                and entry[len(self.path)].startswith(_ATTACHMENT)
            }
        )
        for name in names[: MOST_PARTS + 1]:
            yield self._one((*self.path, name))

    def _one(self, at: tuple[str, ...]) -> Attachment:
        name = (
            self._word(at, _LONG_NAME) or self._word(at, _SHORT_NAME) or self._word(at, _SHOWN_NAME)
        )
        kind, shown = self._word(at, _KIND).lower(), bool(self._word(at, _PLACE))
        inside = (*at, _OBJECT)
        if self._there((*inside, _PROPERTIES)):
            return Attachment(name, inside=OutlookMessage(self.file, inside))
        data = (*at, _DATA)
        if not self._there(data):
            return Attachment(name, cause="broken")
        if self.file.get_size(list(data)) > LIMIT:
            return Attachment(name, cause="large")
        return Attachment(name, kind, shown, self._bytes(data))

    def _there(self, path: tuple[str, ...]) -> bool:
        return bool(self.file.exists(list(path)))

    def _bytes(self, path: tuple[str, ...]) -> bytes:
        with self.file.openstream(list(path)) as stream:
            return bytes(stream.read())

    def _word(self, at: tuple[str, ...], number: str, most: int = 2000) -> str:
        """A property of words: of two octets a letter, or in an old page of letters."""
        wide = (*at, f"__substg1.0_{number}{_STRING}")
        if self._there(wide):
            return self._bytes(wide)[:most].decode("utf-16-le", "replace").strip("\0 ")
        old = (*at, f"__substg1.0_{number}{_OLD_STRING}")
        if not self._there(old):
            return ""
        raw = self._bytes(old)[: most // 2].strip(b"\0 ")
        try:
            return raw.decode()
        except UnicodeDecodeError:
            return raw.decode("cp1258", "replace")


def names_a_message(content: bytes) -> bool:
    """Whether a compound file that cannot be opened was a message once."""
    return _PROPERTIES.encode("utf-16-le") in content


def opened(content: bytes) -> OutlookMessage | None:
    """The message, None where the compound file is another thing. Raises whatever broken bytes do."""
    import olefile

    file = olefile.OleFileIO(io.BytesIO(content))
    return OutlookMessage(file) if file.exists(_PROPERTIES) else None
