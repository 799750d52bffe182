"""Which font papers are set in: the shipped Tinos, or an office's own Times New Roman (Annex I, I.4)."""

import os
import struct
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import ModuleType
from typing import Final

from django.utils.translation import gettext as _

TINOS_FOLDER: Final = Path("node_modules") / "@expo-google-fonts" / "tinos"
ACCEPTED_FAMILIES: Final = ("Tinos", "Times New Roman")
VIETNAMESE_LETTERS: Final = (
    "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệghiìỉĩíịklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvxyỳỷỹýỵ"
    "AÀẢÃÁẠĂẰẲẴẮẶÂẦẨẪẤẬBCDĐEÈẺẼÉẸÊỀỂỄẾỆGHIÌỈĨÍỊKLMNOÒỎÕÓỌÔỒỔỖỐỘƠỜỞỠỚỢPQRSTUÙỦŨÚỤƯỪỬỮỨỰVXYỲỶỸÝỴ"
    "fjwzFJWZ0123456789₫"
)


class FontsMissing(RuntimeError):
    """The fonts of official papers are not there, or lack Vietnamese letters."""


@dataclass(frozen=True)
class Face:
    """The font family papers are set in, its folder, and every character that all its faces have."""

    family: str
    folder: Path
    characters: frozenset[str]


def typesetter() -> ModuleType:
    """The module `typst`, imported late, on one thread for each paper.

    Its threads look for work by spinning: a letter costs a fifth more CPU with them, and a server
    has other letters to set meanwhile. An environment that names RAYON_NUM_THREADS keeps its word.
    """
    os.environ.setdefault("RAYON_NUM_THREADS", "1")
    import typst

    return typst


def letter_face() -> Face:
    """The face of this installation.

    LIENTHONG_LETTER_FONTS names a folder with an office's own Times New Roman; else Tinos is taken
    from the installed assets (LIENTHONG_ASSETS). Raises FontsMissing.
    """
    own = os.environ.get("LIENTHONG_LETTER_FONTS", "")
    if own:
        return _face_in(Path(own))
    assets = os.environ.get("LIENTHONG_ASSETS", "")
    folder = Path(assets) if assets else Path(os.environ.get("LIENTHONG_DATA", "var")) / "assets"
    return _face_in((folder / TINOS_FOLDER).resolve())


@lru_cache(maxsize=8)
def _face_in(folder: Path) -> Face:
    if not folder.is_dir():
        raise FontsMissing(
            _(
                "Không tìm thấy phông chữ của văn bản ở %(folder)s. Hãy chạy lại lệnh khởi động để "
                "cài phông Tinos, hoặc đặt LIENTHONG_LETTER_FONTS trỏ tới thư mục có phông "
                "Times New Roman của cơ quan."
            )
            % {"folder": folder}
        )
    fonts = typesetter().Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(folder)]
    )
    families = {info.family for info in fonts.fonts()}
    family = next((name for name in ACCEPTED_FAMILIES if name in families), None)
    paths = {
        (info.style, info.weight): info.path for info in fonts.fonts() if info.family == family
    }
    wanted = [(style, weight) for style in ("normal", "italic") for weight in (400, 700)]
    if family is None or any(key not in paths for key in wanted):
        raise FontsMissing(
            _(
                "Thư mục phông %(folder)s thiếu kiểu đứng, nghiêng, đậm hoặc nghiêng đậm của "
                "Tinos hay Times New Roman."
            )
            % {"folder": folder}
        )
    covered = [_characters_of(Path(paths[key] or "")) for key in wanted]
    characters = covered[0].intersection(*covered[1:])
    lacking = [letter for letter in VIETNAMESE_LETTERS if letter not in characters]
    if lacking:
        raise FontsMissing(
            _("Phông %(family)s ở %(folder)s thiếu chữ tiếng Việt: %(letters)s.")
            % {"family": family, "folder": folder, "letters": " ".join(lacking[:20])}
        )
    return Face(family=family, folder=folder, characters=characters)


def _characters_of(path: Path) -> frozenset[str]:
    """The characters of a TrueType file, from its Unicode `cmap` (formats 4 and 12)."""
    data = path.read_bytes()
    (count,) = struct.unpack_from(">H", data, 4)
    cmap = None
    for index in range(count):
        tag, _sum, offset, _length = struct.unpack_from(">4sIII", data, 12 + 16 * index)
        if tag == b"cmap":
            cmap = offset
    if cmap is None:
        return frozenset()
    (tables,) = struct.unpack_from(">H", data, cmap + 2)
    found: set[int] = set()
    for index in range(tables):
        platform, _encoding, offset = struct.unpack_from(">HHI", data, cmap + 4 + 8 * index)
        (form,) = struct.unpack_from(">H", data, cmap + offset)
        if platform in {0, 3} and form == 4:
            found |= _format_4(data, cmap + offset)
        elif platform in {0, 3} and form == 12:
            found |= _format_12(data, cmap + offset)
    return frozenset(map(chr, found))


def _format_4(data: bytes, at: int) -> set[int]:
    (doubled,) = struct.unpack_from(">H", data, at + 6)
    segments = doubled // 2
    ends = struct.unpack_from(f">{segments}H", data, at + 14)
    starts = struct.unpack_from(f">{segments}H", data, at + 16 + doubled)
    deltas = struct.unpack_from(f">{segments}h", data, at + 16 + 2 * doubled)
    ranges_at = at + 16 + 3 * doubled
    offsets = struct.unpack_from(f">{segments}H", data, ranges_at)
    found: set[int] = set()
    for index, (start, end) in enumerate(zip(starts, ends, strict=True)):
        for code in range(start, min(end, 0xFFFE) + 1):
            if offsets[index] == 0:
                glyph = (code + deltas[index]) & 0xFFFF
            else:
                where = ranges_at + 2 * index + offsets[index] + 2 * (code - start)
                (glyph,) = struct.unpack_from(">H", data, where)
            if glyph:
                found.add(code)
    return found


def _format_12(data: bytes, at: int) -> set[int]:
    (groups,) = struct.unpack_from(">I", data, at + 12)
    found: set[int] = set()
    for index in range(groups):
        start, end, _glyph = struct.unpack_from(">III", data, at + 16 + 12 * index)
        found.update(range(start, end + 1))
    return found
