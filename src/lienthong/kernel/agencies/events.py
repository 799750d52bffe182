"""Dotted names of the acts recorded by this app, with their Vietnamese labels."""

from django.utils.translation import gettext_lazy as _

DECISION_PROPOSED = "agencies.decision_proposed"
DECISION_WITHDRAWN = "agencies.decision_withdrawn"
DECISION_CARRIED_OUT = "agencies.decision_carried_out"
AGENCY_OPENED = "agencies.agency_opened"
AGENCY_RENAMED = "agencies.agency_renamed"
AGENCY_MOVED = "agencies.agency_moved"
AGENCY_CODED = "agencies.agency_coded"
UNIT_OPENED = "agencies.unit_opened"
POST_OPENED = "agencies.post_opened"
UNIT_ENDED = "agencies.unit_ended"
UNIT_RENAMED = "agencies.unit_renamed"
POST_ENDED = "agencies.post_ended"
PERSON_REGISTERED = "agencies.person_registered"
PERSON_APPOINTED = "agencies.person_appointed"
HOLDING_ENDED = "agencies.holding_ended"
GROUP_OPENED = "agencies.group_opened"
GROUP_MEMBER_CHANGED = "agencies.group_member_changed"
OBLIGATION_CHANGED = "agencies.obligation_changed"
CHANNEL_CHANGED = "agencies.channel_changed"
MAIL_SUCCESSOR_NAMED = "agencies.mail_successor_named"
HANDOVER_OPENED = "agencies.handover_opened"
WORK_TAKEN_OVER = "agencies.work_taken_over"

LABELS = {
    DECISION_PROPOSED: _("Lập dự kiến sắp xếp"),
    DECISION_WITHDRAWN: _("Bỏ dự kiến sắp xếp"),
    DECISION_CARRIED_OUT: _("Thực hiện quyết định sắp xếp"),
    AGENCY_OPENED: _("Thành lập cơ quan"),
    AGENCY_RENAMED: _("Đổi tên cơ quan"),
    AGENCY_MOVED: _("Chuyển cơ quan chủ quản"),
    AGENCY_CODED: _("Cấp mã định danh cơ quan"),
    UNIT_OPENED: _("Lập phòng, đơn vị"),
    POST_OPENED: _("Lập chức vụ"),
    UNIT_ENDED: _("Kết thúc phòng, đơn vị"),
    UNIT_RENAMED: _("Đổi tên phòng, đơn vị"),
    POST_ENDED: _("Kết thúc chức vụ"),
    PERSON_REGISTERED: _("Ghi tên cán bộ, công chức"),
    PERSON_APPOINTED: _("Bổ nhiệm, giao giữ chức vụ"),
    HOLDING_ENDED: _("Thôi giữ chức vụ"),
    GROUP_OPENED: _("Lập nhóm nơi nhận"),
    GROUP_MEMBER_CHANGED: _("Sửa thành viên nhóm nơi nhận"),
    OBLIGATION_CHANGED: _("Sửa danh sách cơ quan phải liên thông"),
    CHANNEL_CHANGED: _("Đổi kênh nhận văn bản"),
    MAIL_SUCCESSOR_NAMED: _("Chỉ định nơi nhận thay cơ quan đã kết thúc"),
    HANDOVER_OPENED: _("Lập biên bản bàn giao"),
    WORK_TAKEN_OVER: _("Nhận bàn giao"),
}
