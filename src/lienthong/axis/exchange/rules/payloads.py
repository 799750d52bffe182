"""The files inside an envelope: Base64, raw or in a ZIP of one entry, whatever the label says."""

import base64
import binascii
import io
import zipfile
import zlib

from django.utils.translation import gettext as _

from .hardening import MAX_ATTACHMENT, Unreadable

ZIP = b"PK\x03\x04"
MAX_UNZIPPED = 64 * 1024 * 1024
# Named so by the hub's kit (with its own spellings); every other extension travels in a ZIP.
RAW_EXTENSIONS = frozenset({"pdf", "doc", "docx", "xsl", "xslx", "xls", "xlsx", "zip"})


def decode(text: str, name: str) -> bytes:
    """The file behind the text; raises `Unreadable`.

    A ZIP of one entry is opened unless the file itself is named as a ZIP: senders put files into
    one under any label and extension. Word and spreadsheet files are ZIPs of many entries.
    """
    packed = "".join(text.split())
    if not packed:
        raise Unreadable(_("Tệp đính kèm %(name)s rỗng.") % {"name": name})
    try:
        data = base64.b64decode(packed, validate=True)
    except (binascii.Error, ValueError) as error:
        raise Unreadable(
            _("Tệp đính kèm %(name)s bị cắt cụt hoặc hỏng (Base64).") % {"name": name}
        ) from error
    if data.startswith(ZIP) and not name.lower().endswith(".zip"):
        return _unzip(data, name)
    return data


def _unzip(data: bytes, name: str) -> bytes:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            if len(entries) != 1 or entries[0].is_dir():
                return data
            if entries[0].file_size > MAX_UNZIPPED:
                raise Unreadable(_too_large(name))
            with archive.open(entries[0]) as stream:
                content = stream.read(MAX_UNZIPPED + 1)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, zlib.error) as error:
        raise Unreadable(_("Tệp nén %(name)s hỏng hoặc có mật khẩu.") % {"name": name}) from error
    if len(content) > MAX_UNZIPPED:
        raise Unreadable(_too_large(name))
    return content


def _too_large(name: str) -> str:
    return _("Tệp đính kèm %(name)s quá lớn sau khi giải nén.") % {"name": name}


def encode(payload: bytes, name: str) -> tuple[str, str]:
    """The Base64 text and content type, as the hub's kit does; raises `Unreadable` if too big."""
    extension = name.rpartition(".")[2].lower() if "." in name else ""
    if extension in RAW_EXTENSIONS:
        data, content_type = payload, f"application/{extension}"
    else:
        data, content_type = _zip(payload, extension), "application/zip"
    if len(data) > MAX_ATTACHMENT:
        raise Unreadable(
            _("Tệp %(name)s lớn hơn 7 MB, không đưa vào tệp edXML được. Hãy gửi trong hệ thống.")
            % {"name": name}
        )
    return base64.b64encode(data).decode("ascii"), content_type


def _zip(payload: bytes, extension: str) -> bytes:
    """One entry with a fixed name and date, so that the same file gives the same bytes."""
    buffer = io.BytesIO()
    info = zipfile.ZipInfo(f"content.{extension or 'bin'}", date_time=(1980, 1, 1, 0, 0, 0))
    info.compress_type = zipfile.ZIP_DEFLATED
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(info, payload)
    return buffer.getvalue()
