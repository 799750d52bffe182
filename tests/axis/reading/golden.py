"""The tasks that a provincial secretary makes from the directive of 2018: the golden expectation.

One line for each thing that somebody must do: paragraph, who leads, who helps, who hears of it and
through whom, the first words and the last words of the action, the limit, and the proof
(office-practice 5.4). The number and the date of the paper are covered by a stamp: nothing stands
for them.
"""

from typing import NamedTuple

DEPARTMENT = "Sở Thông tin và Truyền thông"
HOME_AFFAIRS = "Sở Nội vụ"
OFFICE = "Văn phòng UBND tỉnh"
RELATED = ("các cơ quan, đơn vị liên quan",)
PROVINCE = ("UBND tỉnh", "Chủ tịch UBND tỉnh")
HEADS = ("Thủ trưởng các sở, ban, ngành", "Chủ tịch UBND các huyện, thành phố")


class Golden(NamedTuple):
    """One task of the directive."""

    section: str
    lead: tuple[str, ...]
    coordinate: tuple[str, ...]
    report_to: tuple[str, ...]
    via: tuple[str, ...]
    begins: str
    holds: str
    proof: str
    recurrence: str | None = None
    cites: str | None = None


TASKS = (
    Golden("1.a", (DEPARTMENT,), RELATED, PROVINCE, (), "Đẩy nhanh việc thực hiện Đề án kiến trúc",
           "một cách thực chất, đầy đủ, hiệu quả", "document", None, "139/QĐ-UBND"),
    Golden("1.b", (DEPARTMENT,), RELATED, PROVINCE, (), "Đầu tư xây dựng, kết nối đường truyền",
           "trực tuyến đến cấp xã", "document"),
    Golden("1.b", (DEPARTMENT,), RELATED, PROVINCE, (), "đảm bảo 100% các cơ quan, đơn vị nhà nước",
           "100% các văn bản phát hành liên thông thực hiện ký số", "system_measure"),
    Golden("1.b", (DEPARTMENT,), RELATED, PROVINCE, (), "thống nhất việc xây dựng hệ thống xác thực",
           "thư điện tử công vụ", "document"),
    Golden("1.c", (DEPARTMENT,), RELATED, PROVINCE, (), "Xây dựng một số hệ thống thông tin dữ liệu",
           "quản lý cán bộ, công chức", "document"),
    Golden("2.a", (HOME_AFFAIRS,), (), ("UBND tỉnh",), (), "tham mưu UBND tỉnh triển khai việc ký",
           "cam kết thực hiện cải cách hành chính", "document"),
    Golden("2.a", HEADS, (), (), (), "ký cam kết với UBND tỉnh", "quy trách nhiệm", "signed_set",
           None, "19/2018/QĐ-UBND"),
    Golden("2.b", (OFFICE,), (HOME_AFFAIRS,), ("UBND tỉnh",), (), "nghiên cứu, tham mưu trình UBND tỉnh",
           "hợp nhất Trung tâm Phục vụ hành chính công tỉnh", "document"),
    Golden("3", HEADS, (), ("Chủ tịch UBND tỉnh",), (OFFICE,), "căn cứ vào tình hình",
           "đối thoại với người dân", "record", "periodic"),
    Golden("4", (HOME_AFFAIRS,), (), (), (), "tham mưu tổ chức thực hiện việc đo lường",
           "sự phục vụ của các cơ quan hành chính nhà nước", "report"),
)  # fmt: skip
CITED = (
    ("1086/BC-VP", "2018-08-21", "Báo cáo", "proposal"),
    ("139/QĐ-UBND", "2018-02-02", "Quyết định", "cited"),
    ("19/2018/QĐ-UBND", "2018-08-10", "Quyết định", "cited"),
)
