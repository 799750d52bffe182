"""Serving a stored file: always as its own content, in parts when asked, each time logged."""

import re
from collections.abc import Iterator
from typing import BinaryIO

from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.http import content_disposition_header

from .choices import AccessKind
from .models import StoredFile
from .readers import Readable, readable
from .services import log_access, log_once, open_file
from .vault import CHUNK

# May be shown inside our own pages; everything else is only offered for download.
SHOWABLE = frozenset({"application/pdf", "image/png", "image/jpeg", "image/webp", "image/gif"})
_RANGE = re.compile(r"bytes=(\d*)-(\d*)")


def readable_or_404(request: HttpRequest, file_id: int) -> Readable:
    """The file of an address, for who may read a paper that holds it; 404 for all others."""
    try:
        return readable(request.actor, file_id)  # type: ignore[attr-defined]
    except StoredFile.DoesNotExist as error:
        raise Http404 from error


def serve_file(
    request: HttpRequest,
    stored: StoredFile,
    *,
    inline: bool = False,
    kind: str = "",
    subject: Model | None = None,
    why: str = "",
    revision: str = "",
) -> HttpResponseBase:
    """Answer with the bytes of a file that the caller has already let the actor see.

    As an attachment, or `inline` for PDF and pictures; with the type found by content, `nosniff`
    and a byte range when one is asked for. The access is logged on `subject`, else on the file; of a
    file read in parts the first one, whichever that is. Raises `FileDestroyed`, `ContentMissing`.
    """
    shown = inline and stored.media_type in SHOWABLE
    wanted = _range(request, stored)
    if wanted is not None and not wanted:
        return _headers(HttpResponse(status=416), stored, shown, f"bytes */{stored.size}")
    first, last = wanted if wanted else (0, stored.size - 1)
    content = open_file(stored)
    if request.method != "HEAD":
        what = kind or (AccessKind.OPEN if shown else AccessKind.DOWNLOAD)
        by, at = request.actor, request.at  # type: ignore[attr-defined]
        if first == 0:
            log_access(
                what, subject or stored, by=by, at=at, why=why, stored=stored, revision=revision
            )
        else:
            log_once(what, subject or stored, by=by, at=at, stored=stored)
    response = StreamingHttpResponse(
        _parts(content, first, last), status=206 if wanted else 200, content_type=stored.media_type
    )
    response["Content-Length"] = str(last - first + 1)
    return _headers(
        response, stored, shown, f"bytes {first}-{last}/{stored.size}" if wanted else ""
    )


def _headers(
    response: HttpResponseBase, stored: StoredFile, shown: bool, content_range: str
) -> HttpResponseBase:
    response["Content-Disposition"] = content_disposition_header(
        not shown, stored.name
    ) or "attachment"  # fmt: skip
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    response["Accept-Ranges"] = "bytes"
    response["ETag"] = _etag(stored)
    if content_range:
        response["Content-Range"] = content_range
    return response


def _etag(stored: StoredFile) -> str:
    return f'"{stored.sha256}"'


def _range(request: HttpRequest, stored: StoredFile) -> tuple[int, int] | tuple[()] | None:
    """The range asked for: None when the whole is wanted, () when it cannot be satisfied."""
    asked = _RANGE.fullmatch(request.headers.get("Range", ""))
    if asked is None or asked.group() == "bytes=-":
        return None  # several ranges or another unit: the whole, as RFC 9110 allows
    if request.headers.get("If-Range", _etag(stored)) != _etag(stored):
        return None
    start, end = asked.groups()
    if not start:
        first, last = max(stored.size - int(end), 0), stored.size - 1
    else:
        first, last = int(start), min(int(end) if end else stored.size - 1, stored.size - 1)
    return (first, last) if first <= last else ()


def _parts(content: BinaryIO, first: int, last: int) -> Iterator[bytes]:
    with content:
        content.seek(first)
        left = last - first + 1
        while left > 0 and (part := content.read(min(CHUNK, left))):
            left -= len(part)
            yield part
