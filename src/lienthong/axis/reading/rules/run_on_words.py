"""Marks and words by which points that ran together on one line are told from what only looks so."""

import re

from .letters import LETTER, UPPER

LONG = 90  # letters: a shorter line is one paragraph, or a line of a head
SHORT = 50  # letters of a heading with what stands below it
FAR = 40_000  # letters: how far behind the first point of a list its second may stand
HEADING = 170  # letters of a heading without a full stop
WORDS = rf"(?=[“\"(]?[{LETTER}]{{2}})"
MARK = re.compile(
    rf"(?:(?P<capital>[A-H])[.)/-] (?=[“\"]?[{UPPER}])"
    rf"|(?P<roman>[IVX]{{1,5}})[.)/-] (?=[“\"]?[{UPPER}])"
    rf"|Điều (?P<article>\d{{1,3}})[.:] ?(?=[“\"(]?[{UPPER}])"
    rf"|(?P<decimal3>\d{{1,2}}\.\d{{1,2}}\.\d{{1,2}})[.)]? ?(?=[“\"(]?[{UPPER}])"
    rf"|(?P<decimal2>\d{{1,2}}\.\d{{1,2}})[.)]? ?(?=[“\"(]?[{UPPER}])"
    rf"|(?P<decimal>\d{{1,2}})(?:[.)/] ?|[-–] )(?=[“\"(]?[{UPPER}])"
    rf"|(?P<letter>[a-zđ])[.)] ?{WORDS}"
    rf"|(?P<dash>[-–—•*])(?![{UPPER}]{{1,6}}[a-z]{{0,3}}/) ?{WORDS}"
    rf"|(?P<plus>\+) ?{WORDS})"
)
PLACE = re.compile(
    rf"(?m)(?:^[ ]*|(?<=[.;:!?…)”\"{LETTER}\d%]) )(?=[A-HIVX]{{1,5}}[.)/-] |Điều \d|\d{{1,2}}[.)/–-]|[a-zđ][.)]|[-–—•*+] ?[“\"({LETTER}])"
)
RANKS = {
    "capital": 0, "roman": 1, "article": 2, "decimal": 3, "decimal2": 4, "decimal3": 5, "letter": 6,
    "dash": 9, "plus": 10,
}  # fmt: skip
STOP = re.compile(
    r"(?:[.;:!?…/][)”\"]?)(?: \d{1,3})?\Z"
)  # also "… theo quy định. 2 4. Sở": a page's number
COUNTED = re.compile(
    r"(?<!\w)(?<!các )(?<!, )(?<!đặc )(?:điều|khoản|điểm|mục|phần|chương|tiết|phụ lục|mẫu|biểu|bảng|số|ngày|tháng|năm|quý|tổ|nhóm|đợt|khu|phường"
    r"|quận|thôn|ấp|khóm|khu phố|vùng|cấp|loại|hạng|mức|độ|đoạn|lần|kỳ|khóa|tập|lớp|khối|vòng|đội|tuyến|thứ|và|đến|từ"
    r"|của|trên|dưới|hơn|là|hoặc|tại|ở|theo|gồm|bước|nêu|tổ dân phố)$",
    re.IGNORECASE,
)  # "tại khoản 1. …", "khu phố 2. Các …": what is counted or cited
LETTERED = re.compile(
    r"(?<!\w)(?:điểm|mục|tiết|khoản|và|hoặc|tại|theo|từ|đến|ý|lớp|khối|nhóm|loại)$", re.IGNORECASE
)
HALVES = frozenset(
    """thông tin|tổng hợp|chống độc|chống nhiễm|kiểm tra|đầu tư|thống kê|giám sát|xây dựng|nghiên cứu|đào tạo|tuyên truyền
    |phát triển|thanh tra|quản lý|truyền thông|kế hoạch|kiểm soát|giao thông|tổ chức|thu ngân|dự báo|thẩm định|phục hồi
    |điều trị|xét nghiệm|kiểm nghiệm|kiểm định|quan trắc|bảo vệ|bảo trì|thi đua|khen thưởng|giáo dục|bồi dưỡng|khảo thí
    |tư vấn|huấn luyện|hỗ trợ|vận hành|giải phóng|dạy nghề|bảo hiểm|bảo tồn|dự trữ|cung ứng|công tác|thi hành|chi nhánh
    |sản xuất|tiếp dân|tiếp công|khuyến công|khuyến nông|phòng chống|phòng, chống|phòng ngừa|đăng ký|vệ sinh|khai thác|kinh doanh|thu mua|chế biến|cấp thoát|cấp nước|công trình|môi trường""".replace(
        "\n    ", ""
    ).split("|")
)  # verbs that are as often the second half of a name: "Phòng Kế hoạch - Tổng hợp"
SECONDS = frozenset(
    """thương binh|hạ tầng|kế hoạch|thông tin|xã hội|môi trường|du lịch|thể thao|hành chính|tài chính|tổng hợp|thống kê
    |kỹ thuật|nghiệp vụ|đô thị|nghệ thuật|vật tư|trang thiết|văn hóa|khoa học|công nghệ|đầu tư|dịch vụ|nông thôn|giáo dục
    |công trình|ngân sách|pháp luật|phát thanh|truyền hình|thương mại|dân số|kế toán|pháp chế|quản trị|đối ngoại|tin học|ngoại ngữ|thi đua|tư tưởng""".replace(
        "\n    ", ""
    ).split("|")
)
WHOLE = re.compile(
    r"(?:^|\s)(?:tỉnh|huyện|xã|phường|thị trấn|thị xã|thành phố|quận|đặc khu|trực thuộc|liên quan)$"
)  # where a name surely ends
OFFICE = re.compile(r"(?:Đề nghị )?(?:Sở|Phòng|Bộ) ")
CHARGED = re.compile(
    r"(?:Là (?:cơ quan|đơn vị)|Có (?:trách nhiệm|nhiệm vụ)|Chịu trách nhiệm)(?!\w)"
)
TITLE = re.compile(rf"[{UPPER}]{{2,}}(?:[ ,–-]+[{UPPER}]{{1,}}(?!\w))+")  # NHIỆM VỤ, GIẢI PHÁP
AFTER_TITLE = re.compile(rf" (?=[{UPPER}][a-zà-ỹđ])")
UNENDED = re.compile(
    rf"(?:\s(?:và|hoặc|các|của)|(?<!\w)(?!UBND|HĐND)[{UPPER}]{{2,}}|(?i:các|những)\s\S+)$"
)  # "Công ty TNHH MTV", "Các Viện": more of the name stands behind
FOOT = re.compile(r"(?<=[./;:]) (?=N[ơƠ][iI] (?:nhận|NHẬN) ?:)")
AT_FOOT = re.compile(r"[ ]*(?:N[ơƠ][iI] (?:nhận|NHẬN|gửi)|Kính gửi|KÍNH GỬI)(?!\w)")
