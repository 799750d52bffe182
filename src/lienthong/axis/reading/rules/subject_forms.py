"""The words by which a subject is known, told from what is said of it, and ended: for `subjects`."""

import re

from .body_words import CAP, UBND
from .lexicon import BODY, GROUP_NOUNS, POST

HEAD = re.compile(
    rf"(?:(?:tất cả|toàn thể|toàn bộ)\s+)?(?:(?:các|những|mỗi|mọi|từng|quý)\s+)?"
    rf"(?:đồng chí\s+|ông(?:,? (?:và )?| \()bà\)?\s+)?(?:{GROUP_NOUNS}|{BODY}|{POST}|{UBND}|Sở|Bộ|chính quyền|Ủy ban|Đảng ủy|hộ|thư ký|văn thư|liên đội trưởng|đội trưởng|chủ các|chủ tàu cá|chủ phương tiện|kiểm sát viên|thẩm phán|chấp hành viên|công chứng viên|thủ quỹ|kế toán|giáo viên|bác sĩ|điều dưỡng|nhân viên|chuyên viên|tiểu ban|chủ hộ|chủ cơ sở|chủ tàu|thuyền trưởng|lái xe|người đứng đầu|nhân dân(?! các cấp)|người dân|trụ sở|nơi thờ tự|nhà ở|nhà dân|nhà nước|Nhà nước"
    r"|(?-i:BTL|BCH|BCĐ|BQL|BTV|CATP|CCT|KBNN|LĐLĐ|MTTQ|TAND|VKSND)(?=\s)|(?-i:[A-ZĐ]{2,8})(?=\s+(?:tỉnh|huyện|quận|thị xã|thành phố|xã|phường|các|cấp|trực thuộc|cơ sở)))(?!\w)",
    re.IGNORECASE,
)
NAMED = re.compile(
    rf"(?:[Đđ]ồng chí|[Đđ]/c|[Ôô]ng|[Bb]à|[Tt]hầy|[Cc]ô|[Aa]nh|[Cc]hị)\s+{CAP}\w*(?:\s+{CAP}\w*){{1,4}}"
)  # a person without a post
NO_HEAD = re.compile(
    r"(?:(?:Các|Những|Mọi)\s+(?=báo cáo|kết quả|nội dung|hội nghị|trường hợp))?(?:Việc|Công tác|Quá trình|Nội dung|Thời gian|Kinh phí|Nguồn|Kết quả|Mục tiêu|Mục đích|Nhiệm vụ|Nguyên tắc|Yêu cầu|Tình hình"
    r"|Tổ chức(?!\s+(?:đoàn thể|(?-i:Đoàn)|chính|xã|cơ sở|có|liên quan|tín|,))|Báo cáo|Đội ngũ|Cấp(?!\s+ủy)|Tỉnh\s+(?:đã|đang|sẽ)|Hội nghị|Hội thi|Hội thảo|Hội trường|Tổ hợp|Khu vực|Ban hành|Hạt\s+(?!Kiểm)"
    r"|Thành phần|Lớp\s+(?:học|tập)|Bộ\s+(?:máy|phận\s+này|tiêu|chỉ|luật|câu|đề)|Thị trường|Ngành nghề|Trường hợp|Đảng viên|Đoàn kết|Thanh tra\s+(?:việc|công)|Vụ\s+(?:Đông|Xuân|Mùa|Hè|Thu|lúa|án|việc)"
    r"|(?-i:viễn thông|điện lực|bưu điện|báo|đài|khu|kho|cảng|vườn|quỹ|hạt))(?!\w)",
    re.IGNORECASE,
)
ROOM = re.compile(
    rf"[Pp]hòng\s+(?:{CAP}|các|ban|chuyên môn)|[Ll]ãnh đạo\s+(?:{CAP}|các|địa phương|cơ quan|đơn vị|phòng|tỉnh|huyện|xã|phường)"
)  # a department and not "to prevent"; those who lead and not "to lead"
STRONG = re.compile(
    r"(?:chủ trì|có trách nhiệm|chịu trách nhiệm|có nhiệm vụ|làm (?:cơ quan |đơn vị )?đầu mối|(?:là|làm) (?:cơ quan|đơn vị) (?:chủ trì|đầu mối|thường trực|làm đầu mối)"
    r"|(?:cần )?phải|cần|hãy|không được|phối hợp|theo (?:đúng )?chức năng|căn cứ (?:vào )?(?:chức năng|nhiệm vụ|tình hình|quy định|nội dung|Kế hoạch|kế hoạch)|trên cơ sở (?:chức năng|nhiệm vụ)"
    r"|theo (?:nhiệm vụ|thẩm quyền|phân công)|trong phạm vi (?:chức năng|nhiệm vụ|quyền hạn|thẩm quyền)|khẩn trương|nghiêm túc|chủ động|tập trung|tiếp tục|trực tiếp chỉ đạo|quan tâm|kịp thời|thường xuyên|định kỳ)(?!\w)"
)
TELLS = re.compile(
    r"(?:đã|đang|sẽ|vẫn|vừa|là(?! cơ quan| đơn vị)|gồm|bao gồm|cũng|còn|bị|nhận thấy|nhận được|xin|kính|trân trọng|thì|mà|như sau|(?<!thờ )tự)(?!\w)"
)
WITHIN = re.compile(
    r"(?:của|thuộc|trực thuộc|tại|trên|trong|ở|có|nơi|được giao|được phân công|liên quan|từ|cùng cấp|các (?:tỉnh|huyện|quận|xã|phường|thị|thành|cấp|sở|ban|ngành|đơn vị|cơ quan|trường|địa phương|đoàn thể))(?!\w)"
)
CHARGE = re.compile(
    r"(?:phụ trách|theo dõi|được phân công)\s+(?=(?:địa bàn|lĩnh vực|xã|huyện|khối|mảng|thôn|các)[\s,]|\S+\s*,)"
)
NOUN = re.compile(
    r"(?:cơ sở|cơ quan|đơn vị|tổ chức|doanh nghiệp|lực lượng|người|hộ|cán bộ|bộ phận|nhân viên|ban)\s*$",
    re.IGNORECASE,
)
TRADE = re.compile(
    r"\s*(?:đào tạo|quản lý|sản xuất|kinh doanh|chăn nuôi|giết mổ|thi công|tư vấn|giáo dục|khám bệnh|chế biến|nuôi trồng|xuất khẩu|nhập khẩu|vận tải|dạy nghề|nuôi|trồng|mua bán|thu mua|kiểm định|giám định|dịch vụ|lưu trú|cho thuê|in)(?!\w)"
)  # what a body is for, said of it more often than asked of it
OFFICE = re.compile(
    r"\s*(?:cung cấp|cung ứng|giám sát|sử dụng|khai thác|nghiên cứu|vận hành|tham mưu|soạn thảo|thẩm định|thanh tra|kiểm tra|điều tra|thi hành án|thu gom"
    r"|chủ trì|bảo vệ|phục vụ|điều trị|vận chuyển|thực hiện|triển khai|tổ chức|tiếp nhận|phụ trách|làm việc)(?!\w)"
)  # so only before what can be nothing but the predicate
SURELY = re.compile(
    r"(?:chủ động|có trách nhiệm|chịu trách nhiệm|có nhiệm vụ|phải|cần|chủ trì|phối hợp|căn cứ|tiếp tục|không được)(?!\w)"
)
HOW = re.compile(
    r"(?:kịp thời|thường xuyên|nghiêm|khẩn trương|định kỳ|tập trung|quyết liệt|nhanh chóng|trực tiếp|đồng bộ|chặt|tốt|đúng|hiệu quả)(?!\w)"
)
OF_WHOM = re.compile(r"(?:thuộc|trực thuộc|của|tại) (?!phạm vi|thẩm quyền|lĩnh vực)")
OF_THOSE = re.compile(r"(?:của|thuộc|trong|tại)\s+$")
TO = re.compile(r"(?:đến|tới)(?!\w)")
PLAINLY = re.compile(
    r"(?:chỉ đạo|tổ chức|thực hiện|triển khai|rà soát|xây dựng|báo cáo|tăng cường|hướng dẫn)(?!\w)"
)
SEVERAL = re.compile(r"(?:Các|Những|Tất cả|Toàn thể|Cấp ủy|Mọi)(?!\w)")
HOLDS = re.compile(r"\scó\s")
SAYS = re.compile(r"có (?:ý kiến|văn bản|báo cáo|công văn)(?!\w)")
COLON = re.compile(r"\s*:(?!//)")
GAP = re.compile(r"\s*(?:,\s*(?:và\s+)?|;\s*(?:và\s+)?|\s(?:và|hoặc)\s+(?:các\s+(?=đồng chí))?)\s*")
GIVEN = re.compile(r"(?:được (?:giao|phân công)|nơi)\s+$")  # "các đơn vị được giao chủ trì dự án"
CHAIRS = re.compile(
    r"chủ trì\s*,?\s*(?:và )?phối hợp(?!\w)"
)  # what one does to whom something was given
MUST = re.compile(r"(?:phải|cần|hãy|có trách nhiệm|chịu trách nhiệm|có nhiệm vụ)(?!\w)")
BRACKET = re.compile(r"\s*\([^()]{2,160}\)|\s*\[[^\[\]]{2,160}\]")
COUNTED = re.compile(
    r"(?:nhóm|loại|hạng|số|vùng|cấp|lớp|khối|điểm|mục|khu vực|khoản|bậc)\s+$", re.IGNORECASE
)  # "thuộc nhóm 1"
WORD = re.compile(r"\s*([^\s,;:.()\[\]]+)")
ASIDE = re.compile(
    r"(?:chưa|không)\s(?:gửi|nộp|báo cáo|có|thực hiện|hoàn thành)[^,;.]{0,60}?\s(?=(?:khẩn trương|nghiêm túc|chủ động|phải|cần|có trách nhiệm)(?!\w))"
    r"|(?:(?:đến nay |hiện nay |hiện )?(?:còn |vẫn )?chưa\s[^,;.]{3,160}|(?:ngoài|bằng)\s[^,;.:]{3,110}),\s*"
    r"|(?:trong quá trình|khi)\s[^.;:]{3,140}?,?\s(?=(?:phải|cần|có trách nhiệm|chủ động|kịp thời)(?!\w))"
)
