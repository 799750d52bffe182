"""Writes the trust folder: from the records of authorities, and the sample authority's own part."""

import fcntl
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.serialization import Encoding

from lienthong.axis.signing.choices import AuthorityState
from lienthong.axis.signing.models import TrustedAuthority
from lienthong.axis.signing.pki.keystore import write_private
from lienthong.axis.signing.pki.sample import HOUSE, SampleAuthority
from lienthong.axis.signing.verdicts.folder import AUTHORITIES, PINS

SAMPLE_FILE = "sample-root.pem"


def write_sample(authority: SampleAuthority, folder: Path) -> None:
    """Put the sample authority and its revocation lists into the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    with _locked(folder):
        root = authority.root.public_bytes(Encoding.PEM)
        _write(folder / SAMPLE_FILE, root)
        for name, encoded in zip(
            ("sample-root.crl", "sample-issuing.crl"), authority.revocation_lists, strict=True
        ):
            _write(folder / name, encoded)
        entries = [e for e in _entries(folder) if e["file"] != SAMPLE_FILE]
        entry = {"file": SAMPLE_FILE, "title": HOUSE, "sample": True}
        _write_entries(folder, [entry, *entries])


def write_records(folder: Path, rows: Iterable[TrustedAuthority]) -> None:
    """Put the authorities of the records into the folder, beside the sample's own."""
    with _locked(folder):
        kept = [e for e in _entries(folder) if e["file"] == SAMPLE_FILE]
        for row in rows:
            if row.state in (AuthorityState.PROPOSED, AuthorityState.DECLINED) or row.is_sample:
                continue
            name = f"{row.fingerprint[:32]}.pem"
            _write(folder / name, row.pem.encode())
            kept.append(
                {
                    "file": name,
                    "title": row.title,
                    "sample": False,
                    "since": row.since.isoformat(),
                    "until": row.until.isoformat() if row.until else None,
                }
            )
        _write_entries(folder, kept)


def write_pins(folder: Path, pins: dict[str, dict[str, str]]) -> None:
    """Put what the platform knows of certificates, by fingerprint, into the folder."""
    with _locked(folder):
        _write(folder / PINS, json.dumps(pins, ensure_ascii=False, indent=0).encode())


def _entries(folder: Path) -> list[dict[str, Any]]:
    path = folder / AUTHORITIES
    entries: list[dict[str, Any]] = json.loads(path.read_text()) if path.exists() else []
    return entries


def _write_entries(folder: Path, entries: list[dict[str, Any]]) -> None:
    text = json.dumps(entries, ensure_ascii=False, indent=1)
    _write(folder / AUTHORITIES, text.encode())


def _write(path: Path, content: bytes) -> None:
    if not path.exists() or path.read_bytes() != content:
        write_private(path, content)


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    with (folder / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
