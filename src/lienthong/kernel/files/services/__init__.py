"""Writes of files: storing, sharing and destroying references, and the log of accesses."""

from ..media import ArchiveRefused
from ..vault import (
    ContentMissing,
    FileEmpty,
    FileRefused,
    FileTooLarge,
    StorageFull,
    UploadCutOff,
)
from .access import erase_reasons, log_access, log_once
from .destroying import clear_destroyed, destroy_reference, sweep
from .storing import (
    DEFAULT_LIMIT,
    FileDestroyed,
    Share,
    TypeRefused,
    open_file,
    share,
    share_all,
    store,
)

__all__ = [
    "DEFAULT_LIMIT",
    "ArchiveRefused",
    "ContentMissing",
    "FileDestroyed",
    "FileEmpty",
    "FileRefused",
    "FileTooLarge",
    "Share",
    "StorageFull",
    "TypeRefused",
    "UploadCutOff",
    "clear_destroyed",
    "destroy_reference",
    "erase_reasons",
    "log_access",
    "log_once",
    "open_file",
    "share",
    "share_all",
    "store",
    "sweep",
]
