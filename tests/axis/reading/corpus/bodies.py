"""Bodies of papers in the manners of many offices, with the tasks that a clerk would write down.

Own words. A task is `lead | action` or `lead | action | coordinating bodies parted by ;`. The marks
{D} {M} {Y} stand for a day and a month after the paper's own and for its year.
"""

from tests.axis.reading.corpus.bodies_late import LATE
from tests.axis.reading.corpus.bodies_more import MORE
from tests.axis.reading.corpus.forms import Body

BODIES = (
    Body("CV", "province", """Xét đề nghị của Sở Tài chính tại Công văn số 345/STC-NS ngày 05/01/{Y} về việc bổ sung kinh phí sửa chữa trụ sở, Chủ tịch UBND tỉnh có ý kiến như sau:
1. Thống nhất chủ trương sửa chữa trụ sở làm việc như đề nghị của Sở Tài chính tại văn bản nêu trên.
2. Giao Sở Tài chính chủ trì, phối hợp với Sở Xây dựng và các đơn vị liên quan thẩm định dự toán, trình UBND tỉnh xem xét, quyết định trước ngày {D}/{M}/{Y}.
3. Giao Văn phòng UBND tỉnh theo dõi, đôn đốc việc thực hiện Công văn này.""",
        ("Sở Tài chính | thẩm định dự toán, trình UBND tỉnh xem xét, quyết định trước ngày {D}/{M}/{Y} | Sở Xây dựng; các đơn vị liên quan",
         "Văn phòng UBND tỉnh | theo dõi, đôn đốc việc thực hiện Công văn này"), "Sở Tài chính;Sở Xây dựng"),
    Body("CV", "provincial_body", """Để có cơ sở tổng hợp, báo cáo UBND tỉnh theo yêu cầu tại Công văn số 12/UBND-NC ngày 04/01/{Y}, Sở Nội vụ đề nghị các sở, ban, ngành và UBND các huyện, thị xã, thành phố báo cáo kết quả thực hiện tinh giản biên chế (theo đề cương gửi kèm), gửi về Sở Nội vụ trước ngày {D}/{M}/{Y} để tổng hợp.
Rất mong nhận được sự quan tâm phối hợp của quý cơ quan./.""",
        ("các sở, ban, ngành; UBND các huyện, thị xã, thành phố | báo cáo kết quả thực hiện tinh giản biên chế (theo đề cương gửi kèm), gửi về Sở Nội vụ trước ngày {D}/{M}/{Y} để tổng hợp",),
        "Các sở, ban, ngành;UBND các huyện, thị xã, thành phố"),
    Body("CV", "central", """Thực hiện nhiệm vụ được giao tại Nghị quyết số 01/NQ-CP ngày 05/01/{Y} của Chính phủ, đề nghị Ủy ban nhân dân các tỉnh, thành phố trực thuộc Trung ương quan tâm chỉ đạo:
1. Rà soát các quy định về thủ tục hành chính thuộc thẩm quyền, đề xuất phương án cắt giảm.
2. Báo cáo kết quả trước ngày {D} tháng {M} năm {Y} để tổng hợp, báo cáo Thủ tướng Chính phủ.
Trong quá trình thực hiện, nếu có vướng mắc, đề nghị liên hệ theo số điện thoại 0243 000 000 để phối hợp giải quyết./.""",
        ("Ủy ban nhân dân các tỉnh, thành phố trực thuộc Trung ương | Rà soát các quy định về thủ tục hành chính thuộc thẩm quyền, đề xuất phương án cắt giảm",
         "Ủy ban nhân dân các tỉnh, thành phố trực thuộc Trung ương | Báo cáo kết quả trước ngày {D} tháng {M} năm {Y} để tổng hợp, báo cáo Thủ tướng Chính phủ"),
        "Ủy ban nhân dân các tỉnh, thành phố trực thuộc Trung ương"),
    Body("CV", "central", """Xét đề nghị của Bộ Giao thông vận tải tại văn bản số 2211/BGTVT-KHĐT ngày 03 tháng 01 năm {Y}, Phó Thủ tướng Chính phủ có ý kiến như sau:
1. Yêu cầu Bộ Giao thông vận tải nghiêm túc tiếp thu ý kiến của các cơ quan, hoàn thiện hồ sơ dự án, chịu trách nhiệm về số liệu báo cáo.
2. Bộ Kế hoạch và Đầu tư chủ trì, phối hợp với Bộ Tài chính và các cơ quan liên quan cân đối nguồn vốn cho dự án.
3. Ủy ban nhân dân tỉnh Quảng Ngãi khẩn trương hoàn thành giải phóng mặt bằng, bàn giao trong quý II năm {Y}.
Văn phòng Chính phủ thông báo để các Bộ, cơ quan biết, thực hiện./.""",
        ("Bộ Giao thông vận tải | nghiêm túc tiếp thu ý kiến của các cơ quan, hoàn thiện hồ sơ dự án, chịu trách nhiệm về số liệu báo cáo",
         "Bộ Kế hoạch và Đầu tư | cân đối nguồn vốn cho dự án | Bộ Tài chính; các cơ quan liên quan",
         "Ủy ban nhân dân tỉnh Quảng Ngãi | khẩn trương hoàn thành giải phóng mặt bằng, bàn giao trong quý II năm {Y}"),
        "Bộ Giao thông vận tải;Bộ Kế hoạch và Đầu tư;UBND tỉnh Quảng Ngãi"),
    Body("CĐ", "*", """Hiện nay, áp thấp nhiệt đới đang mạnh lên và có khả năng gây mưa to. Để chủ động ứng phó, yêu cầu:
1. Chủ tịch Ủy ban nhân dân các huyện, thị xã, thành phố:
a) Theo dõi chặt chẽ diễn biến của thời tiết, thông báo cho người dân chủ động phòng tránh.
b) Sẵn sàng phương án sơ tán dân khỏi vùng trũng thấp.
2. Sở Nông nghiệp và Phát triển nông thôn chỉ đạo vận hành an toàn các hồ chứa nước; tổ chức trực ban 24/24 giờ.
3. Bộ Chỉ huy Quân sự tỉnh, Công an tỉnh chuẩn bị lực lượng, phương tiện để cứu hộ khi có yêu cầu.
4. Đài Phát thanh và Truyền hình tỉnh tăng thời lượng đưa tin về diễn biến mưa lũ.
Yêu cầu các cơ quan, đơn vị nghiêm túc thực hiện Công điện này./.""",
        ("Chủ tịch Ủy ban nhân dân các huyện, thị xã, thành phố | Theo dõi chặt chẽ diễn biến của thời tiết, thông báo cho người dân chủ động phòng tránh",
         "Chủ tịch Ủy ban nhân dân các huyện, thị xã, thành phố | Sẵn sàng phương án sơ tán dân khỏi vùng trũng thấp",
         "Sở Nông nghiệp và Phát triển nông thôn | chỉ đạo vận hành an toàn các hồ chứa nước",
         "Sở Nông nghiệp và Phát triển nông thôn | tổ chức trực ban 24/24 giờ",
         "Bộ Chỉ huy Quân sự tỉnh; Công an tỉnh | chuẩn bị lực lượng, phương tiện để cứu hộ khi có yêu cầu",
         "Đài Phát thanh và Truyền hình tỉnh | tăng thời lượng đưa tin về diễn biến mưa lũ")),
    Body("TB", "province central provincial_body", """Ngày 05/01/{Y}, tại trụ sở cơ quan, đồng chí Phó Chủ tịch đã chủ trì cuộc họp nghe báo cáo tiến độ lập quy hoạch. Tham dự có lãnh đạo các sở, ngành liên quan. Sau khi nghe báo cáo và ý kiến của các đại biểu, đồng chí Phó Chủ tịch kết luận như sau:
1. Đánh giá cao sự chuẩn bị của các cơ quan; tuy nhiên tiến độ lập quy hoạch còn chậm.
2. Về nhiệm vụ thời gian tới:
a) Sở Kế hoạch và Đầu tư:
- Tiếp thu ý kiến của các thành viên, hoàn chỉnh dự thảo quy hoạch trước ngày {D}/{M}/{Y}.
- Tham mưu UBND tỉnh tổ chức hội nghị lấy ý kiến các chuyên gia.
b) Sở Tài nguyên và Môi trường rà soát chỉ tiêu sử dụng đất, cung cấp số liệu cho Sở Kế hoạch và Đầu tư trong tháng {M}/{Y}.
3. Đồng ý cho Sở Tài chính tạm ứng kinh phí theo đề nghị của đơn vị tư vấn.
Thông báo đến các cơ quan, đơn vị biết, thực hiện./.""",
        ("Sở Kế hoạch và Đầu tư | Tiếp thu ý kiến của các thành viên, hoàn chỉnh dự thảo quy hoạch trước ngày {D}/{M}/{Y}",
         "Sở Kế hoạch và Đầu tư | Tham mưu UBND tỉnh tổ chức hội nghị lấy ý kiến các chuyên gia",
         "Sở Tài nguyên và Môi trường | rà soát chỉ tiêu sử dụng đất, cung cấp số liệu cho Sở Kế hoạch và Đầu tư trong tháng {M}/{Y}")),
    Body("QĐ", "province", """CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH
Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015;
Căn cứ Nghị định số 61/2018/NĐ-CP ngày 23 tháng 4 năm 2018 của Chính phủ;
Theo đề nghị của Giám đốc Sở Nội vụ tại Tờ trình số 77/TTr-SNV ngày 03 tháng 01 năm {Y}.
QUYẾT ĐỊNH:
Điều 1. Phê duyệt Đề án vị trí việc làm của các đơn vị sự nghiệp (có Đề án kèm theo).
Điều 2. Tổ chức thực hiện
1. Giao Sở Nội vụ hướng dẫn, kiểm tra việc thực hiện Đề án; định kỳ hằng năm báo cáo UBND tỉnh.
2. Thủ trưởng các đơn vị sự nghiệp công lập rà soát, bố trí viên chức theo vị trí việc làm được phê duyệt, hoàn thành trước ngày {D}/{M}/{Y}.
Điều 3. Quyết định này có hiệu lực kể từ ngày ký và thay thế Quyết định số 15/QĐ-UBND ngày 04/01/2016.
Điều 4. Chánh Văn phòng UBND tỉnh, Giám đốc các Sở: Nội vụ, Tài chính và Thủ trưởng các cơ quan liên quan chịu trách nhiệm thi hành Quyết định này./.""",
        ("Sở Nội vụ | hướng dẫn, kiểm tra việc thực hiện Đề án",
         "Thủ trưởng các đơn vị sự nghiệp công lập | rà soát, bố trí viên chức theo vị trí việc làm được phê duyệt, hoàn thành trước ngày {D}/{M}/{Y}")),
    Body("QĐ", "central province district commune", """Căn cứ Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022;
Xét đề nghị của Trưởng ban Thi đua.
QUYẾT ĐỊNH:
Điều 1. Tặng Bằng khen cho 05 tập thể và 12 cá nhân đã có thành tích trong phong trào thi đua (có danh sách kèm theo).
Điều 2. Quyết định này có hiệu lực kể từ ngày ký.
Điều 3. Chánh Văn phòng, Thủ trưởng các cơ quan có liên quan và các tập thể, cá nhân có tên tại Điều 1 chịu trách nhiệm thi hành Quyết định này./."""),
    Body("KH", "province district commune provincial_body party", """I. MỤC ĐÍCH, YÊU CẦU
1. Mục đích
- Nâng cao nhận thức của cán bộ, công chức về chuyển đổi số.
- Tạo chuyển biến trong giải quyết công việc.
2. Yêu cầu
- Việc tổ chức phải thiết thực, tiết kiệm, tránh hình thức.
II. NỘI DUNG
1. Chỉ tiêu: 100% hồ sơ được giải quyết trên môi trường mạng.
2. Giải pháp: đẩy mạnh tuyên truyền; đào tạo, bồi dưỡng kỹ năng số.
III. TỔ CHỨC THỰC HIỆN
1. Sở Thông tin và Truyền thông
- Chủ trì, phối hợp với Sở Nội vụ tổ chức tập huấn kỹ năng số cho cán bộ cấp xã.
- Theo dõi, đôn đốc, tổng hợp kết quả thực hiện, báo cáo UBND tỉnh trước ngày {D}/{M}/{Y}.
2. Sở Tài chính
Tham mưu bố trí kinh phí thực hiện Kế hoạch theo phân cấp ngân sách.
3. Đề nghị Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh và các tổ chức chính trị - xã hội vận động đoàn viên, hội viên tham gia sử dụng dịch vụ công trực tuyến.
4. UBND các huyện, thị xã, thành phố
- Xây dựng kế hoạch và tổ chức thực hiện tại địa phương;
- Bố trí kinh phí từ ngân sách huyện.
Trên đây là Kế hoạch chuyển đổi số, yêu cầu các cơ quan, đơn vị triển khai thực hiện./.""",
        ("Sở Thông tin và Truyền thông | tổ chức tập huấn kỹ năng số cho cán bộ cấp xã | Sở Nội vụ",
         "Sở Thông tin và Truyền thông | Theo dõi, đôn đốc, tổng hợp kết quả thực hiện, báo cáo UBND tỉnh trước ngày {D}/{M}/{Y}",
         "Sở Tài chính | Tham mưu bố trí kinh phí thực hiện Kế hoạch theo phân cấp ngân sách",
         "Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh; các tổ chức chính trị - xã hội | vận động đoàn viên, hội viên tham gia sử dụng dịch vụ công trực tuyến",
         "UBND các huyện, thị xã, thành phố | Xây dựng kế hoạch và tổ chức thực hiện tại địa phương",
         "UBND các huyện, thị xã, thành phố | Bố trí kinh phí từ ngân sách huyện")),
    Body("CT", "province central party", """Trong thời gian qua, công tác quản lý đất đai đã có chuyển biến; tuy vậy, việc lấn, chiếm đất vẫn còn xảy ra ở một số nơi. Để khắc phục, yêu cầu:
1. Thủ trưởng các sở, ban, ngành; Chủ tịch UBND các huyện, thị xã, thành phố:
a) Quán triệt đầy đủ các quy định về quản lý đất đai đến cán bộ, công chức.
b) Kiên quyết xử lý các trường hợp vi phạm; không để phát sinh điểm nóng.
2. Giám đốc Sở Tài nguyên và Môi trường có trách nhiệm:
a) Thanh tra việc quản lý, sử dụng đất tại 05 huyện miền núi;
b) Phối hợp với Công an tỉnh xử lý nghiêm các vi phạm;
c) Định kỳ 6 tháng, hằng năm báo cáo kết quả.
3. Công an tỉnh tăng cường nắm tình hình, điều tra, xử lý các đối tượng tổ chức lấn chiếm đất.
4. Chủ tịch UBND xã, phường, thị trấn chịu trách nhiệm toàn diện nếu để xảy ra vi phạm mà không xử lý.
Chỉ thị này có hiệu lực kể từ ngày ký. Giao Sở Tài nguyên và Môi trường theo dõi, kiểm tra việc thực hiện Chỉ thị này./.""",
        ("Thủ trưởng các sở, ban, ngành; Chủ tịch UBND các huyện, thị xã, thành phố | Quán triệt đầy đủ các quy định về quản lý đất đai đến cán bộ, công chức",
         "Thủ trưởng các sở, ban, ngành; Chủ tịch UBND các huyện, thị xã, thành phố | Kiên quyết xử lý các trường hợp vi phạm; không để phát sinh điểm nóng",
         "Giám đốc Sở Tài nguyên và Môi trường | Thanh tra việc quản lý, sử dụng đất tại 05 huyện miền núi",
         "Giám đốc Sở Tài nguyên và Môi trường | xử lý nghiêm các vi phạm | Công an tỉnh",
         "Giám đốc Sở Tài nguyên và Môi trường | Định kỳ 6 tháng, hằng năm báo cáo kết quả",
         "Công an tỉnh | tăng cường nắm tình hình, điều tra, xử lý các đối tượng tổ chức lấn chiếm đất",
         "Chủ tịch UBND xã, phường, thị trấn | chịu trách nhiệm toàn diện nếu để xảy ra vi phạm mà không xử lý",
         "Sở Tài nguyên và Môi trường | theo dõi, kiểm tra việc thực hiện Chỉ thị này")),
    Body("NQ", "province district commune", """HỘI ĐỒNG NHÂN DÂN
KHÓA XII KỲ HỌP THỨ 10
Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015;
Xét Tờ trình số 12/TTr-UBND ngày 02 tháng 01 năm {Y} của Ủy ban nhân dân về kế hoạch đầu tư công; báo cáo thẩm tra của Ban Kinh tế - Ngân sách; ý kiến thảo luận của đại biểu tại kỳ họp.
QUYẾT NGHỊ:
Điều 1. Thông qua kế hoạch đầu tư công năm {Y} với tổng vốn 1.250 tỷ đồng.
Điều 2. Giao Ủy ban nhân dân tỉnh phân bổ chi tiết vốn cho từng dự án, báo cáo Thường trực Hội đồng nhân dân tỉnh trước ngày {D}/{M}/{Y}.
Điều 3. Thường trực Hội đồng nhân dân, các Ban và đại biểu Hội đồng nhân dân giám sát việc thực hiện Nghị quyết.
Nghị quyết này đã được Hội đồng nhân dân thông qua ngày 04 tháng 01 năm {Y}./.""",
        ("Ủy ban nhân dân tỉnh | phân bổ chi tiết vốn cho từng dự án, báo cáo Thường trực Hội đồng nhân dân tỉnh trước ngày {D}/{M}/{Y}",
         "Thường trực Hội đồng nhân dân; các Ban; đại biểu Hội đồng nhân dân | giám sát việc thực hiện Nghị quyết")),
    Body("NQ", "central", """Căn cứ Luật Tổ chức Chính phủ ngày 19 tháng 6 năm 2015;
Trên cơ sở thảo luận và biểu quyết của các thành viên Chính phủ tại phiên họp thường kỳ;
QUYẾT NGHỊ:
1. Về tình hình kinh tế - xã hội
Chính phủ yêu cầu các bộ, ngành, địa phương quyết liệt thực hiện các giải pháp đã đề ra.
a) Bộ Tài chính chủ trì, phối hợp với các bộ, ngành điều hành chính sách tài khóa chủ động, linh hoạt; tăng cường quản lý thu ngân sách.
b) Ngân hàng Nhà nước Việt Nam điều hành chính sách tiền tệ thận trọng.
2. Về dự án Luật Việc làm
Chính phủ thống nhất thông qua nội dung dự án Luật. Giao Bộ Lao động - Thương binh và Xã hội tiếp thu ý kiến thành viên Chính phủ, hoàn thiện hồ sơ; giao Bộ trưởng Bộ Tư pháp thừa ủy quyền Thủ tướng Chính phủ, thay mặt Chính phủ trình Quốc hội./.""",
        ("các bộ, ngành, địa phương | quyết liệt thực hiện các giải pháp đã đề ra",
         "Bộ Tài chính | điều hành chính sách tài khóa chủ động, linh hoạt | các bộ, ngành",
         "Bộ Tài chính | tăng cường quản lý thu ngân sách | các bộ, ngành",
         "Ngân hàng Nhà nước Việt Nam | điều hành chính sách tiền tệ thận trọng",
         "Bộ Lao động - Thương binh và Xã hội | tiếp thu ý kiến thành viên Chính phủ, hoàn thiện hồ sơ",
         "Bộ trưởng Bộ Tư pháp | thừa ủy quyền Thủ tướng Chính phủ, thay mặt Chính phủ trình Quốc hội")),
    Body("BC", "*", """Thực hiện Công văn số 99/UBND-TH ngày 04/01/{Y}, cơ quan báo cáo kết quả công tác quý I như sau:
I. KẾT QUẢ
1. Đã tiếp nhận 1.204 hồ sơ; giải quyết đúng hạn 98,5%.
2. Đã tổ chức 12 cuộc kiểm tra; phối hợp với Công an tỉnh xử lý 3 vụ.
II. PHƯƠNG HƯỚNG
1. Tiếp tục đẩy mạnh cải cách thủ tục hành chính.
2. Phối hợp với các cơ quan liên quan rà soát quy trình.
III. KIẾN NGHỊ
Đề nghị UBND tỉnh quan tâm bố trí kinh phí mua sắm trang thiết bị.
Trên đây là báo cáo kết quả công tác, kính báo cáo./.""", (), "Ủy ban nhân dân tỉnh"),
    Body("TTr", "*", """Căn cứ Luật Đầu tư công ngày 13 tháng 6 năm 2019, cơ quan kính trình xem xét, phê duyệt chủ trương đầu tư dự án với nội dung sau:
1. Tên dự án: Sửa chữa trụ sở.
2. Tổng mức đầu tư: 4.500.000.000 đồng.
3. Thời gian thực hiện: năm {Y} - {Y}.
Kính đề nghị UBND tỉnh xem xét, quyết định./.""", (), "Ủy ban nhân dân tỉnh"),
    Body("GM", "*", """Kính mời đại diện lãnh đạo cơ quan dự cuộc họp xem xét kế hoạch công tác.
- Thời gian: 08 giờ 00 phút, ngày {D} tháng {M} năm {Y} (thứ Ba).
- Địa điểm: Phòng họp tầng 2.
- Chủ trì: Đồng chí Phó Chủ tịch.
Đề nghị các đại biểu dự họp đúng thành phần, thời gian./."""),
    Body("TT NĐ", "central", """Căn cứ Luật Ban hành văn bản quy phạm pháp luật ngày 22 tháng 6 năm 2015;
Theo đề nghị của Vụ trưởng Vụ Pháp chế;
Điều 1. Phạm vi điều chỉnh
Văn bản này quy định về chế độ báo cáo định kỳ.
Điều 2. Trách nhiệm thi hành
1. Sở Nội vụ có trách nhiệm tổng hợp báo cáo của địa phương.
2. Các cơ quan liên quan chịu trách nhiệm thực hiện.
Điều 3. Hiệu lực thi hành
Văn bản này có hiệu lực thi hành kể từ ngày 01 tháng {M} năm {Y}./."""),
    Body("CV", "province", """Văn phòng UBND tỉnh nhận được Đơn đề ngày 02/01/{Y} của ông Nguyễn Văn An (mẫu), trú tại xã Tịnh Khê, kiến nghị về việc bồi thường khi Nhà nước thu hồi đất. Sau khi xem xét, Chủ tịch UBND tỉnh có ý kiến chỉ đạo như sau:
Giao Chủ tịch UBND thành phố Quảng Ngãi kiểm tra, xem xét nội dung đơn của ông Nguyễn Văn An, giải quyết theo thẩm quyền và trả lời cho công dân biết; báo cáo kết quả cho Chủ tịch UBND tỉnh (qua Ban Tiếp công dân tỉnh) trước ngày {D}/{M}/{Y}.""",
        ("Chủ tịch UBND thành phố Quảng Ngãi | kiểm tra, xem xét nội dung đơn của ông Nguyễn Văn An, giải quyết theo thẩm quyền và trả lời cho công dân biết",),
        "UBND thành phố Quảng Ngãi;Ban Tiếp công dân tỉnh"),
    Body("CV", "district", """Thực hiện Công văn số 1213/UBND-NNTN ngày 03/01/{Y} của UBND tỉnh về việc tăng cường phòng, chống bệnh dịch tả lợn Châu Phi, UBND huyện yêu cầu:
1. Phòng Nông nghiệp và Phát triển nông thôn: Tham mưu UBND huyện thành lập đoàn kiểm tra; hướng dẫn các xã khai báo dịch bệnh.
2. Trung tâm Dịch vụ Nông nghiệp huyện: Cử cán bộ bám sát cơ sở, lấy mẫu xét nghiệm khi có lợn chết bất thường.
3. UBND các xã, thị trấn:
- Tuyên truyền, vận động người chăn nuôi thực hiện "5 không".
- Lập chốt kiểm soát tại các trục đường chính.
- Báo cáo hằng ngày về UBND huyện (qua Phòng Nông nghiệp và Phát triển nông thôn) trước 16 giờ.
Nhận được Công văn này, yêu cầu các cơ quan, đơn vị và UBND các xã, thị trấn nghiêm túc triển khai thực hiện./.""",
        ("Phòng Nông nghiệp và Phát triển nông thôn | Tham mưu UBND huyện thành lập đoàn kiểm tra",
         "Phòng Nông nghiệp và Phát triển nông thôn | hướng dẫn các xã khai báo dịch bệnh",
         "Trung tâm Dịch vụ Nông nghiệp huyện | Cử cán bộ bám sát cơ sở, lấy mẫu xét nghiệm khi có lợn chết bất thường",
         'UBND các xã, thị trấn | Tuyên truyền, vận động người chăn nuôi thực hiện "5 không"',
         "UBND các xã, thị trấn | Lập chốt kiểm soát tại các trục đường chính",
         "UBND các xã, thị trấn | Báo cáo hằng ngày về UBND huyện (qua Phòng Nông nghiệp và Phát triển nông thôn) trước 16 giờ"),
        "Phòng Nông nghiệp và PTNT;Trung tâm Dịch vụ Nông nghiệp huyện;UBND các xã, thị trấn"),
    Body("CV", "commune", """Để chuẩn bị tốt cho kỳ thi tốt nghiệp, UBND xã đề nghị Công an xã, Trạm Y tế xã, Trường THPT trên địa bàn phối hợp thực hiện các nội dung sau:
- Công an xã: xây dựng phương án bảo đảm an ninh trật tự, phân luồng giao thông khu vực điểm thi.
- Trạm Y tế xã: cử cán bộ trực, chuẩn bị cơ số thuốc phục vụ kỳ thi.
- Đoàn Thanh niên xã: tổ chức đội hình tình nguyện hỗ trợ thí sinh.
Đề nghị các đơn vị quan tâm thực hiện./.""",
        ("Công an xã | xây dựng phương án bảo đảm an ninh trật tự, phân luồng giao thông khu vực điểm thi",
         "Trạm Y tế xã | cử cán bộ trực, chuẩn bị cơ số thuốc phục vụ kỳ thi",
         "Đoàn Thanh niên xã | tổ chức đội hình tình nguyện hỗ trợ thí sinh"),
        "Công an xã;Trạm Y tế xã"),
    Body("CV CT TB KL", "party", """Thời gian qua, các cấp ủy đã quan tâm lãnh đạo công tác phát triển đảng viên. Để tiếp tục nâng cao chất lượng, Ban Thường vụ yêu cầu thực hiện tốt một số nhiệm vụ sau:
1- Các huyện ủy, thị ủy, thành ủy, đảng ủy trực thuộc lãnh đạo, chỉ đạo rà soát nguồn phát triển đảng; xây dựng kế hoạch kết nạp đảng viên hằng năm.
2- Ban cán sự đảng Ủy ban nhân dân tỉnh chỉ đạo các sở, ngành tạo điều kiện cho quần chúng ưu tú tham gia bồi dưỡng.
3- Giao Ban Tổ chức Tỉnh ủy chủ trì, phối hợp với Văn phòng Tỉnh ủy theo dõi, đôn đốc, kiểm tra việc thực hiện; định kỳ báo cáo Ban Thường vụ Tỉnh ủy.""",
        ("Các huyện ủy, thị ủy, thành ủy, đảng ủy trực thuộc | lãnh đạo, chỉ đạo rà soát nguồn phát triển đảng",
         "Các huyện ủy, thị ủy, thành ủy, đảng ủy trực thuộc | xây dựng kế hoạch kết nạp đảng viên hằng năm",
         "Ban cán sự đảng Ủy ban nhân dân tỉnh | chỉ đạo các sở, ngành tạo điều kiện cho quần chúng ưu tú tham gia bồi dưỡng",
         "Ban Tổ chức Tỉnh ủy | theo dõi, đôn đốc, kiểm tra việc thực hiện | Văn phòng Tỉnh ủy"),
        "Các huyện ủy, thị ủy, thành ủy"),
    Body("CV TB", "other", """Công ty trân trọng thông báo lịch tạm ngừng cung cấp dịch vụ để sửa chữa lưới điện từ 06 giờ 00 đến 11 giờ 00 ngày {D}/{M}/{Y} tại xã Tịnh Khê. Rất mong quý khách hàng thông cảm.
Mọi chi tiết xin liên hệ tổng đài chăm sóc khách hàng./.""", (), "Quý khách hàng"),
    Body("CV", "provincial_body", """Sở nhận được Công văn số 88/UBND-TNMT ngày 03/01/{Y} của UBND huyện Mộ Đức đề nghị cho ý kiến về dự thảo quy hoạch. Sau khi nghiên cứu, Sở có ý kiến như sau:
1. Về cơ bản thống nhất với nội dung dự thảo.
2. Tại mục II, đề nghị bổ sung số liệu hiện trạng sử dụng đất năm 2020.
3. Đề nghị UBND huyện Mộ Đức rà soát lại phụ lục số 3 cho phù hợp với quy định.
Trên đây là ý kiến của Sở, đề nghị UBND huyện Mộ Đức tổng hợp, hoàn chỉnh./.""",
        ("UBND huyện Mộ Đức | rà soát lại phụ lục số 3 cho phù hợp với quy định",),
        "Ủy ban nhân dân huyện Mộ Đức"),
    Body("KH", "province district", """I. MỤC TIÊU
Phấn đấu đến cuối năm, tỷ lệ hộ nghèo giảm 2%.
II. NỘI DUNG THỰC HIỆN
1. Tổ chức hội nghị triển khai kế hoạch.
- Cơ quan chủ trì: Sở Lao động - Thương binh và Xã hội.
- Cơ quan phối hợp: các sở, ban, ngành liên quan.
- Thời gian thực hiện: Quý I/{Y}.
2. Khảo sát, đánh giá hiện trạng hộ nghèo tại các xã miền núi.
- Đơn vị chủ trì: UBND các huyện miền núi.
- Đơn vị phối hợp: Cục Thống kê tỉnh.
- Thời gian: trước ngày {D}/{M}/{Y}.
III. KINH PHÍ
Từ nguồn ngân sách nhà nước và các nguồn hợp pháp khác./.""",
        ("Sở Lao động - Thương binh và Xã hội | Tổ chức hội nghị triển khai kế hoạch | các sở, ban, ngành liên quan",
         "UBND các huyện miền núi | Khảo sát, đánh giá hiện trạng hộ nghèo tại các xã miền núi | Cục Thống kê tỉnh")),
    Body("TB", "commune district", """Căn cứ kế hoạch tuyển dụng năm {Y}, cơ quan thông báo tuyển dụng viên chức như sau:
1. Số lượng: 05 chỉ tiêu.
2. Điều kiện: có quốc tịch Việt Nam, đủ 18 tuổi trở lên.
3. Hồ sơ gồm: phiếu đăng ký dự tuyển; bản sao văn bằng.
4. Thời gian nhận hồ sơ: từ ngày {D}/{M}/{Y}, trong giờ hành chính./."""),
    Body("HD", "party provincial_body", """Cơ quan hướng dẫn việc tổ chức sinh hoạt chuyên đề như sau:
I. NỘI DUNG
1. Chuyên đề về học tập và làm theo tư tưởng, đạo đức Hồ Chí Minh.
II. TỔ CHỨC THỰC HIỆN
1. Ban Tuyên giáo các huyện ủy tham mưu cấp ủy tổ chức sinh hoạt trong tháng {M}/{Y}.
2. Các chi bộ trực thuộc báo cáo kết quả về Ban Tổ chức Tỉnh ủy trước ngày {D}/{M}/{Y}.""",
        ("Ban Tuyên giáo các huyện ủy | tham mưu cấp ủy tổ chức sinh hoạt trong tháng {M}/{Y}",
         "Các chi bộ trực thuộc | báo cáo kết quả về Ban Tổ chức Tỉnh ủy trước ngày {D}/{M}/{Y}")),
    Body("CV", "province", """Theo đề nghị của Sở Y tế tại Tờ trình số 101/TTr-SYT ngày 02/01/{Y}; sau khi xem xét, UBND tỉnh có ý kiến như sau:
Đồng ý với đề xuất của Sở Y tế. Yêu cầu Sở Y tế chỉ đạo Trung tâm Kiểm soát bệnh tật tỉnh tăng cường giám sát dịch bệnh tại các trường học; đồng thời, phối hợp với Sở Giáo dục và Đào tạo tuyên truyền phòng bệnh tay chân miệng; tham mưu UBND tỉnh công bố dịch khi đủ điều kiện. Giao Sở Tài chính tham mưu, đề xuất bố trí kinh phí; báo cáo UBND tỉnh trong tháng {M}/{Y}./.""",
        ("Sở Y tế | chỉ đạo Trung tâm Kiểm soát bệnh tật tỉnh tăng cường giám sát dịch bệnh tại các trường học",
         "Sở Y tế | phối hợp với Sở Giáo dục và Đào tạo tuyên truyền phòng bệnh tay chân miệng",
         "Sở Y tế | tham mưu UBND tỉnh công bố dịch khi đủ điều kiện",
         "Sở Tài chính | tham mưu, đề xuất bố trí kinh phí"),
        "Sở Y tế;Sở Tài chính;Sở Giáo dục và Đào tạo"),
    *MORE,
    *LATE,
)  # fmt: skip
