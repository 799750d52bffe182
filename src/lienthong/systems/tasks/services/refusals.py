"""What the services of tasks refuse, each with the sentence that says what to do."""

from django.utils.translation import gettext as _


class NotNow(Exception):
    """An act that may not be done in this situation; says why."""

    def __init__(self, message: str) -> None:
        self.message = message
        super().__init__(message)


class NoProof(NotNow):
    """What was handed in is not the proof that was agreed for this task (§5.4)."""


class TooLate(NotNow):
    """A deadline that does not fit: before the present one, or after the parent's."""


class NotAsked(NotNow):
    """An answer from an agency that was not asked to coordinate."""

    def __init__(self) -> None:
        super().__init__(_("Cơ quan của bạn không được đề nghị phối hợp trong nhiệm vụ này."))


def need_reason(reason: str) -> str:
    """The reason without its blanks; raises `NotNow` when there is none."""
    if not reason.strip():
        raise NotNow(_("Hãy ghi lý do."))
    return reason.strip()
