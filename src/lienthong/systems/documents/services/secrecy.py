"""The refusal of papers with a secrecy mark, shared by all ways in which a text comes in."""

from django.utils.translation import gettext as _


class SecrecyMarked(Exception):
    """The text carries a secrecy mark; it must not enter this system (state-secrets law)."""

    def __init__(self) -> None:
        self.message = _(
            "Văn bản có dấu chỉ độ mật không được soạn, lưu trong hệ thống này. "
            "Hãy chuyển cho người phụ trách văn thư mật của cơ quan."
        )
        super().__init__(self.message)
