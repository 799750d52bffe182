"""Writes of agencies in time; each is one recorded act by an actor at a moment."""

from .appointments import appoint, end_holding, open_post, open_unit, register_person
from .changes import (
    move_agency,
    name_mail_successor,
    open_agency,
    recode_agency,
    rename_agency,
)
from .decisions import carry_out_decision, propose_decision, withdraw_decision
from .ending import end_post, end_unit, rename_unit
from .handover import open_leaver_sheet, settle, take_over
from .listing import open_group, set_channel, set_member, set_obligation
from .loading import load_province
from .tabled import faults_of_lines, propose_lines

__all__ = [
    "appoint",
    "carry_out_decision",
    "end_holding",
    "end_post",
    "end_unit",
    "faults_of_lines",
    "load_province",
    "move_agency",
    "name_mail_successor",
    "open_agency",
    "open_group",
    "open_leaver_sheet",
    "open_post",
    "open_unit",
    "propose_decision",
    "propose_lines",
    "recode_agency",
    "register_person",
    "rename_agency",
    "rename_unit",
    "set_channel",
    "set_member",
    "set_obligation",
    "settle",
    "take_over",
    "withdraw_decision",
]
