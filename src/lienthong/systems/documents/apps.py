"""The Django app of documents."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """See README.md beside this file."""

    name = "lienthong.systems.documents"
    label = "documents"
