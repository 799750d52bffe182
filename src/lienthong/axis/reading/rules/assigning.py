"""What a paper and the texts issued with it give to whom: which kinds assign, and where in them."""

import re
from dataclasses import dataclass
from datetime import date

from .addressees import Item
from .attached import Attached, attached
from .directory import plain
from .duties import Duties
from .duty import Duty
from .lines import Segment
from .names import Name, knowing
from .outline import Node, outline, walk
from .own_names import addressed, heads, other_forms, speakers, told
from .page import Paper
from .reading import Field
from .reporting import settled

# Papers that go upwards, invite, certify or lay down law give nobody a task.
ASSIGN_NOTHING = frozenset(
    """Hiến pháp|Bộ luật|Luật|Pháp lệnh|Lệnh|Nghị định|Thông tư|Thông tư liên tịch|Báo cáo|Tờ trình|Hợp đồng|Giấy giới thiệu
    |Giấy nghỉ phép|Giấy ủy quyền|Phiếu gửi|Phiếu báo""".replace("\n    ", "").split("|")
)
ONLY_WHERE_GIVEN = frozenset({"Giấy mời"})  # an invitation gives work only in so many words
_GIVEN = re.compile(r"(?:giao|phân công)(?!\w)", re.IGNORECASE)
_SHARED_OUT = re.compile(
    r"\W*(?:\d\W+)?(?:phân công|giao|công tác) (?:chuẩn bị|nhiệm vụ)", re.IGNORECASE
)
_ANSWERS = re.compile(
    r"(?:v/v |về việc |về )?(?:trả lời|phúc đáp|giải trình|thông tin|thông báo kết quả)"
)
_TELLS = re.compile(r"(?:đề nghị|yêu cầu|giao|phân công|chủ trì|trách nhiệm)", re.IGNORECASE)
_LAYS_DOWN = re.compile(
    r"Điều 1\W{0,3}\s*Phạm vi (?:điều chỉnh|áp dụng)|Phạm vi điều chỉnh(?: và|,) đối tượng áp dụng"
)
_GIVES_WORK = re.compile(
    r"\W*(?:Trách nhiệm|Tổ chức thực hiện|Giao |Điều khoản thi hành|Phân công)", re.IGNORECASE
)


@dataclass(frozen=True)
class Assigning:
    """One paper whose head and foot are read."""

    paper: Paper
    pieces: list[Segment]
    red: list[Segment]
    fields: dict[str, Field]
    when: tuple[int | None, date | None] = (None, None)

    def duties(self, items: list[Item], root: Node, foot: int) -> list[Duty]:
        """The duties of the body and of what was issued with it."""
        kind = self.fields["type"].value
        if kind in ASSIGN_NOTHING:
            return []
        end = self.red[0].start if self.red else len(self.paper.text)
        behind = attached(self.pieces, foot, end)
        trees = [outline(self.paper, a.start, a.end) for a in behind]
        own = [*addressed(items)]
        for tree in (root, *trees):
            own += heads(self.paper, tree)
        with knowing(own):
            found = self._body(root, told(self.paper, items))
            for text, tree in zip(behind, trees, strict=True):
                found += self._behind(text, tree)
        return found

    def _body(self, root: Node, told: tuple[Name, ...]) -> list[Duty]:
        """The duties of the body; a text that lays down rules assigns only where it says so."""
        kind = self.fields["type"].value
        rules = _LAYS_DOWN.search(self.paper.flat, root.start, root.end)
        if rules and kind is None:
            return []
        issuers = self._issuers() or speakers(self.paper, root.start, root.end, told)
        found = Duties(self.paper, issuers, told).read(root)
        found = settled(self.paper, found, root, told, *self.when)
        if kind in ONLY_WHERE_GIVEN:
            shared = [(n.start, n.end) for n in walk(root) if _SHARED_OUT.match(self._opening(n))]
            return [
                d
                for d in found
                if _GIVEN.match(self.paper.flat, d.begin)
                or any(a <= d.begin < b for a, b in shared)
            ]
        if _ANSWERS.match(plain(str(self.fields["subject"].value or ""))):
            return [d for d in found if self._told(d)]
        return self._where_work(root, found) if rules else found

    def _where_work(self, root: Node, found: list[Duty]) -> list[Duty]:
        places = [(n.start, n.end) for n in walk(root) if _GIVES_WORK.match(self._opening(n))]
        return [d for d in found if any(a <= d.begin < b for a, b in places)]

    def _behind(self, text: Attached, tree: Node) -> list[Duty]:
        """The duties of an attached text: of an annex its tables, of rules where they give work."""
        found = Duties(self.paper, self._issuers()).read(tree)
        if text.tables:
            found = [d for d in found if d.tabled]
        elif text.rules:
            found = self._where_work(tree, found)
        for duty in found:
            duty.section = f"{text.name}, {duty.section}" if duty.section else text.name
        return found

    def _told(self, duty: Duty) -> bool:
        """Whether an answer really gives somebody this to do, and does not only tell what others do."""
        before = self.paper.flat[max(0, duty.begin - 60) : duty.start]
        return bool(_TELLS.search(before))

    def _opening(self, node: Node) -> str:
        return self.paper.flat[node.blocks[0][0] : node.blocks[0][1]][:90] if node.blocks else ""

    def _issuers(self) -> frozenset[str]:
        """The ways in which the paper names its own issuer."""
        out: set[str] = set()
        for key in ("agency", "on_behalf_of"):
            value = self.fields[key].value
            if isinstance(value, str):
                words = re.sub(r"^(?:phó )?chủ tịch ", "", plain(value))
                out |= {
                    words,
                    re.sub(r"^(ubnd (?:tỉnh|huyện|thành phố|thị xã|xã|phường)) .*$", r"\1", words),
                }
        own, above = (plain(str(self.fields[k].value or "")) for k in ("agency", "parent_agency"))
        out |= other_forms(own)
        if own == "bhxh":
            out.add("bhxh việt nam")
        if above:
            out |= {
                f"{own} {above}",
                re.sub(r"^(.* ubnd (?:tỉnh|huyện|thành phố|thị xã)) .*$", r"\1", f"{own} {above}"),
            }
        organ = plain(str(self.fields["on_behalf_of"].value or ""))
        if organ in ("ban thường vụ", "ban thường trực", "thường trực", "ban chấp hành"):
            out |= {f"{organ} {words}" for words in (own, re.sub(r" .*", "", own))}
            out |= {f"{organ} {level} ủy" for level in ("tỉnh", "thành", "huyện", "thị", "đảng")}
            out |= {
                f"{organ} {re.sub(r' (?:tỉnh|huyện|xã|phường|thành phố) .*$', '', own)} {level}"
                for level in ("tỉnh", "huyện", "thành phố", "xã", "phường")
            }
        return frozenset(out - {"", "chủ tịch", "văn phòng"})
