"""A letter in each state of signing, made once a run, with a sample authority of its own."""

import datetime as dt
import io
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import typst
from cryptography.hazmat.primitives.serialization import Encoding
from PIL import Image, ImageDraw

from lienthong.axis.signing.pades import fields, signing
from lienthong.axis.signing.pki.certificates import Subject
from lienthong.axis.signing.pki.keystore import FileKey
from lienthong.axis.signing.pki.sample import SampleAuthority
from lienthong.axis.signing.pki.timestamping import LocalStamper
from lienthong.axis.signing.places import Box, SigningPlaces, fit_picture, seal_over
from lienthong.axis.signing.verdicts.fast.door import fast_verdict
from lienthong.axis.signing.verdicts.judge import judge
from lienthong.axis.signing.verdicts.listed import Authority, TrustList
from lienthong.axis.signing.verdicts.model import Verdict

NOW = dt.datetime(2026, 11, 23, 2, 0, tzinfo=dt.UTC)
NUMBER, DATE = "1234", "Quảng Ngãi, ngày 23 tháng 11 năm 2026"
PROVINCE = "Ủy ban nhân dân tỉnh Quảng Ngãi"
BLUE, RED = (20, 40, 160, 255), (200, 20, 30, 255)

LETTER = """
#set document(title: "Văn bản mẫu", author: "UBND (mẫu)")
#set page(paper: "a4", margin: (left: 30mm, right: 20mm, top: 60mm, bottom: 20mm))
#set text(lang: "vi", size: 13pt, font: "Libertinus Serif")
= Về việc thử nghiệm (mẫu)
#for i in range(12) [ Dòng #i: thời hạn báo cáo là ngày 15 tháng 12 năm 2026.\\ ]
"""


def picture(colour: tuple[int, int, int, int]) -> bytes:
    """A scribble on a transparent ground, as a PNG."""
    image = Image.new("RGBA", (400, 200), (255, 255, 255, 0))
    ImageDraw.Draw(image).line([(10, 100), (100, 20), (200, 180), (390, 40)], colour, 8)
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def snippet(text: str, width: float = 90, height: float = 16) -> bytes:
    """A typeset line as a one-page PDF without a ground."""
    source = (
        f"#set page(width: {width}pt, height: {height}pt, margin: 0pt, fill: none)\n"
        f'#set text(size: 13pt, font: "Libertinus Serif", top-edge: "ascender")\n{text}'
    )
    return bytes(typst.compile(source.encode(), format="pdf"))


@dataclass
class Kit:
    """Keys, pictures and the stages of one letter."""

    folder: Path
    now: dt.datetime = NOW

    @cached_property
    def authority(self) -> SampleAuthority:
        """The authority that the tests trust."""
        return SampleAuthority.open(self.folder / "pki", self.now)

    @cached_property
    def stranger(self) -> SampleAuthority:
        """An authority that nobody trusts."""
        return SampleAuthority.open(self.folder / "stranger", self.now)

    @cached_property
    def person(self) -> FileKey:
        """The chairman's key."""
        subject = Subject("Chủ tịch UBND tỉnh", PROVINCE, "H48", "Chủ tịch")
        return self.authority.issue("person-1", subject, self.now)

    @cached_property
    def agency(self) -> FileKey:
        """The province's key."""
        return self.authority.issue("agency-1", Subject(PROVINCE, PROVINCE, "H48"), self.now)

    @cached_property
    def other_agency(self) -> FileKey:
        """A department's key."""
        name = "Sở Nội vụ tỉnh Quảng Ngãi"
        return self.authority.issue("agency-2", Subject(name, name, "H48.12"), self.now)

    @cached_property
    def unknown_person(self) -> FileKey:
        """A key under the authority that nobody trusts, with the chairman's name."""
        subject = Subject("Chủ tịch UBND tỉnh", PROVINCE, "H48", "Chủ tịch")
        return self.stranger.issue("person-1", subject, self.now)

    @cached_property
    def stamper(self) -> LocalStamper:
        """A time-stamping service whose clock stands at NOW."""
        return self.authority.stamper(lambda: self.now)

    @cached_property
    def trust(self) -> TrustList:
        """The list that knows the authority of the tests."""
        return TrustList(
            (Authority(self.authority.root.public_bytes(Encoding.DER), "MẪU", sample=True),),
            self.authority.revocation_lists,
        )

    @cached_property
    def blue(self) -> bytes:
        """The signature's picture."""
        return picture(BLUE)

    @cached_property
    def red(self) -> bytes:
        """The seal's picture."""
        return picture(RED)

    @cached_property
    def base(self) -> bytes:
        """The letter, tagged PDF/A."""
        return bytes(typst.compile(LETTER.encode(), format="pdf", pdf_standards=["a-2a", "ua-1"]))

    @cached_property
    def places(self) -> SigningPlaces:
        """Places of one signatory and one seal."""
        signature = fit_picture(Box(0, 330, 120, 470, 180), self.blue)
        return SigningPlaces(
            Box(0, 90, 740, 200, 756),
            Box(0, 300, 740, 540, 756),
            (signature,),
            (seal_over(signature),),
        )

    @cached_property
    def prepared(self) -> bytes:
        """The letter with its fields."""
        return fields.prepare(self.base, self.places)

    @cached_property
    def signed(self) -> bytes:
        """Signed by the chairman."""
        return signing.sign_person(
            self.prepared, self.person, self.blue, self.now, stamper=self.stamper
        )

    @cached_property
    def filled(self) -> bytes:
        """Number and date filled in."""
        return self.fill(self.signed)

    @cached_property
    def sealed(self) -> bytes:
        """Number, date and the province's seal in one act, as the platform does it."""
        return signing.fill_and_seal(
            self.signed,
            self.agency,
            self.red,
            self.now,
            number_snippet=self.number_snippet,
            date_snippet=self.date_snippet,
            number_text=NUMBER,
            date_text=DATE,
            stamper=self.stamper,
        )

    @cached_property
    def sealed_apart(self) -> bytes:
        """Sealed after number and date were filled in by an act of their own."""
        return signing.seal(self.filled, self.agency, self.red, self.now, stamper=self.stamper)

    @cached_property
    def stamped(self) -> bytes:
        """With a document time-stamp."""
        return signing.stamp_time(self.sealed, self.stamper)

    @cached_property
    def number_snippet(self) -> bytes:
        """The number, typeset."""
        return snippet(NUMBER)

    @cached_property
    def date_snippet(self) -> bytes:
        """The date, typeset."""
        return snippet(f"_{DATE}_", 235)

    def fill(self, pdf: bytes, number: str = NUMBER) -> bytes:
        """Fill in number and date."""
        return signing.fill_number_and_date(
            pdf, self.number_snippet, self.date_snippet, number, DATE
        )

    def judge(self, pdf: bytes, now: dt.datetime | None = None) -> Verdict:
        """The verdict by the list of the tests: the full check's, which the fast way shares or
        leaves alone, whatever a test does to a file."""
        full = judge(pdf, self.trust, now or self.now, fast=False)
        fast = fast_verdict(pdf, self.trust, now or self.now)
        if fast is not None:
            assert replace(fast, sha256=full.sha256).as_plain() == full.as_plain()
        return full
