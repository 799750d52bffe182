"""The Django app of signing."""

from django.apps import AppConfig


class SigningConfig(AppConfig):
    """Certificates, the right to sign, evidence of signatures, trusted authorities."""

    name = "lienthong.axis.signing"
    label = "signing"
    verbose_name = "Ký số"

    def ready(self) -> None:
        """Say of the files that signing points at who may read them."""
        from lienthong.kernel.files.readers import Follows, Mentioned, declare

        from .models import LastingProof

        declare(
            Follows(LastingProof, "kept", "sent"),
            Mentioned(LastingProof, "sent", "read by the paper that was sent"),
        )
