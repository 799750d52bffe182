"""The foot of a paper: recipients, filing, signer, drafter's mark, copies, annexes (boxes 7, 9b, 12).

Two columns stand side by side here too: recipients on the left, the signer on the right.
"""

import re
from dataclasses import dataclass

from .letters import LETTER, UPPER, squeeze, trim
from .lines import Segment
from .page import Paper
from .people import may_be_person
from .reading import Field
from .repair import is_syllable

_RECIPIENTS = re.compile(r"^\W{0,4}Nơi\s*(?:\S\s+)?(?:nhận|gửi)\s*[:;.]?\s*", re.IGNORECASE)
_AUTHORITY = re.compile(
    rf"(?<![\w.])(?P<mark>(?:TM|KT|TL|TUQ|T\.L|K\.T|T\.M|Q)(?=\s?\.)|[TK]/[MTL](?=[\s.]))\s?\.?\s*(?=[{UPPER}(])"
)
_FILED = re.compile(r"^\W{0,3}Lưu\s*[:;]?\s*", re.IGNORECASE)
_SAME = re.compile(r"^\W{0,3}(?:Như\s+(?:trên|kính gửi|đề gửi))", re.IGNORECASE)
_ARTICLE = re.compile(r"^\W{0,3}Như\s+(?:Khoản \d+\s+)?Điều\s+(\d+)", re.IGNORECASE)
_MARK = re.compile(r"(?<![\w/,] )(?<![\w/])(?P<mark>[A-ZĐ][A-Za-zĐđ]{0,7}\.?\s?\(\s?\d{2,4}\s?\))")
_NAME = re.compile(
    rf"^(?:(?:PGS|GS|TS|ThS|BS|Ths|Đại tá|Thượng tá|Thiếu tướng|Đại úy)\.?\s?)*(?P<name>[{UPPER}][{LETTER}]*(?:\s+[{UPPER}][{LETTER}]*){{1,5}})(?P<sample>\s*\(mẫu\))?$"
)
_SIGNED = re.compile(
    r"^\W*\(?\s*(?:đã ký|da ky|chữ ký|ký tên|ký, đóng dấu|ký)[^)]{0,60}\)?\W*$", re.IGNORECASE
)
_COPY = re.compile(
    r"^\W*(?P<form>SAO Y|SAO LỤC|TRÍCH SAO|SAO Y BẢN CHÍNH)\b(?P<rest>.*)$|^\W*(?P<e>Sao y|Sao lục|Trích sao)\s*[;,:](?P<by>[^;,\n]{4,90})"
)
_ANNEX = re.compile(r"^\W{0,3}(?:PHỤ LỤC|Phụ lục)(?:\s+(?P<no>[IVXL]{1,6}|\d{1,2}))?\W*$")
_POST = re.compile(
    r"^(?:PHÓ |QUYỀN |Q\. ?)?(?:CHỦ TỊCH|CHÁNH|GIÁM ĐỐC|BỘ TRƯỞNG|THỨ TRƯỞNG|CHỦ NHIỆM|TRƯỞNG|CỤC TRƯỞNG|THỦ TƯỚNG|TỔNG|VỤ TRƯỞNG"
    r"|BÍ THƯ|VIỆN TRƯỞNG|HIỆU TRƯỞNG|CHI CỤC|CHỈ HUY|THỦ TRƯỞNG|ỦY VIÊN|UỶ VIÊN|TƯ LỆNH|THỐNG ĐỐC|CHÁNH ÁN)"
)


@dataclass(frozen=True)
class Foot:
    """What the foot holds; `article` is the number in "Như Điều n"."""

    fields: dict[str, Field]
    cc: list[tuple[int, int]]
    article: str | None
    same: bool
    start: int
    recipients_span: tuple[int, int] | None


def read_foot(paper: Paper, pieces: list[Segment], body_start: int) -> Foot:
    """Everything after the body; `pieces` are those of the whole paper."""
    tail = [p for p in pieces if p.start >= body_start]
    at = _recipients_at(tail)
    signer, signer_start = _signer(paper, tail, at)
    annexes, annex_start = _annexes(paper, tail, at)
    fields = {"signer": signer[0], "on_behalf_of": signer[1], "annexes": annexes}
    fields["copy_of"] = _copy_of(paper, pieces)
    items, span = _items(paper, tail, at, annex_start)
    fields["filed_at"], fields["drafter_mark"] = _filing(paper, items, tail, at)
    article = next((m[1] for a, b in items if (m := _ARTICLE.match(paper.text[a:b]))), None)
    same = any(_SAME.match(paper.text[a:b]) for a, b in items)
    cc = [(a, b) for a, b in items if _is_other(paper.text[a:b])]
    starts = [tail[at].start] if at is not None else []
    starts += [s for s in (signer_start, annex_start) if s is not None]
    return Foot(
        fields,
        cc,
        article,
        same,
        min(starts, default=tail[-1].end if tail else len(paper.text)),
        span,
    )


def _is_other(text: str) -> bool:
    plain = not (_SAME.match(text) or _ARTICLE.match(text) or _FILED.match(text))
    return plain and bool(re.search(rf"[{LETTER}]{{2}}", text))


def _recipients_at(tail: list[Segment]) -> int | None:
    """The place of the last line that opens with "Nơi nhận"."""
    found = [i for i, piece in enumerate(tail) if _RECIPIENTS.match(piece.text)]
    with_items = [
        i for i in found if any("-" in p.text[:4] for p in tail[i : i + 4]) or ":" in tail[i].text
    ]
    return with_items[0] if with_items else None


def _items(
    paper: Paper, tail: list[Segment], at: int | None, annex_start: int | None
) -> tuple[list[tuple[int, int]], tuple[int, int] | None]:
    """The spans of the recipients: dashed lines of the left column."""
    if at is None:
        return [], None
    head = _RECIPIENTS.match(tail[at].text)
    start = tail[at].start + (head.end() if head else 0)
    spans = [(start, _cut_right(paper, start, tail[at].end))]
    for piece in tail[at + 1 : at + 80]:
        if annex_start is not None and piece.start >= annex_start:
            break
        dash = re.match(r"\W{0,2}[-–—+•]\s*", piece.text)
        if dash:
            a = piece.start + dash.end()
            spans.append((a, _cut_right(paper, a, piece.end)))
        elif (
            _AUTHORITY.match(piece.text)
            or piece.upper
            or _NAME.match(piece.text)
            or _SIGNED.match(piece.text)
        ):
            continue
        elif piece.text[:1].islower() or (_unfinished(paper, spans[-1]) and piece.side == 0):
            spans[-1] = (spans[-1][0], _cut_right(paper, piece.start, piece.end))
    out = []
    for a, b in spans:
        out.extend(_by_semicolon(paper, a, b))
    end = max((b for _, b in out), default=start)
    return out, (tail[at].start, end)


def _unfinished(paper: Paper, span: tuple[int, int]) -> bool:
    return span[1] > span[0] and paper.text[span[1] - 1] in ",:-"


def _by_semicolon(paper: Paper, start: int, end: int) -> list[tuple[int, int]]:
    out, at = [], start
    for match in [*re.finditer(r";\s*(?:[-–]\s*)?", paper.text[start:end]), None]:
        stop = start + match.start() if match else end
        a, b = trim(paper.text, at, stop, " .;-–\t")
        if b > a and re.search(r"\w", paper.text[a:b]):
            out.append((a, b))
        at = start + match.end() if match else end
    return out


def _cut_right(paper: Paper, start: int, end: int) -> int:
    """The end of the left column where the signer's capitals share the line."""
    text = paper.text[start:end]
    match = _AUTHORITY.search(text)
    if match:
        return start + match.start()
    capitals = re.search(
        r"(?<=[;.,:])\s+(?:PHÓ )?(?:CHỦ TỊCH|CHÁNH VĂN PHÒNG|GIÁM ĐỐC|BỘ TRƯỞNG)\b", text
    )
    return start + capitals.start() if capitals else end


def _filing(
    paper: Paper, items: list[tuple[int, int]], tail: list[Segment], at: int | None
) -> tuple[Field, Field]:
    filed = Field()
    for a, b in items:
        match = _FILED.match(paper.text[a:b])
        if match:
            words = squeeze(paper.text[a + match.end() : b])
            words = _MARK.sub("", words).strip(" .,;")
            filed = Field(words or None, paper.evidence(a, b), 0.95 * paper.trust)
    for piece in tail[at:] if at is not None else []:
        match = _MARK.search(piece.text)
        if match:
            a = piece.start + match.start("mark")
            return filed, Field(
                squeeze(match["mark"]), paper.evidence(a, a + len(match["mark"])), 0.85
            )
    return filed, Field()


def _signer(
    paper: Paper, tail: list[Segment], at: int | None
) -> tuple[tuple[Field, Field], int | None]:
    """The signer: authority, post, name; and in whose name he signs."""
    first = _first_authority(paper, tail, at)
    if first is None:
        return (Field(), Field()), None
    i, offset = first
    rows = [(tail[i].start + offset, tail[i].end)]
    side = tail[i].side
    for piece in tail[i + 1 : i + 40]:
        if _ANNEX.match(piece.text):
            break
        words = squeeze(piece.text)
        if _NAME.match(words) and not piece.upper and not _RECIPIENTS.match(words):
            rows.append((piece.start, piece.end))
            break
        right = _right_part(piece)
        if right is not None:
            rows.append((piece.start + right, piece.end))
        elif (
            _NAME.match(words)
            and piece.upper
            and (side == 0 or piece.side)
            and len(rows) > 1
            and not _POST.match(words)
        ):
            rows.append((piece.start, piece.end))
            break
    if not any(_NAME.match(squeeze(paper.text[a:b])) for a, b in rows[1:]):
        rows += _late_name(tail, i)
    return _compose(paper, rows), rows[0][0]


_LATE_NAME = re.compile(
    rf"[.;,)]\s+(?=(?:[{UPPER}][{LETTER}]+\s+){{1,4}}[{UPPER}][{LETTER}]+(?:\s*\(mẫu\))?$)"
)


def _late_name(tail: list[Segment], i: int) -> list[tuple[int, int]]:
    """The signer's name behind a recipient on a line whose columns ran together."""
    for piece in tail[i + 1 : i + 16]:
        match = _LATE_NAME.search(piece.text)
        if match and _LIST_LINE.match(piece.text):
            return [(piece.start + match.end(), piece.end)]
    return []


_LIST_LINE = re.compile(r"\W{0,3}[-–+•]|\W{0,3}Lưu\b")


def _right_part(piece: Segment) -> int | None:
    """Where the words of authority or post begin in a line; None when the line has none."""
    match = _AUTHORITY.search(piece.text)
    if match:
        return match.start()
    if (
        piece.upper
        and len(piece.text) < 70
        and (
            _POST.match(piece.text.strip())
            or re.match(r"(?:TỈNH|HUYỆN|THÀNH PHỐ|XÃ|PHƯỜNG|VÀ|VĂN PHÒNG)\s", piece.text)
        )
    ):
        return 0
    after = re.search(
        rf"[;.:,]\s+(?=(?:PHÓ )?(?:CHỦ TỊCH|CHÁNH|GIÁM ĐỐC|TRƯỞNG|BỘ TRƯỞNG)\b[{UPPER} ]*$)",
        piece.text,
    )
    return after.end() if after else None


def _first_authority(paper: Paper, tail: list[Segment], at: int | None) -> tuple[int, int] | None:
    stop = at if at is not None else len(tail)
    ended = [i for i, piece in enumerate(tail) if "./." in piece.text and i < stop + 20]
    low = ended[-1] if ended else max(0, stop - 6)
    for i in range(low, len(tail)):
        match = _AUTHORITY.search(tail[i].text)
        if match and _capitals(tail[i].text[match.start() :]):
            return i, match.start()
        if (
            at is not None
            and _POST.match(tail[i].text)
            and tail[i].upper
            and len(tail[i].text) < 60
        ):
            return i, 0
    if at is None:
        ending = [i for i, p in enumerate(tail) if "./." in p.text]
        for i in range((ending[-1] + 1) if ending else max(0, len(tail) - 5), len(tail)):
            if tail[i].upper and _POST.match(tail[i].text) and len(tail[i].text) < 60:
                return i, 0
    return None


def _capitals(text: str) -> bool:
    letters = [c for c in text if c.isalpha()]
    return bool(letters) and sum(c.isupper() for c in letters) > 0.8 * len(letters)


_WITH_POST = re.compile(
    r"(?P<whom>(?:CHÍNH PHỦ|ỦY BAN NHÂN DÂN|UỶ BAN NHÂN DÂN|UBND|HỘI ĐỒNG NHÂN DÂN|ĐẢNG ỦY|BAN THƯỜNG VỤ|BAN THƯỜNG TRỰC|BAN CHẤP HÀNH|TỈNH ỦY)[^,.]{0,40}?)\s+"
    r"(?P<post>(?:PHÓ )?(?:THỦ TƯỚNG|CHỦ TỊCH|BÍ THƯ))$"
)


def _compose(paper: Paper, rows: list[tuple[int, int]]) -> tuple[Field, Field]:
    marks: list[tuple[str, str, tuple[int, int]]] = []
    post, name = None, None
    for a, b in rows:
        words = squeeze(paper.text[a:b])
        match = _AUTHORITY.match(words)
        who = _NAME.match(words)
        if match:
            mark = re.sub(r"[^A-Z]", "", match["mark"]) + "."
            whom = words[match.end() :].strip(" .")
            both = _WITH_POST.match(whom) if mark != "KT." and mark != "Q." else None
            if both:
                whom, post = both["whom"], both["post"]
            marks.append((mark, whom, (a, b)))
        elif (who and (words != words.upper() or not _POST.match(words)) and post) or (
            who and marks and words != words.upper()
        ):
            name = squeeze(who["name"] + (who["sample"] or ""))
            if paper.restored:  # a person's name is what the page shows, never a likely word
                shown = paper.evidence(a, b).words.strip(" .,")
                whole = all(map(is_syllable, shown.split()))
                whole = whole and (paper.source.text.isascii() or may_be_person(shown))
                name = shown if whole else None
        elif re.match(r"(?:TỈNH|HUYỆN|THÀNH PHỐ|XÃ|PHƯỜNG|VÀ)\s", words) and marks and not post:
            mark, whom, span = marks[-1]
            marks[-1] = (mark, f"{whom} {words}", span)
        elif _POST.match(words) or (marks and words == words.upper()):
            post = words if post is None else post
    if not (marks or post):
        return Field(), Field()
    authority = marks[-1][0] if marks else None
    if post is None and marks and marks[-1][0] == "Q.":
        post = marks[-1][1]
    value = {"name": name, "post": post, "authority": authority}
    sure = (0.95 if name else 0.8) * paper.trust
    behalf = (
        Field(marks[0][1] or None, paper.evidence(*marks[0][2]), 0.95 * paper.trust)
        if marks
        else Field()
    )
    return Field(value, paper.evidence_of(rows), sure), behalf


def _copy_of(paper: Paper, pieces: list[Segment]) -> Field:
    for i, piece in enumerate(pieces):
        match = _COPY.match(piece.text)
        if not match or len(piece.text) > 140:
            continue
        if match["form"] and (not piece.upper or len(match["rest"].strip()) > 30):
            continue
        by = squeeze(match["by"]) if match["by"] else None
        if by is None:
            near = [
                p
                for p in pieces[max(0, i - 3) : i + 3]
                if p.upper and p is not piece and re.match(r"(?:VĂN PHÒNG|ỦY BAN|UBND|SỞ)", p.text)
            ]
            by = squeeze(near[0].text) if near else None
        form = squeeze(match["form"] or match["e"]).upper()
        return Field({"form": form, "by": by}, paper.evidence(piece.start, piece.end), 0.85)
    return Field()


def _annexes(paper: Paper, tail: list[Segment], at: int | None) -> tuple[Field, int | None]:
    """Annexes in the same file, told by their own heading after the foot."""
    found, spans = [], []
    for i, piece in enumerate(tail):
        match = _ANNEX.match(piece.text)
        if not match or (at is not None and i < at) or (at is None and not _after_end(tail, i)):
            continue
        title = tail[i + 1].text if i + 1 < len(tail) and tail[i + 1].upper else None
        found.append({"number": match["no"], "title": squeeze(title) if title else None})
        spans.append((piece.start, piece.end))
    if not found:
        return Field(), None
    place = paper.evidence(spans[0][0], spans[0][1])
    return Field(found, place, 0.9 * paper.trust), spans[0][0]


def _after_end(tail: list[Segment], i: int) -> bool:
    return any("./." in piece.text for piece in tail[:i])
