"""More bodies, in the manners of the Government, of notices of conclusions, and of long orders; own words."""

from tests.axis.reading.corpus.forms import Body

MORE = (
    Body("CĐ CT", "central", """Thời gian gần đây, tình hình cháy nổ tại khu dân cư diễn biến phức tạp. Để kịp thời khắc phục, Thủ tướng Chính phủ yêu cầu:
1. Bộ Công an, Bộ Xây dựng và Ủy ban nhân dân các tỉnh, thành phố trực thuộc Trung ương theo chức năng, nhiệm vụ được giao triển khai ngay việc rà soát nhà trọ, chung cư nhỏ, xong trước ngày {D}/{M}/{Y}.
Kinh phí thực hiện bố trí từ ngân sách nhà nước.
2. Bộ Tài chính chủ trì, phối hợp với các cơ quan liên quan khẩn trương báo cáo cấp có thẩm quyền quyết định nguồn kinh phí trước ngày {D} tháng {M} năm {Y}.
3. Đài Truyền hình Việt Nam, Đài Tiếng nói Việt Nam, Thông tấn xã Việt Nam tăng cường tuyên truyền kỹ năng thoát nạn cho người dân.
4. Văn phòng Chính phủ theo chức năng, nhiệm vụ được giao, theo dõi, đôn đốc việc thực hiện Công điện này; báo cáo cấp có thẩm quyền những vấn đề vượt thẩm quyền./.""",
        ("Bộ Công an; Bộ Xây dựng; Ủy ban nhân dân các tỉnh, thành phố trực thuộc Trung ương | triển khai ngay việc rà soát nhà trọ, chung cư nhỏ, xong trước ngày {D}/{M}/{Y}",
         "Bộ Tài chính | khẩn trương báo cáo cấp có thẩm quyền quyết định nguồn kinh phí trước ngày {D} tháng {M} năm {Y} | các cơ quan liên quan",
         "Đài Truyền hình Việt Nam; Đài Tiếng nói Việt Nam; Thông tấn xã Việt Nam | tăng cường tuyên truyền kỹ năng thoát nạn cho người dân",
         "Văn phòng Chính phủ | theo dõi, đôn đốc việc thực hiện Công điện này")),
    Body("CT", "central", """Những năm qua, công tác bảo vệ rừng đã đạt kết quả nhất định. Tuy nhiên, tình trạng phá rừng vẫn diễn ra tại một số địa phương. Thủ tướng Chính phủ chỉ thị:
1. Các bộ, cơ quan ngang bộ, cơ quan thuộc Chính phủ, Ủy ban nhân dân các tỉnh, thành phố trực thuộc Trung ương tiếp tục quán triệt, thực hiện nghiêm chủ trương đóng cửa rừng tự nhiên.
2. Bộ Nông nghiệp và Phát triển nông thôn:
a) Chủ trì, phối hợp với các bộ, ngành, địa phương liên quan hoàn thiện Đề án phát triển lâm nghiệp, trình Thủ tướng Chính phủ trong quý IV năm {Y}.
b) Chỉ đạo lực lượng kiểm lâm tăng cường tuần tra, truy quét các điểm nóng phá rừng.
3. Bộ Tài chính cân đối, bố trí kinh phí chi thường xuyên cho công tác bảo vệ rừng theo quy định của Luật Ngân sách nhà nước.
4. Các Bộ trưởng, Thủ trưởng cơ quan ngang bộ, Thủ trưởng cơ quan thuộc Chính phủ, Chủ tịch Ủy ban nhân dân các tỉnh, thành phố trực thuộc Trung ương chịu trách nhiệm thi hành Chỉ thị này.
5. Giao Bộ Nông nghiệp và Phát triển nông thôn chủ trì, phối hợp với Văn phòng Chính phủ theo dõi, kiểm tra tình hình thực hiện Chỉ thị này, định kỳ 6 tháng báo cáo Thủ tướng Chính phủ./.""",
        ("Các bộ, cơ quan ngang bộ, cơ quan thuộc Chính phủ; Ủy ban nhân dân các tỉnh, thành phố trực thuộc Trung ương | tiếp tục quán triệt, thực hiện nghiêm chủ trương đóng cửa rừng tự nhiên",
         "Bộ Nông nghiệp và Phát triển nông thôn | hoàn thiện Đề án phát triển lâm nghiệp, trình Thủ tướng Chính phủ trong quý IV năm {Y} | các bộ, ngành, địa phương liên quan",
         "Bộ Nông nghiệp và Phát triển nông thôn | Chỉ đạo lực lượng kiểm lâm tăng cường tuần tra, truy quét các điểm nóng phá rừng",
         "Bộ Tài chính | cân đối, bố trí kinh phí chi thường xuyên cho công tác bảo vệ rừng theo quy định của Luật Ngân sách nhà nước",
         "Bộ Nông nghiệp và Phát triển nông thôn | theo dõi, kiểm tra tình hình thực hiện Chỉ thị này | Văn phòng Chính phủ")),
    Body("TB", "province provincial_body", """Chiều ngày 04/01/{Y}, đồng chí Chủ tịch UBND tỉnh chủ trì cuộc họp giao ban. Cùng dự họp có các Phó Chủ tịch UBND tỉnh; lãnh đạo các Sở: Tài chính, Nội vụ, Y tế và Văn phòng UBND tỉnh. Sau khi nghe Giám đốc Sở Tài chính báo cáo, ý kiến của các đơn vị dự họp, đồng chí Chủ tịch UBND tỉnh kết luận và chỉ đạo như sau:
I. VỀ CÔNG TÁC THU NGÂN SÁCH
1. Thống nhất với đánh giá của Sở Tài chính về kết quả thu ngân sách.
2. Giao Cục Thuế tỉnh:
- Đẩy mạnh chống thất thu, nợ đọng thuế; công khai các doanh nghiệp nợ thuế.
- Phối hợp với Sở Tài nguyên và Môi trường đẩy nhanh việc xác định giá đất.
3. Giao Chủ tịch UBND huyện Bình Sơn kiểm điểm trách nhiệm tập thể, cá nhân liên quan, báo cáo Chủ tịch UBND tỉnh trước ngày {D}/{M}/{Y}.
II. VỀ CÁC DỰ ÁN CHẬM TIẾN ĐỘ
1. Đối với dự án đường ven biển: Giao Ban Quản lý dự án đầu tư xây dựng các công trình giao thông tỉnh làm việc với nhà thầu, cam kết tiến độ cụ thể.
2. Về kiến nghị của UBND huyện Mộ Đức: Sở Xây dựng xem xét, hướng dẫn UBND huyện thực hiện theo quy định.
3. Đối với dự án chợ trung tâm, đồng ý gia hạn thời gian thực hiện đến hết năm {Y}.
Văn phòng UBND tỉnh thông báo đến các đơn vị, địa phương biết, thực hiện./.""",
        ("Cục Thuế tỉnh | Đẩy mạnh chống thất thu, nợ đọng thuế",
         "Cục Thuế tỉnh | công khai các doanh nghiệp nợ thuế",
         "Cục Thuế tỉnh | đẩy nhanh việc xác định giá đất | Sở Tài nguyên và Môi trường",
         "Chủ tịch UBND huyện Bình Sơn | kiểm điểm trách nhiệm tập thể, cá nhân liên quan, báo cáo Chủ tịch UBND tỉnh trước ngày {D}/{M}/{Y}",
         "Ban Quản lý dự án đầu tư xây dựng các công trình giao thông tỉnh | làm việc với nhà thầu, cam kết tiến độ cụ thể",
         "Sở Xây dựng | xem xét, hướng dẫn UBND huyện thực hiện theo quy định")),
    Body("CV", "province", """UBND tỉnh nhận được Công văn số 1502/BYT-DP ngày 03/01/{Y} của Bộ Y tế về việc tăng cường phòng, chống bệnh sốt xuất huyết (có bản chụp gửi kèm). Về việc này, Chủ tịch UBND tỉnh có ý kiến như sau:
Giao Sở Y tế chủ trì, phối hợp với Sở Giáo dục và Đào tạo, UBND các huyện, thị xã, thành phố và các cơ quan, đơn vị liên quan triển khai thực hiện nội dung Công văn nêu trên theo đúng quy định; tham mưu báo cáo UBND tỉnh, Chủ tịch UBND tỉnh những nội dung vượt thẩm quyền./.""",
        ("Sở Y tế | triển khai thực hiện nội dung Công văn nêu trên theo đúng quy định | Sở Giáo dục và Đào tạo; UBND các huyện, thị xã, thành phố; các cơ quan, đơn vị liên quan",),
        "Sở Y tế;Sở Giáo dục và Đào tạo;UBND các huyện, thị xã, thành phố"),
    Body("CV", "province", """Thực hiện ý kiến chỉ đạo của Thường trực Tỉnh ủy tại Công văn số 215-CV/TU ngày 02/01/{Y}, Chủ tịch UBND tỉnh yêu cầu các cơ quan, đơn vị, địa phương thực hiện các nội dung sau:
1. Các sở, ban, ngành, UBND các huyện, thị xã, thành phố khẩn trương phân bổ chi tiết kế hoạch vốn được giao, hoàn thành trước ngày {D}/{M}/{Y}; chịu trách nhiệm trước Chủ tịch UBND tỉnh về kết quả giải ngân.
2. Kho bạc Nhà nước tỉnh kiểm soát, thanh toán vốn kịp thời, không để tồn đọng hồ sơ.
3. Sở Kế hoạch và Đầu tư:
a) Hằng tháng, tổng hợp tình hình giải ngân, báo cáo UBND tỉnh trước ngày 05 của tháng tiếp theo.
b) Tham mưu điều chuyển vốn của các dự án giải ngân chậm.
4. Báo Quảng Ngãi, Đài Phát thanh và Truyền hình tỉnh thường xuyên đưa tin, phản ánh tiến độ các công trình trọng điểm.
Giao Văn phòng UBND tỉnh theo dõi, đôn đốc, báo cáo Chủ tịch UBND tỉnh./.""",
        ("Các sở, ban, ngành; UBND các huyện, thị xã, thành phố | khẩn trương phân bổ chi tiết kế hoạch vốn được giao, hoàn thành trước ngày {D}/{M}/{Y}",
         "Kho bạc Nhà nước tỉnh | kiểm soát, thanh toán vốn kịp thời, không để tồn đọng hồ sơ",
         "Sở Kế hoạch và Đầu tư | Hằng tháng, tổng hợp tình hình giải ngân, báo cáo UBND tỉnh trước ngày 05 của tháng tiếp theo",
         "Sở Kế hoạch và Đầu tư | Tham mưu điều chuyển vốn của các dự án giải ngân chậm",
         "Báo Quảng Ngãi; Đài Phát thanh và Truyền hình tỉnh | thường xuyên đưa tin, phản ánh tiến độ các công trình trọng điểm",
         "Văn phòng UBND tỉnh | theo dõi, đôn đốc, báo cáo Chủ tịch UBND tỉnh"),
        "Các sở, ban, ngành tỉnh;UBND các huyện, thị xã, thành phố"),
    Body("QĐ", "province", """Căn cứ Luật Tổ chức chính quyền địa phương năm 2015;
Xét đề nghị của Giám đốc Sở Xây dựng.
QUYẾT ĐỊNH:
Điều 1. Phê duyệt nhiệm vụ quy hoạch chung đô thị mới với các nội dung chính sau:
1. Tên đồ án: Quy hoạch chung đô thị mới.
2. Mục tiêu: Xây dựng đô thị hiện đại, bảo đảm kết nối hạ tầng; phát triển thương mại, dịch vụ.
3. Kinh phí: 2.500 triệu đồng từ ngân sách tỉnh.
4. Tổ chức thực hiện:
- Cơ quan phê duyệt: UBND tỉnh.
- Cơ quan thẩm định: Sở Xây dựng.
- Chủ đầu tư: UBND huyện Đức Phổ.
Điều 2. Giao UBND huyện Đức Phổ tổ chức lập đồ án quy hoạch theo nhiệm vụ được duyệt, trình thẩm định, phê duyệt đúng quy định.
Điều 3. Các ông (bà): Chánh Văn phòng UBND tỉnh, Giám đốc các Sở: Xây dựng, Tài chính; Chủ tịch UBND huyện Đức Phổ và Thủ trưởng các đơn vị liên quan căn cứ Quyết định thi hành./.""",
        ("UBND huyện Đức Phổ | tổ chức lập đồ án quy hoạch theo nhiệm vụ được duyệt, trình thẩm định, phê duyệt đúng quy định",)),
    Body("KH", "province district", """Thực hiện Quyết định số 1012/QĐ-TTg ngày 02/01/{Y} của Thủ tướng Chính phủ, UBND tỉnh ban hành Kế hoạch với các nội dung sau:
I. MỤC ĐÍCH, YÊU CẦU
1. Tổ chức triển khai kịp thời, thống nhất và hiệu quả Quyết định.
2. Xác định rõ trách nhiệm của các cơ quan, đơn vị.
II. NHIỆM VỤ VÀ GIẢI PHÁP
1. Tăng cường công tác tuyên truyền
Đa dạng hóa hình thức tuyên truyền trên các phương tiện thông tin đại chúng.
2. Nâng cao chất lượng dịch vụ
Đầu tư trang thiết bị cho các trạm y tế; đào tạo nhân lực.
III. PHÂN CÔNG NHIỆM VỤ
1. Sở Y tế là cơ quan thường trực, có trách nhiệm:
a) Tham mưu UBND tỉnh kiện toàn Ban Chỉ đạo;
b) Tổ chức sơ kết, tổng kết việc thực hiện Kế hoạch.
2. Sở Thông tin và Truyền thông, Báo Quảng Ngãi: Phối hợp với Sở Y tế tuyên truyền sâu rộng nội dung Kế hoạch.
3. Bảo hiểm xã hội tỉnh có trách nhiệm phát triển người tham gia bảo hiểm y tế, bảo đảm đạt 95% dân số.
4. Đề nghị Hội Liên hiệp Phụ nữ tỉnh lồng ghép nội dung Kế hoạch vào chương trình công tác hằng năm.
5. Ủy ban nhân dân các huyện, thị xã, thành phố: Căn cứ Kế hoạch này, xây dựng kế hoạch của địa phương; bố trí kinh phí bảo đảm thực hiện; báo cáo kết quả về Sở Y tế trước ngày 10/12 hằng năm.
IV. KINH PHÍ THỰC HIỆN
Kinh phí được bố trí trong dự toán hằng năm theo phân cấp ngân sách hiện hành.
Trên đây là Kế hoạch, yêu cầu các sở, ban, ngành và địa phương tổ chức triển khai thực hiện; trong quá trình thực hiện, nếu có vướng mắc, kịp thời phản ánh về Sở Y tế để tổng hợp, báo cáo UBND tỉnh xem xét, chỉ đạo./.""",
        ("Sở Y tế | Tham mưu UBND tỉnh kiện toàn Ban Chỉ đạo",
         "Sở Y tế | Tổ chức sơ kết, tổng kết việc thực hiện Kế hoạch",
         "Sở Thông tin và Truyền thông; Báo Quảng Ngãi | tuyên truyền sâu rộng nội dung Kế hoạch | Sở Y tế",
         "Bảo hiểm xã hội tỉnh | phát triển người tham gia bảo hiểm y tế, bảo đảm đạt 95% dân số",
         "Hội Liên hiệp Phụ nữ tỉnh | lồng ghép nội dung Kế hoạch vào chương trình công tác hằng năm",
         "Ủy ban nhân dân các huyện, thị xã, thành phố | Căn cứ Kế hoạch này, xây dựng kế hoạch của địa phương",
         "Ủy ban nhân dân các huyện, thị xã, thành phố | bố trí kinh phí bảo đảm thực hiện")),
    Body("CV", "provincial_body", """Thừa lệnh Chủ tịch UBND tỉnh, Văn phòng UBND tỉnh truyền đạt ý kiến chỉ đạo của Chủ tịch UBND tỉnh đối với kiến nghị của Công ty Điện lực Quảng Ngãi tại Công văn số 89/QNPC-KT ngày 03/01/{Y} như sau:
1. Yêu cầu Sở Công Thương phối hợp với UBND huyện Sơn Hà và Công ty Điện lực Quảng Ngãi kiểm tra thực địa, giải quyết kiến nghị nêu trên; báo cáo Chủ tịch UBND tỉnh kết quả trước ngày {D}/{M}/{Y}.
2. Về mức hỗ trợ di dời: giao Sở Tài chính nghiên cứu, tham mưu, đề xuất.
Văn phòng UBND tỉnh kính báo các cơ quan, đơn vị biết, thực hiện./.""",
        ("Sở Công Thương | kiểm tra thực địa, giải quyết kiến nghị nêu trên | UBND huyện Sơn Hà; Công ty Điện lực Quảng Ngãi",
         "Sở Tài chính | nghiên cứu, tham mưu, đề xuất"),
        "Sở Công Thương;Sở Tài chính;Công ty Điện lực Quảng Ngãi"),
    Body("CV", "district", """UBND huyện nhận được phản ánh về tình trạng khai thác cát trái phép trên sông Vệ. Chủ tịch UBND huyện yêu cầu:
- Phòng Tài nguyên và Môi trường chủ trì, cùng Công an huyện và UBND xã Đức Nhuận kiểm tra, lập biên bản, xử lý theo quy định; báo cáo Chủ tịch UBND huyện trước ngày {D}/{M}/{Y}.
- Công an huyện tăng cường tuần tra ban đêm.
- Chủ tịch UBND các xã có sông đi qua ký cam kết không để xảy ra khai thác trái phép.
Giao Văn phòng HĐND và UBND huyện theo dõi./.""",
        ("Phòng Tài nguyên và Môi trường | kiểm tra, lập biên bản, xử lý theo quy định | Công an huyện; UBND xã Đức Nhuận",
         "Công an huyện | tăng cường tuần tra ban đêm",
         "Chủ tịch UBND các xã có sông đi qua | ký cam kết không để xảy ra khai thác trái phép",
         "Văn phòng HĐND và UBND huyện | theo dõi"),
        "Phòng Tài nguyên và Môi trường;Công an huyện;UBND các xã"),
    Body("CV", "commune", """Thực hiện Kế hoạch số 15/KH-UBND ngày 02/01/{Y} của UBND tỉnh, UBND xã giao nhiệm vụ cho các đơn vị như sau:
1. Phòng Văn hóa - Xã hội tham mưu Chủ tịch UBND xã ban hành kế hoạch tổ chức lễ hội, thời gian hoàn thành trong tháng {M}/{Y}.
2. Trung tâm Phục vụ hành chính công rà soát, niêm yết công khai thủ tục hành chính tại trụ sở và trên Trang thông tin điện tử.
3. Các trường học trên địa bàn xã, Trưởng các thôn phối hợp với Đoàn Thanh niên xã ra quân dọn vệ sinh vào sáng thứ Bảy hằng tuần.
Trên đây là nội dung giao nhiệm vụ, đề nghị các đơn vị triển khai thực hiện./.""",
        ("Phòng Văn hóa - Xã hội | tham mưu Chủ tịch UBND xã ban hành kế hoạch tổ chức lễ hội, thời gian hoàn thành trong tháng {M}/{Y}",
         "Trung tâm Phục vụ hành chính công | rà soát, niêm yết công khai thủ tục hành chính tại trụ sở và trên Trang thông tin điện tử",
         "Các trường học trên địa bàn xã; Trưởng các thôn | ra quân dọn vệ sinh vào sáng thứ Bảy hằng tuần | Đoàn Thanh niên xã"),
        "Phòng Văn hóa - Xã hội;Trung tâm Phục vụ hành chính công"),
    Body("CV", "central", """Bộ Nội vụ nhận được Công văn số 812/UBND-NC ngày 03/01/{Y} của Ủy ban nhân dân tỉnh Quảng Ngãi về việc hướng dẫn xếp lương. Sau khi nghiên cứu, Bộ Nội vụ có ý kiến như sau:
1. Theo quy định tại khoản 2 Điều 4 Nghị định số 204/2004/NĐ-CP ngày 14/12/2004, công chức được xếp lương theo ngạch được bổ nhiệm.
2. Căn cứ quy định nêu trên, đề nghị Ủy ban nhân dân tỉnh Quảng Ngãi chỉ đạo Sở Nội vụ thực hiện việc xếp lương theo đúng quy định.
Trên đây là ý kiến của Bộ Nội vụ gửi Ủy ban nhân dân tỉnh Quảng Ngãi để tổ chức thực hiện./.""",
        ("Ủy ban nhân dân tỉnh Quảng Ngãi | chỉ đạo Sở Nội vụ thực hiện việc xếp lương theo đúng quy định",),
        "Ủy ban nhân dân tỉnh Quảng Ngãi"),
    Body("NQ KL CT", "party", """I- ĐÁNH GIÁ TÌNH HÌNH
Thời gian qua, các cấp ủy đảng đã có nhiều cố gắng. Tuy nhiên, vẫn còn những hạn chế, yếu kém.
II- NHIỆM VỤ, GIẢI PHÁP
1- Tiếp tục nâng cao nhận thức của cán bộ, đảng viên.
2- Đẩy mạnh cải cách hành chính; nâng cao chỉ số năng lực cạnh tranh.
III- TỔ CHỨC THỰC HIỆN
1- Đảng đoàn Hội đồng nhân dân tỉnh lãnh đạo việc ban hành nghị quyết về cơ chế, chính sách.
2- Ban cán sự đảng Ủy ban nhân dân tỉnh xây dựng kế hoạch thực hiện Nghị quyết; chỉ đạo bố trí nguồn lực.
3- Mặt trận Tổ quốc Việt Nam tỉnh và các tổ chức chính trị - xã hội tuyên truyền, vận động nhân dân thực hiện.
4- Ban Tuyên giáo Tỉnh ủy hướng dẫn quán triệt, học tập Nghị quyết trong quý III/{Y}.
5- Văn phòng Tỉnh ủy phối hợp với các ban đảng theo dõi, đôn đốc, định kỳ báo cáo Ban Thường vụ Tỉnh ủy.""",
        ("Đảng đoàn Hội đồng nhân dân tỉnh | lãnh đạo việc ban hành nghị quyết về cơ chế, chính sách",
         "Ban cán sự đảng Ủy ban nhân dân tỉnh | xây dựng kế hoạch thực hiện Nghị quyết",
         "Ban cán sự đảng Ủy ban nhân dân tỉnh | chỉ đạo bố trí nguồn lực",
         "Mặt trận Tổ quốc Việt Nam tỉnh; các tổ chức chính trị - xã hội | tuyên truyền, vận động nhân dân thực hiện",
         "Ban Tuyên giáo Tỉnh ủy | hướng dẫn quán triệt, học tập Nghị quyết trong quý III/{Y}",
         "Văn phòng Tỉnh ủy | theo dõi, đôn đốc, định kỳ báo cáo Ban Thường vụ Tỉnh ủy | các ban đảng")),
    Body("CV", "provincial_body", """Căn cứ kết quả kiểm tra ngày 03/01/{Y}, Sở yêu cầu Hiệu trưởng các trường trung học phổ thông thực hiện:
1. Công khai các khoản thu đầu năm học; chấm dứt ngay các khoản thu ngoài quy định.
2. Trả lại cho phụ huynh số tiền đã thu sai trước ngày {D}/{M}/{Y}.
3. Báo cáo kết quả khắc phục về Sở (qua Thanh tra Sở, email: thanhtra@example.edu.vn) chậm nhất ngày {D}/{M}/{Y}.
Yêu cầu Hiệu trưởng các trường nghiêm túc thực hiện. Nhận được Công văn này, đề nghị các đơn vị triển khai./.""",
        ("Hiệu trưởng các trường trung học phổ thông | Công khai các khoản thu đầu năm học",
         "Hiệu trưởng các trường trung học phổ thông | chấm dứt ngay các khoản thu ngoài quy định",
         "Hiệu trưởng các trường trung học phổ thông | Trả lại cho phụ huynh số tiền đã thu sai trước ngày {D}/{M}/{Y}",
         "Hiệu trưởng các trường trung học phổ thông | Báo cáo kết quả khắc phục về Sở (qua Thanh tra Sở, email: thanhtra@example.edu.vn) chậm nhất ngày {D}/{M}/{Y}"),
        "Các trường trung học phổ thông"),
    Body("TB", "central", """Ngày 05 tháng 01 năm {Y}, tại trụ sở Chính phủ, Phó Thủ tướng Chính phủ đã chủ trì cuộc họp về tiến độ các dự án giao thông. Tham dự cuộc họp có đại diện lãnh đạo các Bộ: Giao thông vận tải, Tài chính và Văn phòng Chính phủ. Sau khi nghe báo cáo và ý kiến phát biểu, Phó Thủ tướng Chính phủ kết luận như sau:
1. Giao thông vận tải là lĩnh vực quan trọng, cần tập trung nguồn lực đầu tư.
2. Bộ Giao thông vận tải:
- Khẩn trương hoàn thiện thủ tục đầu tư dự án, khởi công trước ngày {D} tháng {M} năm {Y}.
- Rà soát lại tổng mức đầu tư, bảo đảm tiết kiệm.
3. Ủy ban nhân dân các tỉnh có dự án đi qua chịu trách nhiệm bàn giao mặt bằng sạch cho chủ đầu tư.
4. Các Bộ: Kế hoạch và Đầu tư, Tài chính theo chức năng, nhiệm vụ xử lý kịp thời các kiến nghị về vốn.
Văn phòng Chính phủ xin thông báo để các Bộ, cơ quan biết, thực hiện./.""",
        ("Bộ Giao thông vận tải | Khẩn trương hoàn thiện thủ tục đầu tư dự án, khởi công trước ngày {D} tháng {M} năm {Y}",
         "Bộ Giao thông vận tải | Rà soát lại tổng mức đầu tư, bảo đảm tiết kiệm",
         "Ủy ban nhân dân các tỉnh có dự án đi qua | chịu trách nhiệm bàn giao mặt bằng sạch cho chủ đầu tư",
         "Bộ Kế hoạch và Đầu tư; Bộ Tài chính | theo chức năng, nhiệm vụ xử lý kịp thời các kiến nghị về vốn")),
    Body("QĐ", "district commune", """CHỦ TỊCH ỦY BAN NHÂN DÂN
Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015;
Xét đề nghị của Trưởng phòng Nội vụ.
QUYẾT ĐỊNH:
Điều 1. Thành lập Tổ công tác chuyển đổi số gồm các ông (bà) có tên sau:
1. Ông Nguyễn Văn An (mẫu), Phó Chủ tịch - Tổ trưởng;
2. Bà Trần Thị Hạnh (mẫu), Trưởng phòng - Tổ phó.
Điều 2. Tổ công tác có nhiệm vụ tham mưu xây dựng và tổ chức thực hiện kế hoạch chuyển đổi số; báo cáo kết quả hằng quý.
Điều 3. Quyết định này có hiệu lực kể từ ngày ký.
Điều 4. Chánh Văn phòng, Thủ trưởng các đơn vị liên quan và các ông (bà) có tên tại Điều 1 chịu trách nhiệm thi hành Quyết định này./.""",
        ("Tổ công tác | tham mưu xây dựng và tổ chức thực hiện kế hoạch chuyển đổi số",)),
    Body("CV", "other", """Ngày 03/01/{Y}, Công ty nhận được Công văn số 45/UBND-KT của UBND huyện Mộ Đức về việc di dời cột điện. Công ty có ý kiến như sau:
1. Đề nghị UBND huyện Mộ Đức cung cấp hồ sơ giải phóng mặt bằng và bố trí kinh phí di dời.
2. Sau khi có mặt bằng, Công ty sẽ tổ chức di dời trong vòng 30 ngày.
Trân trọng./.""",
        ("UBND huyện Mộ Đức | cung cấp hồ sơ giải phóng mặt bằng và bố trí kinh phí di dời",),
        "Ủy ban nhân dân huyện Mộ Đức"),
)  # fmt: skip
