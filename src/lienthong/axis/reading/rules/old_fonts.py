"""Text of the font encodings before Unicode: TCVN3 (.VnTime) and VNI (VNI-Times), in files to about 2010.

TCVN 5712:1993 is read byte by byte; VNI writes a mark behind its letter. Which one a file has is told
by words that stand in every paper. The fonts of capitals (.VnTimeH) store small letters: what stands in
capitals by Annex I (national name, agency, type, post) is raised again, letter for letter.
"""

import re
from collections.abc import Callable

from .letters import fold, one_tone_style
from .lexicon import POST
from .types import type_names

_TCVN3 = {
    "¡": "Ă", "¢": "Â", "£": "Ê", "¤": "Ô", "¥": "Ơ", "¦": "Ư", "§": "Đ", "¨": "ă", "©": "â", "ª": "ê", "«": "ô",
    "¬": "ơ", "\u00ad": "ư", "®": "đ", "µ": "à", "¶": "ả", "·": "ã", "¸": "á", "¹": "ạ", "»": "ằ", "¼": "ẳ",
    "½": "ẵ", "¾": "ắ", "Æ": "ặ", "Ç": "ầ", "È": "ẩ", "É": "ẫ", "Ê": "ấ", "Ë": "ậ", "Ì": "è", "Î": "ẻ", "Ï": "ẽ",
    "Ð": "é", "Ñ": "ẹ", "Ò": "ề", "Ó": "ể", "Ô": "ễ", "Õ": "ế", "Ö": "ệ", "×": "ì", "Ø": "ỉ", "Ü": "ĩ", "Ý": "í",
    "Þ": "ị", "ß": "ò", "á": "ỏ", "â": "õ", "ã": "ó", "ä": "ọ", "å": "ồ", "æ": "ổ", "ç": "ỗ", "è": "ố", "é": "ộ",
    "ê": "ờ", "ë": "ở", "ì": "ỡ", "í": "ớ", "î": "ợ", "ï": "ù", "ñ": "ủ", "ò": "ũ", "ó": "ú", "ô": "ụ", "õ": "ừ",
    "ö": "ử", "÷": "ữ", "ø": "ứ", "ù": "ự", "ú": "ỳ", "û": "ỷ", "ü": "ỹ", "ý": "ý", "þ": "ỵ",
}  # fmt: skip
_VNI = {
    **dict(zip(("aø", "aù", "aû", "aõ", "aï"), "àáảãạ", strict=True)),
    **dict(zip(("aâ", "aà", "aá", "aå", "aã", "aä"), "âầấẩẫậ", strict=True)),
    **dict(zip(("aê", "aè", "aé", "aú", "aü", "aë"), "ăằắẳẵặ", strict=True)),
    **dict(zip(("eø", "eù", "eû", "eõ", "eï"), "èéẻẽẹ", strict=True)),
    **dict(zip(("eâ", "eà", "eá", "eå", "eã", "eä"), "êềếểễệ", strict=True)),
    **dict(zip("ìíæóò", "ìíỉĩị", strict=True)),
    **dict(zip(("oø", "où", "oû", "oõ", "oï"), "òóỏõọ", strict=True)),
    **dict(zip(("oâ", "oà", "oá", "oå", "oã", "oä"), "ôồốổỗộ", strict=True)),
    **dict(zip(("ô", "ôø", "ôù", "ôû", "ôõ", "ôï"), "ơờớởỡợ", strict=True)),
    **dict(zip(("uø", "uù", "uû", "uõ", "uï"), "ùúủũụ", strict=True)),
    **dict(zip(("ö", "öø", "öù", "öû", "öõ", "öï"), "ưừứửữự", strict=True)),
    **dict(zip(("yø", "yù", "yû", "yõ", "î"), "ỳýỷỹỵ", strict=True)),
    "ñ": "đ",
}  # fmt: skip
_VNI |= {key.upper(): value.upper() for key, value in _VNI.items()}
_VNI |= {key.capitalize(): value.upper() for key, value in _VNI.items() if key.islower()}
_VNI_KEYS = re.compile("|".join(sorted(_VNI, key=len, reverse=True)))
_COMMON = {
    "tcvn3": re.compile(
        r"(?<!\w)(?:vµ|c¸c|ngµy|cña|nh©n|d©n|viÖc|tØnh|®­îc|§éc|lËp|H¹nh|quyÕt|QuyÕt|®Þnh|thùc|hiÖn|th¸ng|n¨m|Céng|céng|ViÖt)(?!\w)"
    ),
    "vni": re.compile(
        r"(?<!\w)(?:vaø|caùc|ngaøy|cuûa|nhaân|daân|vieäc|tænh|ñöôïc|Ñoäc|laäp|Haïnh|phuùc|thöïc|hieän|thaùng|naêm|COÄNG|HOÄI|VIEÄT)(?!\w)"
    ),
}
_UNICODE = re.compile("[\u1ea0-\u1ef9\u01a0-\u01b0\u0102\u0103\u0110\u0111\u0300-\u0323]")
_ENOUGH = 4


def scheme(text: str) -> str | None:
    """Which old encoding a text has ("tcvn3", "vni"), None for Unicode."""
    for name, words in _COMMON.items():
        seen = set(words.findall(text[:20_000]))
        if len(seen) >= _ENOUGH:
            return name
    return None


def decoded(text: str, name: str) -> str:
    """The text in Unicode; lines (or words) that are Unicode already stay."""
    turn: Callable[[str], str] = _from_tcvn3 if name == "tcvn3" else _from_vni
    return "\n".join(line if _UNICODE.search(line) else turn(line) for line in text.split("\n"))


def _from_tcvn3(line: str) -> str:
    return "".join(_TCVN3.get(char, char) for char in line)


def _from_vni(line: str) -> str:
    return _VNI_KEYS.sub(lambda match: _VNI[match.group()], line)


_NATION = "cong hoa xa hoi chu nghia viet nam"
_GAP = re.compile(r"\s{2,}|\t|(?=Cộng hòa xã hội chủ)")
_HEAD = 14
_OF_HEAD = re.compile(r"\d|:|v/v|,\s*ngay|doc lap|^[-–*]")
_SIGNS = re.compile(
    rf"(?:(?:T/?M|KT|TL|TUQ|Q)\s*\.\s*\S.*|(?:{POST})(?!\w)[^,;.:]{{0,60}})", re.IGNORECASE
)
_RECIPIENTS = re.compile(r"\s*noi nhan")


def raised(text: str) -> str:
    """The text with its capitals where a font of capitals stored small letters; no place moves."""
    lines = text.split("\n")
    nation = [i for i, line in enumerate(lines[:_HEAD]) if _NATION in fold(one_tone_style(line))]
    if not nation or ("CỘNG" in lines[nation[0]].upper() and "CỘNG" in lines[nation[0]]):
        return text
    kinds = {fold(name) for name in type_names()} | {"quyet nghi"}
    head, foot = True, False
    for i, line in enumerate(lines):
        bare = fold(one_tone_style(line)).strip(" .:")
        foot = foot or bool(_RECIPIENTS.match(bare))
        if bare in kinds and len(line.split()) <= 4:
            lines[i], head = line.upper(), False
        elif head and i < nation[0] + _HEAD:
            lines[i] = _each(line, lambda piece: not _OF_HEAD.search(fold(piece)))
        elif foot:
            lines[i] = _each(line, lambda piece: bool(_SIGNS.fullmatch(piece.strip())))
        elif i < nation[0] + 2 * _HEAD and _issuer(bare):
            lines[i] = line.upper()
    return "\n".join(lines)


def _each(line: str, wanted: Callable[[str], bool]) -> str:
    """The line with its wanted columns in capitals."""
    out, at = [], 0
    for gap in [*_GAP.finditer(line), None]:
        stop = gap.start() if gap else len(line)
        piece = line[at:stop]
        out.append(piece.upper() if wanted(piece) else piece)
        if gap:
            out.append(gap.group())
            at = gap.end()
    return "".join(out)


def _issuer(bare: str) -> bool:
    """A line under the title that only names who decides."""
    return bool(
        re.fullmatch(
            r"(?:chu tich )?(?:uy ban|hoi dong) nhan dan [a-z ]{3,40}|giam doc so [a-z ]{3,40}",
            bare,
        )
    )
