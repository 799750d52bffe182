"""What runs in the sandbox on a message: hostile until taken apart, and nothing of it is believed.

Parts lie in the folder under their number, never under a name that the message gave.
"""

import email.errors
import email.header
import email.message
import email.policy
import email.utils
import html
import os
import re
import unicodedata
from collections.abc import Iterator
from email.parser import BytesParser
from pathlib import Path, PurePosixPath
from typing import Any

from . import outlook, packed
from .packed import ALL, LIMIT, MOST_PARTS

MOST_DEPTH = 3  # messages inside messages
_HEADER = 500
_TEXT = 20_000
_PAGE = 1_000_000  # letters of HTML that are looked at
_STYLE, _STYLE_END = re.compile("(?i)<style"), re.compile("(?i)</style[^<>]*>?")
_BREAK = re.compile(r"(?i)<(?:br|/?(?:p|div|tr|td|th|li|h[1-6]|table))\b[^<>]*>")
_TAG = re.compile("<[^<>]*>")
_SMALL_PICTURE = 100 * 1024  # a logo under a signature is no paper
_PICTURE = re.compile(r"(?i)\.(?:png|jpe?g|gif|bmp)$")
_SEALS = {
    "application/pkcs7-signature",
    "application/x-pkcs7-signature",
    "application/pgp-signature",
}
_HEADERS = ("From", "Message-ID", "MIME-Version", "Received")  # a message has one of them
_CIPHERED = {"application/pkcs7-mime", "application/x-pkcs7-mime", "application/pgp-encrypted"}
_Found = packed.Found


def prepare() -> None:
    """Load once what every message needs."""
    _parsed(b"Subject: x\n\nx")
    packed.prepare()


def take_apart(handle: int, *, folder: str) -> dict[str, Any]:
    """What the message says of itself, whichever program kept it; its parts written into the folder."""
    with os.fdopen(os.dup(handle), "rb") as file:
        file.seek(0)
        raw = file.read()
    if raw.startswith(outlook.COMPOUND):
        said, files = _kept_by_outlook(raw)
    else:
        said, files = _kept_plain(raw)
    return said | {"parts": _written(files, folder)}


def _kept_plain(raw: bytes) -> tuple[dict[str, Any], Iterator[_Found]]:
    """A message as mail servers and most programs keep it (.eml)."""
    message = _parsed(raw.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n"))
    is_message = any(message.get(name) for name in _HEADERS)
    said = _said(message) | {"text": _text_of(message)[:_TEXT]}
    return said | {"is_message": is_message, "cause": ""}, _files(message, 0)


def _kept_by_outlook(raw: bytes) -> tuple[dict[str, Any], Iterator[_Found]]:
    """A message as Outlook keeps it (.msg); what its transport said of it counts first."""
    nothing = _said(email.message.Message()) | {"text": "", "is_message": False}
    try:
        letter = outlook.opened(raw)
        if letter is None:
            return nothing | {"cause": ""}, iter(())
        own = letter.said()
    except Exception:  # noqa: BLE001 - the library raises whatever broken bytes do to it
        return nothing | {"cause": "outlook_message"}, iter(())
    headers = _said(_parsed(own.pop("headers").encode("utf-8", "replace")))
    text = own.pop("text").replace("\0", "")
    page = own.pop("html").replace("\0", "")
    said = {name: headers[name] or _words(own[name]) for name in headers}
    text = (text if text.strip() else _words_of_html(page))[:_TEXT]
    # The outermost message is no attachment: what lies in it is as deep as in a plain one.
    return said | {"text": text, "is_message": True, "cause": ""}, _compound("thu.msg", raw, -1)


def _parsed(raw: bytes) -> email.message.Message:
    """By the old policy, which parses lazily and never raises on a broken header."""
    return BytesParser(policy=email.policy.compat32).parsebytes(raw)


def _said(message: email.message.Message) -> dict[str, str]:
    return {
        "message_id": _word(message.get("Message-ID")),
        "sender": _words(message.get("From")),
        "subject": _words(message.get("Subject")),
        "sent": _sent(message.get("Date")),
    }


def _written(files: Iterator[_Found], folder: str) -> list[dict[str, str]]:
    parts: list[dict[str, str]] = []
    total = 0
    for name, content, why in files:
        cause = why
        if len(parts) >= MOST_PARTS:
            parts.append({"name": "", "cause": "many"})
            break
        if not cause and (len(content) > LIMIT or total + len(content) > ALL):
            cause = "large"
        if not cause:
            Path(folder, str(len(parts))).write_bytes(content)
            total += len(content)
        parts.append({"name": _name(name), "cause": cause})
    return parts


def _files(message: email.message.Message, depth: int) -> Iterator[_Found]:
    """The files of a message in order, those of messages and archives inside it in their place."""
    for part in _leaves(message):
        kind = part.get_content_type()
        name = _given_name(part)
        if kind == "message/rfc822":
            yield from _inner(part, name, depth)
        elif kind in _CIPHERED:
            yield name or "smime.p7m", b"", "enciphered"
        elif kind in _SEALS or _is_body(part, name):
            continue
        elif (content := _bytes(part)) is None:
            yield name, b"", "broken"
        elif not _decoration(part, kind, content):
            yield from _opened(name, content, kind, depth)


def _opened(name: str, content: bytes, kind: str, depth: int) -> Iterator[_Found]:
    """A file of a message, or the files that it holds."""
    winmail = kind == "application/ms-tnef" or name.lower() == "winmail.dat"
    if winmail or packed.is_tnef(content):
        for inner, inside in packed.of_outlook(content) or [("", None)]:
            if inside is None:
                yield name or "winmail.dat", b"", "outlook"
            elif packed.is_tnef(inside):
                yield inner, b"", "deep"
            else:
                yield from _opened(inner, inside, "", depth)
    elif packed.is_archive(content):
        yield from packed.unpacked(name, content)
    elif name.lower().endswith(".eml") and (letter := _message(content)) is not None:
        if depth + 1 >= MOST_DEPTH:
            yield name, b"", "deep"
        else:
            yield from _files(letter, depth + 1)
    elif content.startswith(outlook.COMPOUND):
        yield from _compound(name, content, depth)
    else:
        yield name, content, ""


def _compound(name: str, content: bytes, depth: int) -> Iterator[_Found]:
    """The files of a message that Outlook kept, or a document of an old office program as it is."""
    try:
        letter = outlook.opened(content)
        if letter is not None:
            yield from _of_outlook(letter, name, depth)
            return
    except Exception:  # noqa: BLE001 - the library raises whatever broken bytes do to it
        if outlook.names_a_message(content):
            yield name or "thu.msg", b"", "outlook_message"
            return
    if name.lower().endswith(".msg"):
        yield name, b"", "outlook_message"
    else:
        yield name, content, ""


def _of_outlook(letter: outlook.OutlookMessage, name: str, depth: int) -> Iterator[_Found]:
    """The files of a message that Outlook kept, those of messages inside it in their place."""
    if depth + 1 >= MOST_DEPTH:
        yield name or "thu.msg", b"", "deep"
        return
    for one in letter.attachments():
        if one.inside is not None:
            yield from _of_outlook(one.inside, one.name, depth + 1)
        elif one.cause or one.kind in _CIPHERED:
            yield one.name or "tep-dinh-kem", b"", one.cause or "enciphered"
        elif one.kind == "multipart/signed":  # the whole signed message, kept as one file
            yield from _files(_parsed(one.content), depth + 1)
        elif one.kind not in _SEALS and not (
            one.shown and _PICTURE.search(one.name) and len(one.content) < _SMALL_PICTURE
        ):
            yield from _opened(one.name, one.content, one.kind, depth + 1)


def _message(content: bytes) -> email.message.Message | None:
    """The message that a file holds, None where it is another thing with such a name."""
    found = _parsed(content)
    return found if found.get("From") or found.get("MIME-Version") else None


def _leaves(message: email.message.Message) -> Iterator[email.message.Message]:
    """The parts that hold content, without going into messages inside; no recursion to exhaust."""
    waiting = [message]
    seen = 0
    while waiting:
        part = waiting.pop()
        seen += 1
        if seen > 20 * MOST_PARTS:
            return
        inside = part.get_payload()
        if part.get_content_maintype() == "multipart" and isinstance(inside, list):
            waiting += [p for p in reversed(inside) if isinstance(p, email.message.Message)]
        else:
            yield part


def _inner(part: email.message.Message, name: str, depth: int) -> Iterator[_Found]:
    inside = part.get_payload()
    if not isinstance(inside, list) or not isinstance(inside[0], email.message.Message):
        yield name or "thu.eml", b"", "broken"
    elif depth + 1 >= MOST_DEPTH:
        yield name or "thu.eml", b"", "deep"
    else:
        yield from _files(inside[0], depth + 1)


def _is_body(part: email.message.Message, name: str) -> bool:
    text = part.get_content_type() in {"text/plain", "text/html", "text/calendar"}
    return text and not name and part.get_content_disposition() != "attachment"


def _decoration(part: email.message.Message, kind: str, content: bytes) -> bool:
    inline = part.get_content_disposition() != "attachment" and part.get("Content-ID") is not None
    return kind.startswith("image/") and inline and len(content) < _SMALL_PICTURE


def _bytes(part: email.message.Message) -> bytes | None:
    try:
        found = part.get_payload(decode=True)
    except (ValueError, LookupError, AssertionError):
        return None
    return found if isinstance(found, bytes) else None


def _given_name(part: email.message.Message) -> str:
    try:
        name = part.get_filename() or ""
    except (ValueError, LookupError, TypeError, IndexError):
        return ""
    return _words(name)


def _name(name: str) -> str:
    """A bare name: no folder of any system, nothing that turns the reading order or hides."""
    bare = PurePosixPath(name.replace("\\", "/")).name
    kept = "".join(c for c in bare if unicodedata.category(c)[0] != "C").strip(" .")
    return unicodedata.normalize("NFC", kept)[:200] or "tep-dinh-kem"


def _words(value: Any) -> str:
    """A header for people: encoded words decoded where they can be, whatever page they claim."""
    if value is None:
        return ""
    out = []
    try:
        pieces = email.header.decode_header(value)
    except (email.errors.HeaderParseError, ValueError, LookupError):
        pieces = [(str(value), None)]
    for piece, page in pieces:
        out.append(piece if isinstance(piece, str) else _decoded(piece, page))
    text = "".join(out)
    if re.search("[\udc80-\udcff]", text):  # raw eight-bit letters
        text = _decoded(text.encode("utf-8", "surrogateescape"), None)
    text = "".join(" " if unicodedata.category(c)[0] == "C" else c for c in text)
    return unicodedata.normalize("NFC", " ".join(text.split()))[:_HEADER]


def _decoded(piece: bytes, page: str | None) -> str:
    for name in (page, "utf-8", "cp1258"):
        if name:
            try:
                return piece.decode(name)
            except (LookupError, UnicodeDecodeError, ValueError):
                continue
    return piece.decode("utf-8", "replace")


def _word(value: Any) -> str:
    kept = "".join(c for c in str(value or "") if unicodedata.category(c)[0] not in "CZ")
    return kept[:_HEADER].encode("ascii", "replace").decode()


def _sent(value: Any) -> str:
    try:
        moment = email.utils.parsedate_to_datetime(str(value))
        return moment.isoformat() if moment.tzinfo is not None else ""
    except (ValueError, TypeError, IndexError, OverflowError):
        return ""


def _text_of(message: email.message.Message) -> str:
    """What the message says: its plain text, else the words of its HTML."""
    for kind in ("text/plain", "text/html"):
        for part in _leaves(message):
            if part.get_content_type() == kind and not _given_name(part):
                text = _decoded(_bytes(part) or b"", part.get_content_charset()).replace("\0", "")
                text = text if kind == "text/plain" else _words_of_html(text)
                if text.strip():
                    return text
    return ""


def _words_of_html(page: str) -> str:
    """The words of a page, line by line; each step goes once over the text, whatever it is made of."""
    kept, place = [], 0
    page = page[:_PAGE]
    while (style := _STYLE.search(page, place)) is not None:
        kept.append(page[place : style.start()])
        end = _STYLE_END.search(page, style.end())
        place = end.end() if end is not None else len(page)
    text = "".join([*kept, page[place:]])
    return html.unescape(_TAG.sub("", _BREAK.sub("\n", text)))
