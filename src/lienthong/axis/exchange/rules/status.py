"""The states of a delivery and their transitions (edXML 01-06, 13, 15, 16), as pure values.

The chain 01, 02 or 03, 04, 05, 06 is moved by the receiver; a request to take the document back
(13, from the sender) stands beside it and is answered by 15, which ends the delivery, or by 16,
which leaves it and stays open, because Đ18.4.b NĐ 30/2020 obliges the receiver.

An update (type 2) is a request by itself: after 01 the receiver answers it with 15 or 16, once.
"""

from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from lienthong.axis.exchange.choices import DeliveryStatus as S

NOTHING = ""
FINAL = frozenset({S.REFUSED.value, S.RETRACT_AGREED.value})
# Sent by the issuer; every other code comes from the receiver.
FROM_SENDER = frozenset({S.RETRACT_REQUESTED.value})
NEED_REASON = frozenset({S.RETRACT_REQUESTED.value, S.RETRACT_REFUSED.value})

FORWARD: dict[str, frozenset[str]] = {
    NOTHING: frozenset({S.ARRIVED.value}),
    S.ARRIVED.value: frozenset({S.REFUSED.value, S.ACCEPTED.value}),
    S.REFUSED.value: frozenset(),
    S.ACCEPTED.value: frozenset({S.ASSIGNED.value, S.PROCESSING.value, S.COMPLETED.value}),
    S.ASSIGNED.value: frozenset({S.PROCESSING.value, S.COMPLETED.value}),
    S.PROCESSING.value: frozenset({S.COMPLETED.value}),
    S.COMPLETED.value: frozenset(),
    S.RETRACT_AGREED.value: frozenset(),
}
# The chain of an update message: nothing is registered of it, it is agreed to or refused.
UPDATE: dict[str, frozenset[str]] = {
    NOTHING: frozenset({S.ARRIVED.value}),
    S.ARRIVED.value: frozenset({S.RETRACT_AGREED.value, S.RETRACT_REFUSED.value}),
}
# The states in which the receiver holds the document and can answer a request to give it back.
HELD = frozenset(
    {
        S.ARRIVED.value,
        S.ACCEPTED.value,
        S.ASSIGNED.value,
        S.PROCESSING.value,
        S.COMPLETED.value,
    }
)


class TransitionRefused(ValueError):
    """The status may not follow the present one; the message says what holds it up."""


@dataclass(frozen=True, slots=True)
class Chain:
    """Where a delivery stands: the last code of its chain, and the request to take it back.

    `retract` is empty, 13 (asked) or 16 (asked and refused, still open); `update` is true of the
    delivery of an update message.
    """

    status: str = NOTHING
    retract: str = NOTHING
    update: bool = False

    @property
    def is_final(self) -> bool:
        """Whether nothing may follow (02 and 15)."""
        return self.status in FINAL

    @property
    def retract_open(self) -> bool:
        """Whether the receiver still owes the destruction (Đ18.4.b)."""
        return self.retract != NOTHING and not self.is_final


def allowed(chain: Chain) -> frozenset[str]:
    """The codes that may follow."""
    if chain.update:
        return UPDATE.get(chain.status, frozenset())
    if chain.is_final:
        return frozenset()
    codes = FORWARD[chain.status]
    if chain.retract == NOTHING:
        return codes | {S.RETRACT_REQUESTED.value}
    if chain.status not in HELD:
        return codes
    answers = {S.RETRACT_AGREED.value}
    if chain.retract == S.RETRACT_REQUESTED.value:
        answers.add(S.RETRACT_REFUSED.value)
    return codes | answers


def advance(chain: Chain, code: str) -> Chain:
    """The chain after the code; raises `TransitionRefused`.

    13 may be asked before 01 (the request travels with the document) and is answered after it.
    """
    if code not in S.values:
        raise TransitionRefused(
            _("Mã trạng thái %(code)s không có trong bảng mã.") % {"code": code}
        )
    if code not in allowed(chain):
        raise TransitionRefused(_why(chain, code))
    if chain.update:
        return replace(chain, status=code)
    if code in (S.RETRACT_REQUESTED.value, S.RETRACT_REFUSED.value):
        return replace(chain, retract=code)
    return replace(chain, status=code)


def _why(chain: Chain, code: str) -> str:
    wanted, now = S(code).label, _label(chain.status)
    if chain.update:
        return _("Gói tin cập nhật chỉ được đồng ý hoặc từ chối một lần, không ghi %(wanted)s.") % {
            "wanted": wanted
        }
    if chain.is_final:
        return _("Lượt gửi đã kết thúc ở trạng thái %(now)s, không ghi thêm %(wanted)s.") % {
            "now": now,
            "wanted": wanted,
        }
    if code in (S.RETRACT_AGREED.value, S.RETRACT_REFUSED.value) and chain.retract == NOTHING:
        return _("Bên gửi chưa yêu cầu lấy lại văn bản này, không có gì để trả lời.")
    if code == S.RETRACT_REQUESTED.value:
        return _("Đã yêu cầu lấy lại văn bản này, đang chờ bên nhận trả lời.")
    if code == S.RETRACT_REFUSED.value and chain.status in HELD:
        return _("Đã từ chối yêu cầu lấy lại; chỉ còn có thể đồng ý.")
    return _("Không thể chuyển từ %(now)s sang %(wanted)s.") % {"now": now, "wanted": wanted}


def _label(status: str) -> str:
    return _("chưa đến") if status == NOTHING else str(S(status).label)


def diagram() -> str:
    """The states as a Mermaid diagram, made from the table; the README shows it, a test compares."""
    moves = [(status, code) for status, codes in FORWARD.items() for code in sorted(codes)]
    moves += [(status, S.RETRACT_AGREED.value) for status in sorted(HELD)]
    lines = [f"    {_node(status)} --> {_node(code)}: {S(code).label}" for status, code in moves]
    ends = [f"    {_node(code)} --> [*]" for code in sorted(FINAL)]
    return "\n".join(["stateDiagram-v2", *lines, *ends])


def _node(status: str) -> str:
    return f"s{status}" if status else "[*]"
