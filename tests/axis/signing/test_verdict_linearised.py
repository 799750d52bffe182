"""Files that are laid out for the web (ISO 32000-1, Annex F): two tables before the first revision."""

import random

import pytest

from lienthong.axis.signing.pades import fields, signing

from . import attacks
from .kit import NOW, Kit

PAINT = b"BT /F1 12 Tf 80 700 Td (Kinh gui) Tj ET 0 0 0 rg 80 650 200 4 re f"


def linearised(*, root_in_both: bool = False) -> bytes:
    """A page whose catalog stands in the table at the front, shared objects in the one at the end.

    As qpdf writes it the second trailer names no root (`root_in_both`: as others do).
    """
    bodies = {
        1: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        2: b"<< /Length %d >>\nstream\n%s\nendstream" % (len(PAINT), PAINT),
        3: b"<< /Linearized 1 /L 0000000000 /H [ 0 0 ] /O 6 /E 0 /N 1 /T 0 >>",
        4: b"<< /Type /Catalog /Pages 5 0 R >>",
        5: b"<< /Type /Pages /Kids [ 6 0 R ] /Count 1 >>",
        6: b"<< /Type /Page /Parent 5 0 R /MediaBox [ 0 0 595 842 ] /Contents 2 0 R"
        b" /Resources << /Font << /F1 1 0 R >> >> >>",
    }
    identity = b"/ID [ <00112233445566778899aabbccddeeff> <00112233445566778899aabbccddeeff> ]"
    offsets: dict[int, int] = {}
    made = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")

    def write(*numbers: int) -> None:
        for number in numbers:
            offsets[number] = len(made)
            made.extend(b"%d 0 obj\n%s\nendobj\n" % (number, bodies[number]))

    write(3)
    front = len(made)
    trailer = b"trailer\n<< /Size 7 /Root 4 0 R /Prev 0000000000 %s >>\n" % identity
    made += b"xref\n3 4\n" + 4 * b"0000000000 00000 n \n" + trailer + b"startxref\n0\n%%EOF\n"
    write(4, 5, 6, 1, 2)
    end = len(made)
    made += b"xref\n0 3\n0000000000 65535 f \n"
    made += b"".join(b"%010d 00000 n \n" % offsets[number] for number in (1, 2))
    root = b" /Root 4 0 R " + identity if root_in_both else b""
    made += b"trailer\n<< /Size 3%s >>\nstartxref\n%d\n%%%%EOF\n" % (root, front)
    entries = b"".join(b"%010d 00000 n \n" % offsets[number] for number in (3, 4, 5, 6))
    at = front + len(b"xref\n3 4\n")
    made[at : at + len(entries)] = entries
    at = made.index(b"/Prev ", front) + len(b"/Prev ")
    made[at : at + 10] = b"%010d" % end
    length = made.index(b"/L 0") + len(b"/L ")
    made[length : length + 10] = b"%010d" % len(made)
    return bytes(made)


def sealed_on(kit: Kit, pdf: bytes) -> bytes:
    """Signed and sealed by the platform."""
    prepared = fields.prepare(pdf, kit.places)
    signed = signing.sign_person(prepared, kit.person, kit.blue, NOW, stamper=kit.stamper)
    return signing.seal(kit.fill(signed), kit.agency, kit.red, NOW, stamper=kit.stamper)


@pytest.mark.parametrize("root_in_both", [False, True])
def test_they_are_read_and_signed(kit: Kit, root_in_both: bool) -> None:
    pdf = linearised(root_in_both=root_in_both)
    assert kit.judge(pdf).verdict == "unsigned"
    verdict = kit.judge(sealed_on(kit, pdf))
    assert verdict.verdict == "valid", verdict.reasons
    assert [s.level for s in verdict.signatures] == ["B-T", "B-T"]


def test_an_edit_after_the_seal_is_a_change(kit: Kit) -> None:
    sealed = sealed_on(kit, linearised())
    forged = attacks.raw_update(sealed, {2: attacks.stream(b"0 0 0 rg 100 400 300 60 re f")})
    assert kit.judge(forged).verdict == "changed"


def test_a_covered_byte_never_changes_unseen(kit: Kit) -> None:
    sealed = sealed_on(kit, linearised())
    chance = random.Random(5)
    for _number in range(30):
        at = chance.randrange(len(linearised()))
        changed = sealed[:at] + bytes([sealed[at] ^ chance.randrange(1, 256)]) + sealed[at + 1 :]
        assert kit.judge(changed).verdict not in {"valid", "valid_with_warnings"}, at
