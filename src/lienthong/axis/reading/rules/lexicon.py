"""Words of official Vietnamese that open, close and join assignments; posts; levels; kinds of body."""

import re
from functools import lru_cache

from .language import language
from .letters import fold

_OFTEN = 8  # times a verb of two syllables must have been seen

VERBS = frozenset(
    line.strip()
    for line in """
    tích cực|tham mưu|xây dựng|triển khai|tổ chức|thực hiện|rà soát|tổng hợp|báo cáo|hướng dẫn|kiểm tra
    theo dõi|đôn đốc|giám sát|đẩy mạnh|đẩy nhanh|tăng cường|tiếp tục|khẩn trương|chủ động|nghiên cứu
    đề xuất|trình|ban hành|bố trí|cân đối|cấp|phân bổ|đảm bảo|bảo đảm|nâng cao|cải thiện|tuyên truyền
    phổ biến|quán triệt|cập nhật|công khai|công bố|niêm yết|đầu tư|kết nối|thống nhất|thẩm định
    phê duyệt|lập|hoàn thành|hoàn thiện|hoàn tất|sửa đổi|bổ sung|thành lập|kiện toàn|củng cố|tập trung
    chỉ đạo|quản lý|sử dụng|phát triển|thu hút|hỗ trợ|giải quyết|xử lý|tiếp nhận|gửi|cung cấp|chia sẻ
    đăng ký|ký|phát động|đánh giá|thống kê|khảo sát|điều tra|đo lường|lấy ý kiến|tham gia|phân công
    bàn giao|tiếp thu|giải trình|làm việc|mở|vận hành|khai thác|nâng cấp|số hóa|chuyển đổi|ứng dụng
    áp dụng|đào tạo|tập huấn|bồi dưỡng|tuyển dụng|sắp xếp|tinh gọn|giảm|tăng|hạn chế|khắc phục
    chấn chỉnh|ngăn chặn|phòng|xác định|xác minh|lựa chọn|ưu tiên|huy động|vận động|khuyến khích
    thanh tra|kiểm soát|kiểm kê|kê khai|thu|chi|nộp|bảo vệ|duy trì|phát huy|nhân rộng|khen thưởng
    biểu dương|đề cao|thường xuyên|định kỳ|kịp thời|nghiêm túc|quyết liệt|nhanh chóng|căn cứ
    trên cơ sở|phấn đấu|chuẩn bị|cụ thể hóa|trả lời|phản hồi|phối hợp|liên hệ|có kế hoạch|có giải pháp
    có biện pháp|có phương án|thông báo|thông tin|truyền thông|đưa|đặt|tạo|tổng kết|sơ kết|nhập|rút|hủy
    cử|góp ý|cho ý kiến|ổn định|bình ổn|dự báo|cảnh báo|trực|ứng phó|di dời|sơ tán|trồng|chăm sóc|tiêm
    khám|dọn|thu gom|quy hoạch|cắm mốc|giải phóng|bồi thường|thanh toán|quyết toán|nghiệm thu|giải ngân
    đối thoại|tiếp xúc|tiếp công dân|lắng nghe|nắm|xem xét|quan tâm|dành|lồng ghép|gắn|kiến nghị|tháo gỡ
    đối chiếu|chuyển|luân chuyển|sao gửi|lưu|hợp nhất|sáp nhập|giải thể|tách|điều chỉnh|thay thế|bãi bỏ
    đình chỉ|tạm dừng|gia hạn|đổi mới|đơn giản hóa|cắt giảm|rút ngắn|tự kiểm tra|tích hợp|liên thông
    thiết lập|thiết kế|mua sắm|trang bị|lắp đặt|sửa chữa|cải tạo|bảo trì|giới thiệu|quảng bá|xúc tiến
    kêu gọi|tiếp cận|đề nghị|yêu cầu|giao|tổ chức|bảo quản|chỉnh lý|thu hồi|cấp phát|phát hành|in
    phân loại|phân tích|phân cấp|ủy quyền|xác nhận|chứng thực|công nhận|xếp hạng|chấm điểm|tự chấm
    thu thập|khai báo|kết thúc|khởi công|thi công|đấu thầu|chọn|thí điểm|mở rộng|nhân|soạn thảo|dự thảo
    biên soạn|biên tập|phát sóng|đăng tải|đăng|treo|cổ động|thăm|tặng|trao|tri ân|tưởng niệm|kỷ niệm
    chào mừng|quyên góp|vận hành|tuần tra|truy quét|bắt giữ|xử phạt|kiểm dịch|tiêm phòng|phun|phòng ngừa
    kiềm chế|kéo giảm|rút kinh nghiệm|kiểm điểm|xem lại|đảm nhận|phụ trách|phục vụ|tiến hành|khôi phục
    tái cơ cấu|cơ cấu|đề ra|tìm kiếm|dạy|học|thi|ôn|kết hợp|bảo hộ|đón tiếp|bố cáo|kiểm định|hiệu chỉnh
    công tác|dự trù|dự toán|giao lưu|tọa đàm|hội thảo|nghiêm cấm|không để|không được|tránh|chống|chú trọng
    xóa|loại bỏ|giữ gìn|gìn giữ|tôn tạo|trùng tu|khoanh vùng|truy vết|cách ly|xét nghiệm|điều trị|khử
    chủ trì|đầu mối|làm đầu mối|chịu trách nhiệm|có trách nhiệm|đề bạt|bổ nhiệm|luân phiên|thuê|mượn
    điều hành|lãnh đạo|kiên quyết|nắm chắc|bám sát|cử cán bộ|lấy mẫu|sẵn sàng|bảo trợ|vinh danh|tháo gỡ khó khăn
    giải tỏa|thông qua|quyết định|cam kết|chi trả|cấp bù|bù|dự|tham dự|bố phòng|phân luồng|điều tiết|xả|tích nước|gia cố
    neo đậu|kêu gọi tàu thuyền|cứu hộ|cứu trợ|cung ứng|dự trữ|tiêu hủy|khoanh vùng|rà quét|tập kết|chuyển giao|tiếp nhận lại
    nghiên cứu đề xuất|hủy bỏ|hiệp thương|giới thiệu|bầu|tiến cử|kết nạp|khai giảng|tuyển sinh|giảng dạy|kiểm đếm|áp giá
    thu phí|truy thu|hoàn thuế|miễn giảm|quản trị|bảo mật|sao lưu|chuẩn hóa|làm sạch|làm giàu|đồng bộ|cấu hình|cài đặt
    chịu sự|báo động|báo tin|trang trí|vệ sinh|chỉnh trang|phát quang|nạo vét|duy tu|tu sửa|cấp cứu|trực ban|trực chỉ huy
    thẩm tra|thẩm tra, phê duyệt|cho phép|chấp thuận|chỉ định|giám định|xác lập|tính|công chứng|lập dự toán|nâng hạng
    tinh giản|luân chuyển|biệt phái|điều động|chấm dứt|khen|phê bình|kỷ luật|đôn đốc|nhắc nhở|tạo điều kiện|làm rõ|làm tốt
    phát hiện|xác định rõ|thành lập đoàn|thể chế hóa|cụ thể hoá|hiện đại hóa|số hoá|công nhận lại|đàm phán|ký kết|tiếp đón
    dừng|ngừng|khôi phục|phục hồi|vận dụng|kết nạp|khẩn cấp|chủ động phòng|giữ vững|đấu tranh|trấn áp|truy bắt|điều chuyển
    thừa ủy quyền|thay mặt|tuyên dương|tôn vinh|lan tỏa|nghiêm cấm|chú ý|lưu ý|bổ khuyết|hậu kiểm|phúc tra|giải thích
    tuân thủ|chấp hành|đáp ứng|xác thực|tra cứu|giữ|giữ bí mật|trả kết quả|định hướng|cho|giúp|lập lại|nhận diện|khuyến cáo|tham vấn|cân nhắc|đề phòng
    trao đổi|họp|đấu nối|tháo dỡ|cưỡng chế|di chuyển|ngăn|rào chắn|cắm|khơi thông|chặt tỉa|gieo trồng|gieo cấy|thu hoạch|thu mua|chế biến|bao tiêu|tiêu thụ
    chăm lo|thăm hỏi|hoàn chỉnh|phổ cập|tăng tốc|siết chặt|vận chuyển|điều phối|ủng hộ|giảm thiểu|khuyến nghị|theo sát|gặp gỡ|thúc đẩy|đẩy lùi|khơi dậy
    nêu cao|nêu gương|gương mẫu|đi đầu|tiên phong|rèn luyện|đoàn kết|cấp đổi|nhập liệu|đưa tin|soạn|đối soát|tính đúng|khấu trừ|gắn biển|tham khảo|tìm hiểu
    quan trắc|bình xét|bình chọn|suy tôn|xét duyệt|xét chọn|duyệt|thẩm duyệt|miễn nhiệm|bãi nhiệm|tạm ứng|bảo lãnh|cho vay|cơ cấu lại|tái đàn|giãn|hoãn|truy xuất|kiểm nghiệm
    làm|lấy|mua|ghi|nhận|viết|vẽ|quét|dán|lắp|xây|sửa|tu bổ|coi trọng|phòng, chống|phòng chống|chủ trương|lựa|ra quân|ra soát|tổ chức lại|khuyến mại|xử trí|can thiệp|hòa giải
    phối kết hợp|tái lập|tái kiểm tra|giải đáp|bơm|thay mới|bắt tay|kẻ vạch|nhổ|vùi|phát thanh|giám định|thông suốt|tổ chức tốt|bảo tồn|lưu trữ|số hóa dữ liệu|khai mạc|bế mạc|rút gọn|chỉnh sửa|chia|tự rà soát|tự đánh giá|hiện thực hóa|nội luật hóa|đa dạng hóa|xã hội hóa
    trích|hoàn trả|miễn|quy trách nhiệm|rà|nâng|lồng|phủ|hình thành|đối với|khớp nối|ký kết|tính toán
    vận động|có chính sách|có cơ chế|có lộ trình|có hình thức|giao chỉ tiêu|cấm|thẩm định giá|cân đối nguồn|ở nhà|ở tại nhà|ở tại chỗ
    sáng tác|triệu tập|tường thuật|xét tặng|chằng chống|xét tuyển|truy cứu|khởi tố|truy tố|xét xử|răn đe|cảm hóa|kiểm toán|động viên|khích lệ|tắt|phản bác|bác bỏ
    gỡ bỏ|chặn|dựng|đồng hành|ứng trực|canh gác|tịch thu|chôn lấp|tiêu độc|dập dịch|sàng lọc|giáo dục ý thức|giáo dục truyền thống|giáo dục pháp luật|minh bạch hóa
    hợp tác với|liên kết với|đền bù|thắt chặt|khống chế|cổ vũ|biểu diễn|xin ý kiến|lấy ý kiến|trưng cầu|bàn bạc|thảo luận|hoàn tất|thanh lý|đấu giá|đặt hàng
    tranh thủ|tận thu|tận dụng|hưởng ứng|tóm tắt|sưu tầm|xuất trình|triệt phá|triệt xóa|che chắn|thay đổi|phân chia|thuyết phục|đóng góp|kế thừa|thực thi|ứng cứu|tài trợ|phân phối|tập hợp
    liệt kê|so sánh|khai thông|tái trồng|tái tạo|uốn nắn|nhấn mạnh|hạch toán|hạ ngầm|truy tìm|xuống giống|hệ thống hóa|hệ thống hoá|mã hóa|mã hoá|đính chính|bốc thăm|rút thăm|điều hòa|dồn điền|tường trình
    túc trực|dẫn giải|áp giải|tống đạt|niêm phong|phong tỏa|lập biên bản|thu giữ|tạm giữ|giải cứu|dập tắt|chữa cháy|khoanh nợ|giãn nợ|khởi kiện|kê biên|khóa sổ|mở sổ|chạy thử|đóng điện|đóng cửa|cắt điện|đóng cống
    mở cống|tích trữ|thau rửa|súc rửa|tẩy uế|phun khử|khử khuẩn|dọn dẹp|thu dọn|đốn hạ|chặt hạ|cắt tỉa|trồng dặm|trồng bổ sung|che phủ|đào đắp|san lấp|hoàn thổ|hoàn nguyên|khắc phục hậu quả|vá lấp|sơn kẻ
    tiếp quản|tiếp sức|tiếp ứng|đưa đón|đón tiếp|hộ tống|phiên dịch|dịch thuật|ghi hình|ghi âm|chụp ảnh|viết bài|đăng bài|thuyết minh|giao nhận|bốc xếp|chằng buộc|chốt chặn|lập chốt|phân làn|giải tán|giải quyết dứt điểm
    phân quyền|cấp quyền|gỡ|tải|truy cập|nhắn tin|gọi điện|điện báo|thu nợ|tất toán|hoàn ứng|đối trừ|kết chuyển|định giá|thu xếp|dàn xếp|giới hạn|khoán|thầu|rà soát lại|kiểm tra lại|tính lại|đánh số|dán tem|đóng dấu
    thử nghiệm|thí nghiệm|lấy ý|tiếp xúc|tuyên đọc|tuyên bố|phân vai|phân vùng|đối ứng|chấp nhận|từ chối|bài trừ|đẩy đuổi|xua đuổi|di lý|truyền đạt|học tập|thực hành|thực tập|diễn tập|tập dượt|tổng duyệt|duyệt|khám sàng lọc
    đóng|khóa|khoá|cắt|đo|đếm|kéo|đắp|đào|thả|đổ|bón|tưới|cấy|gieo|vớt|tháo|dỡ|dồn|gom|che|chắn|chôn|xếp|thay|nối|bắt|chở|gọi|đọc|kê|đón|viếng|dập|buộc|chặt|dắt|sơn|vá|đốt|hạ|nhắc|hỏi|tiếp|trả|phát|bán
    ngưng|ngừng|nghỉ cạo|nghỉ|nạp|bật|hút|xúc|thổi|cứu|gác|canh|tìm|bầu cử bổ sung|khui|mổ|mời|tiễn|phạt|xin|vay|đối thoại trực tiếp|tiếp dân|tiếp công dân|triệt để|thể hiện|đảm nhiệm|bàn với
    trợ giúp pháp lý|xét và|chụp|quay phim|trưng bày|huấn luyện|tập luyện|diễu hành|dâng hương|điểm danh|tiết giảm
    """.replace("\n", "|").split("|")
    if line.strip()
)

NARRATIVE = re.compile(
    r"(?:đã|đang|sẽ|là|vẫn|còn|vừa|cơ bản (?:thống nhất|nhất trí|đồng ý|tán thành)|nhất trí|đồng ý|thống nhất với|thống nhất về|tán thành|nhận được|nhận thấy|có ý kiến|có văn bản|có Công văn|có Tờ trình"
    r"|(?:hướng dẫn|quy định|kết luận|báo cáo|trả lời|đề ra) .{0,160}như sau\W*$|ban hành \S+ .{0,80}như sau|xây dựng \S+ .{0,120}như sau|thông báo .{0,300}như sau\W*$|thông báo\s*:|thống nhất chủ trương"
    r"|trân trọng|xin|kính|khẳng định|đánh giá cao|ghi nhận|biết|được biết|chúc|thành phố|tại Tờ trình"
    r"|tại Báo cáo|tại Công văn|tại văn bản|gồm|bao gồm|gặp|quy định|số \d|ngày \d|và)(?!\w)",
    re.IGNORECASE,
)

TRIGGER = re.compile(
    r"(?<!\w)(?P<verb>giao (?:thêm )?nhiệm vụ cho|giao trách nhiệm cho|giao (?:lại )?cho|phân công|ủy quyền cho"
    r"|ủy nhiệm cho|kính đề nghị|trân trọng đề nghị|thống nhất giao|đồng ý giao|tiếp tục giao|giao(?! thông| lưu| dịch| tiếp)"
    r"|yêu cầu|đ[ềe] nghị|kiến nghị|chỉ đạo|ủy quyền|chỉ thị(?: cho)?(?!\s+(?:cũng|nêu|yêu cầu|này|số|của|đã|giao|quy định|trên|về))|kính mời|kính mong)(?P<colon>\s*:)?\s+",
    re.IGNORECASE,
)
NOT_ORDER = re.compile(
    r"(?:xét|theo|của|được|bị|tại|ý kiến|sự|việc|đã|có|nội dung|văn bản|không|chưa|để|khi|do|và đã"
    r"|nhiệm vụ|cơ quan|cấp|phải|những|các|một số|trên cơ sở|đáp ứng|bảo đảm|đảm bảo|mục đích,"
    r"|đúng|giải quyết|tiếp nhận|thực hiện|bàn|quy trình|hồ sơ|đơn|phản ánh|phản ánh,|khiếu nại, tố cáo,|và)\s*$",
    re.IGNORECASE,
)

POST = (
    r"Phó Chánh Văn phòng|Chánh Văn phòng|Phó Chánh Thanh tra|Chánh Thanh tra|Phó Tổng Giám đốc"
    r"|Tổng Giám đốc|Phó Giám đốc|Giám đốc|Thủ trưởng|Phó Chủ tịch Thường trực|Phó Chủ tịch|Chủ tịch"
    r"|Phó Trưởng Ban|Trưởng Ban(?= (?:quản lý|Quản lý|Dân|Ban|chỉ|Chỉ|Tổ|Tuyên|Nội))|Trưởng ban|Phó Trưởng phòng"
    r"|Trưởng các phòng|Trưởng phòng|Trưởng Phòng(?= Phòng)|Hiệu trưởng|Tổng Cục trưởng|Chi Cục trưởng|Chi cục trưởng"
    r"|Cục trưởng|Vụ trưởng|Bộ trưởng|Thứ trưởng Thường trực|Thứ trưởng|Viện trưởng|Chánh án|Phó Bí thư|Bí thư|Chỉ huy trưởng|Người đứng đầu"
    r"|Thường trực|Lãnh đạo|Tổ trưởng|Trưởng Công an|Tổng Biên tập|Thống đốc|Tư lệnh|Đội trưởng"
    r"|Trưởng các ban|Cán bộ, công chức, viên chức|Chánh Thanh tra|Tổng Thanh tra|Chủ nhiệm|Phó Thủ trưởng|Trưởng Phòng|Trưởng ban"
    r"|Trưởng trạm|Trạm trưởng|Hạt trưởng|Giám thị|Kế toán trưởng|Trưởng khoa|Trưởng các đoàn|Trưởng đoàn|Chính ủy|Chỉ huy"
)
LEVELS = r"tỉnh|thành phố|huyện|thị xã|quận|xã(?! hội)|phường|thị trấn|đặc khu"
BODY = (
    r"Ủy ban bầu cử|Hội đồng bầu cử|Ban bầu cử|Tổ bầu cử|Vụ(?! (?:Đông|Xuân|Mùa|Hè|Thu|Chiêm|đông|xuân|mùa|hè|thu|chiêm|lúa|án|việc))|Văn phòng|Ban Chỉ đạo|Ban Chỉ huy|Ban Quản lý|Ban quản lý|Ban|Tổng cục|Chi cục|Cục|Trung tâm|Công an"
    r"|Bộ Chỉ huy|Bộ Tư lệnh|Bộ đội Biên phòng|Đồn Biên phòng|Thanh tra|Kho bạc|Bảo hiểm xã hội|BHXH|Ngân hàng|Đài|Báo và (?:Đài )?[Pp]hát thanh(?:,| và| -)? [Tt]ruyền hình|Báo"
    r"|Trường|Viện kiểm sát|Viện Kiểm sát|Viện|Ủy ban Mặt trận Tổ quốc|Ủy ban MTTQ|UB MTTQ|UBMTTQ|UBMTTQVN|Mặt trận Tổ quốc"
    r"|Liên đoàn|Công đoàn|Hiệp hội|Lực lượng Thanh niên|Liên hiệp|Liên minh|Hội đồng|Hội(?! (?:nghị|thảo|thi|trại|diễn|chợ|thao|khỏe|khoẻ|trường|họp|chẩn|làng|xuân)(?!\w))|Tỉnh đoàn|Tỉnh Đoàn|Đoàn|Phòng [Gg]iao dịch|Phòng [Kk]hám|Phòng|Công ty|Tổng công ty|Tổng Công ty"
    r"|Tập đoàn|Bưu điện|Viễn thông|Điện lực|Tòa án|Hạt|Đội|Tổ|Quỹ|Khoa(?! (?:học|giáo|thi|cử|trương))|Bệnh viện|Đại học|Học viện|Cảng|Thư viện"
    r"|Trạm|Ban điều hành|Nhà khách|Nhà văn hóa|Kho|Tòa soạn|Ga|Bến xe|Nông trường|Lâm trường|Xí nghiệp|Chi đội|Sư đoàn|Trung đoàn|Lữ đoàn|Quân khu|Học viện|Bảo tàng|Trung ương Đoàn|Trung ương Hội|Chi bộ|Đảng bộ|Chi đoàn|Chi hội|Nhà hát|Nhà máy|Chi nhánh|Cổng [Tt]hông tin|Bộ phận|Hợp tác xã|Doanh nghiệp|Vườn|Khu"
)
GROUP_NOUNS = (
    r"huyện đoàn|quận đoàn|thị đoàn|thành đoàn|đoàn trực thuộc|đoàn cơ sở|công đoàn cơ sở|công đoàn|chi hội|chi đoàn|huyện ủy|quận ủy|thị ủy|thành ủy|tỉnh ủy|đảng ủy|cấp ủy đảng|tổ chức đảng|tổ chức cơ sở đảng|chi, đảng bộ cơ sở|chi, đảng bộ|đảng bộ|chi bộ|đảng đoàn|ban cán sự đảng|ban xây dựng Đảng|ban đảng|ban tham mưu(?:, giúp việc)?(?: (?:của )?(?:Tỉnh|Thành|Huyện|Thị|Đảng) ủy)?"
    r"|ban thường vụ|cơ quan ngang bộ|cơ quan thuộc Chính phủ|cơ quan (?:chuyên trách )?tham mưu, giúp việc(?: (?:của )?(?:Tỉnh|Thành|Huyện|Thị|Đảng) ủy| cấp ủy)?|cơ quan chuyên môn|cơ quan báo chí|cơ quan thông tin đại chúng"
    r"|cơ quan chức năng|cơ quan (?:thông tấn|thông tin|truyền thông|báo chí), (?:báo chí|truyền thông)|cơ quan thông tấn|cơ quan hành chính nhà nước|cơ quan hành chính|cơ quan nhà nước|cơ quan quản lý nhà nước|cơ quan|đơn vị sự nghiệp công lập|đơn vị sự nghiệp|đơn vị chủ đầu tư"
    r"|đơn vị tư vấn|đơn vị sử dụng lao động|đơn vị thi công|đơn vị quản lý(?= (?:dự án|đường|chợ|vận hành|khai thác|rừng))|đơn vị vận hành|quý bộ|quý ban|quý sở|quý cục|quý ngành|quý trường|quý địa phương|quý doanh nghiệp|quý cơ quan|quý đơn vị|quý công ty|đơn vị|địa phương|tổ chức chính trị - xã hội|tổ chức chính trị xã hội|tổ chức đoàn thể|tổ chức thành viên|tổ chức, cá nhân (?:chi )?trả thu nhập|(?:tổ chức|cá nhân|đơn vị) (?:chi )?trả thu nhập|tổ chức|sở ban ngành|sở ngành|sở|ban ngành|ban quản lý dự án|ban quản lý|ban|ngành"
    r"|bộ|hội, đoàn thể|hội đoàn thể|hội quần chúng|hội|đoàn thể|phòng chuyên môn|phòng, ban|phòng ban|phòng"
    r"|doanh nghiệp nhà nước|doanh nghiệp|công ty|chủ đầu tư|nhà đầu tư|nhà thầu|trường học|cơ sở giáo dục"
    r"|trường(?! hợp)|bệnh viện|trung tâm|chi cục|cục|văn phòng|ban quản lý dự án|ban quản lý|ngân hàng thương mại"
    r"|tổ chức tín dụng|ngân hàng|tập đoàn|tổng công ty|hợp tác xã nông nghiệp|hợp tác xã|HTX nông nghiệp|HTX|thành viên (?:Tổ công tác|Tổ giúp việc|Đoàn kiểm tra|Đoàn công tác|Hội đồng thẩm định)|thành viên Ban Chỉ đạo|thành viên UBND tỉnh"
    r"|thành viên|thôn|tổ dân phố|khu dân cư|khu phố|khối phố|ấp|bản|xóm|khóm|làng|cơ sở sản xuất, kinh doanh|cơ sở kinh doanh|cơ sở sản xuất|cơ sở khám bệnh, chữa bệnh|cơ sở|hộ gia đình|hộ dân|chủ rừng|chủ phương tiện|chủ hồ chứa|nhà trường|nhà mạng|chi bộ trực thuộc|tổ công tác|đoàn (?:thanh tra|kiểm tra)(?:, kiểm tra)?(?: thuế)?|thị(?! (?:xã|trấn|trường|sát|thực(?! hiện)|lực|hiếu|uy|dân|đoàn|ủy))|thành(?! (?:phố|lập|viên|phần|tích|công|thị|đoàn|ủy|quả|tựu|ra|hệ|kính|thạo|thật))|thương nhân|đại học|học viện|viện nghiên cứu|đội|tổ|trạm|khoa|phân xưởng|chi nhánh|huyện|thị xã|thành phố|quận|xã|phường|thị trấn|đặc khu|cấp ủy|lực lượng vũ trang|lực lượng chức năng"
    r"|lực lượng|người sử dụng lao động|giáo viên chủ nhiệm|giáo viên bộ môn|cố vấn học tập|lớp sinh viên|lớp(?! (?:học|tập huấn|bồi dưỡng|đào tạo))|công sở|nơi công cộng|tổ chuyên môn|hộ kinh doanh|cấp công đoàn|cấp hội|hiệp hội|trạm y tế|cơ sở y tế|cấp|tỉnh|cá nhân|phòng, đơn vị|cán bộ|công chức|viên chức|đồng chí"
)
_SCHOOLS = r"(?:trung học (?:phổ thông|cơ sở)|THPT|THCS|phổ thông|tiểu học|mầm non|mẫu giáo|đại học|cao đẳng|trung cấp|dân tộc nội trú|nghề)(?!\w)"
TAIL = re.compile(
    rf"\s*(?:{_SCHOOLS}(?:\s*(?:,|và|,\s*và|-)\s*(?:[Tt]rường\s+)?{_SCHOOLS})*|\((?:cấp )?tỉnh\)|miền núi|đồng bằng|ven biển|vùng cao|biên giới|hải đảo|có rừng|có biển|khu vực (?:miền \w+|phía \w+|đồng bằng)|có liên quan|liên quan|trực thuộc [Tt]rung ương|trực thuộc(?: (?:tỉnh(?! ủy)|(?:Sở|sở|Bộ|bộ|Ngành|ngành|Tổng cục|Cục|Tập đoàn|Tổng công ty|Thành phố)(?!(?-i:\s+[A-ZĐ]))|UBND tỉnh|UBND huyện))?"
    rf"|thuộc, trực thuộc(?: UBND (?:{LEVELS}))?|thuộc (?:UBND )?(?:tỉnh|huyện|thành phố|thị xã|xã|phường)|cấp (?:tỉnh|huyện|xã)"
    rf"|(?:ở )?[Tt]rung ương đóng trên địa bàn(?: tỉnh)?|(?:ở )?Trung ương(?: và (?:các )?địa phương)?|đóng trên địa bàn(?: tỉnh| huyện| thành phố)?"
    rf"|trên địa bàn(?: (?:tỉnh|huyện|thành phố|thị xã|xã|phường))?|trong (?:tỉnh|toàn tỉnh|huyện)|của tỉnh|toàn tỉnh|(?:của|toàn) thành phố(?!(?-i:\s+[A-ZĐ]))|thành phố(?!\s*,|\s+và\s|(?-i:\s+[A-ZĐ]))"
    rf"|nêu trên|cùng cấp|có tên trên|có tên (?:tại|ở|trong) Điều \d+|nói trên|trên|khác|tỉnh(?! ủy)|ở địa phương)(?!\w)",
    re.IGNORECASE,
)
GENERIC_TAIL = re.compile(rf"\s+(?:{LEVELS})(?!\w)", re.IGNORECASE)
SEPARATOR = re.compile(r"\s*(?:,\s*và|;\s*và|,|;|và|&|/)\s+", re.IGNORECASE)


NOUNS = frozenset(
    """trình độ|trình tự|trình trạng|phát thanh viên|phát thanh truyền|dự án|dự toán|thu nhập|chi cục|chi nhánh|chi bộ|chi phí|phòng ban|phòng chuyên|phòng học|tổ chức chính|tổ chức xã
    |tổ chức đoàn thể|tổ chức kinh|tổ chức tín|giao thông|giao dịch|học sinh|học viện|học viên|học kỳ|học phí|học phổ|học cơ|học nghề|học sinh|thi đua|thi công
    |công tác viên|sử dụng đất|quản lý nhà|chủ đầu|chủ trương|đầu tư công|khai thác khoáng|kinh doanh|cấp xã|cấp huyện|cấp tỉnh
    |cấp ủy|cấp trên|cấp dưới|phòng khám|thuê bao|ký túc|chi đoàn|thông tin đại|báo cáo viên|nhân dân|nhân viên|nhân lực
    |tính đến|tạo ra|in ấn|bù giá|trồng trọt|đặt tại|đưa ra|chọn lọc|phòng chống|chuyển đổi số|dự báo thời|chặt chẽ|hạ lưu|hạ du|hạ tầng|hạ nguồn|tải trọng|tải lượng|bán trú|bán kính|bán lẻ|bán buôn|tiếp theo|tiếp giáp|thay vì|nghỉ hưu|nghỉ hè|nghỉ phép|bắt đầu từ|tuyên truyền viên
    |hướng dẫn viên|thanh tra viên|kiểm soát viên|trực thuộc|cử tri|thu ngân|hợp tác xã|giúp việc|làm công|cho nên|giữ chức|mua sắm công|lấy lý|nhận được|nhận thấy|nhận thức|viết tắt|nhận xét|chia sẻ kinh""".replace(
        "\n    ", ""
    ).split("|")
)


def opens_with_verb(text: str) -> bool:
    """Whether the words begin with something that one does, and not with a noun that sounds like it."""
    parts = text.lower().split()
    if any(" ".join(parts[:n]).strip(",;:.-–") in NOUNS for n in (2, 3)):
        return False
    if parts[:1] in (["xuống"], ["đi"]) and len(parts) > 1:
        return opens_with_verb(text.split(None, 1)[1])  # "xuống kiểm tra"
    if parts[:1] == ["thi"] and any(" ".join(parts[1:n]).strip(",;:.-–") in VERBS for n in (2, 3)):
        return False  # "thi vẽ", "thi tìm hiểu": a contest
    if any(" ".join(parts[:n]).strip(",;:.-–") in VERBS for n in (1, 2, 3, 4)):
        return True
    second = text.split()[1].strip(",;:.-–") if len(parts) > 1 else ""
    return second.islower() and _misread(parts[0], second)


@lru_cache(maxsize=1)
def _two_syllables() -> dict[str, tuple[str, str]]:
    pairs = language().pairs
    verbs = [(a, b) for a, _, b in (verb.partition(" ") for verb in VERBS) if b and " " not in b]
    verbs.sort(key=lambda verb: pairs.get(verb[0], {}).get(verb[1], 0))
    return {fold(f"{a} {b}"): (a, b) for a, b in verbs}


@lru_cache(maxsize=16384)
def _misread(first: str, second: str) -> bool:
    """Whether two syllables hardly ever seen together are a verb of which recognition mistook a mark: "đây mạnh"."""
    verb = _two_syllables().get(fold(f"{first} {second}"))
    if verb is None or (first != verb[0]) == (second != verb[1]):
        return False  # one syllable misread, not a text that lost its marks
    pairs = language().pairs
    seen = pairs.get(verb[0], {}).get(verb[1], 0)
    return seen >= _OFTEN and seen > _OFTEN * pairs.get(first, {}).get(second, 0)
