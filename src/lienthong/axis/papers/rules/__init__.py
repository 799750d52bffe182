"""The form check (Đ8, Đ9, Đ12.2): is a paper in the form that the decree of its day lays down?

Pure functions on a letter's data; the checks of a file made elsewhere are in `files`.
"""

from .findings import Finding, worst
from .sets import RuleSet, check_form, check_frame, rule_set_for

__all__ = ["Finding", "RuleSet", "check_form", "check_frame", "rule_set_for", "worst"]
