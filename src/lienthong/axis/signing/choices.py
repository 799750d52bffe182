"""The closed lists of signing; codes are stored, labels are shown."""

from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _


class Verb(StrEnum):
    """What a role may do with the right to sign and with the list of authorities."""

    MANAGE_RIGHTS = "signing.manage_rights"  # record who may sign what for one's agency
    MANAGE_KEYS = "signing.manage_keys"  # pictures and certificates of one's agency
    CHANGE_TRUST = "signing.change_trust"  # propose and confirm authorities for official use


class Authority(models.TextChoices):
    """Quyền hạn ký (Đ13; Annex I, II.7.b)."""

    IN_OWN_RIGHT = "in_own_right", _("Người đứng đầu")
    FOR_COLLECTIVE = "for_collective", _("TM.")
    ACTING_HEAD = "acting_head", _("Q.")
    FOR_HEAD = "for_head", _("KT.")
    BY_ORDER = "by_order", _("TL.")
    BY_DELEGATION = "by_delegation", _("TUQ.")


# The authorities that stand on a written grant; the others follow from the post itself.
GRANTED = frozenset({Authority.FOR_HEAD, Authority.BY_ORDER, Authority.BY_DELEGATION})


class HolderKind(models.TextChoices):
    """Whose certificate or signature it is."""

    PERSONAL = "personal", _("Chữ ký cá nhân")
    AGENCY = "agency", _("Chữ ký cơ quan, tổ chức")


class EvidenceKind(models.TextChoices):
    """What a signature was set on."""

    PERSONAL = "personal", _("Người có thẩm quyền ký ban hành")
    AGENCY = "agency", _("Cơ quan, tổ chức ký số văn bản đã có chữ ký cá nhân")
    ATTACHMENT = "attachment", _("Cơ quan ký số tệp kèm theo của văn bản đã ký")
    COPY = "copy", _("Cơ quan ký số bản sao do mình thực hiện")


class AuthorityState(models.TextChoices):
    """An authority on its way onto and off the list of trusted ones."""

    PROPOSED = "proposed", _("Đề nghị đưa vào danh sách")
    TRUSTED = "trusted", _("Được tin cậy")
    WITHDRAWAL_PROPOSED = "withdrawal_proposed", _("Đề nghị đưa ra khỏi danh sách")
    WITHDRAWN = "withdrawn", _("Đã đưa ra khỏi danh sách")
    DECLINED = "declined", _("Không được xác nhận")


class KeyKind(models.TextChoices):
    """Where the private key of an enrolled certificate is kept; the keys of the sample are files."""

    TOKEN = "token", _("Thiết bị ký số hoặc HSM nối với máy chủ (PKCS#11)")
    SERVICE = "service", _("Dịch vụ ký số từ xa (CSC)")
    OWN = "own", _("Thiết bị ký số cắm ở máy của người ký (qua trình ký)")


class CodeState(models.TextChoices):
    """Whether a paper that is asked about by its code still stands (Đ18.3, 18.4)."""

    IN_FORCE = "in_force", _("Chưa bị thu hồi, thay thế")
    RECALLED = "recalled", _("Đã thu hồi")
    REPLACED = "replaced", _("Đã thay thế")
