"""Reads of agencies in time; every question names its day."""

from .finding import Match, find_agencies, find_agency, search_agencies
from .groups import Resolution, Unresolvable, groups_at, resolve_group
from .lists import channel_of, channels_of, is_obligated, obligated_agencies
from .lives import (
    alive_successors,
    family,
    lives,
    mail_successor,
    predecessors,
    successors,
)
from .naming import (
    Named,
    agency_by_code,
    code_of,
    codes_of,
    current_name,
    name_at,
    names_of,
    names_over_time,
    sending_code,
)
from .preview import Preview, preview_decision
from .staff import Holder, clerks_of, head_of, holders, posts_of_person, search_people
from .tree import (
    Node,
    ancestors,
    children,
    count_of_units,
    parent_of,
    province_at,
    subtree,
    tree_at,
    turns,
)

__all__ = [
    "Holder",
    "Match",
    "Named",
    "Node",
    "Preview",
    "Resolution",
    "Unresolvable",
    "agency_by_code",
    "alive_successors",
    "ancestors",
    "channel_of",
    "channels_of",
    "children",
    "clerks_of",
    "code_of",
    "codes_of",
    "count_of_units",
    "current_name",
    "family",
    "find_agencies",
    "find_agency",
    "groups_at",
    "head_of",
    "holders",
    "is_obligated",
    "lives",
    "mail_successor",
    "name_at",
    "names_of",
    "names_over_time",
    "obligated_agencies",
    "parent_of",
    "posts_of_person",
    "predecessors",
    "preview_decision",
    "province_at",
    "resolve_group",
    "search_agencies",
    "search_people",
    "sending_code",
    "subtree",
    "successors",
    "tree_at",
    "turns",
]
