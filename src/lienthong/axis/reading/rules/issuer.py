"""The issuing agency of the head (box 2): its own name, the agency above it, and its level."""

import re
from functools import lru_cache

from ..choices import Level
from .headlines import addressees_line, body_paragraph, signed_by_line, stamp_line, subject_line
from .language import load
from .letters import fold, one_tone_style, squeeze
from .lines import Segment, is_nation, is_party, is_rule
from .page import Paper
from .reading import Field
from .types import type_of_line

_STARTS = re.compile(
    r"(?:uy$|hoi$|van$|uy ban nhan dan|ubnd|hoi dong nhan dan|hdnd|so |bo (?!chi huy tinh)|van phong|ban |cuc |tong cuc|chi cuc"
    r"|trung tam|cong an|bo chi huy|thanh tra|kho bac|bao hiem|ngan hang|dai |bao |truong |vien |uy ban |mat tran"
    r"|lien doan|hoi |lien minh|tinh doan|doan |phong |cong ty|tong cong ty|tap doan|toa an|hat |chinh phu|thu tuong"
    r"|quoc hoi|chu tich nuoc|tinh uy|huyen uy|thanh uy|thi uy|dang uy|dang bo|chi bo|to |benh vien|dai hoc|hoc vien"
    r"|vpcp|chu tich|ubmttq|hoi dong|quy |so$)"
)
_CONTINUES = re.compile(
    r"(?:tinh|thanh pho|huyen|thi xa|quan|xa|phuong|thi tran|dac khu|va |khu vuc|tp)(?:\s|$)"
)
_NUMBERISH = re.compile(r"^\W{0,3}(?:so|s[o6])\s*:|\d+\s*/\s*[a-z]")
_NOISE = re.compile(
    r"^(?:luu hanh|xem xong|hoa toc|thuong khan|khan|mat|toi mat|phu luc|sao y|ban sao|du thao)"
)


def issuer_fields(paper: Paper, pieces: list[Segment], limit: int) -> dict[str, Field]:
    """agency, level and parent_agency from the capitals at the top left of the head."""
    blocks = _blocks(pieces, limit)
    if not blocks:
        return {"agency": Field(), "level": Field(), "parent_agency": Field()}
    own = _field(paper, blocks[-1])
    above = _field(paper, blocks[-2]) if len(blocks) > 1 else Field()
    party = any(is_party(p) for p in pieces[:12])
    level = level_of(str(own.value), str(above.value or ""), party=party)
    return {
        "agency": own,
        "parent_agency": above,
        "level": Field(str(level), own.evidence, own.confidence * 0.95),
    }


def _blocks(pieces: list[Segment], limit: int) -> list[list[Segment]]:
    """Lines in capitals before the number or the title, gathered into one block for each agency."""
    blocks: list[list[Segment]] = []
    for piece in pieces:
        if (
            len(blocks) > 6
            or piece.start >= limit
            or body_paragraph(piece)
            or addressees_line(piece)
            or subject_line(piece)
        ):
            break
        bare = squeeze(re.sub(r"[*_#>]", " ", piece.bare))
        if _NUMBERISH.search(bare) or (type_of_line(piece.text) and not re.match("hoi dong", bare)):
            if blocks:
                break
            continue
        skip = is_nation(piece) or is_party(piece) or is_rule(piece) or stamp_line(piece)
        if skip or signed_by_line(piece) or not piece.upper or _NOISE.match(bare):
            continue
        if _STARTS.match(bare) and not (blocks and _unfinished(blocks[-1], bare)):
            blocks.append([piece])
        elif blocks and piece.row - blocks[-1][-1].row <= 2 and len(blocks[-1]) < 6:
            blocks[-1].append(piece)
    return blocks


def _unfinished(block: list[Segment], bare: str) -> bool:
    """Whether the lines so far cannot stand alone, so that the next line belongs to them."""
    words = squeeze(" ".join(p.bare for p in block))
    if words in {"uy", "uy ban", "hoi", "hoi dong", "ban", "so", "bo", "van phong doan dbqh"}:
        return True
    if words.endswith((" va", " -", ",", "-")):
        return True
    return bool(re.match(r"ban nhan dan|dong nhan dan", bare))


def _field(paper: Paper, block: list[Segment]) -> Field:
    rows = [paper.value(p.start, p.end).strip(" *_|") for p in block]
    return Field(
        _mended(squeeze(" ".join(rows))),
        paper.evidence_of([(p.start, p.end) for p in block]),
        0.95 * paper.trust,
    )


@lru_cache(maxsize=1)
def _official() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Words of agency names by their letters without marks, with their right form in capitals."""
    names = load("names.json")
    forms = ["ỦY BAN NHÂN DÂN", "HỘI ĐỒNG NHÂN DÂN", "VĂN PHÒNG"]
    forms += [f"TỈNH {name.upper()}" for name in names["provinces"]]
    forms += [f"SỞ {name.upper()}" for name in names["departments"]]
    forms += [f"BỘ {name.upper()}" for name in names["ministries"]]
    pairs = [(re.compile(rf"(?<!\w){re.escape(fold(form))}(?!\w)"), form) for form in forms]
    return tuple(sorted(pairs, key=lambda pair: -len(pair[1])))


def _mended(words: str) -> str:
    """The name with marks that recognition lost or mistook (TĨNH, UY BAN) put right."""
    if not words.isupper() or len(words) > 300:
        return words
    bare = fold(words)
    for pattern, form in _official():
        for match in pattern.finditer(bare):
            seen = one_tone_style(words[match.start() : match.end()])
            if seen != form:
                words = words[: match.start()] + form + words[match.end() :]
    return words


def level_of(own: str, above: str, *, party: bool = False) -> Level:
    """The level of an agency by its name and by that of the agency above it."""
    bare, over = fold(one_tone_style(own)), fold(one_tone_style(above))
    if party or re.search(r"(?:tinh|thanh|huyen|thi|dang) uy\b|dang bo|chi bo", bare):
        return Level.PARTY
    committee = re.match(r"(?:uy ban nhan dan|ubnd|hoi dong nhan dan|hdnd)", bare)
    if committee:
        return _territory(bare)
    if re.match(
        r"(?:chinh phu|thu tuong|quoc hoi|chu tich nuoc|van phong chinh phu|bo (?!chi huy)|thanh tra chinh phu|uy ban thuong vu|toa an nhan dan toi cao)",
        bare,
    ):
        return Level.CENTRAL
    if re.match(r"bo |chinh phu", over) and not re.match(
        r"cuc |chi cuc|kho bac|ngan hang|cong an", bare
    ):
        return Level.CENTRAL
    if re.match(
        r"so |thanh tra tinh|ban |cuc |cong an tinh|bo chi huy|kho bac|bao hiem xa hoi tinh", bare
    ):
        return Level.PROVINCIAL_BODY if not re.search(r"huyen|xa ", over) else Level.DISTRICT
    ranked = _territory(over) if over else Level.OTHER
    if ranked is Level.PROVINCE:
        return Level.PROVINCIAL_BODY
    if ranked in (Level.DISTRICT, Level.COMMUNE):
        return ranked
    if re.search(r"\btinh\b", bare):
        return Level.PROVINCIAL_BODY
    return Level.OTHER


_CITIES = re.compile(r"thanh pho (?:ha noi|ho chi minh|hai phong|da nang|can tho|hue)")


def _territory(bare: str) -> Level:
    if re.search(r"\btinh\b", bare) or _CITIES.search(bare):
        return Level.PROVINCE
    if re.search(r"\b(?:huyen|thi xa|quan|thanh pho|tp)\b", bare):
        return Level.DISTRICT
    if re.search(r"\b(?:xa|phuong|thi tran|dac khu)\b", bare):
        return Level.COMMUNE
    return Level.OTHER


def province_of(agency: str, above: str) -> str:
    """The province that the head names ("Tỉnh Quảng Ngãi"), empty when it names none."""
    for words in (above, agency):
        match = re.search(r"(?i)\btỉnh\s+(.+)$", one_tone_style(words))
        if match:
            return "Tỉnh " + squeeze(match[1].split(",")[0])
        city = _CITIES.search(fold(one_tone_style(words)))
        if city:
            return squeeze(words[city.start() : city.end()])
    return ""
