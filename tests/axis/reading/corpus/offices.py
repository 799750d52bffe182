"""Who sends papers to a province: offices of every level and kind, as their papers name them.

Own words; names of persons are samples. Each office knows the lines of its block, its symbols, its
place, its level and who signs for it.
"""

from dataclasses import dataclass

NATION, PARTY, UNION = "nation", "party", "union"


@dataclass(frozen=True)
class Office:
    """One office: lines of the agency above it and of its own name, and how it numbers and signs."""

    own: str  # lines parted by "/"
    short: str  # its abbreviation in symbols
    place: str
    level: str
    signs: str  # lines of authority and post, parted by "/"
    above: str = ""
    units: tuple[str, ...] = ()
    heading: str = NATION
    kinds: str = "QĐ CV KH TB BC TTr CT CĐ GM"

    @property
    def agency(self) -> str:
        """Its name on one line."""
        return self.own.replace("/", " ")

    @property
    def parent(self) -> str:
        """The agency above it on one line, empty when there is none."""
        return self.above.replace("/", " ")


_UNITS = ("NC", "KGVX", "TH", "KTTH", "NNTN", "VX", "CNXD", "NL", "KT", "TD", "VP", "NV", "TCKH")
_P = "TM. ỦY BAN NHÂN DÂN/CHỦ TỊCH"
_V = "TM. ỦY BAN NHÂN DÂN/KT. CHỦ TỊCH/PHÓ CHỦ TỊCH"
_C = "KT. CHỦ TỊCH/PHÓ CHỦ TỊCH"
_G = "GIÁM ĐỐC"
_D = "KT. GIÁM ĐỐC/PHÓ GIÁM ĐỐC"
_B = "KT. BỘ TRƯỞNG/THỨ TRƯỞNG"

OFFICES = (
    Office("ỦY BAN NHÂN DÂN/TỈNH QUẢNG NGÃI", "UBND", "Quảng Ngãi", "province", _P, units=_UNITS),
    Office("ỦY BAN NHÂN DÂN/TỈNH NGHỆ AN", "UBND", "Nghệ An", "province", _V, units=_UNITS),
    Office("UBND TỈNH ĐẮK LẮK", "UBND", "Đắk Lắk", "province", _C, units=_UNITS),
    Office("ỦY BAN NHÂN DÂN/THÀNH PHỐ HÀ NỘI", "UBND", "Hà Nội", "province", _V, units=("KT", "ĐT", "KGVX")),
    Office("ỦY BAN NHÂN DÂN/THÀNH PHỐ HỒ CHÍ MINH", "UBND", "Thành phố Hồ Chí Minh", "province", _C, units=("VX", "KT", "ĐT")),
    Office("ỦY BAN NHÂN DÂN/TỈNH BÀ RỊA - VŨNG TÀU", "UBND", "Bà Rịa - Vũng Tàu", "province", _V, units=("VP", "NC")),
    Office("ỦY BAN NHÂN DÂN/TỈNH THỪA THIÊN HUẾ", "UBND", "Thừa Thiên Huế", "province", _V, units=("TH", "NĐ")),
    Office("HỘI ĐỒNG NHÂN DÂN/TỈNH QUẢNG NAM", "HĐND", "Quảng Nam", "province", "CHỦ TỊCH", kinds="NQ BC TB KH CV"),
    Office("HỘI ĐỒNG NHÂN DÂN/HUYỆN SƠN TỊNH", "HĐND", "Sơn Tịnh", "district", "CHỦ TỊCH", kinds="NQ BC TB KH"),
    Office("VĂN PHÒNG", "VP", "Quảng Ngãi", "provincial_body", "TL. CHỦ TỊCH/CHÁNH VĂN PHÒNG", "UBND TỈNH QUẢNG NGÃI", ("CCHC", "TH")),
    Office("SỞ NỘI VỤ", "SNV", "Quảng Ngãi", "provincial_body", _G, "ỦY BAN NHÂN DÂN/TỈNH QUẢNG NGÃI", ("CCHC", "TCBC", "VP")),
    Office("SỞ GIÁO DỤC VÀ ĐÀO TẠO", "SGDĐT", "Lâm Đồng", "provincial_body", _D, "UBND TỈNH LÂM ĐỒNG", ("GDTrH", "TCCB", "VP")),
    Office("SỞ NÔNG NGHIỆP VÀ/PHÁT TRIỂN NÔNG THÔN", "SNNPTNT", "Bình Định", "provincial_body", _D, "ỦY BAN NHÂN DÂN/TỈNH BÌNH ĐỊNH", ("CCTTBVTV", "KHTC")),
    Office("SỞ LAO ĐỘNG - THƯƠNG BINH/VÀ XÃ HỘI", "SLĐTBXH", "Kon Tum", "provincial_body", _G, "UBND TỈNH KON TUM", ("BTXH", "LĐVL")),
    Office("SỞ TÀI CHÍNH", "STC", "Hà Nội", "provincial_body", _D, "ỦY BAN NHÂN DÂN/THÀNH PHỐ HÀ NỘI", ("QLNS", "TTr")),
    Office("THANH TRA", "TTT", "Quảng Ngãi", "provincial_body", "CHÁNH THANH TRA", "UBND TỈNH QUẢNG NGÃI", ("NV", "VP")),
    Office("BAN QUẢN LÝ/KHU KINH TẾ DUNG QUẤT VÀ CÁC/KHU CÔNG NGHIỆP QUẢNG NGÃI", "BQL", "Quảng Ngãi", "provincial_body", "TRƯỞNG BAN", "ỦY BAN NHÂN DÂN/TỈNH QUẢNG NGÃI", ("QLĐT", "VP")),
    Office("CHI CỤC KIỂM LÂM", "CCKL", "Quảng Ngãi", "provincial_body", "CHI CỤC TRƯỞNG", "SỞ NÔNG NGHIỆP VÀ PTNT", ("QLBVR",)),
    Office("TRUNG TÂM/KIỂM SOÁT BỆNH TẬT TỈNH", "KSBT", "Quảng Ngãi", "provincial_body", _D, "SỞ Y TẾ QUẢNG NGÃI", ("TCHC",)),
    Office("TRƯỜNG THPT SƠN MỸ", "THPTSM", "Quảng Ngãi", "other", "HIỆU TRƯỞNG", "SỞ GIÁO DỤC VÀ ĐÀO TẠO/QUẢNG NGÃI", ("CM",), kinds="QĐ CV KH TB BC"),
    Office("ỦY BAN NHÂN DÂN/HUYỆN MỘ ĐỨC", "UBND", "Mộ Đức", "district", _P, units=("VP", "NV", "TNMT")),
    Office("UBND THỊ XÃ ĐỨC PHỔ", "UBND", "Đức Phổ", "district", _V, units=("KT", "VP")),
    Office("ỦY BAN NHÂN DÂN/QUẬN HẢI CHÂU", "UBND", "Hải Châu", "district", _P, units=("VP",)),
    Office("PHÒNG TÀI CHÍNH - KẾ HOẠCH", "TCKH", "Mộ Đức", "district", "TRƯỞNG PHÒNG", "UBND HUYỆN MỘ ĐỨC", ("NS",)),
    Office("PHÒNG GIÁO DỤC VÀ ĐÀO TẠO", "PGDĐT", "Tư Nghĩa", "district", "KT. TRƯỞNG PHÒNG/PHÓ TRƯỞNG PHÒNG", "UBND HUYỆN TƯ NGHĨA", ("THCS",)),
    Office("ỦY BAN NHÂN DÂN/XÃ TỊNH KHÊ", "UBND", "Tịnh Khê", "commune", _P),
    Office("ỦY BAN NHÂN DÂN/PHƯỜNG TRẦN PHÚ", "UBND", "Trần Phú", "commune", "KT. CHỦ TỊCH/PHÓ CHỦ TỊCH"),
    Office("ỦY BAN NHÂN DÂN/ĐẶC KHU LÝ SƠN", "UBND", "Lý Sơn", "commune", _P, units=("VP", "KT")),
    Office("UBND XÃ BA TÔ", "UBND", "Ba Tô", "commune", "CHỦ TỊCH"),
    Office("CHÍNH PHỦ", "CP", "Hà Nội", "central", "TM. CHÍNH PHỦ/THỦ TƯỚNG", kinds="NQ NĐ BC TTr"),
    Office("THỦ TƯỚNG CHÍNH PHỦ", "TTg", "Hà Nội", "central", "KT. THỦ TƯỚNG/PHÓ THỦ TƯỚNG", units=("KGVX", "NN"), kinds="QĐ CT CĐ CV"),
    Office("VĂN PHÒNG CHÍNH PHỦ", "VPCP", "Hà Nội", "central", "KT. BỘ TRƯỞNG, CHỦ NHIỆM/PHÓ CHỦ NHIỆM", units=("KTTH", "KGVX", "CN", "KSTT"), kinds="CV TB GM BC"),
    Office("BỘ NỘI VỤ", "BNV", "Hà Nội", "central", _B, units=("CCHC", "TL", "CQĐP"), kinds="CV QĐ TT KH BC TB"),
    Office("BỘ Y TẾ", "BYT", "Hà Nội", "central", _B, units=("DP", "KCB"), kinds="CV QĐ TT KH BC CĐ"),
    Office("BỘ NÔNG NGHIỆP VÀ/PHÁT TRIỂN NÔNG THÔN", "BNN", "Hà Nội", "central", _B, units=("PCTT", "TY"), kinds="CV QĐ TT CĐ CT"),
    Office("BỘ KẾ HOẠCH VÀ ĐẦU TƯ", "BKHĐT", "Hà Nội", "central", _B, units=("TH", "QLĐT"), kinds="CV QĐ TT BC"),
    Office("NGÂN HÀNG NHÀ NƯỚC/VIỆT NAM", "NHNN", "Hà Nội", "central", "KT. THỐNG ĐỐC/PHÓ THỐNG ĐỐC", units=("TD", "TTGSNH"), kinds="CV QĐ TT CT"),
    Office("THANH TRA CHÍNH PHỦ", "TTCP", "Hà Nội", "central", "KT. TỔNG THANH TRA/PHÓ TỔNG THANH TRA", units=("C.IV", "BTCDTW"), kinds="CV BC KH"),
    Office("TỔNG CỤC THUẾ", "TCT", "Hà Nội", "central", "KT. TỔNG CỤC TRƯỞNG/PHÓ TỔNG CỤC TRƯỞNG", "BỘ TÀI CHÍNH", ("CS", "DNL"), kinds="CV QĐ"),
    Office("CỤC THUẾ TỈNH QUẢNG NGÃI", "CTQNG", "Quảng Ngãi", "provincial_body", "KT. CỤC TRƯỞNG/PHÓ CỤC TRƯỞNG", "TỔNG CỤC THUẾ", ("TTHT",), kinds="CV TB QĐ"),
    Office("CÔNG AN TỈNH QUẢNG NGÃI", "CAT", "Quảng Ngãi", "provincial_body", _D, "BỘ CÔNG AN", ("PC07", "PV01"), kinds="CV KH BC TB"),
    Office("BỘ CHỈ HUY QUÂN SỰ TỈNH", "BCH", "Quảng Ngãi", "provincial_body", "CHỈ HUY TRƯỞNG", "QUÂN KHU 5", ("TM",), kinds="CV KH BC"),
    Office("TỈNH ỦY QUẢNG NGÃI", "TU", "Quảng Ngãi", "party", "T/M BAN THƯỜNG VỤ/PHÓ BÍ THƯ", heading=PARTY, kinds="CV CT NQ KH TB KL BC"),
    Office("ĐẢNG ỦY XÃ TỊNH KHÊ", "ĐU", "Tịnh Khê", "party", "T/M ĐẢNG ỦY/BÍ THƯ", heading=PARTY, above="ĐẢNG BỘ TỈNH QUẢNG NGÃI", kinds="CV NQ KH TB"),
    Office("BAN TỔ CHỨC", "BTCTU", "Quảng Ngãi", "party", "K/T TRƯỞNG BAN/PHÓ TRƯỞNG BAN", heading=PARTY, above="TỈNH ỦY QUẢNG NGÃI", kinds="CV HD BC"),
    Office("VĂN PHÒNG", "VPTU", "Quảng Ngãi", "party", "CHÁNH VĂN PHÒNG", heading=PARTY, above="TỈNH ỦY QUẢNG NGÃI", kinds="CV TB GM"),
    Office("ỦY BAN MẶT TRẬN TỔ QUỐC VIỆT NAM/TỈNH QUẢNG NGÃI", "MTTQ", "Quảng Ngãi", "provincial_body", "TM. BAN THƯỜNG TRỰC/PHÓ CHỦ TỊCH", units=("BTT",), kinds="CV KH BC TB"),
    Office("TÒA ÁN NHÂN DÂN/TỈNH QUẢNG NGÃI", "TA", "Quảng Ngãi", "provincial_body", "CHÁNH ÁN", units=("TDS",), kinds="CV TB BC"),
    Office("BẢO HIỂM XÃ HỘI/TỈNH QUẢNG NGÃI", "BHXH", "Quảng Ngãi", "provincial_body", _D, "BẢO HIỂM XÃ HỘI VIỆT NAM", ("QLT",), kinds="CV KH TB"),
    Office("CÔNG TY ĐIỆN LỰC QUẢNG NGÃI", "QNPC", "Quảng Ngãi", "other", _D, "TỔNG CÔNG TY/ĐIỆN LỰC MIỀN TRUNG", ("KD", "KT"), kinds="CV TB QĐ"),
    Office("CÔNG TY CỔ PHẦN CẤP NƯỚC/VÀ XÂY DỰNG QUẢNG NGÃI", "CTCN", "Quảng Ngãi", "other", "TỔNG GIÁM ĐỐC", units=("KT",), kinds="CV TB BC"),
    Office("BAN CHỈ HUY PHÒNG CHỐNG THIÊN TAI/VÀ TÌM KIẾM CỨU NẠN TỈNH", "PCTT", "Quảng Ngãi", "provincial_body", "KT. TRƯỞNG BAN/PHÓ TRƯỞNG BAN", "UBND TỈNH QUẢNG NGÃI", ("VP",), kinds="CĐ CV BC TB"),
)  # fmt: skip
