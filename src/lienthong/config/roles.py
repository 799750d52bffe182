"""All roles of the platform on one page: what each may do, in words and in verbs.

An auditor reads this file and the assignments; there is nothing else. A post of a kind named in
`post_kinds` carries the role by itself; other roles are given by `identity.api.assign_role`.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _

from lienthong.axis.signing.api import Verb as Signing
from lienthong.desk.choices import Verb as Board
from lienthong.kernel.access import roles
from lienthong.kernel.access.choices import Verb as Access
from lienthong.kernel.agencies.choices import Verb as Structure
from lienthong.kernel.registers.choices import Verb as Books
from lienthong.kernel.worktime.choices import Verb as Calendar
from lienthong.systems.documents.choices import Verb as Doc
from lienthong.systems.tasks.choices import Verb as Task

READ = {Doc.READ_REGISTER, Board.SEE_OWN}
OFFICER = {Doc.DRAFT, Doc.HANDLE, Doc.ANSWER_OPINION, Doc.COMPILE_FILE, Task.DO, Task.COORDINATE}
UNIT_HEAD = (
    OFFICER | {Structure.HAND_OVER} | {Doc.CHECK_CONTENT, Doc.ASSIGN, Task.LEAD, Task.RECEIVE}
)
LEADER = {
    Structure.HAND_OVER,
    Doc.APPROVE,
    Doc.SIGN,
    Doc.INSTRUCT,
    Doc.ANSWER_OPINION,
    Task.ASSIGN,
    Task.DECIDE,
    Task.LEAD,
    Task.RECEIVE,
    Task.COORDINATE,
}
CLERK = {
    Books.MANAGE,
    Doc.CHECK_FORM,
    Doc.ISSUE,
    Doc.RECALL,
    Doc.RECEIVE,
    Doc.COMPILE_FILE,
    Task.RECEIVE,
}


def _role(code: str, title: Any, text: Any, verbs: set[str], *kinds: str) -> roles.Role:
    return roles.Role(code, title, text, frozenset(map(str, verbs)), frozenset(kinds))


ROLES = [
    _role(
        "clerk",
        _("Văn thư"),
        _("Tiếp nhận, vào sổ, kiểm tra thể thức, cấp số, ký số cơ quan, phát hành, thu hồi."),
        CLERK | READ,
        "clerk",
    ),
    _role(
        "officer",
        _("Chuyên viên"),
        _("Soạn thảo, giải quyết văn bản đến, thực hiện nhiệm vụ, lập hồ sơ công việc."),
        OFFICER | {Board.SEE_OWN},
        "officer",
    ),
    _role(
        "unit_head",
        _("Trưởng phòng, đơn vị"),
        _("Phân công người giải quyết, kiểm tra nội dung bản thảo của đơn vị."),
        UNIT_HEAD | READ,
        "unit_head",
        "deputy_unit_head",
    ),
    _role(
        "leader",
        _("Lãnh đạo cơ quan"),
        _("Cho ý kiến chỉ đạo, duyệt bản thảo, ký ban hành, giao và xác nhận nhiệm vụ."),
        LEADER | READ,
        "head",
        "deputy",
    ),
    _role(
        "chief_of_office",
        _("Chánh văn phòng"),
        _(
            "Điều phối văn bản đến, kiểm tra nội dung, theo dõi và đôn đốc nhiệm vụ, quyết định gia hạn."
        ),
        UNIT_HEAD | LEADER | {Task.CONFIRM, Task.MONITOR, Task.SET_RULES, Doc.SET_RULES} | READ,
        "chief_of_office",
        "deputy_chief_of_office",
    ),
    _role(
        "secretary",
        _("Chuyên viên tổng hợp, thư ký"),
        _("Xác nhận nhiệm vụ đọc từ văn bản, theo dõi nhiệm vụ của lĩnh vực."),
        OFFICER | {Task.CONFIRM, Task.MONITOR} | READ,
        "secretary",
    ),
    _role(
        "archivist",
        _("Lưu trữ cơ quan"),
        _("Lập danh mục hồ sơ, nhận hồ sơ nộp lưu, đề nghị và thực hiện hủy tài liệu hết giá trị."),
        {Doc.PLAN_FILES, Doc.ARCHIVE, Doc.DISPOSE, Doc.COMPILE_FILE} | READ,
        "archivist",
    ),
    _role(
        "administrator",
        _("Quản trị của cơ quan"),
        _("Cấp tài khoản, vai trò, quy chế, sổ văn bản và lịch làm việc; không đọc văn bản."),
        {
            Access.ADMINISTER,
            Access.SUBSTITUTE,
            Doc.SET_RULES,
            Structure.ADMINISTER,
            Books.MANAGE,
            Calendar.EDIT_OWN,
            Signing.MANAGE_RIGHTS,
            Signing.MANAGE_KEYS,
        },
        "administrator",
    ),
    _role(
        "province_board",
        _("Bảng điều hành toàn tỉnh"),
        _("Xem số liệu, danh sách và điện thoại của mọi cơ quan trên bảng điều hành."),
        {Board.SEE_OWN, Board.SEE_PROVINCE},
    ),
    _role(
        "map_keeper",
        _("Quản lý cơ cấu tổ chức"),
        _(
            "Đề xuất và thực hiện quyết định sắp xếp cơ quan, đơn vị; bàn giao; lịch nghỉ toàn tỉnh; danh sách cơ quan chứng thực (hai người)."
        ),
        {*Structure, Calendar.EDIT_COMMON, Signing.CHANGE_TRUST},
    ),
]


# Done in person only: nobody who works at an absent colleague's desk (xử lý thay) has these verbs.
# He reads, sorts, prepares and hands on; signing, sealing, checking, rights, keys and decisions
# that bind others need the holder himself or a written right of one's own (Đ12, Đ13, Đ32.2).
IN_PERSON = {
    *(Doc.CHECK_CONTENT, Doc.CHECK_FORM, Doc.APPROVE, Doc.SIGN, Doc.ISSUE, Doc.RECALL),
    *(Doc.SET_RULES, Doc.PLAN_FILES, Doc.ARCHIVE, Doc.DISPOSE),
    *(Task.ASSIGN, Task.DECIDE, Task.SET_RULES),
    *Signing,
    *Structure,
    *Access,
    *Books,
    *Calendar,
}


def register_all() -> None:
    """Register every role; called once at start."""
    roles.register(ROLES)
    roles.do_in_person(IN_PERSON)
