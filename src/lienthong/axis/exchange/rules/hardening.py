"""Reading XML from outside: UTF-8 only, no DTD, no entities, no network, bounded, refused whole."""

import re

from django.utils.translation import gettext as _
from lxml import etree

# The parser keeps its own bounds too (no huge_tree): a single text of 10 million characters,
# which is the Base64 of about 7 MB. What is larger is refused, never cut.
MAX_ENVELOPE = 64 * 1024 * 1024
MAX_ATTACHMENT = 7_000_000
_ROOT = re.compile(rb"<[A-Za-z_]")
_ENCODING = re.compile(rb"^<\?xml[^>]*encoding\s*=\s*[\"']([A-Za-z0-9._-]+)[\"']")


class Unreadable(ValueError):
    """The bytes are not an envelope that can be read; the message says why and what to do."""


def parse(data: bytes, *, limit: int = MAX_ENVELOPE) -> etree._Element:
    """The root element of the bytes; raises `Unreadable`."""
    if not data.strip():
        raise Unreadable(_("Tệp rỗng. Hãy yêu cầu bên gửi gửi lại."))
    if len(data) > limit:
        raise Unreadable(
            _("Gói tin lớn %(size)d byte, quá giới hạn %(limit)d byte. Hãy chia nhỏ tệp đính kèm.")
            % {"size": len(data), "limit": limit}
        )
    data = data.removeprefix(b"\xef\xbb\xbf")
    _refuse_encoding(data)
    _refuse_doctype(data)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        attribute_defaults=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise Unreadable(_explain(error)) from error
    info = root.getroottree().docinfo
    if info.internalDTD is not None or info.externalDTD is not None or info.doctype:
        raise Unreadable(_doctype())
    return root


def _refuse_encoding(data: bytes) -> None:
    match = _ENCODING.match(data)
    if match is not None and match[1].lower() not in (b"utf-8", b"utf8", b"us-ascii"):
        raise Unreadable(_("Gói tin phải dùng bảng mã UTF-8."))
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Unreadable(_("Gói tin phải dùng bảng mã UTF-8.")) from error


def _refuse_doctype(data: bytes) -> None:
    root = _ROOT.search(data)
    prolog = data if root is None else data[: root.start()]
    if b"<!DOCTYPE" in prolog.upper() or b"<!ENTITY" in prolog.upper():
        raise Unreadable(_doctype())


def _doctype() -> str:
    return _("Gói tin có khai báo DTD hoặc thực thể, không được nhận vì lý do an toàn.")


def _explain(error: etree.XMLSyntaxError) -> str:
    line = error.lineno or 0
    text = str(error.msg or "")
    if "namespace" in text.lower() and "not defined" in text.lower():
        return _(
            "Gói tin dùng tiền tố chưa khai báo ở dòng %(line)d. Hãy yêu cầu bên gửi gửi lại."
        ) % {"line": line}
    if "huge text" in text.lower() or "too long" in text.lower():
        return _("Tệp đính kèm trong gói tin quá lớn (tối đa khoảng 7 MB). Hãy chia nhỏ tệp.")
    if "premature end" in text.lower() or "end of data" in text.lower() or "EndTag" in text:
        return _("Gói tin bị cắt cụt hoặc hỏng ở dòng %(line)d. Hãy yêu cầu bên gửi gửi lại.") % {
            "line": line
        }
    return _("Gói tin hỏng ở dòng %(line)d. Hãy yêu cầu bên gửi gửi lại.") % {"line": line}
