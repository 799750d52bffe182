"""The national hub's operations under their own names, so that an agency's adapter only changes
its base URL (§1.9 of the facts); the HTTP side stands on this table.

Every answer has the hub's form: {"status", "ErrorCode", "ErrorDesc", "data"}. The way of the
request (headers, signing of the request) was not to be seen in the kit and is not imitated.
"""

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

from cryptography import x509
from django.utils.translation import gettext_lazy as _

from lienthong.axis.exchange.models import Delivery, StatusReport
from lienthong.axis.exchange.rules.clocks import VIETNAM
from lienthong.kernel.access.actor import Actor
from lienthong.kernel.access.walls import limit
from lienthong.kernel.agencies.models import Agency
from lienthong.kernel.agencies.queries import naming, tree

from .addressing import local_day
from .edge import EdgeRefused
from .exporting import export_envelope, export_status
from .importing import import_envelope

# Codes that gateways to the hub use; all but 0 are final.
ERRORS = {
    "0": _("Thành công"),
    "18": _("Đơn vị nhận không tồn tại"),
    "19": _("Đơn vị gửi không đăng ký"),
    "20": _("Lỗi hệ thống"),
    "21": _("Lỗi xử lý file"),
    "22": _("edXML không đúng chuẩn"),
}
Answer = dict[str, Any]
MOST = 500


def _ok(data: Any) -> Answer:
    return {"status": "OK", "ErrorCode": "0", "ErrorDesc": "", "data": data}


def _fail(code: str, text: str) -> Answer:
    return {"status": "FAIL", "ErrorCode": code, "ErrorDesc": text, "data": None}


def send_edoc(
    *, file: bytes, by: Actor, at: dt.datetime, trusted: Sequence[x509.Certificate] = ()
) -> Answer:
    """sendEdoc: take a file; the identifier of the first delivery comes back."""
    try:
        receipt = import_envelope(data=file, by=by, at=at, trusted=trusted)
    except EdgeRefused as refused:
        return _fail(refused.code, str(refused))
    return _ok({"DocId": str(receipt.delivery_ids[0]), "repeated": receipt.repeated})


def get_received_edoc_list(*, messagetype: str, by: Actor, at: dt.datetime) -> Answer:
    """getReceivedEdocList: what stands for the agency, documents or statuses, oldest first."""
    if messagetype == "status":
        reports = limit(StatusReport.objects.select_related("delivery"), by).filter(
            delivery__sender=by.agency_id
        )
        rows = [_status_row(r, at) for r in reports.order_by("-pk")[:MOST]]
        return _ok(rows[::-1])
    found = limit(Delivery.objects.select_related("package"), by).filter(
        receiver=by.agency_id, arrived_at__isnull=False
    )
    return _ok([_row(d, at) for d in found.order_by("-pk")[:MOST]][::-1])


def get_edoc(*, doc_id: str, by: Actor, at: dt.datetime) -> bytes | None:
    """getEdoc: the .edxml file of a delivery, or of a status (`S<number>`); None for a stranger's."""
    if doc_id.startswith("S") and doc_id[1:].isdigit():
        report = limit(StatusReport.objects.all(), by).filter(pk=int(doc_id[1:])).first()
        return None if report is None else export_status(report=report, at=at)
    if not doc_id.isdigit():
        return None
    delivery = limit(Delivery.objects.all(), by).filter(pk=int(doc_id)).first()
    return None if delivery is None else export_envelope(delivery=delivery, at=at)


def get_sent_edoc_list(*, by: Actor, at: dt.datetime) -> Answer:
    """getSentEdocList: what the agency sent, with the last status of each receiver."""
    found = limit(Delivery.objects.select_related("package"), by).filter(sender=by.agency_id)
    return _ok([_row(d, at) for d in found.order_by("-pk")[:MOST]][::-1])


def get_agencies_list(*, by: Actor, at: dt.datetime) -> Answer:
    """getAgenciesList: every agency of the day with both of its codes (`code`, `code102`)."""
    day = local_day(at)
    ids = list(Agency.objects.on(day).values_list("pk", flat=True))
    new = naming.codes_of(ids, "qd20", day)
    old = naming.codes_of(ids, "qcvn102", day)
    rows = [
        {
            "id": str(node.agency_id),
            "pid": "" if node.parent_id is None else str(node.parent_id),
            "code": new.get(node.agency_id, ""),
            "code102": old.get(node.agency_id, ""),
            "name": node.name,
        }
        for node in tree.tree_at(day)
    ]
    return _ok(rows)


def _time(moment: dt.datetime | None) -> str:
    return "" if moment is None else moment.astimezone(VIETNAM).strftime("%Y/%m/%d %H:%M:%S")


def _row(delivery: Delivery, at: dt.datetime) -> dict[str, str]:
    day = local_day(at)
    return {
        "docId": str(delivery.pk),
        "serviceType": "eDoc",
        "messagetype": "edoc",
        "from": naming.sending_code(delivery.sender_id, day),
        "to": naming.sending_code(delivery.receiver_id, day),
        "title": delivery.package.subject,
        "notation": delivery.package.reference,
        "created_time": _time(delivery.created_at),
        "updated_time": _time(delivery.ended_at or delivery.accepted_at or delivery.arrived_at),
        "status": delivery.status,
        "status_desc": str(delivery.get_status_display()) if delivery.status else "",
    }


def _status_row(report: StatusReport, at: dt.datetime) -> dict[str, str]:
    day = local_day(at)
    return {
        "docId": f"S{report.pk}",
        "serviceType": "status",
        "messagetype": "status",
        "from": naming.sending_code(report.delivery.receiver_id, day),
        "to": naming.sending_code(report.delivery.sender_id, day),
        "created_time": _time(report.at),
        "status": report.code,
        "status_desc": report.description,
    }


OPERATIONS: dict[str, Callable[..., Any]] = {
    "sendEdoc": send_edoc,
    "getReceivedEdocList": get_received_edoc_list,
    "getEdoc": get_edoc,
    "getSentEdocList": get_sent_edoc_list,
    "getAgenciesList": get_agencies_list,
}
