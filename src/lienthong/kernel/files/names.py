"""Names of files as officials gave them, made harmless: a name is shown and offered, never trusted."""

import re
import unicodedata

LONGEST = 200
# Control characters, and the marks that turn the direction of writing ("gpj.exe" read backwards).
_UNSAFE = re.compile('[\x00-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069<>:"|?*]')


def clean_name(name: str) -> str:
    """The last part of a name in NFC without control signs, at most 200 letters, its ending kept."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    last = re.sub(r"\s+", " ", _UNSAFE.sub("", last)).strip(" .")
    if len(last) > LONGEST:
        stem, dot, ending = last.rpartition(".")
        keep = dot + ending if dot and len(ending) <= 10 else ""
        last = (stem if keep else last)[: LONGEST - len(keep)].rstrip() + keep
    return last or "tệp"
