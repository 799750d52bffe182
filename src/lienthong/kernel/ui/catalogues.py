"""Catalogues of translations, compiled in plain Python: a user's machine need not have gettext.

The product speaks Vietnamese, which is what the code says; catalogues exist for other languages
(`locale/en/LC_MESSAGES/django.po` in each app). They are text in the repository; the compiled form
is made by `manage compile_catalogues` when the files are gathered, and is never committed.
"""

import ast
import struct
from pathlib import Path

_MAGIC = 0x950412DE


class BrokenCatalogue(ValueError):
    """A line of a .po file cannot be read; names the file and the line."""


def read_catalogue(path: Path) -> dict[str, str]:
    """Message id (with its context before \\x04, plural after \\x00) to translation.

    Fuzzy and empty translations are left out. Raises `BrokenCatalogue`.
    """
    entries: dict[str, str] = {}
    entry: dict[str, str] = {}
    current, fuzzy = "", False

    def store() -> None:
        if "msgid" in entry and not (fuzzy and entry["msgid"]):
            key = entry["msgid"]
            if "msgctxt" in entry:
                key = f"{entry['msgctxt']}\x04{key}"
            if "msgid_plural" in entry:
                key = f"{key}\x00{entry['msgid_plural']}"
            forms = [entry[k] for k in sorted(entry) if k.startswith("msgstr")]
            if any(forms):
                entries[key] = "\x00".join(forms)
        entry.clear()

    for number, raw in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        line = raw.strip()
        if not line or line.startswith("#~"):
            continue
        if line.startswith("#"):
            if "msgstr" in current:
                store()
                current, fuzzy = "", False
            fuzzy = fuzzy or (line.startswith("#,") and "fuzzy" in line)
            continue
        word, _space, rest = line.partition(" ")
        if word in ("msgctxt", "msgid") and "msgstr" in current:
            store()
            fuzzy = False
        if not line.startswith('"'):
            current, line = word, rest.strip()
            entry[current] = ""
        try:
            entry[current] += ast.literal_eval(line)
        except (ValueError, SyntaxError, KeyError, TypeError) as error:
            raise BrokenCatalogue(f"{path}:{number}: {raw}") from error
    store()
    return entries


def compile_catalogue(entries: dict[str, str]) -> bytes:
    """The binary form that Python's gettext reads."""
    keys = sorted(entries, key=lambda key: key.encode())
    ids = b"".join(key.encode() + b"\0" for key in keys)
    texts = b"".join(entries[key].encode() + b"\0" for key in keys)
    start = 28 + 16 * len(keys)
    id_table, text_table = [], []
    id_at, text_at = start, start + len(ids)
    for key in keys:
        size = len(key.encode())
        id_table += [size, id_at]
        id_at += size + 1
        size = len(entries[key].encode())
        text_table += [size, text_at]
        text_at += size + 1
    head = struct.pack(
        "<Iiiiiii", _MAGIC, 0, len(keys), 28, 28 + 8 * len(keys), 0, start + len(ids) + len(texts)
    )
    tables = struct.pack(f"<{4 * len(keys)}i", *id_table, *text_table)
    return head + tables + ids + texts


def compile_all(root: Path) -> list[Path]:
    """Compile every catalogue under a folder that is newer than its compiled form; returns those made."""
    made = []
    for source in sorted(root.rglob("locale/*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns:
            continue
        target.write_bytes(compile_catalogue(read_catalogue(source)))
        made.append(target)
    return made
