"""Headings that are only the name of who acts, and formulas that assign nothing."""

import re

from .body_words import CAP, does_at
from .leads import STATE
from .letters import squeeze, trim
from .lexicon import BODY, GROUP_NOUNS, POST, TRIGGER, opens_with_verb
from .names import GROUP, Name, names_at
from .page import Paper
from .subject_forms import NO_HEAD

LEADIN = re.compile(
    r"(?:trách nhiệm (?:của )?|đối với |nhiệm vụ (?:của )?|tổ chức thực hiện của |về phía |riêng |tại )?(?=\S)",
    re.IGNORECASE,
)


_THIS = (
    r"(?:Quyết định|Nghị quyết|Chỉ thị|Kế hoạch|Thông tư|Quy định|Quy chế|Công văn|Công điện|Thông báo|Hướng dẫn|Chương trình"
    r"|Đề án|Phương án|Kết luận|văn bản|Văn bản|Nghị định|Luật|nội dung) (?:này|trên)"
)


_FORMAL = re.compile(
    rf"(?:chịu trách nhiệm|có trách nhiệm|trách nhiệm|căn cứ (?:Quyết định|Nghị quyết|Chỉ thị|Kế hoạch)(?: này)?,?(?: chịu trách nhiệm)?)"
    rf"\s+(?:tổ chức |hướng dẫn )?(?:triển khai )?(?:thi hành|thực hiện)(?:\s+{_THIS}| các nội dung [^.;]{{0,30}})?(?:\s*(?:kể )?từ ngày ký(?: ban hành)?)?\W*$",
    re.IGNORECASE,
)


_FORMAL_ALONE = re.compile(
    rf"(?:nghiêm túc |khẩn trương |phối hợp )?(?:tổ chức |triển khai |chịu trách nhiệm )*(?:thi hành|thực hiện)\s+(?:nghiêm |tốt |nghiêm túc |có hiệu quả )?{_THIS}\W*",
    re.IGNORECASE,
)


_CHARGED = re.compile(
    r"(?P<who>\s+(?:được|có(?! trách nhiệm| nhiệm vụ)|thuộc|chưa|không|nằm|ở|trên|tại)\s[^.;:]{3,110}?)(?:,?\s+(?:có trách nhiệm|chịu trách nhiệm|có nhiệm vụ)|(?=:))"
)  # "Cơ quan, đơn vị được phân công phụ trách xã có trách nhiệm:"


_HELD = re.compile(
    rf"\s*[-–,]\s*(?:(?P<as>(?:cơ quan |đơn vị |là (?:cơ quan|đơn vị) )?(?:đầu mối|thường trực|chủ trì)[^:;.]{{0,40}})|(?:{POST})[^:;.,]{{0,60}})"
)  # "Giám đốc Sở X - Phó Trưởng Ban", "Phòng X - đầu mối"


def heading_names(paper: Paper, start: int, end: int) -> list[Name]:
    """The names of a heading that holds nothing else: "1. Sở Nội vụ:", "Giao Sở Nội vụ:"."""
    text = paper.flat
    a, b = trim(text, start, end, " .:;,*_")
    trigger = TRIGGER.match(text, a, b)
    if trigger:
        a = trigger.end()
    else:
        lead = LEADIN.match(text, a, b)
        a = lead.end() if lead else a
    for follows in (" như sau", " sau đây"):
        b = trim(text, a, b - len(follows))[1] if text.endswith(follows, a, b) else b
    names, here = names_at(text, a, b)
    charged = _CHARGED.match(text, here, b + 1) if names and here < b else None
    charged = charged if charged and charged.end() >= b else None
    if charged and names[-1].kind == GROUP and not charged["who"].startswith((",", ";")):
        stop = charged.end("who")
        words = squeeze(text[names[-1].start : stop])
        return [*names[:-1], Name(words, names[-1].start, stop, GROUP, words)]
    state = STATE.match(text, here) if names and names[-1].kind == GROUP else None
    if state and state.end() <= b:
        words = squeeze(text[names[-1].start : state.end()])
        return [*names[:-1], Name(words, names[-1].start, state.end(), GROUP, words)]
    held = _HELD.match(text, here, b) if names else None
    if held and held.end() == b:
        last, stop = names[-1], here if held["as"] else b
        words = squeeze(text[last.start : stop])
        return [*names[:-1], Name(words, last.start, stop, last.kind, last.body, last.post)]
    note = re.compile(r"\s*\([^()]{3,160}\)").match(text, here, b)
    rest = text[note.end() if note else here : b].strip(" .:;,*_()")
    if names and (
        not rest
        or re.fullmatch(
            r"(?:là (?:cơ quan|đơn vị) (?:thường trực|đầu mối|chủ trì)[^:;.]{0,60},?\s*)?(?:có trách nhiệm|chịu trách nhiệm|có nhiệm vụ|chủ trì|thực hiện)(?: (?:thực hiện|triển khai))?(?: các (?:nội dung|nhiệm vụ|công việc)(?: sau(?: đây)?)?)?",
            rest,
        )
    ):
        return names
    return _whole_heading(paper, a, b, alone=True)


_CALLED = rf"(?:(?:Thầy|Cô|Ông|Bà|Anh|Chị|Đồng chí|Đ/c)(?: (?:giáo|[Bb]ác sĩ|[Dd]ược sĩ))?|Bác sĩ|Dược sĩ|BS|ThS|TS|BSCKI|BSCKII)\.? {CAP}\w*"
_PERSON = re.compile(_CALLED)  # "Đồng chí A": without a colon one who was there, no heading
_BODYLIKE = re.compile(
    rf"(?:{_CALLED}|(?:các |những |toàn thể |đồng chí |các đồng chí )?(?:{POST}|{BODY}|UBND|HĐND|MTTQ|Ủy ban|Hội đồng|Sở|Bộ|Huyện ủy|Đảng ủy|LĐLĐ|VKSND|TAND|MTTQ|BHXH|BCH|Giáo viên|Nhân viên|Tổ trưởng|Trưởng|Phó|Khoa|Cơ quan|Đơn vị|Điều dưỡng|Kế toán|Văn thư|Thủ quỹ|Bác sĩ|Thư ký|Kiểm sát viên|Chủ (?:các|đầu|cơ|hộ|tàu|rừng|nhà|phương))(?!\w)"
    rf"|(?:[Cc]ác|[Nn]hững|[Tt]oàn thể) (?i:{GROUP_NOUNS})(?!\w))"
)


def heading_before_colon(paper: Paper, start: int, end: int) -> Name | None:
    """The words before the first colon of a point when they are the name of who acts."""
    text = paper.flat
    colon = text.find(":", start, min(end, start + 140))
    if colon < 0 or not text[colon + 1 : end].strip() or text.startswith("//", colon + 1):
        return None
    a, b = trim(text, start, colon, " .;,*_")
    found = _whole_heading(paper, a, b)
    return found[0] if found else None


def _says_nothing(text: str, a: int, b: int) -> bool:
    """Whether nothing to do stands in the words: so they can only name somebody."""
    return not NO_HEAD.match(text, a, b) and not any(
        does_at(text, a + word.start()) and (not word.start() or text[a + word.start()].islower())
        for word in re.finditer(r"\S+", text[a:b])
    )


def _whole_heading(paper: Paper, a: int, b: int, *, alone: bool = False) -> list[Name]:
    """A heading of unknown form that opens as names do and ends with a colon, or its line, taken whole."""
    text = paper.flat
    colon = re.match(r"[\s*_]*:", text[b : b + 4])
    charge = re.search(r"\s(?:có (?:trách nhiệm|nhiệm vụ)|chịu trách nhiệm)$", text[a:b])
    b = a + charge.start() if charge else b
    note = re.search(r"\((?!để\s)[^()]{2,240}\)$", text[a:b])
    b = trim(text, a, a + note.start())[1] if note else b
    words = text[a:b]
    if len(words.split()) > 18 or not (colon or (alone and _says_nothing(text, a, b))):
        return []
    several = all(_BODYLIKE.match(one) for one in re.split(r";\s+", words))
    signs = r"[:;.?!]\s|\d{3}" if colon and not several else r"[:.?!]\s|\d{3}"
    ends_named = _AND.search(words)
    bodies = _BODYLIKE.match(words) or (
        ends_named and names_at(words, ends_named.end())[1] == len(words)
    )
    if not bodies or re.search(signs, words) or (not colon and _PERSON.match(words)):
        return []
    if _SAYS.search(words):
        return []
    names, here = names_at(text, a, b)
    if not names and opens_with_verb(words):
        return []  # "Tổ chức hội thao, thời gian: …"
    does = opens_with_verb(text[here:b].lstrip()[:60]) and not _NAMED_BY_WORK.match(words)
    if names and (does or _SENDS.match(text, here, b)):
        return []  # a name and what it does, not a longer name
    body = squeeze(text[a:b])
    return [Name(body, a, b, "unknown", body)]


_AND = re.compile(
    r"^(?:các|những) [^\W\d_][^,;]{3,40} và (?=\S)"
)  # "các Tòa chuyên trách và Tòa án …"
_NAMED_BY_WORK = re.compile(
    r"(?:Ban [Cc]hỉ đạo|Ban [Tt]ổ chức|Ban [Tt]hư ký|Ban [Vv]ận động|Tổ công tác|Tổ giúp việc|Tổ kiểm tra|Đoàn kiểm tra|Hội đồng|Tiểu ban)(?!\w)"
)  # bodies whose names are what they do
_SENDS = re.compile(r"\W*(?:ĐIỆN|điện|Điện|gửi)\W*$")


def sends(text: str) -> bool:
    """Whether a line only says who sends the paper to those named below it: "CHỦ TỊCH … ĐIỆN:"."""
    return bool(re.search(r"(?:^|\s)(?:ĐIỆN|điện|Điện)\s*:?\s*$", text)) and len(text) < 140


_SAYS = re.compile(
    r"(?<!\w)(?:như sau|sau đây|sau|gồm|bao gồm|yêu cầu|đề nghị|giao|chủ trì|phối hợp|trách nhiệm|đã|được|là|về|nhằm|để"
    r"|kết luận|ý kiến|thực hiện|tổ chức thực hiện|tập trung|tăng cường|kính gửi|nơi nhận)(?!\w)|(?<!\w)(?:điện|gửi)$",
    re.IGNORECASE,
)


def formal_close(text: str) -> bool:
    """Whether the words are only the formula of execution ("chịu trách nhiệm thi hành Quyết định này")."""
    return bool(_FORMAL.search(text) or _FORMAL_ALONE.fullmatch(text.strip(" .;,:/")))
