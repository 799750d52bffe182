"""Sayings of official papers around a duty: what belongs to it, what only closes, opens or tells."""

import re

from .letters import UPPER

REPORT = re.compile(
    r"(?:và |đồng thời |kịp thời |định kỳ[^,;]{0,40}?|hằng \w+,? |hàng \w+,? |trước ngày [\d/]+,? |tổng hợp,? |tổng hợp kết quả,? |gửi (?:kết quả|báo cáo)|chậm nhất[^;]{0,40}?)*"
    r"(?:báo cáo|gửi (?:kết quả|báo cáo)|trình)(?:\s*,?\s*(?:và )?(?:đề xuất|tham mưu|trình|báo cáo))*\s+.{0,200}?(?:UBND|Ủy ban nhân dân|Chủ tịch|Sở|Văn phòng|Bộ|Thủ tướng|Tỉnh ủy|HĐND|kết quả|theo quy định|trước ngày|định kỳ|cấp trên)",
    re.IGNORECASE,
)
REPORTS_TO = re.compile(
    r"(?:Báo cáo|Tổng hợp|Kết quả|Văn bản|Gửi)(?!\w)[^.;]{0,160}?(?<!\w)(?:gửi|về|qua)\s"
)  # said of all that was told before
PERIODIC = re.compile(
    r"(?:Định kỳ|Hằng|Hàng)(?: (?:ngày|tuần|tháng|quý|năm|6 tháng|06 tháng))?[^.;:]{0,50}?\s(?:báo cáo|gửi|tổng hợp)(?!\w)"
)  # "Định kỳ trước ngày 05 hàng tháng báo cáo …": a sentence of its own
STEP = re.compile(
    r"(?:gửi (?:về|cho|đến|tới)(?!\w)|lấy ý kiến|xin ý kiến|tổng hợp ý kiến|tiếp thu ý kiến|trình |hoàn thiện,? (?:trình|báo cáo)|gửi [^;]{0,60}thẩm định)",
    re.IGNORECASE,
)  # steps on the way of the duty before them, not duties of their own
ONLY_LIMIT = re.compile(
    r"(?:công việc này |việc này |nội dung này )?(?:hoàn thành|xong|kết thúc|thực hiện|thời gian|thời hạn)\W+(?:hoàn thành|thực hiện|xong)?\s*"
    r"(?:trước|trong|chậm nhất|đến|vào|ngày|quý|tháng)\b[^;]{0,60}$",
    re.IGNORECASE,
)
GUARD = re.compile(
    r"(?:và |đồng thời |tuyệt đối |kiên quyết )?(?:không (?:để|được|làm)|tránh |không |chịu (?:hoàn toàn )?trách nhiệm (?:toàn diện )?(?:trước|về|nếu|toàn)"
    r"|(?:trong quá trình[^;]{0,60}?, ?)?(?:trường hợp|nếu|khi)(?: có)? (?:phát sinh |gặp )?(?:khó khăn|vướng mắc)|(?:(?:kịp thời |và )?(?:báo cáo|đề xuất|kiến nghị|phản ánh)|trường hợp|những|các)[^;]{0,140}vượt (?:quá )?thẩm quyền)",
    re.IGNORECASE,
)  # how far the duty before it goes
NO_DUTY = re.compile(
    r"Căn cứ (?:Hiến pháp|Luật|Bộ luật|Pháp lệnh|Nghị|Quyết|Thông|Chỉ thị|Kế hoạch|Công văn|các)(?! (?:này|trên))|Theo đề nghị|Xét "
    r"|(?:Quyết định|Nghị quyết|Chỉ thị|Kế hoạch|Quy chế|Quy định) này|Việc\s|(?:Phòng|Sở|Bộ|Ban|UBND|Ủy ban|Cục|Chi cục|Trung tâm|Nhà trường|Huyện ủy|Tỉnh ủy)(?:\s[^\s.;:,]+){0,7}?\ssẽ\s",
)
IN_FORCE = re.compile(
    r"(?:Quyết định|Nghị quyết|Chỉ thị|Kế hoạch|Quy chế|Quy định|Chương trình|Văn bản) này (?:có hiệu lực|thay thế|bãi bỏ|được (?:phổ biến|quán triệt))(?!\w)"
)  # since when a paper holds: no time limit of a duty
ENCLOSES = re.compile(
    r"Lưu ý(?! (?:các|đơn vị|[A-ZĐ]))(?!\w)|(?:Gửi|Nộp|Đính) (?:kèm|file|bản mềm|bản điện tử)(?!\w)|(?:Trong đó|Cụ thể|Trước mắt|Nhất là|Theo đó|Khi đó)(?!\w)"
)  # how the thing before it is to be sent or done
SENT_TO = re.compile(
    r"(?:Công điện|Công văn|Văn bản|Thông báo|Chỉ thị|Điện)(?:(?!yêu cầu|đề nghị)[^.;:]){0,60}?(?<!\w)(?:gửi|điện)(?: tới| đến| cho)?\s*:"
)  # those to whom it goes, told in a sentence
BASIS = re.compile(r"Căn cứ\s", re.IGNORECASE)
TO_KNOW = re.compile(
    r"(?:thông báo|trả lời|xin trả lời|sao gửi|chuyển) (?:để|đến|cho|tới|ý kiến)[^.;]{0,120}(?:biết|thực hiện|quan tâm)\W*$",
    re.IGNORECASE,
)
GENERIC = re.compile(
    r"(?:(?:nghiêm túc|khẩn trương|quan tâm chỉ đạo|tổ chức|phối hợp|chủ động|nhanh chóng|kịp thời|tích cực|quan tâm|phối hợp chặt chẽ|chỉ đạo|quán triệt|thống nhất|và|,|căn cứ (?:chức năng, nhiệm vụ(?: được giao)?|nội dung \w+ này|nội dung (?:nêu )?trên|(?:Kế hoạch|Quyết định|Chỉ thị|Công văn|Chương trình|nội dung|Văn bản|văn bản) (?:này|trên))|(?:theo|căn cứ(?: vào)?) (?:chức năng, )?nhiệm vụ(?: được (?:giao|phân công))?)[\s,]*)*"
    r"(?:tổ chức triển khai|triển khai|thực hiện|tổ chức|biết|phối hợp|thi hành|chấp hành)(?:[\s,]*(?:và|tổ chức|triển khai|thực hiện|nghiêm túc|nghiêm|tốt|có hiệu quả|hiệu quả|kịp thời|đầy đủ|đồng bộ|đúng quy định|theo quy định|bảo đảm|đảm bảo|chất lượng|tiến độ|đạt kết quả|thắng lợi"
    r"|theo đúng|theo|tinh thần|thông báo|đúng|quan tâm|các|những|một số|nội dung|nhiệm vụ|giải pháp|chỉ đạo|ý kiến|yêu cầu|nêu trên|trên|dưới đây|tại|Công văn|Chỉ thị|Kế hoạch|Quyết định|Thông báo|văn bản|Công điện|này|của|UBND tỉnh|Chủ tịch UBND tỉnh|biết))*\W*",
    re.IGNORECASE,
)
REPORTED = re.compile(
    r"(?:\s|[,;]|và)*(?:định kỳ[^,;]{0,30} )?(?:báo cáo(?: kết quả)?|kết quả (?:thực hiện )?(?:báo cáo|gửi)|gửi (?:báo cáo|kết quả))(?!\w).*",
    re.IGNORECASE | re.DOTALL,
)  # what follows a closing formula: where the result goes
TROUBLED = re.compile(
    r"[\s,;]*(?:mọi|nếu|khi|trường hợp|trong quá trình)(?!\w)[^.]{0,80}(?:khó khăn|vướng mắc|phát sinh)(?!\w).*",
    re.IGNORECASE | re.DOTALL,
)  # what follows a closing formula: whom to ask
_HANDS_IN = re.compile(
    r"[\s,;]*(?:và|đồng thời)?[\s,]*(?=(?:tổng hợp,? )?(?:báo cáo|nộp|gửi|đăng ký|lập)(?!\w))",
    re.IGNORECASE,
)
BY_A_DAY = re.compile(
    r"(?<!\w)(?:trước|chậm nhất|trong|xong|đến|vào|định kỳ|hằng|hàng)\s(?:[^,;]{0,30}?)(?:ngày|\d{1,2}[/.]\d|\d{1,2}h|tháng)",
    re.IGNORECASE,
)
PURPOSE = re.compile(
    r"[\s,]*(?:để|nhằm|góp phần)\s.{0,200}(?:đạt|thành công|hiệu quả|thắng lợi|kết quả tốt|tốt đẹp)(?: kết quả| hiệu quả)?(?: tốt| cao| tốt nhất)?\W*",
    re.IGNORECASE | re.DOTALL,
)
CONTACT = re.compile(
    r"\W*(?:\(?0\d{1,3}\)?[\d.\s-]{5,}|\S+@\S+|https?:|www\.)|[^(]{0,80}?(?:Email|E-mail|Fax|điện thoại|ĐT)\s*:",
    re.IGNORECASE,
)
CLOSING = re.compile(
    r"(?:Trên đây|Với (?:nội dung|tinh thần) trên|Vậy,?|Nhận được).{0,160}?,\s*(?:kính )?(?:đề nghị|yêu cầu|kính mong|rất mong|mong|kính trình|trình|kính báo)"
    r"(?:(?!trước ngày|báo cáo kết quả|gửi).){0,120}\W*",
    re.IGNORECASE | re.DOTALL,
)  # the last sentence of a letter, by which it takes its leave
LEAVE = re.compile(
    r"(?:Trân trọng(?! (?:đề nghị|yêu cầu|kính))|Mọi (?:vướng mắc|thông tin|chi tiết|ý kiến)|Rất mong|Kính mong(?! (?:các|quý|đồng chí))|Xin (?:cảm ơn|trân trọng)|Thông tin (?:chi tiết|liên hệ)|Chi tiết)(?!\w)"
)
IF_TROUBLE = re.compile(
    r"(?:nếu|khi|trường hợp|trong quá trình)[^.;]{0,120}(?:khó khăn|vướng mắc|phát sinh|vấn đề mới)|nếu có[^.;]{0,20}(?:khó khăn|vướng mắc)",
    re.IGNORECASE,
)
OPENS_LIST = re.compile(
    r"(?:nội dung|nhiệm vụ|công việc|yêu cầu|giải pháp|biện pháp|việc|như|vấn đề)(?: cụ thể| chủ yếu| trọng tâm)? sau(?: đây)?$",
    re.IGNORECASE,
)
_LISTS = re.compile(
    r"(?::|(?:như|dưới|các (?:nhiệm vụ|nội dung|công việc|giải pháp|biện pháp|yêu cầu)|một số (?:nhiệm vụ|nội dung|việc|công việc|giải pháp|biện pháp|yêu cầu)(?: cụ thể| trọng tâm)?) (?:sau|đây|sau đây)[ .;,/]*)$"
)


def leads_in(words: str) -> bool:
    """Whether the words end as what leads to a list does: with a colon, or "các nội dung sau" without."""
    return bool(_LISTS.search(words.rstrip(" .;,/\n")[-80:]))


SECTIONS = frozenset({"part", "capital", "roman"})
TELLING = re.compile(
    r"\W*(?:(?:về|những|các|một số)\s+)?(?:quan điểm|mục tiêu|mục đích|nguyên tắc|tinh thần|tình hình|đánh giá|kết quả|thực trạng|bối cảnh|định hướng"
    r"|yêu cầu(?!(?:,| và) (?:kiến nghị|đề nghị|nhiệm vụ)| đối với)|căn cứ|sự cần thiết|phạm vi|đối tượng|nội dung chủ yếu|nhận xét|ưu điểm|tồn tại|hạn chế)(?!\w)",
    re.IGNORECASE,
)
LABELLED = re.compile(
    r"(?:Thời gian|Thời hạn|Địa điểm|Đối tượng|Thành phần|Kinh phí|Hình thức|Thể lệ|Cách thức|Phương thức|Số lượng|Tiêu chuẩn|Điều kiện|Quy mô|Chủ đề|Giải thưởng"
    r"|Cơ cấu|Hạn|Nơi|Địa chỉ|Liên hệ|Trang phục|Phương tiện|Phạm vi|Hồ sơ|Tài liệu|Lịch|Chương trình|Phụ lục|Lệ phí|Học phí|Ngày|Người)(?!\w)[^:.;]{0,60}:"
    r"|(?:Hội thi|Cuộc thi|Thi)\s(?!hành|đua|công)"
)  # a point that says when, where, for whom: no act of its own
AS_FOLLOWS = re.compile(
    r"\s*,?\s*(?:(?:với|theo) (?:các|những|một số) (?:nội dung|yêu cầu)(?: cụ thể)?\s*)?(?:cụ thể\s*)?(?:như\s+sau|cụ thể|sau(?: đây)?)\s*:?\s*$"
)
ABOUT = re.compile(
    r"\s*,?\s*(?:(?:theo|với|gồm|về|trong đó|nêu rõ|tập trung vào|ở)\s+)*(?:(?:các|những|một số)\s+)?(?:nội dung|vấn đề|thông tin|chỉ tiêu|số liệu|tiêu chí|mục|yêu cầu|mẫu biểu)?\s*"
    r"(?:cụ thể\s*)?(?:như\s+sau|sau(?: đây)?|cụ thể|gồm|bao gồm)\s*:?\s*$"
)  # how a lead-in says that the points below are what it is about
EMPTY = re.compile(
    r"(?:[\s,]*(?:khẩn trương|nghiêm túc|phối hợp|quan tâm|lưu ý|tập trung|thực hiện|triển khai|tổ chức|làm|tốt|một số|các|những|nội dung|nhiệm vụ|công việc|việc|giải pháp|yêu cầu|vấn đề|và))*\s*",
    re.IGNORECASE,
)  # words of a lead-in that say nothing of what is to be done
SO_TOLD = re.compile(
    r"(?<!\w)(?:giao|yêu cầu|đề nghị|phân công|kiến nghị|chủ trì|có trách nhiệm|chịu trách nhiệm)(?!\w)",
    re.IGNORECASE,
)
TOPIC = re.compile(
    r"(?:Về|Đối với|Trong|Trên) [^:.;]{3,90}:\s+(?=\S)|(?:Riêng )?[Đđ]ối với [^:.;,]{3,90},\s+(?=\S)"
)
HEADS = re.compile(r"(?:Đối với|Về|Công tác|Lĩnh vực|Trên lĩnh vực|Trong lĩnh vực|Nhiệm vụ)(?!\w)")
ALSO = re.compile(r"(?:Đồng thời|Bên cạnh đó|Ngoài ra)\s*,?\s*(?=[a-zà-ỹđ])")
NO_ACTION = re.compile(
    r"khi\s[^.;]{5,160}\sthì\s(?:chưa|không|sẽ|bị)\s|(?:của|thuộc|là(?! (?:cơ quan|đơn vị|đầu mối)))\s|(?:làm việc|hoạt động) (?:theo|kiêm|trên cơ sở)\s|(?:được )?sử dụng con dấu|(?:có trách nhiệm )?tự giải thể(?!\w)"
    r"|(?:phải )?chịu (?:hoàn toàn |toàn bộ )?trách nhiệm (?:toàn diện |trực tiếp |chính |cá nhân )?trước [^.;]{3,110}?\s(?:về|trong)\s|phải bị\s|bị\s|(?:có mặt|vắng mặt|vắng)(?!\w)|số \d+ (?:đường|phố|ngõ)(?!\w)"
    r"|(?:phải )?chịu (?:hoàn toàn |toàn bộ )?trách nhiệm (?:toàn diện |trực tiếp |chính |cá nhân )?(?:trước [^.;]{3,110}?\s)?"
    r"(?:về (?:việc|tính|kết quả|số liệu|nội dung|chất lượng|tiến độ|hiệu quả|sự|mọi|những)|việc|nếu|khi|trong trường hợp|để xảy ra)(?!\w)"
)  # said of somebody, or for what he answers: nothing to do
INTRO = re.compile(
    r"(?:(?:tập trung|nghiêm túc|khẩn trương|tiếp tục)\s+)*(?:thực hiện|triển khai|tham mưu|chỉ đạo|tổ chức)[^:;]{0,120}?(?:sau(?: đây)?|nội dung|nhiệm vụ|công việc|giải pháp|việc)\s*(?:trọng tâm|cụ thể|chủ yếu)?\s*(?:sau(?: đây)?|dưới đây|cụ thể)?\s*:\s*",
    re.IGNORECASE,
)


def to_hand_in(text: str, start: int, end: int) -> int:
    """The start of what is to be handed in by a day, behind "nghiêm túc thực hiện và …"."""
    told = GENERIC.match(text, start, end)
    hands = _HANDS_IN.match(text, told.end(), end) if told else None
    if told and hands and told.end() > start and BY_A_DAY.search(text, hands.end(), end):
        return hands.end()
    return start


def belongs(text: str, a: int, b: int) -> bool:
    """Whether a clause belongs to the duty before it: a report, a step on its way, its time limit."""
    clause = text[a:b]
    return bool(
        REPORT.match(clause)
        or STEP.match(clause)
        or ONLY_LIMIT.match(clause)
        or GUARD.match(clause)
    )


AVOID = re.compile(r"(?:và |tuyệt đối |kiên quyết )?(?:không |tránh )", re.IGNORECASE)


_FORBIDS = re.compile(
    r"(?:và |đồng thời )?(?:(?:tuyệt đối|kiên quyết|nghiêm túc|trước mắt|tạm thời)(?: \w+)? )?(?:không|chưa)(?: được| để)? (?!(?:quá|kịp|có gì|có khó|có vướng|thuộc|phải|cần|chỉ|còn|thể|đủ|đạt|rõ|nằm|ai|bị|đảm|bảo)(?!\w))",
    re.IGNORECASE,
)


def forbids(text: str, a: int, b: int) -> bool:
    """Whether a clause says what shall not be done: "…; không được cưỡng chế đối với hộ chưa có nơi ở"."""
    told = _FORBIDS.match(text, a, b)
    return bool(told) and len(text[told.end() : b].split()) > 2 if told else False


def lengthens(text: str, a: int, b: int) -> bool:
    """Whether a clause only says how the duty before it is to be done."""
    return bool(AVOID.match(text, a, b)) or not belongs(text, a, b)


def gives(text: str, a: int, b: int) -> bool:
    """Whether a clause gives work to somebody whose name could not be read."""
    return bool(re.match(rf"(?:Giao|Phân công|Yêu cầu|Đề nghị)\s+(?:cho\s+)?[{UPPER}]", text[a:b]))


def capitals(words: str) -> bool:
    """Whether a sentence is a title in capitals, which orders nothing."""
    letters = [c for c in words if c.isalpha()]
    return len(letters) > 8 and sum(c.isupper() for c in letters) > 0.9 * len(letters)


ISSUERS_ACT = re.compile(
    r"(?:Thống nhất|Đồng ý|Chấp thuận|Cho phép|Nhất trí|Ghi nhận|Phê duyệt|Ban hành|Công nhận|Đồng thuận|Quyết định)\s"
)
TITLED = re.compile(r"(?!Giao|Yêu cầu|Đề nghị|Kính)[^:.;,]{3,70}:\s+(?=\S)")
ASKS_ALL = re.compile(
    r"(?:Kính |Trân trọng )?(?:Đề nghị|Yêu cầu)\s+(?:khẩn trương |nghiêm túc |kịp thời )?"
    r"(?=(?:báo cáo|gửi|rà soát|tổng hợp|góp ý|cho ý kiến|tham gia|có ý kiến|cử|xem xét|nghiên cứu|hoàn thành|kiểm tra|thống kê|cung cấp|tổ chức|triển khai|phối hợp|lập|thông báo)\s)"
)
_ASKS = re.compile(
    r"(?:(?:yêu cầu|đề nghị|chỉ đạo|lưu ý|chỉ thị)(?!\w)|(?:Đề nghị|Yêu cầu)\s.{8})[^.;:]{0,160}:\s*$"
)
_TELLS_SO = re.compile(
    r"(?:báo cáo|trả lời|giải trình|thông tin|phúc đáp|(?:xây dựng|ban hành) [^.;:]{3,120})(?: kết quả| cụ thể)? như sau\s*:\s*$",
    re.IGNORECASE,
)  # the issuer reports or plans: nobody is asked
_SPEAKS = re.compile(
    r"(?:hướng dẫn|triển khai|có ý kiến chỉ đạo|truyền đạt)(?!\w)[^.;:]{0,200}(?:sau|sau đây|cụ thể)\s*:\s*$",
    re.IGNORECASE,
)
WORKS = re.compile(
    r"(?:Nội dung|Nhiệm vụ|Yêu cầu|Công việc|Tổ chức thực hiện|Hoạt động)(?: (?:thực hiện|hoạt động|công việc|cụ thể|chính))?\s*:?\s*$",
    re.IGNORECASE,
)
HONOUR = re.compile(
    r"(?:các |quý )?(?:đồng chí|ông|bà|ông,? bà|ông \(bà\)|anh,? chị|thầy,? cô|vị)", re.IGNORECASE
)
SPOKEN = re.compile(
    r"(?<!\w)(?:(?:có ý kiến(?: chỉ đạo| kết luận)?|chỉ đạo|kết luận|giao nhiệm vụ)(?!\w)[^.;:]{0,40}(?:như sau|sau đây|sau)?|yêu cầu|đề nghị)\s*:\s*$",
    re.IGNORECASE,
)
GENERIC_PEOPLE = re.compile(
    r"(?:các |những )?(?:công chức|cán bộ|viên chức|giáo viên|giảng viên|nhân viên|chuyên viên|thành viên|cấp ủy viên|đảng viên|người)(?!\w)[^,;]*"
)
_OWN_PEOPLE = re.compile(
    r"(?:Mỗi|Từng)\s|(?:Phân công|Giao|Bố trí|Cử|Chỉ đạo)\s+(?:cho\s+)?(?:các\s+|một\s+|\d+\s+|ít nhất \d+\s+)?(?:công chức|cán bộ|viên chức|bộ phận|giáo viên|nhân viên|(?:đồng chí )?lãnh đạo|đồng chí(?!\s+[A-ZĐ])|người|phòng(?!(?-i:\s+[A-ZĐ]))|đơn vị trực thuộc|đơn vị thuộc quyền)(?!\w)",
    re.IGNORECASE,
)
_IN_ITSELF = re.compile(
    r"(?:khẩn trương |nghiêm túc |kịp thời )*(?:báo cáo|cung cấp|góp ý|tham gia ý kiến|cho ý kiến|có ý kiến|đánh giá|thống kê|tổng hợp|rà soát|gửi|đăng ký|kê khai)(?!\w).{12,}"
    r"(?P<tail>(?:theo|với|gồm|trong đó nêu rõ)\s(?:các |những |một số )?(?:nội dung|yêu cầu|mẫu|đề cương|biểu|tiêu chí|vấn đề|thông tin)[^:]{0,40}:?\s*)$",
    re.IGNORECASE | re.DOTALL,
)


def asks(words: str) -> bool:
    """Whether the words ask for what stands below them."""
    return bool(_ASKS.search(words)) and not _TELLS_SO.search(words)


def speaks(words: str) -> bool:
    """Whether the words say that what stands below is the issuer's word."""
    return bool(_SPEAKS.search(words))


def within_house_at(text: str, a: int, b: int) -> bool:
    """Whether a clause gives work to the lead's own people."""
    return bool(_OWN_PEOPLE.match(text, a, b))


def whole_in_itself(text: str, a: int, b: int) -> int | None:
    """The end of a lead-in that is the duty, its points saying what about: "báo cáo … theo các nội dung sau:"."""
    match = _IN_ITSELF.match(text, a, b)
    return match.start("tail") if match else None


_ONLY_DOES = re.compile(
    r"\W*(?:(?:có trách nhiệm|chịu trách nhiệm|chủ trì|trực tiếp|khẩn trương|tổ chức|triển khai|chủ động)\s*,?\s*)*"
    r"(?:thực hiện|triển khai|đảm nhận|đảm nhiệm|phụ trách|chịu trách nhiệm|giải quyết|xử lý|làm|chủ trì|thi hành|xem xét|lo)?(?: việc này| nội dung này| nhiệm vụ này)?"
    r"(?:,? (?:xong|hoàn thành|chậm nhất|trước|trong)\s[^.;]{3,50})?\W*"
)  # words behind a name that say no more than that he does it, and by when


def only_does(text: str, a: int, b: int) -> bool:
    """Whether the words say no more than that somebody does it: what he does stands elsewhere."""
    return bool(_ONLY_DOES.fullmatch(text, a, b))
