"""Opening a PDF for one more revision, and refusing early what could not be signed soundly."""

# mypy: allow-untyped-calls
# pyHanko is typed in part only.

import io
from typing import Any, Final

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError, PdfStrictReadError
from pyhanko.pdf_utils.reader import PdfFileReader

from lienthong.axis.signing.words import _

MAX_PDF: Final = 100 * 1024 * 1024
name = generic.pdf_name


class NotSignable(ValueError):
    """A PDF that cannot be signed as it is; the message says what to do."""

    @property
    def message(self) -> str:
        """The sentence that a page shows in place of a fault."""
        return str(self)


class RevisionWriter(IncrementalPdfFileWriter):
    """Writes what the act needs and nothing else.

    pyHanko would also rewrite the document's metadata in each revision; a signed paper's metadata
    stay as they were signed, and each revision is smaller and easier to judge.
    """

    def _update_meta(self) -> None:
        return None


def open_reader(pdf: bytes) -> PdfFileReader:
    """A reader over the bytes; raises `NotSignable` for what is no sound, open PDF."""
    if len(pdf) > MAX_PDF:
        raise NotSignable(_("Tệp lớn hơn 100 MB; hãy tách phụ lục thành tệp riêng."))
    try:
        reader = PdfFileReader(io.BytesIO(pdf))
        if reader.encrypted:
            raise NotSignable(_("Tệp được đặt mật khẩu; hãy bỏ mật khẩu rồi tải lại."))
        if reader.xrefs.hybrid_xrefs_present:
            raise NotSignable(
                _("Tệp PDF có hai bảng chỉ mục; hãy xuất lại PDF/A từ phần mềm soạn thảo.")
            )
        reader.root["/Pages"]
    except NotSignable:
        raise
    except PdfStrictReadError as fault:
        raise NotSignable(
            _(
                "Tệp PDF không theo đúng chuẩn; hãy xuất lại PDF/A từ phần mềm soạn thảo rồi tải lên."
            )
        ) from fault
    except (PdfError, KeyError, ValueError, TypeError, RecursionError, IndexError) as fault:
        raise NotSignable(broken()) from fault
    return reader


def entry(mapping: Any, key: str, default: Any = None) -> Any:
    """The value of a dictionary with references followed (pyHanko's own `get` leaves them)."""
    return mapping[key] if key in mapping else default  # noqa: SIM401 - `get` is another thing here


def broken() -> str:
    """The sentence for a file that cannot be read as a PDF."""
    return _("Tệp PDF bị hỏng hoặc không đọc được; hãy xuất lại từ phần mềm soạn thảo.")


def open_revision(pdf: bytes) -> RevisionWriter:
    """A writer that appends one revision to the bytes; raises `NotSignable`."""
    reader = open_reader(pdf)
    return RevisionWriter(reader.stream, prev=reader)


def written(writer: IncrementalPdfFileWriter) -> bytes:
    """The bytes of the document with the revision appended."""
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def box_of(field: Any) -> tuple[float, float, float, float]:
    """A widget's rectangle as (left, bottom, right, top)."""
    x1, y1, x2, y2 = (float(v) for v in field["/Rect"])
    return min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)
