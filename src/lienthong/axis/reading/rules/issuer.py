"""The issuing agency of the head (box 2): its own name, the agency above it, and its level."""

import re

from ..choices import Level
from .head_words import read_capitals
from .heading_line import heading, parts
from .headlines import addressees_line, body_paragraph, signed_by_line, stamp_line, subject_line
from .issuer_words import CITIES, each_apart, mended, not_beyond, torn, without_scrap
from .letters import fold, one_tone_style, squeeze
from .lines import Segment, is_nation, is_party, is_rule
from .page import Paper
from .reading import Field
from .types import type_of_line

_STARTS = re.compile(
    r"(?:uy$|y ban nhan dan|hoi$|van$|bo$|ngan$|bao$|toa$|tong$|thuong truc|uy ban nhan dan|ubnd|hoi dong nhan dan|hdnd|so |bo (?!chi huy tinh)|van phong|ban |cuc |tong c\w{1,2} |chi cuc"
    r"|trung tam|cong an|cong doan|bo chi huy|thanh tra|kho bac|bao hiem|bhxh |ngan hang|dai |bao |truong |vien |uy ban |mat tran"
    r"|lien doan|hoi |lien minh|tinh doan|doan |phong |cong ty|tong cong ty|tap doan|toa an|hat |chinh phu|thu tuong"
    r"|quoc hoi|chu tich nuoc|tinh uy|huyen uy|thanh uy|thi uy|dang uy|dang bo|chi bo|to |benh vien|dai hoc|hoc vien"
    r"|dien luc|buu dien|buu cuc|vien thong|chi nhanh|xi nghiep|nha may|nong truong|lam truong|nong lam truong|hop tac xa|htx |cang |tram |doi |ty "
    r"|bo tu lenh|su doan|trung doan|lu doan|quan khu|quan doan|binh doan|trai |nha |lien hiep|lien chi|cum |khoa "
    r"|bch |ban chap hanh |vpcp|chu tich|ubmttq|hoi dong|quy |so$)"
)
_CONTINUES = re.compile(
    r"(?:tinh|thanh pho|huyen|thi xa|quan|xa|phuong|thi tran|dac khu|va |khu vuc|tp)(?:\s|$)"
)
_YOUTH = re.compile(r"doan (?:tncs|thanh nien cong san) ho chi minh$")  # at the right, a motto
_NUMBERISH = re.compile(
    r"^\W{0,3}(?:so|s[o6])\s*:|\d+\s*/\s*[a-z]|^so \d+\s*-\s*[a-z]|^(?:so\s*)?[-–]\s?[a-z]{1,8}/[a-z]{2}"
)
_NOISE = re.compile(
    r"^(?:luu hanh|xem xong|hoa toc|thuong khan|khan|mat|toi mat|phu luc|sao y|ban sao|du thao)"
)


def issuer_fields(paper: Paper, pieces: list[Segment], limit: int) -> dict[str, Field]:
    """agency, level and parent_agency from the capitals at the top left of the head."""
    blocks = _blocks(each_apart(pieces), limit)
    if not blocks and (line := heading(pieces)):
        before = line[1]["before"]
        name = parts(before)[0]
        if name:
            place = paper.evidence(line[0].start, line[0].start + len(name))
            own = Field(name, place, 0.8 * paper.trust)
            rank = Field(str(level_of(name, "")), place, 0.75 * paper.trust)
            return {"agency": own, "level": rank, "parent_agency": Field()}
    if not blocks:
        return {"agency": Field(), "level": Field(), "parent_agency": Field()}
    own = _field(paper, blocks[-1])
    above = _field(paper, blocks[-2]) if len(blocks) > 1 else Field()
    own = _completed(paper, pieces, own)
    if above.value and any(_JOINT.search(p.bare) for p in pieces if p.start < limit):
        own, above = _together(paper, blocks[-2:], own, above), Field()
    party = any(is_party(p) for p in pieces[:12])
    level = level_of(str(own.value), str(above.value or ""), party=party)
    return {
        "agency": own,
        "parent_agency": above,
        "level": Field(str(level), own.evidence, own.confidence * 0.95),
    }


_BARE = frozenset({"uy ban nhan dan", "hoi dong nhan dan"})


def _completed(paper: Paper, pieces: list[Segment], own: Field) -> Field:
    """A committee whose head lost its second line, by the line in capitals that names who decides."""
    bare = fold(str(own.value))
    for piece in pieces if bare in _BARE else ():
        match = re.match(
            rf"(?:chu tich )?(?={bare} (?:tinh|thanh pho|huyen|thi xa|quan|xa|phuong) )", piece.bare
        )
        if match and piece.upper:
            start = piece.start + match.end()
            words = paper.value(start, piece.end).strip(" .;,:|")
            return Field(words, paper.evidence(start, piece.end), own.confidence * 0.95)
    return own


_JOINT = re.compile(
    r"^\W*(?:thong tu|nghi quyet|ke hoach|chuong trinh) lien (?:tich|nganh|bo)|/ttlt|nqlt"
)


def _together(paper: Paper, blocks: list[list[Segment]], own: Field, above: Field) -> Field:
    """The agencies that issue a joint paper, named side by side."""
    place = paper.evidence_of([(p.start, p.end) for block in blocks for p in block])
    return Field(f"{above.value} - {own.value}", place, min(own.confidence, above.confidence))


def _blocks(pieces: list[Segment], limit: int) -> list[list[Segment]]:
    """Lines in capitals before the number or the title, gathered into one block for each agency."""
    blocks: list[list[Segment]] = []
    whole = any("chu nghia viet nam" in p.bare for p in pieces if is_nation(p))
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
        of_name = whole and bool(blocks) and bare in ("viet nam", "nam")  # NGÂN HÀNG … / VIỆT NAM
        nation = is_nation(piece) and not of_name
        skip = (
            nation
            or (piece.side > 0 and _YOUTH.match(bare))
            or is_party(piece)
            or is_rule(piece)
            or stamp_line(piece)
        )
        if (
            blocks
            and not piece.side
            and _COUNTED.match(bare)
            and piece.row - blocks[-1][-1].row == 1
        ):
            blocks[-1].append(piece)  # TÒA ÁN NHÂN DÂN KHU VỰC / 1
            continue
        if skip or signed_by_line(piece) or not piece.upper or _NOISE.match(bare):
            continue
        if blocks and bare in _ORGANS:
            continue  # who acts for the body named above it, not an agency of its own
        if _STARTS.match(bare) and not (blocks and _unfinished(blocks[-1], bare)):
            blocks.append([piece])
        elif blocks and piece.row - blocks[-1][-1].row <= 2 and len(blocks[-1]) < 6:
            blocks[-1].append(piece)
    return blocks[:-1] if _stamped(pieces, blocks) else blocks


def _stamped(pieces: list[Segment], blocks: list[list[Segment]]) -> bool:
    """Whether the last block names who stamped the paper: below the nation, just above ĐẾN."""
    last = blocks[-1][-1] if len(blocks) > 1 else None
    return (
        last is not None
        and any(is_nation(p) and blocks[-2][0].start < p.start < last.start for p in pieces)
        and any(
            stamp_line(p) and 0 <= p.row - last.row <= 1 for p in pieces if p.start > last.start
        )
    )


_LOOSE_MARK = re.compile(
    "[\u02b0-\u02ff\u0300-\u036f]"
)  # a mark that recognition saw without its letter
_COUNTED = re.compile(r"\d{1,2}(?: [-–] .*)?$")


def _unfinished(block: list[Segment], bare: str) -> bool:
    """Whether the lines so far cannot stand alone, so that the next line belongs to them."""
    words = squeeze(" ".join(p.bare for p in block))
    if words in {"chu tich", "cong ty", "tong cong ty", "tap doan", "cong ty co phan", "cong ty tnhh", "uy", "uy ban", "uy ban nhan", "hoi", "hoi dong", "ban", "so", "bo", "ngan", "bao", "toa", "tong", "thuong truc", "van phong doan dbqh"}:  # fmt: skip
        return True
    if words.endswith((" va", " -", ",", "-")) or (
        words.endswith(" xa") and bare.startswith("hoi")
    ):
        return True
    return bool(re.match(r"ban nhan dan|dong nhan dan", bare))


def _field(paper: Paper, block: list[Segment]) -> Field:
    rows = [read_capitals(paper.value(p.start, p.end)).strip(" *_|") for p in block]
    if paper.restored:
        seen = [paper.evidence(p.start, p.end).words for p in block]
        rows = [not_beyond(row, words) for row, words in zip(rows, seen, strict=True)]
    if paper.recognised:
        rows = [re.sub(r"^[^\w(]+|[^\w)]+$", "", _LOOSE_MARK.sub(" ", row)) for row in rows]
        rows = [without_scrap(row) for row in rows]
    damaged = paper.recognised or paper.restored or paper.worn or any(map(torn, rows))
    return Field(
        mended(squeeze(" ".join(rows)), recognised=damaged),
        paper.evidence_of([(p.start, p.end) for p in block]),
        0.95 * paper.trust,
    )


_ORGANS = frozenset({"ban thuong truc", "ban thuong vu", "thuong truc"})


def level_of(own: str, above: str, *, party: bool = False) -> Level:
    """The level of an agency by its name and by that of the agency above it."""
    bare, over = _words(own), _words(above)
    of_party = re.compile(r"(?:tinh|thanh|huyen|thi|dang) uy\b|dang bo |chi bo ")
    if party or of_party.search(bare) or of_party.match(over):
        return Level.PARTY
    committee = re.match(rf"{_COMMITTEE} ?", bare)
    if committee:
        return _territory(bare[committee.end() :])
    if _CENTRAL.match(bare):
        return Level.CENTRAL
    local = re.match(r"cuc |chi cuc|kho bac|ngan hang|cong an|bao hiem|truong|benh vien", bare)
    if re.match(r"bo (?!chi huy)|chinh phu", over) and not local:
        return Level.CENTRAL
    ranked = _territory(re.sub(rf"^{_COMMITTEE} ?", "", over)) if over else Level.OTHER
    if re.match(r"(?:truong|cong ty|tong cong ty|tap doan|benh vien|ngan hang tmcp)", bare):
        return Level.OTHER if ranked is Level.PROVINCE or not above else ranked
    if _OF_PROVINCE.match(bare) and not re.match(r"phong ", over):
        below = ranked in (Level.DISTRICT, Level.COMMUNE) and "so" not in over.split()[:1]
        return ranked if below else _lower(bare) or Level.PROVINCIAL_BODY
    if ranked is Level.PROVINCE or re.match(r"so |thanh tra tinh|ban quan ly", over):
        return _lower(bare) or Level.PROVINCIAL_BODY
    if ranked in (Level.DISTRICT, Level.COMMUNE):
        return ranked
    if re.search(r"\btỉnh\b|\btinh\b(?<!tịnh)", _toned(own)) or CITIES.search(bare):
        return _lower(bare) or Level.PROVINCIAL_BODY
    return _lower(bare) or Level.OTHER


_COMMITTEE = (
    r"(?:chu tich )?(?:thuong truc |van phong |doan dbqh va |ban [a-z -]{3,30} )?(?:hdnd va ubnd|uy ban nhan dan|ubnd"
    r"|hoi dong nhan dan|hdnd)"
)
_CENTRAL = re.compile(
    r"(?:chinh phu|thu tuong|quoc hoi|chu tich nuoc|van phong (?:chinh phu|quoc hoi|chu tich nuoc)|bo (?!chi huy|doi|tu lenh)"
    r"|thanh tra chinh phu|uy ban thuong vu|uy ban dan toc|toa an nhan dan toi cao|vien kiem sat nhan dan toi cao"
    r"|ngan hang nha nuoc viet nam|ngan hang nha nuoc$|kiem toan nha nuoc(?! khu vuc)|bao hiem xa hoi viet nam"
    r"|tong cuc|kho bac nha nuoc$|dai (?:truyen hinh|tieng noi) viet nam|thong tan xa|vien han lam|uy ban quoc gia|ban chi dao trung uong"
    r"|uy ban trung uong|ban cong tac dai bieu|hoi dong dan toc)"
)
_OF_PROVINCE = re.compile(
    r"(?:so |thanh tra |ban |cuc |chi cuc |cong an |bo chi huy|kho bac|bao hiem xa hoi|toa an nhan dan|vien kiem sat"
    r"|uy ban mat tran|ubmttq|mat tran|trung tam|van phong|tinh doan|hoi |lien doan|lien hiep|dai |bao |hat )"
)


def _toned(name: str) -> str:
    return squeeze(one_tone_style(name)).lower()


def _words(name: str) -> str:
    """The name without marks, a place such as Tịnh Khê kept from looking like a province's word."""
    return fold(re.sub(r"\btịnh\b", "tịnhh", _toned(name)))


def _lower(bare: str) -> Level | None:
    """District or commune where the name itself says so; a body of the province otherwise."""
    if re.search(r"\b(?:huyen|thi xa|quan(?! su| ly| khu| y| doi))\b", bare):
        return Level.DISTRICT
    if re.search(r"\b(?:xa(?! hoi)|phuong|thi tran|dac khu)\b", bare):
        return Level.COMMUNE
    return None


def _territory(bare: str) -> Level:
    if re.match(r"\W*tinh\b", bare) or CITIES.search(bare):
        return Level.PROVINCE
    if re.match(r"\W*(?:huyen|thi xa|quan(?! khu| doan| su| y)|thanh pho|tp)\b", bare):
        return Level.DISTRICT
    if re.match(r"\W*(?:xa|phuong|thi tran|dac khu)\b", bare):
        return Level.COMMUNE
    return Level.PROVINCE if re.search(r"\btinh\b", bare) else Level.OTHER


def province_of(agency: str, above: str) -> str:
    """The province that the head names ("Tỉnh Quảng Ngãi"), empty when it names none."""
    for words in (above, agency):
        match = re.search(r"(?i)\btỉnh\s+(.+)$", one_tone_style(words))
        if match:
            return "Tỉnh " + squeeze(match[1].split(",")[0])
        city = CITIES.search(fold(one_tone_style(words)))
        if city:
            return squeeze(words[city.start() : city.end()])
    return ""
