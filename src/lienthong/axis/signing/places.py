"""Where signatures, seal, number and date stand on the page (Annex I of Decree 30/2020, boxes 3, 4,
7c and 8), in PDF points from the lower left corner of a page."""

import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from .words import _

MM: Final = 72 / 25.4
SEAL_DIAMETER_MM: Final = 36.0  # of a people's committee's seal; the real size is the image's own
SEAL_OVERLAP: Final = 1 / 3  # "khoảng 1/3 chữ ký về phía bên trái", Đ33.1.b and PL I.II.8.a
OVERLAP_TOLERANCE: Final = (0.22, 0.45)


class BadPlace(ValueError):
    """A box that is empty, outside its page or on a page that does not exist."""


class SealMisplaced(ValueError):
    """A seal that does not cover about one third of the signature on its left."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page: `page` counts from 0, the rest are points from the lower left."""

    page: int
    left: float
    bottom: float
    right: float
    top: float

    def __post_init__(self) -> None:
        if self.page < 0 or self.right <= self.left or self.top <= self.bottom:
            raise BadPlace(_("Ô đặt chữ ký rỗng hoặc nằm sai trang; hãy dàn lại văn bản."))

    @property
    def width(self) -> float:
        """Width in points."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """Height in points."""
        return self.top - self.bottom

    @property
    def area(self) -> float:
        """Area in square points."""
        return self.width * self.height

    def covered_by(self, other: "Box") -> float:
        """The share of this box, 0 to 1, that lies under the other one."""
        if other.page != self.page:
            return 0.0
        across = min(self.right, other.right) - max(self.left, other.left)
        up = min(self.top, other.top) - max(self.bottom, other.bottom)
        return max(0.0, across) * max(0.0, up) / self.area


@dataclass(frozen=True, slots=True)
class SigningPlaces:
    """All the places of one document; they become form fields before anybody signs.

    `signatures` has one box for each signatory in the order of signing, `seals` one for each
    sealing agency. `number` and `date` are None only where nothing is filled in later.
    """

    number: Box | None
    date: Box | None
    signatures: tuple[Box, ...]
    seals: tuple[Box, ...]

    def named(self) -> Iterator[tuple[str, Box]]:
        """Each field's name with its box."""
        if self.number:
            yield NUMBER_FIELD, self.number
        if self.date:
            yield DATE_FIELD, self.date
        for index, box in enumerate(self.signatures, 1):
            yield signature_field(index), box
        for index, box in enumerate(self.seals, 1):
            yield seal_field(index), box


NUMBER_FIELD: Final = "LTNumber"
DATE_FIELD: Final = "LTDate"
FILLED_FIELDS: Final = (NUMBER_FIELD, DATE_FIELD)


def signature_field(index: int) -> str:
    """The name of the field of the `index`-th signatory, from 1."""
    return f"LTSignature{index}"


def seal_field(index: int) -> str:
    """The name of the field of the `index`-th sealing agency, from 1."""
    return f"LTSeal{index}"


def fit_picture(box: Box, picture: bytes) -> Box:
    """The part of the box that a picture fills when it is scaled without distortion and centred.

    The person's field takes this size, so that the seal's third is a third of what is seen.
    """
    from PIL import Image

    with Image.open(io.BytesIO(picture)) as image:
        aspect = image.width / image.height
    width = min(box.width, box.height * aspect)
    height = width / aspect
    left = box.left + (box.width - width) / 2
    bottom = box.bottom + (box.height - height) / 2
    return replace(box, left=left, bottom=bottom, right=left + width, top=bottom + height)


def seal_over(signature: Box, diameter_mm: float = SEAL_DIAMETER_MM) -> Box:
    """The seal's box: covers a third of the signature on its left, centred on its height."""
    side = diameter_mm * MM
    right = signature.left + signature.width * SEAL_OVERLAP
    middle = (signature.bottom + signature.top) / 2
    return Box(signature.page, right - side, middle - side / 2, right, middle + side / 2)


def check_seal(signature: Box, seal: Box) -> None:
    """Refuse a seal that does not cover about a third of the signature on its left (Đ33.1.b)."""
    overlap = (seal.right - signature.left) / signature.width
    least, most = OVERLAP_TOLERANCE
    beside = seal.bottom > signature.top or seal.top < signature.bottom
    on_left = seal.left < signature.left
    if seal.page != signature.page or beside or not on_left or not least <= overlap <= most:
        raise SealMisplaced(
            _(
                "Hình ảnh chữ ký số của cơ quan phải trùm lên khoảng 1/3 chữ ký về bên trái "
                "(điểm b khoản 1 Điều 33 Nghị định 30/2020/NĐ-CP). Hãy đặt lại vị trí dấu."
            )
        )
