"""Makes the searchable copy of a scan in the sandbox, from words that were recognised before."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from lienthong.kernel.files.passing import passing_folder
from lienthong.kernel.files.sandbox import Limits, SandboxLost
from lienthong.kernel.files.warm import lent

from ..sources import scan
from ..sources.files import Words

TARGET = "lienthong.axis.reading.searchable.child:make"
_SECONDS, _A_PAGE = 30.0, 6.0
MOST_PAGES = 100
_MEGABYTES = 1536  # of address space; ocrmypdf's libraries map far more than they use
_WRITTEN = 512
REASONS = {
    "locked": "Tệp PDF có mật khẩu nên không làm được bản có lớp chữ.",
    "signed": "Tệp có chữ ký số nên không làm bản có lớp chữ: bản gốc giữ nguyên giá trị.",
    "broken": "Trang quét hỏng, không chuyển được thành bản có lớp chữ.",
    "not_archival": "Không chuyển được tệp này thành PDF/A hợp lệ.",
    "large": "Bản có lớp chữ quá lớn nên không lưu.",
}
LIMIT = 100 * 1024 * 1024


class NotMade(Exception):
    """There can be no searchable copy of this file; the message says why."""

    def __init__(self, message: str) -> None:
        self.message = message
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class Searchable:
    """The PDF/A, its pages, and how many words lie under their images."""

    pdf: bytes
    pages: int
    words: int


def make_searchable(data: bytes, words: Words, *, facts: Mapping[str, str]) -> Searchable:
    """A PDF/A-2b of the file's pages as they are, the recognised words invisible under those that are scans.

    `facts` become the title and subject of the file. Raises `NotMade`.
    """
    pages = min(max(1, words.count), MOST_PAGES)
    limits = Limits(_SECONDS + _A_PAGE * pages, _MEGABYTES, _WRITTEN)
    # The folder is ours and not the child's: a child that is killed clears nothing away.
    with passing_folder("layer") as folder, lent(TARGET, limits) as sandbox:
        try:
            answer = sandbox.run(
                data, limits=limits, folder=folder, facts=dict(facts),
                pages=[[page["page"], page.get("turned", 0), page["rows"]] for page in words.pages],
                language=scan.model(),
            )  # fmt: skip
        except SandboxLost as lost:
            raise NotMade(str(lost)) from lost
        if answer.value is None:
            raise NotMade(answer.message or REASONS["broken"])
        if "reason" in answer.value:
            raise NotMade(REASONS[answer.value["reason"]])
        made = Path(folder, answer.value["file"])
        if made.stat().st_size > LIMIT:
            raise NotMade(REASONS["large"])
        return Searchable(made.read_bytes(), answer.value["pages"], answer.value["words"])
