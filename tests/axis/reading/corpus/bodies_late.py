"""Bodies written after the rules stood, to see what the rules do with papers they were not made for; own words."""

from tests.axis.reading.corpus.forms import Body

LATE = (
    Body("CV", "province", """Ngày 03/01/{Y}, Bộ Tài chính có Công văn số 77/BTC-NSNN về việc báo cáo tình hình nợ công; Chủ tịch UBND tỉnh Trần Văn Bình (mẫu) có ý kiến như sau:
1. Giao Sở Tài chính tổng hợp, tham mưu UBND tỉnh báo cáo Bộ Tài chính trước ngày {D}/{M}/{Y}.
2. Các chủ đầu tư, Ban Quản lý dự án chịu trách nhiệm về tính chính xác của số liệu cung cấp cho Sở Tài chính.
3. Đối với các khoản vay của địa phương, giao Sở Tài chính phối hợp Ngân hàng Nhà nước chi nhánh tỉnh rà soát, đối chiếu số liệu.
Sao gửi kèm theo Công văn số 77/BTC-NSNN./.""",
        ("Sở Tài chính | tổng hợp, tham mưu UBND tỉnh báo cáo Bộ Tài chính trước ngày {D}/{M}/{Y}",
         "Các chủ đầu tư, Ban Quản lý dự án | chịu trách nhiệm về tính chính xác của số liệu cung cấp cho Sở Tài chính",
         "Sở Tài chính | rà soát, đối chiếu số liệu | Ngân hàng Nhà nước chi nhánh tỉnh"),
        "Sở Tài chính;Các chủ đầu tư"),
    Body("TB", "province", """Trên cơ sở báo cáo của Sở Xây dựng và ý kiến các thành viên dự họp, Phó Chủ tịch UBND tỉnh kết luận:
1. Cơ bản thống nhất phương án thiết kế do đơn vị tư vấn đề xuất. Đề nghị đơn vị tư vấn bổ sung hạng mục thoát nước.
2. Sở Xây dựng chịu trách nhiệm hướng dẫn chủ đầu tư hoàn chỉnh hồ sơ, thẩm định trong thời hạn 15 ngày làm việc.
3. Yêu cầu UBND thành phố Quảng Ngãi, Sở Tài nguyên và Môi trường khẩn trương xác định giá đất cụ thể; trường hợp vướng mắc thì báo cáo ngay UBND tỉnh.
4. Văn phòng UBND tỉnh có trách nhiệm đôn đốc các đơn vị thực hiện Kết luận này.
Thừa lệnh Chủ tịch UBND tỉnh, Văn phòng UBND tỉnh thông báo đến các sở, ngành, địa phương liên quan biết, thực hiện./.""",
        ("đơn vị tư vấn | bổ sung hạng mục thoát nước",
         "Sở Xây dựng | hướng dẫn chủ đầu tư hoàn chỉnh hồ sơ, thẩm định trong thời hạn 15 ngày làm việc",
         "UBND thành phố Quảng Ngãi; Sở Tài nguyên và Môi trường | khẩn trương xác định giá đất cụ thể",
         "Văn phòng UBND tỉnh | đôn đốc các đơn vị thực hiện Kết luận này")),
    Body("CT", "province", """Thực hiện Chỉ thị số 09/CT-TTg ngày 04/01/{Y} của Thủ tướng Chính phủ, Chủ tịch UBND tỉnh yêu cầu Giám đốc các sở, Thủ trưởng các ban, ngành, Chủ tịch UBND các huyện, thị xã, thành phố và các đơn vị liên quan tập trung thực hiện tốt các nhiệm vụ sau:
1. Nghiêm túc quán triệt Chỉ thị của Thủ tướng Chính phủ.
2. Tăng cường kỷ luật, kỷ cương hành chính trong dịp Tết.
3. Sở Công Thương:
- Theo dõi sát diễn biến thị trường, tham mưu các biện pháp bình ổn giá.
- Chỉ đạo lực lượng quản lý thị trường xử lý nghiêm hành vi đầu cơ, găm hàng.
4. Công an tỉnh mở đợt cao điểm tấn công, trấn áp tội phạm; bảo đảm trật tự an toàn giao thông.
5. Sở Giao thông vận tải xây dựng phương án tổ chức vận tải hành khách, không để hành khách không kịp về quê đón Tết.
6. Phân công trực Tết 24/24 giờ và báo cáo danh sách trực về Văn phòng UBND tỉnh trước ngày {D}/{M}/{Y}./.""",
        ("Giám đốc các sở; Thủ trưởng các ban, ngành; Chủ tịch UBND các huyện, thị xã, thành phố; các đơn vị liên quan | Nghiêm túc quán triệt Chỉ thị của Thủ tướng Chính phủ",
         "Giám đốc các sở; Thủ trưởng các ban, ngành; Chủ tịch UBND các huyện, thị xã, thành phố; các đơn vị liên quan | Tăng cường kỷ luật, kỷ cương hành chính trong dịp Tết",
         "Sở Công Thương | Theo dõi sát diễn biến thị trường, tham mưu các biện pháp bình ổn giá",
         "Sở Công Thương | Chỉ đạo lực lượng quản lý thị trường xử lý nghiêm hành vi đầu cơ, găm hàng",
         "Công an tỉnh | mở đợt cao điểm tấn công, trấn áp tội phạm",
         "Công an tỉnh | bảo đảm trật tự an toàn giao thông",
         "Sở Giao thông vận tải | xây dựng phương án tổ chức vận tải hành khách, không để hành khách không kịp về quê đón Tết",
         "Giám đốc các sở; Thủ trưởng các ban, ngành; Chủ tịch UBND các huyện, thị xã, thành phố; các đơn vị liên quan | Phân công trực Tết 24/24 giờ và báo cáo danh sách trực về Văn phòng UBND tỉnh trước ngày {D}/{M}/{Y}")),
    Body("KH", "province", """I. MỤC ĐÍCH
Nâng cao chất lượng dịch vụ công trực tuyến.
II. NHIỆM VỤ CỤ THỂ
1. Hoàn thiện thể chế
a) Rà soát, sửa đổi quy chế quản lý, vận hành Cổng dịch vụ công.
- Đơn vị chủ trì: Văn phòng UBND tỉnh;
- Đơn vị phối hợp: Sở Thông tin và Truyền thông, Sở Tư pháp;
- Thời gian hoàn thành: tháng {M}/{Y}.
b) Ban hành danh mục dịch vụ công trực tuyến toàn trình (Chủ trì: Văn phòng UBND tỉnh; phối hợp: các sở, ban, ngành; thời gian: Quý II/{Y}).
2. Phát triển hạ tầng
Nâng cấp đường truyền số liệu chuyên dùng đến 100% xã. Cơ quan thực hiện: Sở Thông tin và Truyền thông. Thời gian thực hiện: Trước ngày {D}/{M}/{Y}.
III. TỔ CHỨC THỰC HIỆN
1. Các sở, ban, ngành, UBND các huyện, thị xã, thành phố căn cứ Kế hoạch này xây dựng kế hoạch chi tiết, gửi Văn phòng UBND tỉnh trước ngày {D}/{M}/{Y}.
2. Giao Văn phòng UBND tỉnh theo dõi, kiểm tra, đánh giá kết quả thực hiện./.""",
        ("Văn phòng UBND tỉnh | Rà soát, sửa đổi quy chế quản lý, vận hành Cổng dịch vụ công | Sở Thông tin và Truyền thông; Sở Tư pháp",
         "Văn phòng UBND tỉnh | Ban hành danh mục dịch vụ công trực tuyến toàn trình | các sở, ban, ngành",
         "Sở Thông tin và Truyền thông | Nâng cấp đường truyền số liệu chuyên dùng đến 100% xã",
         "Các sở, ban, ngành; UBND các huyện, thị xã, thành phố | căn cứ Kế hoạch này xây dựng kế hoạch chi tiết, gửi Văn phòng UBND tỉnh trước ngày {D}/{M}/{Y}",
         "Văn phòng UBND tỉnh | theo dõi, kiểm tra, đánh giá kết quả thực hiện")),
    Body("CV", "provincial_body", """Sở Y tế nhận được nhiều phản ánh về việc bán thuốc không theo đơn. Để chấn chỉnh tình trạng trên, Sở Y tế đề nghị/yêu cầu:
1. Phòng Y tế các huyện, thị xã, thành phố: Phối hợp với các cơ quan chức năng kiểm tra các nhà thuốc, quầy thuốc; xử lý nghiêm trường hợp vi phạm.
2. Các cơ sở bán lẻ thuốc: Thực hiện nghiêm quy định về bán thuốc theo đơn; lưu đơn thuốc theo quy định.
3. Thanh tra Sở Y tế: Xây dựng kế hoạch thanh tra chuyên đề, hoàn thành trước {D}/{M}/{Y}./.""",
        ("Phòng Y tế các huyện, thị xã, thành phố | kiểm tra các nhà thuốc, quầy thuốc | các cơ quan chức năng",
         "Phòng Y tế các huyện, thị xã, thành phố | xử lý nghiêm trường hợp vi phạm",
         "Các cơ sở bán lẻ thuốc | Thực hiện nghiêm quy định về bán thuốc theo đơn",
         "Các cơ sở bán lẻ thuốc | lưu đơn thuốc theo quy định",
         "Thanh tra Sở Y tế | Xây dựng kế hoạch thanh tra chuyên đề, hoàn thành trước {D}/{M}/{Y}"),
        "Phòng Y tế các huyện, thị xã, thành phố"),
    Body("CV", "central", """Thực hiện Quyết định số 06/QĐ-TTg ngày 03/01/{Y} của Thủ tướng Chính phủ, Bộ Nội vụ đề nghị các Bộ, ngành, địa phương:
- Cử 01 lãnh đạo làm đầu mối phối hợp, gửi danh sách về Bộ Nội vụ trước ngày {D}/{M}/{Y}.
- Kết nối, chia sẻ dữ liệu cán bộ, công chức với Cơ sở dữ liệu quốc gia.
Thông tin chi tiết xin liên hệ đồng chí Nguyễn Văn An (mẫu), Vụ Tổ chức cán bộ.
Bộ Nội vụ trân trọng đề nghị Quý cơ quan quan tâm, phối hợp thực hiện./.""",
        ("các Bộ, ngành, địa phương | Cử 01 lãnh đạo làm đầu mối phối hợp, gửi danh sách về Bộ Nội vụ trước ngày {D}/{M}/{Y}",
         "các Bộ, ngành, địa phương | Kết nối, chia sẻ dữ liệu cán bộ, công chức với Cơ sở dữ liệu quốc gia"),
        "Các Bộ, ngành;UBND các tỉnh, thành phố"),
    Body("QĐ", "province", """Điều 1. Ban hành kèm theo Quyết định này Kế hoạch phát triển kinh tế tập thể năm {Y}.
Điều 2. Giao Liên minh Hợp tác xã tỉnh chủ trì, phối hợp với Sở Kế hoạch và Đầu tư và các cơ quan, đơn vị liên quan tổ chức thực hiện Kế hoạch; định kỳ 6 tháng, năm báo cáo UBND tỉnh.
Điều 3. Quyết định có hiệu lực kể từ ngày ký ban hành.
Điều 4. Chánh Văn phòng UBND tỉnh; Giám đốc các Sở: Kế hoạch và Đầu tư, Tài chính; Chủ tịch Liên minh Hợp tác xã tỉnh; Chủ tịch UBND các huyện, thị xã, thành phố và Thủ trưởng các đơn vị liên quan chịu trách nhiệm thi hành Quyết định này./.""",
        ("Liên minh Hợp tác xã tỉnh | tổ chức thực hiện Kế hoạch | Sở Kế hoạch và Đầu tư; các cơ quan, đơn vị liên quan",)),
    Body("CV", "district", """Xét đề nghị của Trưởng phòng Giáo dục và Đào tạo tại Tờ trình số 12/TTr-PGDĐT ngày 03/01/{Y}, Chủ tịch UBND huyện có ý kiến:
Thống nhất cho phép các trường tiểu học tổ chức ăn bán trú từ ngày {D}/{M}/{Y}. Giao Phòng Giáo dục và Đào tạo hướng dẫn các trường ký hợp đồng với đơn vị cung cấp thực phẩm có đủ điều kiện; phối hợp Trung tâm Y tế huyện kiểm tra vệ sinh an toàn thực phẩm ít nhất 02 lần/học kỳ. Phòng Tài chính - Kế hoạch thẩm định mức thu, trình UBND huyện trước ngày {D}/{M}/{Y}./.""",
        ("Phòng Giáo dục và Đào tạo | hướng dẫn các trường ký hợp đồng với đơn vị cung cấp thực phẩm có đủ điều kiện",
         "Phòng Giáo dục và Đào tạo | phối hợp Trung tâm Y tế huyện kiểm tra vệ sinh an toàn thực phẩm ít nhất 02 lần/học kỳ",
         "Phòng Tài chính - Kế hoạch | thẩm định mức thu, trình UBND huyện trước ngày {D}/{M}/{Y}"),
        "Phòng Giáo dục và Đào tạo;Phòng Tài chính - Kế hoạch"),
    Body("CV", "province", """Qua theo dõi, tình trạng xe quá tải lưu thông trên tuyến ĐT.624 vẫn tái diễn. Chủ tịch UBND tỉnh chỉ đạo như sau:
1. Sở Giao thông vận tải:
1.1. Chủ trì, phối hợp với Công an tỉnh duy trì hoạt động của trạm kiểm tra tải trọng xe lưu động.
1.2. Tham mưu UBND tỉnh văn bản kiến nghị Bộ Giao thông vận tải sửa chữa mặt đường.
2. Chủ tịch UBND các huyện: Nghĩa Hành, Tư Nghĩa quản lý chặt chẽ các mỏ đất, bến bãi; không để xe chở quá tải ra khỏi mỏ.
3. Thời gian hoàn thành: trước ngày {D}/{M}/{Y}.""",
        ("Sở Giao thông vận tải | duy trì hoạt động của trạm kiểm tra tải trọng xe lưu động | Công an tỉnh",
         "Sở Giao thông vận tải | Tham mưu UBND tỉnh văn bản kiến nghị Bộ Giao thông vận tải sửa chữa mặt đường",
         "Chủ tịch UBND huyện Nghĩa Hành; Chủ tịch UBND huyện Tư Nghĩa | quản lý chặt chẽ các mỏ đất, bến bãi; không để xe chở quá tải ra khỏi mỏ"),
        "Sở Giao thông vận tải;UBND các huyện: Nghĩa Hành, Tư Nghĩa"),
    Body("CV", "provincial_body", """Thực hiện Công văn số 31/UBND-KTTH ngày 03/01/{Y} của UBND tỉnh; Sở Tài chính kính đề nghị các cơ quan, đơn vị, địa phương rà soát, tổng hợp nhu cầu mua sắm tài sản công (theo mẫu đính kèm) gửi Sở Tài chính trước ngày {D}/{M}/{Y}, đồng thời gửi file mềm qua hộp thư điện tử của Sở. Quá thời hạn trên, đơn vị nào không gửi báo cáo xem như không có nhu cầu.""",
        ("các cơ quan, đơn vị, địa phương | rà soát, tổng hợp nhu cầu mua sắm tài sản công (theo mẫu đính kèm) gửi Sở Tài chính trước ngày {D}/{M}/{Y}",),
        "Các cơ quan, đơn vị, địa phương"),
    Body("TB", "province", """Theo đề nghị của Thanh tra tỉnh tại Báo cáo số 18/BC-TTT ngày 03/01/{Y}, Chủ tịch UBND tỉnh kết luận nội dung tố cáo như sau:
1. Nội dung tố cáo ông Nguyễn Văn An (mẫu) nhận tiền là không có cơ sở.
2. Nội dung tố cáo buông lỏng quản lý đất đai là đúng một phần.
Từ kết quả trên, Chủ tịch UBND tỉnh yêu cầu:
- Chủ tịch UBND huyện Sơn Tịnh chỉ đạo kiểm điểm trách nhiệm các cá nhân có liên quan; xử lý theo quy định pháp luật về cán bộ, công chức.
- Giám đốc Sở Tài nguyên và Môi trường chỉ đạo Văn phòng Đăng ký đất đai tỉnh rà soát, thu hồi các Giấy chứng nhận cấp không đúng.
- Thanh tra tỉnh theo dõi, đôn đốc, báo cáo kết quả thực hiện cho Chủ tịch UBND tỉnh trong quý {Q}.""".replace("{Q}", "II"),
        ("Chủ tịch UBND huyện Sơn Tịnh | chỉ đạo kiểm điểm trách nhiệm các cá nhân có liên quan",
         "Chủ tịch UBND huyện Sơn Tịnh | xử lý theo quy định pháp luật về cán bộ, công chức",
         "Giám đốc Sở Tài nguyên và Môi trường | chỉ đạo Văn phòng Đăng ký đất đai tỉnh rà soát, thu hồi các Giấy chứng nhận cấp không đúng",
         "Thanh tra tỉnh | theo dõi, đôn đốc, báo cáo kết quả thực hiện cho Chủ tịch UBND tỉnh trong quý II")),
    Body("KH", "district", """I. MỤC TIÊU, YÊU CẦU
1. Mục tiêu: Tiêm phòng đạt trên 80% tổng đàn.
2. Yêu cầu: Tiêm đúng kỹ thuật, an toàn.
II. THỜI GIAN, ĐỊA ĐIỂM
Đợt 1 từ ngày 01/3 đến ngày 30/4; triển khai tại 12 xã.
III. TRÁCH NHIỆM CỦA CÁC CƠ QUAN, ĐƠN VỊ
1. Phòng Kinh tế
a) Là cơ quan thường trực, tham mưu UBND huyện chỉ đạo công tác tiêm phòng.
b) Phối hợp với Chi cục Chăn nuôi và Thú y cung ứng đủ vắc xin.
2. Phòng Tài chính - Kế hoạch
Thẩm định dự toán; hướng dẫn thanh, quyết toán kinh phí.
3. Trung tâm Truyền thông - Văn hóa - Thể thao huyện
Tăng thời lượng phát sóng về lợi ích của việc tiêm phòng.
4. Đề nghị Mặt trận Tổ quốc Việt Nam huyện và các hội, đoàn thể vận động hội viên tiêm phòng cho đàn vật nuôi.
5. UBND các xã, thị trấn chịu trách nhiệm trước UBND huyện về kết quả tiêm phòng trên địa bàn; thống kê tổng đàn trước mỗi đợt tiêm.""",
        ("Phòng Kinh tế | tham mưu UBND huyện chỉ đạo công tác tiêm phòng",
         "Phòng Kinh tế | cung ứng đủ vắc xin | Chi cục Chăn nuôi và Thú y",
         "Phòng Tài chính - Kế hoạch | Thẩm định dự toán",
         "Phòng Tài chính - Kế hoạch | hướng dẫn thanh, quyết toán kinh phí",
         "Trung tâm Truyền thông - Văn hóa - Thể thao huyện | Tăng thời lượng phát sóng về lợi ích của việc tiêm phòng",
         "Mặt trận Tổ quốc Việt Nam huyện; các hội, đoàn thể | vận động hội viên tiêm phòng cho đàn vật nuôi",
         "UBND các xã, thị trấn | chịu trách nhiệm trước UBND huyện về kết quả tiêm phòng trên địa bàn",
         "UBND các xã, thị trấn | thống kê tổng đàn trước mỗi đợt tiêm")),
    Body("CĐ", "province", """CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH điện:
- Thủ trưởng các sở, ban, ngành tỉnh;
- Chủ tịch UBND các huyện, thị xã, thành phố.
Theo tin của Đài Khí tượng Thủy văn, bão số 5 có khả năng đổ bộ vào đất liền. Chủ tịch UBND tỉnh yêu cầu:
1. Từ 12 giờ ngày {D}/{M}, nghiêm cấm tàu thuyền ra khơi; Bộ Chỉ huy Bộ đội Biên phòng tỉnh kiểm đếm, hướng dẫn tàu thuyền vào nơi neo đậu an toàn.
2. Các địa phương ven biển hoàn thành việc sơ tán dân trước 17 giờ ngày {D}/{M}/{Y}.
3. Giao Giám đốc Sở Giáo dục và Đào tạo quyết định cho học sinh nghỉ học; Giám đốc Sở Công Thương chỉ đạo dự trữ hàng hóa thiết yếu.
4. Công ty TNHH MTV Khai thác công trình thủy lợi Quảng Ngãi vận hành hồ chứa Nước Trong theo quy trình.
5. Ban Chỉ huy Phòng chống thiên tai và Tìm kiếm cứu nạn tỉnh trực ban nghiêm túc, tổng hợp báo cáo UBND tỉnh./.""",
        ("Bộ Chỉ huy Bộ đội Biên phòng tỉnh | kiểm đếm, hướng dẫn tàu thuyền vào nơi neo đậu an toàn",
         "Các địa phương ven biển | hoàn thành việc sơ tán dân trước 17 giờ ngày {D}/{M}/{Y}",
         "Giám đốc Sở Giáo dục và Đào tạo | quyết định cho học sinh nghỉ học",
         "Giám đốc Sở Công Thương | chỉ đạo dự trữ hàng hóa thiết yếu",
         "Công ty TNHH MTV Khai thác công trình thủy lợi Quảng Ngãi | vận hành hồ chứa Nước Trong theo quy trình",
         "Ban Chỉ huy Phòng chống thiên tai và Tìm kiếm cứu nạn tỉnh | trực ban nghiêm túc, tổng hợp báo cáo UBND tỉnh")),
    Body("NQ", "central", """Điều 1. Mục tiêu đến năm 2030
Phấn đấu thuộc nhóm 50 quốc gia dẫn đầu về chính phủ điện tử.
Điều 2. Nhiệm vụ và giải pháp
1. Hoàn thiện thể chế; phát triển hạ tầng số.
2. Nâng cao năng lực cho đội ngũ cán bộ.
Điều 3. Tổ chức thực hiện
1. Bộ trưởng, Thủ trưởng cơ quan ngang bộ, Thủ trưởng cơ quan thuộc Chính phủ, Chủ tịch UBND các tỉnh, thành phố trực thuộc Trung ương:
a) Xây dựng, ban hành chương trình hành động trước ngày {D} tháng {M} năm {Y}.
b) Trước ngày 20 tháng cuối quý báo cáo tình hình thực hiện gửi Bộ Khoa học và Công nghệ để tổng hợp.
2. Bộ Khoa học và Công nghệ có trách nhiệm đôn đốc, giám sát việc thực hiện Nghị quyết này.
3. Đề nghị Ủy ban Trung ương Mặt trận Tổ quốc Việt Nam tăng cường giám sát, phản biện xã hội.""",
        ("Bộ trưởng, Thủ trưởng cơ quan ngang bộ, Thủ trưởng cơ quan thuộc Chính phủ; Chủ tịch UBND các tỉnh, thành phố trực thuộc Trung ương | Xây dựng, ban hành chương trình hành động trước ngày {D} tháng {M} năm {Y}",
         "Bộ trưởng, Thủ trưởng cơ quan ngang bộ, Thủ trưởng cơ quan thuộc Chính phủ; Chủ tịch UBND các tỉnh, thành phố trực thuộc Trung ương | Trước ngày 20 tháng cuối quý báo cáo tình hình thực hiện gửi Bộ Khoa học và Công nghệ để tổng hợp",
         "Bộ Khoa học và Công nghệ | đôn đốc, giám sát việc thực hiện Nghị quyết này",
         "Ủy ban Trung ương Mặt trận Tổ quốc Việt Nam | tăng cường giám sát, phản biện xã hội")),
)  # fmt: skip
