"""The door of the exchange: what other systems may use, and nothing else."""

from .choices import (
    OFFERED_PRIORITIES,
    BusinessType,
    CarriageState,
    DeliveryStatus,
    Exemption,
    IncidentKind,
    Priority,
    RefusalReason,
    SignatureVerdict,
    Stage,
    SteeringType,
)
from .models import Delivery, Incident, Outbox, Package, PackageFile, StatusReport
from .queries.behind import deliveries_behind, documents_behind, not_on_time, undelivered
from .queries.counts import ProvinceShares, province_shares, shares_of, tally
from .queries.traffic import (
    ForwardSummary,
    find_package,
    forward_summary,
    get_delivery,
    get_package,
    list_dead,
    list_deliveries,
    list_files,
    list_incidents,
    list_open_retractions,
    list_reports,
    list_to_export,
    list_unconfirmed,
    list_updates,
    open_package_file,
    quick_registrations,
)
from .rules.codes import DOCUMENT_TYPES, match_type, type_code
from .rules.conformance import NotConforming
from .rules.messages import DocumentMessage, ResponseFor, StatusMessage
from .rules.retrying import CEILING as RETRY_CEILING
from .rules.shares import (
    AgencyCounts,
    Period,
    Share,
    SideCounts,
    circulating,
    month_to_date,
    year_to_date,
)
from .rules.status import Chain, TransitionRefused, advance, allowed
from .services.addressing import UnknownReceiver
from .services.alarms import Alarm, NoteMissing, Refused, settle_incident
from .services.alarms import note as note_alarm
from .services.calendar import alive_since
from .services.carrying import Round, carry_all, carry_round
from .services.detaching import files_in_name_of
from .services.dispatching import ContentDiffers, NothingToSend, WrongDate, dispatch
from .services.edge import EdgeRefused, Receipt
from .services.exporting import export_envelope, export_status
from .services.findings import CameByExchange, NotObligated, report_paper_finding
from .services.forwarding import ForwardDiffers, NotAnUpdate, NotRegistered, forward, forward_update
from .services.handlers import Arrival, ReceiverUnavailable, StatusNews, on_arrival, on_status
from .services.importing import import_envelope
from .services.letters import AgencyWithoutCode, Answered, FileIn, document_id, outgoing_message
from .services.reporting import NumberMissing, ReasonMissing, may_report, report_status
from .services.retracting import NoNotice, message_of, withdraw, withdraw_at_home
from .services.updating import (
    NotReturned,
    UpdateChangesFile,
    Updated,
    UpdateRefused,
    resend,
    update,
)
from .services.upkeep import acknowledge_test, replay

__all__ = [
    "DOCUMENT_TYPES",
    "OFFERED_PRIORITIES",
    "RETRY_CEILING",
    "AgencyCounts",
    "AgencyWithoutCode",
    "Alarm",
    "Answered",
    "Arrival",
    "BusinessType",
    "CameByExchange",
    "CarriageState",
    "Chain",
    "ContentDiffers",
    "Delivery",
    "DeliveryStatus",
    "DocumentMessage",
    "EdgeRefused",
    "Exemption",
    "FileIn",
    "ForwardDiffers",
    "ForwardSummary",
    "Incident",
    "IncidentKind",
    "NoNotice",
    "NotAnUpdate",
    "NotConforming",
    "NotObligated",
    "NotRegistered",
    "NotReturned",
    "NoteMissing",
    "NothingToSend",
    "NumberMissing",
    "Outbox",
    "Package",
    "PackageFile",
    "Period",
    "Priority",
    "ProvinceShares",
    "ReasonMissing",
    "Receipt",
    "ReceiverUnavailable",
    "RefusalReason",
    "Refused",
    "ResponseFor",
    "Round",
    "Share",
    "SideCounts",
    "SignatureVerdict",
    "Stage",
    "StatusMessage",
    "StatusNews",
    "StatusReport",
    "SteeringType",
    "TransitionRefused",
    "UnknownReceiver",
    "UpdateChangesFile",
    "UpdateRefused",
    "Updated",
    "WrongDate",
    "acknowledge_test",
    "advance",
    "alive_since",
    "allowed",
    "carry_all",
    "carry_round",
    "circulating",
    "deliveries_behind",
    "dispatch",
    "document_id",
    "documents_behind",
    "export_envelope",
    "export_status",
    "files_in_name_of",
    "find_package",
    "forward",
    "forward_summary",
    "forward_update",
    "get_delivery",
    "get_package",
    "import_envelope",
    "list_dead",
    "list_deliveries",
    "list_files",
    "list_incidents",
    "list_open_retractions",
    "list_reports",
    "list_to_export",
    "list_unconfirmed",
    "list_updates",
    "match_type",
    "may_report",
    "message_of",
    "month_to_date",
    "not_on_time",
    "note_alarm",
    "on_arrival",
    "on_status",
    "open_package_file",
    "outgoing_message",
    "province_shares",
    "quick_registrations",
    "replay",
    "report_paper_finding",
    "report_status",
    "resend",
    "settle_incident",
    "shares_of",
    "tally",
    "type_code",
    "undelivered",
    "update",
    "withdraw",
    "withdraw_at_home",
    "year_to_date",
]
