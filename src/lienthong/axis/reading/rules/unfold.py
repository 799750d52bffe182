"""A head that lost its line breaks ("UBND TỈNH X CỘNG HÒA … Số: 1/SYT-VP … Kính gửi: …") on one line.

Text taken out of files often comes so. Lines are broken again where the fixed parts of the head
stand (boxes 1 to 9a of Annex I, Decree 30/2020); a space becomes the end of a line, nothing moves.
"""

import re

from .letters import UPPER

_HEAD = 1500  # letters: where the head of a paper must stand
_LONG = 150  # a line of a head is never so long
_NATION = re.compile(r"CỘNG H(?:ÒA|OÀ) XÃ HỘI CHỦ NGHĨA VIỆT NAM")
_BREAKS = re.compile(
    r" (?=CỘNG H(?:ÒA|OÀ) XÃ HỘI|Độc lập ?[-–] ?Tự do|Số ?: ?\d|V/v |Kính gửi ?:)"
    r"|(?<=CHỦ NGHĨA VIỆT NAM) |(?<=Hạnh phúc) |(?<=Hạnh Phúc) "
    r"|(?<=năm \d{4}) (?=\S)"
    r"| (?=(?:QUYẾT ĐỊNH|CHỈ THỊ|KẾ HOẠCH|THÔNG BÁO|CÔNG ĐIỆN|HƯỚNG DẪN|TỜ TRÌNH|BÁO CÁO|NGHỊ QUYẾT)(?!\w))"
)
_LISTED = re.compile(
    r"^[ ]*1[.] (?=[A-ZĐ]{2})"
)  # a site took the whole paper for the point of a list


_BESIDE = re.compile(
    r"CHỦ NGHĨA VIỆT NAM (?=Độc lập)|(?<=\S) -{3,}$|Số ?: ?\d[^\n]{0,40} (?=V/v )|năm \d{4} (?=Kính gửi)",
    re.MULTILINE,
)  # two fixed parts of a head on one line, one blank between them
_PLACE = r"[A-ZĐ]\w+(?: [A-ZĐ]\w+){0,3}, ngày \d"
_WITHIN = re.compile(
    rf"(?m)^(?!{_PLACE})(?P<before>\S.*?) (?={_PLACE})|(?<=[.:]) (?=[{UPPER}][{UPPER} ,.-]{{4,80}} -{{3,}}$)| (?=-{{3,}}$)"
)  # where the place, the agency and the rule under it begin
_GATE = re.compile(r"Kính gửi ?:|(?m:^)Căn cứ ")


_LABEL = re.compile(
    r"(?m)^(?:Quyết định|Công văn|Chỉ thị|Kế hoạch|Thông báo|Nghị quyết|Hướng dẫn|Công điện) \d+/[\w-]+ năm \d{4}\. (?=Điều \d|[IVX]+\.|CHƯƠNG|PHỤ)"
)
_PART_LABEL = re.compile(rf"(?m)^[{UPPER} ]{{6,60}}\. (?=[IVX]{{1,5}}\. )")
_STUCK = re.compile(r"(?m)^([ ]*Số ?: ?\d[\w/.-]*?[A-ZĐ])(?=V/v\s)")  # "VPCP-NNV/v xử lý"


def parted(text: str) -> str:
    """The text with the lines of its head, when some of them ran together."""
    text = _STUCK.sub(r"\1\n", text)
    label = _LABEL.search(text)
    if label and text.count(label[0]) > 2:
        # a collection put the names of the paper and of its part before each of its parts
        text = _PART_LABEL.sub("", text.replace(label[0], ""))
    nation = _NATION.search(text[:_HEAD])
    if not nation or len(_BESIDE.findall(text[:_HEAD])) < 2:
        return text
    gate = _GATE.search(text, nation.end(), nation.end() + _HEAD)
    end = gate.end() if gate else min(len(text), nation.end() + _HEAD // 2)
    head = _WITHIN.sub(lambda m: f"{m['before'] or ''}\n", _BREAKS.sub("\n", text[:end]))
    return head + text[end:]


def unfolded(text: str) -> str:
    """The text with the lines of its head, when all of the head stands on one line."""
    nation = _NATION.search(text[:_HEAD])
    if not nation:
        return text
    start = text.rfind("\n", 0, nation.start()) + 1
    stop = text.find("\n", nation.end())
    stop = min(len(text) if stop < 0 else stop, start + _HEAD)
    if stop - nation.end() < _LONG or not re.search(r"Số ?: ?\d", text[start:stop]):
        return text
    gate = re.search(
        r"Kính gửi ?:|Căn cứ |QUYẾT ĐỊNH|CHỈ THỊ|KẾ HOẠCH|THÔNG BÁO|CÔNG ĐIỆN|HƯỚNG DẪN|TỜ TRÌNH|BÁO CÁO|NGHỊ QUYẾT",
        text[nation.end() : stop],
    )
    end = nation.end() + gate.end() if gate else stop
    head = _LISTED.sub(lambda m: " " * len(m[0]), text[start:end])
    return text[:start] + _BREAKS.sub("\n", head) + text[end:]


_FIRST = re.compile(r"(?<=:) (?=(?P<open>\(?)(?P<label>1|a)(?P<close>[.)]) ?[^\W\d_]{2})")


_RUNS_INTO_BODY = re.compile(
    r"(?m)(?<=Trung ương) (?=(?:Trong thời gian|Thực hiện|Căn cứ|Để|Ngày)\s)|(?<=[.;]) (?=(?:Thực hiện|Căn cứ|Theo|Ngày|Để|Nhằm|Tiếp theo|Hiện nay|Vừa qua|Trong thời gian|Trong những|Triển khai|Qua|Sau khi)\s\S)"
)
_TO_WHOM = re.compile(r"(?m)^[ ]*Kính gửi ?:[^\n]{160,}$")


def addressed(text: str) -> str:
    """The text with the body on a line of its own where it ran into the line of the addressees."""
    return _TO_WHOM.sub(lambda m: _RUNS_INTO_BODY.sub("\n", m[0], count=1), text)


_LONE_MARK = re.compile(
    r"(?m)^([ ]*(?:[-–+•*]|[IVX]{1,5}[.)]|\d{1,2}(?:\.\d{1,2}){0,2}[.)]|[a-zđ]\)))[ ]*(?:\n[ ]*)+(?=(?!S[ốỐ]\W)[^\W\d_]{2})"
)


def marked(text: str) -> str:
    """The text with the mark of a point on the line of its words; nothing moves."""
    return _LONE_MARK.sub(lambda m: m[1] + " " * (len(m[0]) - len(m[1])), text)


def unlisted(text: str) -> str:
    """The text with each point of a list on a line of its own: "đề nghị: (1) Rà soát …; (2) Lập …"."""
    out, at = [], 0
    for first in _FIRST.finditer(text):
        if first.start() < at or (first["open"] and first["close"] != ")"):
            continue
        places = [first.start()]
        stop = text.find("\n", first.end())
        stop = len(text) if stop < 0 else stop
        labels = "23456789" if first["label"] == "1" else "bcdđeghi"
        for label in labels:
            mark = re.escape(f"{first['open']}{label}{first['close']}")
            found = re.compile(rf"(?<=[;.,]) (?={mark} ?[^\W\d_]{{2}})").search(
                text, places[-1] + 2, stop
            )
            if found is None:
                break
            places.append(found.start())
        if len(places) > 1:
            for place in places:
                out.append(text[at:place])
                at = place + 1
    return "\n".join([*out, text[at:]])
