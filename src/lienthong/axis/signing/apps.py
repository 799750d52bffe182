"""The Django app of signing."""

from django.apps import AppConfig


class SigningConfig(AppConfig):
    """Certificates, the right to sign, evidence of signatures, trusted authorities."""

    name = "lienthong.axis.signing"
    label = "signing"
    verbose_name = "Ký số"
