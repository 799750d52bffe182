"""An uploaded file on its way in: stopped on a secrecy mark before anything is kept, read, judged."""

import datetime as dt
import io
from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.utils.translation import gettext as _

from lienthong.axis.reading import api as reading
from lienthong.axis.signing import api as signing
from lienthong.kernel.access.actor import Actor
from lienthong.kernel.facts.recording import act
from lienthong.kernel.files.services import store

from ..services import layers
from ..services.aliases import with_aliases
from ..services.certified import certified
from ..services.intake import ACCEPTED, LIMIT


class SecretStopped(Exception):
    """The paper bears a secrecy mark: nothing was kept but that it was stopped."""

    def __init__(self) -> None:
        self.message = _(
            "Đã chặn: văn bản có dấu chỉ độ mật. Không có nội dung nào được lưu. Hãy giao bản giấy "
            "cho người phụ trách văn thư mật của cơ quan."
        )
        super().__init__(self.message)


class SecrecyUnanswered(Exception):
    """The question on secrecy stands before the drop zone and was not answered."""

    def __init__(self) -> None:
        self.message = _("Hãy trả lời câu hỏi về dấu chỉ độ mật trước khi tải tệp lên.")
        super().__init__(self.message)


class TooLarge(Exception):
    """The file is larger than an office may send."""

    def __init__(self) -> None:
        self.message = _("Tệp lớn hơn 50 MB. Hãy tách tệp hoặc gửi bản giấy kèm theo.")
        super().__init__(self.message)


@dataclass(frozen=True, slots=True)
class Uploaded:
    """What became of an upload; all empty where nothing was uploaded."""

    file_id: int | None = None
    verdict: str = ""
    details: dict[str, Any] | None = None
    reading: dict[str, Any] | None = None
    text: str = ""


def store_upload(
    request: HttpRequest, *, by: Actor, at: dt.datetime, field: str = "files"
) -> Uploaded:
    """Look at the first page in memory, then keep, read and judge the file.

    Raises `SecrecyUnanswered`, `SecretStopped` (which records that it happened and no more),
    `TooLarge`, and what kernel.files refuses.
    """
    uploaded = request.FILES.get(field)
    if uploaded is None:
        return Uploaded()
    answer = request.POST.get(f"{field}_secret", "")
    if answer == "yes":
        raise SecretStopped
    if answer != "no":
        raise SecrecyUnanswered
    content = _content(uploaded)
    with reading.FileReader(at.date()) as reader:
        found, words = reader.plain_with_words(content)
    if found["verdict"] == reading.Verdict.SECRET_REFUSED:
        raise SecretStopped
    text = found.pop("text", "")
    stored = store(
        io.BytesIO(content),
        name=uploaded.name or "van-ban",
        agency_id=by.agency_id,
        by=by,
        at=at,
        limit=LIMIT,
        accept=ACCEPTED,
    )
    verdict = signing.verify_bytes(content) if stored.media_type == "application/pdf" else None
    answer = verdict.verdict if verdict is not None else ""
    layers.ask(original=stored, words=words, verdict=answer, at=at)
    return Uploaded(
        file_id=stored.pk,
        verdict=answer,
        details=verdict.as_plain() if verdict is not None else None,
        reading=with_aliases(certified(found, verdict), at.date()),
        text=text,
    )


def _content(uploaded: "UploadedFile[bytes]") -> bytes:
    if (uploaded.size or 0) > LIMIT:
        raise TooLarge
    return b"".join(uploaded.chunks())


def note_stopped(*, by: Actor, at: dt.datetime) -> None:
    """Record that a paper was stopped: time and post, nothing of the paper."""
    with act("documents.secret_stopped", by=by, at=at):
        pass
