"""Symbols of papers whose Đ lost its stroke: put right from what all know, or from the agency's own name.

Recognition takes the stroke of Đ from letters of a symbol as it takes marks from words (QD-UBND, BGDDT).
What no closed list and no name in the head can tell is no symbol: None is better than a wrong one.
"""

import re

from .letters import fold, squeeze
from .lines import Segment
from .types import known_part, restore_symbol

_STROKED = frozenset([
    "QĐ", "HĐND", "UBHĐND", "BCĐ", "ĐU", "ĐUK", "ĐTN", "TĐTN", "HĐTN", "QHĐP", "CĐVC", "ĐB", "ĐTNCS", "TWĐTN",
    "TUĐTN", "ĐĐTN", "GDĐT", "PGDĐT", "SGDĐT", "BGDĐT", "LĐTBXH", "BLĐTBXH", "SLĐTBXH", "LĐLĐ", "TLĐ", "KHĐT",
    "SKHĐT", "BKHĐT", "ĐBQH", "ĐĐBQH", "CQĐP", "QLĐĐ", "ĐĐ", "ĐKKD", "ĐKĐĐ", "VPĐK", "VPĐKĐĐ", "CNVPĐK", "CNVPĐKĐĐ",
    "TĐKT", "BTĐKT", "HĐTĐKT", "ĐTXD", "BĐBP", "BTGĐ", "TGĐ", "HĐTV", "HĐQT", "HĐTS", "HĐBCQG", "ĐHQG", "ĐHQGHN",
    "ĐHSP", "ĐHBK", "BVĐK", "BVĐKT", "BVĐKKV", "BVĐKTW", "ĐKVN", "ĐBVN", "TCĐBVN", "CĐBVN", "CĐSVN", "ĐSVN", "ĐLVN",
    "ĐBCL", "ĐVHC", "QLĐT", "KTHTĐT", "HTĐT", "ĐTTM", "CĐYT", "CĐSP", "CĐS", "QLĐB", "CCVTLĐ", "QPĐP", "GĐ", "CĐ",
    "NĐ", "GĐĐ", "QyĐ", "PLHĐ", "TCCB-ĐT", "BQLĐT", "ĐTPT", "PTĐT", "VHXHĐT", "KTĐT", "ĐUBQP", "ĐA",
    "PCTTTKCNPTDSĐ", "BCHPCTTĐ", "PTDSĐ", "HĐGD", "VLXDĐ", "ĐKDN", "ĐKTN", "QLĐTXD", "DSKHHGĐ", "VHĐS", "CTĐ",
    "HCTĐ", "HĐTT", "HĐPB", "HĐPHPBGDPL", "CĐCS", "ĐCT", "BCĐPCD", "TCĐ", "ĐKVSATTP", "QLĐS", "ĐDL",
])  # fmt: skip
_PLAIN = frozenset([
    "DL", "SDL", "BDT", "DTTG", "SDTTG", "BDTTG", "VHTTDL", "SVHTTDL", "BVHTTDL", "TDTT", "GDTX", "GDTH", "GDTrH",
    "GDMN", "GDTC", "GDNN", "GDPT", "GDCTHSSV", "TTGDTX", "GDNNGDTX", "DA", "QLDA", "BQLDA", "DVC", "DNNN", "KHDN",
    "TCDN", "XD", "SXD", "BXD", "QLXD", "XDCB", "XDNTM", "DTTS", "DQTV", "DSTE", "HND", "HNDVN", "HNDT", "HNDH",
    "BHND", "HD", "TCD", "BTCD", "PTDS", "UBND", "VPUBND", "TTUBND", "CTUBND", "CVUBND", "KSND", "VKSND", "TAND",
    "TANDTC", "CAND", "QĐND", "DLST", "KTDL", "TMDL", "GD", "CHXD", "TTDL", "VTDL", "DCCT", "NVD", "NVYD", "QLD",
    "DNL", "XDKTVB", "XDVB", "HDLN", "CCD", "YDCT", "TDS", "THADS", "CTHADS", "DLNK", "DSPT",
])  # fmt: skip
_BY_LETTERS = {fold(part): part for part in _STROKED if fold(part).upper() not in _PLAIN}
_EITHER = {"HD": ("huong dan", "hop dong", "HĐ"), "DA": ("du an", "de an", "ĐA")}


def symbol_of(symbol: str, pieces: list[Segment]) -> str | None:
    """The symbol of a text that lost marks with the strokes of its letters; None where a D may have
    been a Đ and nothing tells."""
    groups = re.split(r"([-/.&,])", restore_symbol(symbol))
    out = [_part(part, pieces) for part in groups]
    return None if None in out else "".join(part or "" for part in out)


_WRONG_SMALL = re.compile(r"TT[qs]$")  # TTg


def _with_t(part: str) -> str:
    """The part with T for each I that was read for it, where only that is a part that all know."""
    if "I" not in part or known_part(part):
        return part
    right = part.replace("I", "T")
    return right if known_part(right) else part


def _part(part: str, pieces: list[Segment]) -> str | None:
    part = _with_t(_WRONG_SMALL.sub("TTg", part))
    if "D" not in part.upper().replace("Đ", ""):
        return part
    known = _BY_LETTERS.get(fold(part))
    if known and len(known) == len(part):
        return known
    if part in _EITHER:
        plain, other, stroked = _EITHER[part]
        heads = [squeeze(p.bare) for p in pieces if p.upper]
        if any(bare.startswith(other) for bare in heads):
            return stroked
        return part if any(bare.startswith(plain) for bare in heads) else None
    if part in _PLAIN or known_part(part):
        return part
    return _by_name(part, pieces)


def _by_name(part: str, pieces: list[Segment]) -> str | None:
    """The letters as the agency's name has them ("CSDP" of CAO SU ĐỒNG PHÚ), each D of them with its stroke."""
    names = squeeze(" ".join(p.text for p in pieces if p.upper))
    letters = "".join(
        word if not re.search("[AEIOUY]", fold(word).upper()) else word[0]
        for word in re.findall(r"[^\W\d_]+", names)
        if fold(word) != "va"
    )
    bare = fold(letters)
    found = {letters[m.start() : m.start() + len(part)] for m in _all(fold(part), bare)}
    if len(part) < 3 or len(found) != 1:
        return None
    one = found.pop()
    sure = all(name == "Đ" for seen, name in zip(part, one, strict=True) if seen in "Dd")
    return "".join("Đ" if c == "Đ" else s for s, c in zip(part, one, strict=True)) if sure else None


def _all(part: str, words: str) -> list[re.Match[str]]:
    return list(re.finditer(f"(?=({re.escape(part)}))", words))
