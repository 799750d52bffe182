"""Bytes changed at random in our own signed files: never valid where a signature covers them, never a crash."""

import random
import re

import pytest
from asn1crypto import cms

from .kit import Kit

SEED = 20261127
EACH = 45
HELD = {"valid", "valid_with_warnings"}


def covered(pdf: bytes) -> list[tuple[int, int]]:
    """The ranges that the last signature covers."""
    found = re.findall(rb"/ByteRange ?\[ ?(\d+) (\d+) (\d+) (\d+) ?\]", pdf)
    first, length, second, rest = map(int, found[-1])
    return [(first, first + length), (second, second + rest)]


def changed(pdf: bytes, at: int, value: int) -> bytes:
    return pdf[:at] + bytes([value]) + pdf[at + 1 :]


@pytest.mark.parametrize("stage", ["signed", "sealed", "stamped"])
def test_a_covered_byte_never_changes_unseen(kit: Kit, stage: str) -> None:
    pdf: bytes = getattr(kit, stage)
    assert kit.judge(pdf).verdict in HELD, "the twin: untouched it is valid"
    ranges = covered(pdf)
    chance = random.Random(f"{SEED}{stage}")
    for _number in range(EACH):
        begin, end = chance.choice(ranges)
        at = chance.randrange(begin, end)
        value = chance.choice([v for v in range(256) if v != pdf[at]])
        verdict = kit.judge(changed(pdf, at, value)).verdict
        assert verdict not in HELD, (stage, at, pdf[at], value, verdict)


def test_tokens_of_the_syntax_never_change_unseen(kit: Kit) -> None:
    """Not noise: digits, names and delimiters where a parser decides."""
    pdf = kit.sealed
    ranges = covered(pdf)
    chance = random.Random(SEED)
    marks = [m.start() for m in re.finditer(rb"[/<>\[\]()]|\d(?= 0 R)|%%EOF|xref|trailer", pdf)]
    marks = [at for at in marks if any(begin <= at < end for begin, end in ranges)]
    for at in chance.sample(marks, EACH):
        value = ord(chance.choice("/<>[]()0919 \n%"))
        if value != pdf[at]:
            verdict = kit.judge(changed(pdf, at, value)).verdict
            assert verdict not in HELD, (at, pdf[at], value, verdict)


def test_cut_doubled_and_moved_pieces(kit: Kit) -> None:
    """Pieces taken out, written twice or elsewhere: one verdict each, never valid, never a crash."""
    pdf = kit.sealed
    chance = random.Random(SEED)
    for _number in range(EACH):
        begin = chance.randrange(len(pdf))
        piece = pdf[begin : begin + chance.randrange(1, 4000)]
        rest = pdf[:begin] + pdf[begin + len(piece) :]
        to = chance.randrange(len(rest))
        made = chance.choice(
            [rest, pdf[:begin] + piece + pdf[begin:], rest[:to] + piece + rest[to:]]
        )
        if made != pdf:
            assert kit.judge(made).verdict not in HELD, (begin, len(piece), to)


def test_what_vouches_inside_the_value(kit: Kit) -> None:
    """The value itself stands outside every range: its signer's certificate, its attributes, its
    signature and the zeros behind it must hold all the same. (Copies of the authorities' certificates
    and those in the time-stamp are vouched for by nobody: there a change may only cost the proof.)"""
    pdf = kit.sealed
    (_begin, first), (second, _rest) = covered(pdf)
    raw = bytes.fromhex(pdf[first + 1 : second - 1].decode())
    info = cms.ContentInfo.load(raw)
    own, *above = (one.dump() for one in info["content"]["certificates"])
    unsigned = raw.find(info["content"]["signer_infos"][0]["unsigned_attrs"].dump()[8:64])
    behind = raw.find(above[-1]) + len(above[-1])
    begin = raw.find(own)
    places = [
        (begin, begin + len(own)), (behind, unsigned - 8), (len(info.dump()), len(raw)),
    ]  # fmt: skip
    chance = random.Random(SEED)
    for _number in range(EACH):
        low, high = chance.choice(places)
        at = first + 1 + 2 * chance.randrange(low, high) + chance.randrange(2)
        value = ord(chance.choice("0123456789abcdef"))
        if chr(value) != chr(pdf[at]).lower():
            assert kit.judge(changed(pdf, at, value)).verdict not in HELD, (at, value)


def test_what_nobody_vouches_for_only_costs_the_proof(kit: Kit) -> None:
    """A token or a copy of an authority's certificate that was changed never makes anything better."""
    pdf = kit.sealed
    before = kit.judge(pdf)
    (_begin, first), (second, _rest) = covered(pdf)
    chance = random.Random(SEED)
    for _number in range(EACH):
        at = chance.randrange(first + 1, second - 1)
        verdict = kit.judge(changed(pdf, at, ord(chance.choice("0123456789abcdef"))))
        if verdict.verdict in HELD:
            for was, now in zip(before.signatures, verdict.signatures, strict=True):
                assert (now.signer, now.digest, now.covered_bytes) == (
                    was.signer, was.digest, was.covered_bytes,
                )  # fmt: skip
                assert now.time in {was.time, None}
