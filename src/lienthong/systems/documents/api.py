"""The door of the document system."""

from .choices import (
    Authority,
    Channel,
    IncomingState,
    IntakeSource,
    KeepingRuleKind,
    OutgoingState,
    Part,
    Purpose,
    Urgency,
    Verb,
)
from .models import IncomingDocument, OutgoingDocument, SearchEntry, WorkFile
from .policies import can_read_incoming, can_read_outgoing
from .queries.counting import SignedShares, is_unsigned, signed_behind, signed_shares
from .queries.incoming import get_incoming, incoming_for, waiting_for_person
from .queries.joint import joint_waiting
from .queries.keepers import register as register_keeper
from .queries.outgoing import opinions_waiting, outgoing_for
from .queries.outgoing import waiting_for_person as outgoing_waiting
from .queries.reports.sheet import Sheet, SheetColumn
from .queries.retention import keeping_rules
from .queries.searching import Asked, find_entry, found_papers, search, similar
from .services.aliases import AliasRefused, aliases, approve_alias, end_alias, refuse_alias
from .services.drafting import Draft, RecipientLine, start_draft
from .services.folder_intake import path_of as folder_path
from .services.incoming import Refused as IntakeRefused
from .services.keeping_rules import RuleRefused, add_keeping_rule, end_keeping_rule
from .services.keeping_rules import value_words as keeping_words
from .services.mailbox_settings import (
    MailboxSettings,
    folder_of,
    mailbox_of,
    set_mailbox,
    switch_folder,
    switch_mailbox,
    try_mailbox,
)
from .services.paper_originals import (
    NotOriginal,
    add_original_rule,
    end_original_rule,
    original_rules,
)
from .services.paper_types import NotListed, add_paper_type, end_paper_type, paper_types
from .services.report_files import FORMS as REPORT_FORMS
from .services.routes import RouteRefused, add_route, end_route, routes_of
from .services.source_states import state_of as source_state

KEEPING_RULE_KINDS = KeepingRuleKind.choices

__all__ = [
    "KEEPING_RULE_KINDS",
    "REPORT_FORMS",
    "AliasRefused",
    "Asked",
    "Authority",
    "Channel",
    "Draft",
    "IncomingDocument",
    "IncomingState",
    "IntakeRefused",
    "IntakeSource",
    "MailboxSettings",
    "NotListed",
    "NotOriginal",
    "OutgoingDocument",
    "OutgoingState",
    "Part",
    "Purpose",
    "RecipientLine",
    "RouteRefused",
    "RuleRefused",
    "SearchEntry",
    "Sheet",
    "SheetColumn",
    "SignedShares",
    "Urgency",
    "Verb",
    "WorkFile",
    "add_keeping_rule",
    "add_original_rule",
    "add_paper_type",
    "add_route",
    "aliases",
    "approve_alias",
    "can_read_incoming",
    "can_read_outgoing",
    "end_alias",
    "end_keeping_rule",
    "end_original_rule",
    "end_paper_type",
    "end_route",
    "find_entry",
    "folder_of",
    "folder_path",
    "found_papers",
    "get_incoming",
    "incoming_for",
    "is_unsigned",
    "joint_waiting",
    "keeping_rules",
    "keeping_words",
    "mailbox_of",
    "opinions_waiting",
    "original_rules",
    "outgoing_for",
    "outgoing_waiting",
    "paper_types",
    "refuse_alias",
    "register_keeper",
    "routes_of",
    "search",
    "set_mailbox",
    "signed_behind",
    "signed_shares",
    "similar",
    "source_state",
    "start_draft",
    "switch_folder",
    "switch_mailbox",
    "try_mailbox",
    "waiting_for_person",
]
