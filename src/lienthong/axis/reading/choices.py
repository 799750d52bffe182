"""Enumerations of reading: verdicts, kinds of proof, roles of cited papers, levels of agencies."""

from enum import StrEnum


class Verdict(StrEnum):
    """What became of a reading."""

    READ = "read"
    SECRET_REFUSED = "secret_refused"  # noqa: S105 - a verdict, not a password
    UNREADABLE = "unreadable"


class Proof(StrEnum):
    """What shows that a task is done (office-practice 5.4)."""

    DOCUMENT = "document"
    SIGNED_SET = "signed_set"
    RECORD = "record"
    SYSTEM_MEASURE = "system_measure"
    REPORT = "report"
    LEADER_CONFIRMATION = "leader_confirmation"


class Role(StrEnum):
    """Why another paper is named."""

    BASIS = "basis"
    PROPOSAL = "proposal"
    IMPLEMENTS = "implements"
    REPLIES = "replies"
    REPLACES = "replaces"
    AMENDS = "amends"
    ATTACHED = "attached"
    CITED = "cited"


class Level(StrEnum):
    """The level of the issuing agency."""

    CENTRAL = "central"
    PROVINCE = "province"
    PROVINCIAL_BODY = "provincial_body"
    DISTRICT = "district"
    COMMUNE = "commune"
    PARTY = "party"
    OTHER = "other"


class Urgency(StrEnum):
    """Urgency of Decree 30 (Annex I, III.2.b); the fourth is known on receipt only."""

    NORMAL = "normal"
    URGENT = "urgent"
    VERY_URGENT = "very_urgent"
    EXPRESS = "express"
    EXPRESS_TIMED = "express_timed"


class Question(StrEnum):
    """What the secretary must decide before a task is confirmed."""

    SEVERAL_LEADS = "several_leads"
    VAGUE_LEAD = "vague_lead"
    GROUP_ENDED = "group_ended"
    YEAR_MISSING = "year_missing"
