"""Make the paper that the processes of the verdict read first (axis/signing/verdicts/sample.json).

To be run again when the fast way no longer accepts it: a test says so.

    PYTHONPATH=src .venv/test/bin/python tools/sample_verdict.py
"""

import base64
import datetime as dt
import io
import json
import tempfile
import zlib
from pathlib import Path

import typst
from cryptography.hazmat.primitives.serialization import Encoding
from PIL import Image, ImageDraw

from lienthong.axis.signing.pades import fields, signing
from lienthong.axis.signing.pki.certificates import Subject
from lienthong.axis.signing.pki.sample import SampleAuthority
from lienthong.axis.signing.places import Box, SigningPlaces, seal_over
from lienthong.axis.signing.verdicts.sample import KEPT

LETTER = """
#set document(title: "Văn bản mẫu", author: "MẪU")
#set page(paper: "a4")
#set text(lang: "vi", font: "Libertinus Serif")
= Văn bản mẫu
Chỉ để khởi động bộ kiểm tra chữ ký.
"""


def _png(colour: tuple[int, int, int, int]) -> bytes:
    image = Image.new("RGBA", (40, 20), (255, 255, 255, 0))
    ImageDraw.Draw(image).line([(1, 10), (39, 10)], colour, 2)
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def _line(text: str) -> bytes:
    page = "#set page(width: 90pt, height: 16pt, margin: 0pt, fill: none)\n"
    return bytes(typst.compile((page + text).encode(), format="pdf"))


def main() -> None:
    """Make the paper with keys of its own and keep it, without the keys."""
    at = dt.datetime.now(dt.UTC).replace(microsecond=0)
    with tempfile.TemporaryDirectory() as folder:
        house = SampleAuthority.open(Path(folder), at)
        person = house.issue("person-1", Subject("Người ký", "Cơ quan", "", "Chủ tịch"), at)
        agency = house.issue("agency-1", Subject("Cơ quan", "Cơ quan"), at)
        stamper = house.stamper(lambda: at)
        box = Box(0, 300, 120, 400, 170)
        places = SigningPlaces(
            Box(0, 90, 740, 180, 756), Box(0, 300, 740, 390, 756), (box,), (seal_over(box),)
        )
        pdf = bytes(typst.compile(LETTER.encode(), format="pdf", pdf_standards=["a-2a"]))
        pdf = fields.prepare(pdf, places)
        pdf = signing.sign_person(pdf, person, _png((20, 40, 160, 255)), at, stamper=stamper)
        pdf = signing.fill_and_seal(
            pdf,
            agency,
            _png((200, 20, 30, 255)),
            at,
            number_snippet=_line("1"),
            date_snippet=_line("1"),
            number_text="1",
            date_text="ngày 01 tháng 01 năm 2026",
            stamper=stamper,
        )
        pdf = signing.stamp_time(pdf, stamper)
        kept = {
            "moment": at.isoformat(),
            "root": base64.b64encode(house.root.public_bytes(Encoding.DER)).decode(),
            "lists": [base64.b64encode(one).decode() for one in house.revocation_lists],
            "pdf": base64.b64encode(zlib.compress(pdf, 9)).decode(),
        }
    KEPT.write_text(json.dumps(kept, indent=1) + "\n")


if __name__ == "__main__":
    main()
