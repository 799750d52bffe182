"""The forms of bodies' names and groups, as patterns: what `bodies` looks for."""

import re

from .body_words import CAP, SYLLABLE, UBND
from .letters import LETTER, UPPER
from .lexicon import BODY, GROUP_NOUNS, LEVELS

OFFICE = re.compile(
    rf"Văn phòng\s+(?:Đoàn ĐBQH (?:và|,) )?(?:{UBND}|Đoàn ĐBQH)(?:\s+(?:và|&)\s+{UBND})?\s+(?=[Tt]ỉnh|[Hh]uyện|[Tt]hành phố|[Tt]hị xã|[Xx]ã|[Pp]hường)"
)

GROUP_LIST = re.compile(
    rf"(?P<all>tất cả các |toàn thể các |toàn bộ các |các |những |mỗi |từng )?"
    rf"(?P<nouns>(?:{GROUP_NOUNS})(?!\w)(?:\s*(?:,\s*và|,|;(?=\s*(?:đoàn thể|thị xã|thành phố))|và|/|-)\s*(?:các )?(?:{GROUP_NOUNS})(?!\w)(?!(?-i:\s+(?!Trung ương)[{UPPER}][a-zà-ỹ])))*)",
    re.IGNORECASE,
)

RANK = rf"(?:{LEVELS})(?!\w)|thị(?! (?:xã|trấn|trường|sát|thực(?! hiện)|lực|hiếu|uy|dân))(?!\w)|thành(?! (?:phố|lập|viên|phần|tích|công|thị|đoàn|ủy|quả|tựu|ra|hệ|kính|thạo|thật))(?!\w)"  # "các huyện, thị, thành phố"

RANKS = re.compile(
    rf"(?P<all>tất cả các |các |\d{{1,2}} )?(?P<nouns>(?:cấp )?(?:{RANK})(?:\s*(?:,\s*và|,|và|/|-)\s*(?:các )?(?:{RANK}))*)",
    re.IGNORECASE,
)

EVERYWHERE = re.compile(r"\s+(?=các (?:tỉnh|thành phố)(?!\w))")

SINGLE = re.compile(
    r"(?:công đoàn cấp trên(?: trực tiếp)?(?: cơ sở)?|chủ đầu tư|nhà đầu tư|nhà thầu|đơn vị (?:tư vấn|thi công|quản lý(?= (?:dự án|đường|chợ|vận hành|khai thác|rừng))|vận hành)|chủ rừng|chủ hồ chứa|quý (?:bộ|ban|sở|cục|ngành|trường|địa phương)|quý cơ quan|quý đơn vị|quý công ty)",
    re.IGNORECASE,
)

HEADS = re.compile(
    r"(?:Các )?(?:Bộ trưởng, )?[Tt]hủ trưởng (?:các )?(?:[Bb]ộ, )?cơ quan ngang [Bb]ộ(?:,? (?:và )?(?:[Tt]hủ trưởng )?(?:các )?cơ quan (?:khác )?thuộc Chính phủ)?|(?:Bí thư chi bộ, )?[Tt]rưởng (?:các )?(?:thôn|xóm|ấp|bản|buôn|làng|khóm|sóc|khối|khối phố|khu phố|tổ dân phố|khu dân cư|ban công tác mặt trận)"
    r"(?:\s*(?:,|và)\s*(?:trưởng (?:các )?|các )?(?:thôn|xóm|ấp|bản|buôn|làng|khóm|sóc|khối|khối phố|khu phố|tổ dân phố|khu dân cư)(?!\w))*(?!\w)"
    r"|[Tt]rưởng (?:các )?(?:phòng|khoa|bộ môn|bộ phận|đơn vị)(?:\s*(?:,|và)\s*(?:trưởng )?(?:các )?(?:phòng|khoa|ban|trung tâm|bộ môn|bộ phận|đơn vị)(?!\w))*"
    r"(?: (?:nghiệp vụ|chuyên môn|chức năng|trực thuộc|liên quan)){0,2}(?!\w)(?!\s+[A-ZĐ])"
)

DELEGATES = re.compile(
    rf"(?:các |những )?(?:Tổ|Đoàn) đại biểu(?: {UBND})?(?:\s*,|\s+và)\s+(?:các )?(?:vị )?đại biểu {UBND}(?:\s+(?:{LEVELS})(?!\w))?"
)

BODIES = re.compile(rf"(?:[Cc]ác|[Nn]hững|[Tt]oàn thể các|[Tt]ất cả các)\s+(?=(?:{BODY})(?!\w))")

OWNED = re.compile(r"(?:thuộc|trên|của)(?:\s|:)")

PARTY = re.compile(r"(?:Tỉnh|Thành|Huyện|Thị|Đảng) ủy(?!\w)")

STATE = re.compile(r"(?:Quốc hội|Chính phủ|Trung ương|Đảng|Nhà nước)(?!\w)(?!\s+[A-ZĐ])")

OWN_HOUSE = re.compile(
    rf"(?:Bộ|Sở|Ban|Tổng cục|Cục|Chi cục|Viện|Trường|Công ty|Tổng công ty|Tập đoàn|Học viện)(?!\w)(?!\s+{CAP})"
)

FROM_TO = re.compile(
    rf"\s+(?:ven biển\s+)?từ\s+{SYLLABLE}(?:\s+{SYLLABLE}){{0,3}}\s+(?:trở vào|trở ra|(?:đến|tới)\s+{SYLLABLE}(?:\s+{SYLLABLE}){{0,3}})"
)

WITHIN = re.compile(
    r"(?:Ban [Cc]án sự đảng|Ban [Cc]án sự Đảng|Đảng đoàn|Ban Thường trực|Thường trực|Ban Thường vụ|Ban Tuyên giáo(?: và Dân vận)?|Ban Tổ chức|Ban Dân vận"
    r"|Ban Nội chính|Ủy ban Kiểm tra|Văn phòng [Tt]hường trực|Văn phòng|Tổ đại biểu|[Cc]ác [Bb]an|Cấp ủy|Ban lãnh đạo|Ban Giám đốc|Đại biểu|đại biểu|Cơ quan Thường trực|Tổ công tác|Thanh tra(?= các\s))\s+(?:của\s+)?"
)

HOLDS = re.compile(r"(?:Ủy ban|Mặt trận|UBMTTQ|Ban Chỉ|Ban chỉ|Hội |Liên đoàn|Đoàn )")

COURTS = re.compile(
    r"(?:TAND|VKSND) (?:tối cao|cấp (?:cao|tỉnh|huyện)(?:\s*(?:,|và)\s*cấp (?:tỉnh|huyện))?)(?!\w)|(?:Tòa án(?: nhân dân\s*(?:,|và)\s*Viện [Kk]iểm sát)?|Viện [Kk]iểm sát) nhân dân (?:cấp cao|cấp tỉnh|cấp huyện|hai cấp|các cấp)(?!\w)(?!\s+tại\s)"
)

BRANCHES = re.compile(
    rf"(?:{BODY}|Đảng ủy)(?P<own>(?:\s+(?!các(?!\w))[{LETTER}]+){{0,6}}?)\s+(?=(?:các (?:{LEVELS}|cấp|(?:sở|bộ|ban|ngành|cơ quan|đơn vị)(?=\s*,))|tỉnh, thành phố|\d+ (?:tỉnh|huyện|xã))(?!\w))"
)

PLACES = re.compile(
    rf"\s*:?\s+{SYLLABLE}(?:\s+{SYLLABLE}){{0,3}}(?:(?:,|\s+và)\s+{SYLLABLE}(?:\s+{SYLLABLE}){{0,3}})+(?=\s+[a-zà-ỹđ]|\s*[:;.(]|\s*$)"
)  # "BHXH các huyện Mèo Vạc, Đồng Văn"

HALVES = re.compile(
    r"\s+(?:Kế hoạch(?: -)? (?:tổng hợp|tài chính|kỹ thuật|đầu tư|nghiệp vụ|vật tư)|Hồi sức(?: -)? (?:cấp cứu|tích cực)|Hành chính(?: -)? (?:quản trị|tổng hợp|tổ chức)"
    r"|Tổ chức(?: -)? (?:hành chính|cán bộ|lao động|tổng hợp)|Tài chính(?: -)? kế toán|Kỹ thuật(?: -)? (?:khai thác|an toàn|sản xuất|vật tư)|Công tác (?:xã hội|sinh viên|học sinh)"
    r"|Vật tư(?:,| -)? thiết bị(?: y tế)?|Thanh tra(?: -)? pháp chế|Kinh doanh(?: -)? (?:dịch vụ|tổng hợp)|Bảo vệ(?: -)? quân sự|Chẩn đoán hình ảnh|Kiểm soát nhiễm khuẩn|Điều khiển sản xuất|Y tế dự phòng|Thông tin(?: -)? [Tt]hư viện)(?!\w)",
    re.IGNORECASE,
)  # names whose second half sounds like something to do: "Phòng Kế hoạch tổng hợp"

NUMBERED = re.compile(r"\s+(?:số|khu vực)\s+\d{1,3}(?!\w|[./]\d)")  # "Đội Thuế liên xã số 3"

CALAMITY = re.compile(
    rf"Ban [Cc]hỉ (?:huy|đạo)(?: [Pp]hòng thủ dân sự(?: và| -|,)?)?(?: (?:[Pp]hòng,? chống|PCTT)[{LETTER} ,-]{{0,40}}?(?:[Tt]ìm kiếm [Cc]ứu nạn|TKCN|(?:thiên tai|lụt bão)(?! và)))(?:\s+(?:tỉnh|huyện|thành phố|thị xã|xã|phường))?",
)

BRANCH = re.compile(r",?\s+[Cc]hi nhánh\s+(?:tỉnh|khu vực \d+)")

OF_PLACE = re.compile(r"(?:tỉnh|huyện|thị xã|thành phố|quận|xã|phường)$")

UNIT_OF = re.compile(r"(?:Phòng|Vụ|Cục|Chi cục|Ban|Thanh tra Sở|Trường Cao đẳng)\s+")

LEVEL_END = r"(?:[Tt]ỉnh|huyện|[Tt]hành phố|thị xã|quận|xã|phường|đặc khu)(?!\w)"

PROJECTS = re.compile(
    rf"Ban [Qq]uản lý (?:các )?[Dd]ự án [Đđ]ầu tư [Xx]ây dựng(?: (?:các )?[Cc]ông trình (?:[Gg]iao thông|[Dd]ân dụng(?: và [Cc]ông nghiệp)?|[Nn]ông nghiệp(?: và (?:[Pp]hát triển nông thôn|PTNT))?))(?:\s+{LEVEL_END})?"
    rf"|Ban [Qq]uản lý (?:các )?(?:[Dd]ự án|[Rr]ừng|[Cc]ông trình|[Cc]hợ|[Dd]i tích)(?:(?!\s+(?:chủ trì|phối hợp|làm việc|khẩn trương)(?!\w))\s+[{LETTER}]+,?){{0,14}}?\s+{LEVEL_END}"
)

SMALL = re.compile(
    rf"(?:{BODY})(?:\s+[a-zà-ỹđ]+){{1,9}}?\s+{LEVEL_END}"
)  # names written without capitals: "Trung tâm kiểm soát bệnh tật tỉnh"

ALONE = re.compile(
    r"(?:Ủy ban bầu cử(?: ở (?:tỉnh|huyện|xã|thành phố)(?:,? (?:và )?ở (?:tỉnh|huyện|xã|thành phố))*)?|Ban bầu cử|Tổ bầu cử|Văn phòng|Tỉnh [đĐ]oàn|Tổ công tác|Tổ giúp việc|Ban Chỉ đạo|Ban chỉ đạo|Ban Tổ chức|Đoàn kiểm tra|Đoàn công tác|Đoàn giám sát|Tổ thẩm định"
    r"|Hội đồng tuyển dụng|Hội đồng thi|Hội đồng thẩm định|Ban Giám khảo|Ban Giám hiệu|Tổ kiểm tra|Đội kiểm tra|Tổ biên tập"
    r"|Ban [Qq]uản lý(?: các)? (?:[Dd]ự án|[Rr]ừng|[Cc]hợ))(?!\w)"
)

NAMED_AFTER = re.compile(
    r"\s*[-–]\s*(?=(?:Vật giá|Công chánh|Công chính|Nhà đất|Thể thao|Thông tin|Du lịch|Công nghiệp|Thương mại|Kiến trúc|Môi trường|PTNT|TBXH|Đầu tư|Đào tạo)(?!\w))"
)  # the second half of a department of old

LEVELS_TOO = re.compile(
    r"\s*(?:,|và|-)\s*(?:thành phố|thị xã|huyện|quận|phường)(?!\w)(?:\s*(?:,|và|-)\s*(?:thành phố|thị xã|huyện|quận|phường)(?!\w))*"
)

_NOT_NAMED = (
    r"(?:chủ trì|có|chịu|phối hợp|làm việc|khẩn trương|tiếp tục|căn cứ|gồm|bao gồm|được|đã|đang|sẽ|do|là|tổng hợp|báo cáo"
    r"|tham mưu|kiểm tra|hướng dẫn|thường xuyên|kịp thời|chủ động|tập trung|họp|giúp|theo dõi|yêu cầu|đề nghị|giao|rà soát|của|và các)"
)
STEERING = re.compile(
    rf"(?:Ban [Cc]hỉ (?:đạo|huy)|Tiểu ban|Trung tâm [Cc]hỉ huy|Ban [Vv]ận động|Tổ công tác|Hội đồng)(?!\s*(?:nhân dân|tuyển|thi\s))"
    rf"(?:(?!\s+{_NOT_NAMED}(?!\w))\s+[“\"]?[{LETTER}\d-]+[”\"]?,?){{2,18}}?\s+"
    rf"(?P<stop>các cấp|cấp (?:tỉnh|huyện|xã)|(?:quốc gia|Trung ương)(?!\w)(?!\s+(?:tỉnh|thành phố|huyện|xã|phường))|{LEVEL_END}|(?:Covid|COVID)\s?-\s?19(?:\s+(?:các cấp|{LEVEL_END}))?)"
)  # a body whose name is what it does: "Ban Chỉ đạo phòng, chống dịch COVID-19 tỉnh"

MEMBERS = re.compile(
    r"(?:[Cc]ác\s+|[Nn]hững\s+)?(?:đồng chí\s+)?(?:thành viên|ủy viên)\s+(?:của\s+)?(?=\S)"
)
