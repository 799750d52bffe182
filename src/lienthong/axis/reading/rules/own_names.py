"""The names that a paper itself gives its parties: addressees, and the heads of its points.

Where most points of a part open with the name of who acts, the others do too, though no dictionary
knows their form ("1. Sở Y tế: …", "2. Giáo viên chủ nhiệm: …").
"""

import re
from collections.abc import Iterable, Iterator

from .addressees import Item
from .body_words import BODY_KIND, STOP_LOWER
from .directory import plain
from .letters import UPPER
from .lexicon import opens_with_verb
from .names import AGENCY, Name, names_at
from .outline import Node
from .page import Paper

_NO_NAME = re.compile(
    r"(?:Về|Mục|Nội dung|Thời gian|Địa điểm|Kinh phí|Đối tượng|Thành phần|Yêu cầu|Nguyên tắc|Nguồn|Công tác|Việc|Hình thức|Phương thức|Mức|Số|Tiến độ"
    r"|Chế độ|Kết quả|Tình hình|Nhiệm vụ|Giải pháp|Chỉ tiêu|Tiêu chí|Bước|Giai đoạn|Đợt|Quý|Tháng|Năm|Điều kiện|Hồ sơ|Trình tự|Phạm vi|Quy mô|Đối với|Trong|Tại"
    r"|Tổ chức thực hiện|Phân công|Trách nhiệm|Báo cáo|Quan điểm|Cơ sở|Căn cứ|Lĩnh vực|Công trình|Dự án|Hạng mục|Hoạt động|Chương trình|Kế hoạch|Đề án|Nghị|Luật|Quyết|Chỉ thị)(?!\w)",
    re.IGNORECASE,
)
_WORKS = re.compile(
    r"(?<!\w)(?:có trách nhiệm|có nhiệm vụ|triển khai|thực hiện|giao|yêu cầu|tham mưu|phải|cần|căn cứ|tiếp tục|đẩy mạnh|tăng cường)(?!\w)",
)
_WORK = re.compile(r"tổ chức thực hiện|phân công|trách nhiệm|triển khai|nhiệm vụ", re.IGNORECASE)
_ORDERS = re.compile(
    r"(?:yêu cầu|chỉ thị|giao nhiệm vụ|phân công|chỉ đạo|kết luận|đề nghị)[^.]{0,120}:\s*$",
    re.IGNORECASE,
)
_ABBREVIATED = re.compile(
    r"\s*(?:\([^()]{2,40}\)|[-–] (?:cơ quan |đơn vị )?(?:đầu mối|thường trực|chủ trì))$"
)  # "… (CDC)", "… (cơ quan thường trực)"
_ITEM = re.compile(r"(?:Như|Lưu)\s", re.IGNORECASE)


def addressed(items: Iterable[Item]) -> Iterator[str]:
    """The addressees whose whole words are not yet a known form of name."""
    for item in items:
        words = item.words.strip(" .;,:")
        if _ITEM.match(words) or ":" in words or not 2 <= len(words.split()) <= 16:
            continue
        if names_at(words, 0)[1] < len(words):
            yield words


_SHORT = {
    "giáo dục và đào tạo": ("gdđt", "gd đt", "gd-đt", "giáo dục - đào tạo", "giáo dục-đào tạo"),
    "tài nguyên và môi trường": ("tnmt", "tn mt"), "thông tin và truyền thông": ("tttt", "tt tt"),
    "lao động - thương binh và xã hội": ("lđtbxh", "lđ-tbxh", "lđtb xh", "lao động-thương binh và xã hội"),
    "nông nghiệp và phát triển nông thôn": ("nnptnt", "nn ptnt", "nông nghiệp và ptnt"),
    "văn hóa, thể thao và du lịch": ("vhttdl", "vhtt dl", "vh,tt dl"),
    "kế hoạch và đầu tư": ("khđt", "kh đt"), "khoa học và công nghệ": ("khcn", "kh cn"),
    "giao thông vận tải": ("gtvt",), "nông nghiệp và môi trường": ("nnmt", "nn mt"),
}  # fmt: skip
_AT_LEVEL = re.compile(r"^(.* (?:tỉnh|huyện|thành phố|thị xã|quận|xã|phường)) .*$")


_PLACE = re.compile(r" (?:tỉnh|huyện|thành phố|thị xã|quận|xã|phường)(?: .*)?$")


def other_forms(own: str) -> set[str]:
    """The ways in which a body's own papers shorten its name: by letters, and without its place."""
    out = {own, _AT_LEVEL.sub(r"\1", own)}
    if own.startswith(("sở ", "phòng ", "chi cục ")):
        out.add(_PLACE.sub("", own))
    for full, short in _SHORT.items():
        for form in (full, *short):
            if form in own:
                out |= {own.replace(form, other) for other in (full, *short)}
    return out


def is_own(body: str, issuers: frozenset[str]) -> bool:
    """Whether a name is one of the issuer's, or that with the place it does not carry in the head."""
    if body in issuers:
        return True
    level = re.search(r" (?:tỉnh|huyện|thành phố|thị xã|quận|xã|phường)(?: |$)", body)
    kind = body[: level.start()] if level else ""
    return len(kind.split()) > 1 and kind in issuers


_SPEAKS = re.compile(
    r"\s+(?:(?:xin|kính|trân trọng|đã|rất) )*(?:đề nghị|yêu cầu|thông báo|nhận được|có ý kiến|hướng dẫn|trả lời|kính mời|mong)(?!\w)"
)


_OPENING = re.compile(rf"(?<=[.;,:/]) +(?=[{UPPER}])|^[ ]*(?=[{UPPER}])", re.MULTILINE)


def speakers(paper: Paper, start: int, end: int, told: Iterable[Name]) -> frozenset[str]:
    """Who asks and tells in a body whose head does not say whose paper it is; never an addressee."""
    out: set[str] = set()
    for match in _OPENING.finditer(paper.text, start, end):
        # A second name says enough: each comma of a long list opens the list that is left.
        names, stop = names_at(paper.flat, match.end(), end, enough=2)
        if len(names) == 1 and names[0].kind == AGENCY and _SPEAKS.match(paper.flat, stop, end):
            out |= other_forms(plain(names[0].body))
    theirs = {form for name in told for form in other_forms(plain(name.body))}
    return frozenset(out - theirs)


def told(paper: Paper, items: Iterable[Item]) -> tuple[Name, ...]:
    """The addressees as those who are told; none where the paper only says "Như …"."""
    out: list[Name] = []
    for item in items:
        words = item.words.strip(" .;,:")
        names, stop = names_at(paper.flat, item.start, item.end)
        if names and stop >= item.end - 2:
            out += names
        elif _ITEM.match(words) or len(words.split()) > 24:
            return ()
        else:
            out.append(Name(words, item.start, item.end, "unknown", words))
    return tuple(out)


def heads(paper: Paper, root: Node) -> Iterator[str]:
    """The heads of points that stand where their neighbours name who acts."""
    opening = paper.flat[root.blocks[0][0] : root.blocks[0][1]] if root.blocks else ""
    last = paper.flat[root.blocks[-1][0] : root.blocks[-1][1]] if root.blocks else ""
    work = _WORK.search(opening[:120]) or _ORDERS.search(last[-200:])
    yield from _of_children(paper, root, under_work=bool(work))
    for child in root.children:
        yield from heads(paper, child)


def _of_children(paper: Paper, node: Node, *, under_work: bool) -> Iterator[str]:
    marked = [c for c in node.children if c.style not in ("para", "root", "part", "roman")]
    found = [head for c in marked if (head := _head(paper, c))]
    known = [h for h in found if names_at(h, 0)[1] >= len(h)]
    strange = [h for h in found if h not in known and _may_be(h)]
    enough = len(known) >= (1 if under_work else 2)
    theirs = (4 if under_work else 2) * len(known) >= len(strange)
    if enough and theirs and 3 * len(found) >= 2 * len(marked):
        yield from strange


def _head(paper: Paper, node: Node) -> str:
    """The words before the first colon of a point, or a first line with nothing but its head."""
    a, b = node.blocks[0]
    text = paper.flat[a:b].strip()
    colon = text.find(":", 0, 120)
    if colon > 0:
        return _ABBREVIATED.sub("", " ".join(text[:colon].split()))
    if (
        (node.children or len(node.blocks) > 1)
        and len(text.split()) <= 18
        and text[-1:] not in ".;"
    ):
        return _ABBREVIATED.sub("", " ".join(text.split()))
    return ""


def _may_be(head: str) -> bool:
    words = head.split()
    return (
        2 <= len(words) <= 18
        and head[0].isupper()
        and not _NO_NAME.match(head)
        and not (opens_with_verb(head[:60]) and not BODY_KIND.match(head))
        and not STOP_LOWER.match(re.sub(r"^(?:các|những)\s+", "", head.lower()))
        and not _WORKS.search(head)
        and not re.search(r"\d{3}|[.;!?]|(?<!\w)(?:sau|như sau|gồm|chủ trì|phối hợp)(?!\w)", head)
    )
