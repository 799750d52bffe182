"""The engine: one reused Typst compiler for each template and thread; data go in as JSON only."""

import json
import os
import re
import shutil
import threading
import weakref
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from django.utils.translation import gettext as _

from lienthong.kernel.files import passing

from .fonts import Face, letter_face, typesetter
from .letters import Box
from .texts import TextRefused
from .wording import VIETNAM

TEMPLATES: Final = Path(__file__).parent / "templates"
DATA_FILE: Final = "data.json"
FOLDER_KIND: Final = "papers"
# Archival and accessible at once; Typst accepts the two together.
LETTER_STANDARDS: Final = ("a-2a", "ua-1")
# A picture-like page that another file takes in; it has no document structure of its own.
PART_STANDARDS: Final = ("a-2b",)
MOST_CHARACTERS: Final = 600_000  # about 200 pages of text
_FACE_IN_FILE: Final = re.compile(rb"/BaseFont ?/(?:[A-Z]{6}\+)?([\w.-]+)")
_PLACES: Final = """query(<place>).map(mark => {
  let at = mark.location().position()
  (..mark.value, page: at.page, x: at.x.pt(), y: at.y.pt())
})"""
_desks = threading.local()


class TypesettingFailed(RuntimeError):
    """The typesetter refused a paper for a reason that the drafter cannot see beforehand."""


class PaperTooLong(ValueError):
    """A paper with more text than one file may hold."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """What the typesetter gave: the file and the marks on it, y from the top of the page."""

    pdf: bytes
    marks: tuple[Mapping[str, Any], ...]


def typeset(
    template: str,
    data: Mapping[str, Any],
    *,
    at: datetime | None = None,
    standards: Sequence[str] = LETTER_STANDARDS,
    marks: bool = False,
    most: int = MOST_CHARACTERS,
) -> Sheet:
    """Set `template` with `data` as PDF; `at` is written as the time of the file.

    `most` is the number of characters of data at which a paper is refused. Raises TextRefused for
    characters that the font lacks, PaperTooLong, FontsMissing, TypesettingFailed.
    """
    stamp = (at or datetime.now(VIETNAM)).astimezone(VIETNAM).replace(microsecond=0)
    with _compiling(template, data, most) as compiler:
        pdf = compiler.compile(
            format="pdf",
            pdf_standards=list(standards),
            timestamp=stamp,
            # A part is taken into another file, whose structure it must not contradict.
            pdf_tags=standards != PART_STANDARDS,
        )
        found = json.loads(compiler.eval(_PLACES)) if marks else ()
    if not isinstance(pdf, bytes):
        raise TypesettingFailed(_("Bộ dàn trang không trả về tệp PDF."))
    return Sheet(pdf=pdf, marks=tuple(found))


def draw(template: str, data: Mapping[str, Any], *, dpi: float) -> bytes:
    """Set the one page of `template` as a PNG with a transparent ground. Raises as `typeset`."""
    with _compiling(template, data, MOST_CHARACTERS) as compiler:
        picture = compiler.compile(format="png", ppi=dpi)
    if not isinstance(picture, bytes):
        raise TypesettingFailed(_("Hình phải nằm gọn trong một trang."))
    return picture


def embedded_faces(pdf: bytes) -> frozenset[str]:
    """The names of the faces in a file of this engine, without their subset tags."""
    return frozenset(name.decode("ascii") for name in _FACE_IN_FILE.findall(pdf))


def boxes_from(marks: Sequence[Mapping[str, Any]], height: float) -> dict[str, Box]:
    """The marks as boxes from the lower left corner; `height` of the marked pages in points."""
    found: dict[str, Box] = {}
    for mark in marks:
        place = Box(
            page=int(mark["page"]) - 1,
            x=mark["x"],
            y=height - mark["y"] - mark["h"],
            w=mark["w"],
            h=mark["h"],
        )
        found.setdefault(str(mark["name"]), place)
    for name in [each for each in found if each.endswith(".end")]:
        end = found.pop(name)
        start = found[name.removesuffix(".end")]
        found[name.removesuffix(".end")] = replace(start, w=end.x - start.x)
    return found


@contextmanager
def _compiling(template: str, data: Mapping[str, Any], most: int) -> Iterator[Any]:
    """This thread's compiler of a template with the data before it, which go when it is done."""
    face = letter_face()
    text = _checked(data, face, most)
    desk = _desk(face)
    data_file = desk.folder / DATA_FILE
    try:
        data_file.write_text(text, encoding="utf-8")
        yield desk.compiler(template)
    except typesetter().TypstError as error:
        raise TypesettingFailed(
            _("Không dàn được trang: %(reason)s.")
            % {"reason": getattr(error, "message", str(error))}
        ) from error
    finally:
        data_file.unlink(missing_ok=True)


def _checked(data: Mapping[str, Any], face: Face, most: int) -> str:
    text = json.dumps(data, ensure_ascii=False)
    if len(text) > most:
        raise PaperTooLong(
            _("Văn bản dài %(size)s ký tự, vượt quá %(limit)s; hãy tách bớt thành phụ lục riêng.")
            % {"size": len(text), "limit": most}
        )
    strange = sorted(set(text) - face.characters - {"\n"})
    if strange:
        raise TextRefused(
            _("Phông %(family)s không có ký tự %(characters)s; hãy thay bằng ký tự khác.")
            % {
                "family": face.family,
                "characters": ", ".join(f"“{c}” (U+{ord(c):04X})" for c in strange[:8]),
            }
        )
    return text


class _Desk:
    """One thread's folder with the templates, and its compilers, each made once.

    The data lie beside the templates as a file and not in `sys.inputs`: a change of the inputs
    makes the typesetter forget every template, font and line that it has already worked out, and
    a letter then takes half as long again. The compilers see this folder and nothing else.
    """

    def __init__(self, face: Face) -> None:
        passing.sweep(FOLDER_KIND)
        self.folder = passing.new_folder(FOLDER_KIND)
        self.face = face
        self._compilers: dict[str, Any] = {}
        for template in TEMPLATES.glob("*.typ"):
            shutil.copyfile(template, self.folder / template.name)
        # When the thread ends, or the process; never from a fork, which has this object too.
        weakref.finalize(self, _remove, self.folder, os.getpid())

    def compiler(self, template: str) -> Any:
        """The reused compiler of a template."""
        typst = typesetter()
        if template not in self._compilers:
            fonts = typst.Fonts(
                include_system_fonts=False,
                include_embedded_fonts=False,
                font_paths=[str(self.face.folder)],
            )
            self._compilers[template] = typst.Compiler(
                str(self.folder / template),
                root=str(self.folder),
                font_paths=fonts,
                ignore_system_fonts=True,
                sys_inputs={"font": self.face.family},
            )
        return self._compilers[template]


def _remove(folder: Path, process: int) -> None:
    if os.getpid() == process:
        shutil.rmtree(folder, ignore_errors=True)


def _desk(face: Face) -> _Desk:
    """The desk of this thread, process and font: a fork must not write into its parent's folder."""
    desks: dict[tuple[int, Path], _Desk] | None = getattr(_desks, "kept", None)
    if desks is None:
        desks = _desks.kept = {}
    key = (os.getpid(), face.folder)
    if key not in desks or not desks[key].folder.is_dir():
        desks[key] = _Desk(face)
    return desks[key]
