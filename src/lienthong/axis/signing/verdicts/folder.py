"""The trust folder: the dated list of authorities for official use, as files.

The list is a folder, so that a verdict needs neither database nor network. It is written from the
records of authorities, which two people change (see services.authorities).
"""

import datetime as dt
import hashlib
import json
import os
import time
from pathlib import Path
from typing import Any, Final

from asn1crypto import crl, pem, x509

from lienthong.kernel.files.sandbox import Shared

from .listed import Authority, Pin, TrustList

AUTHORITIES: Final = "authorities.json"
PINS: Final = "pins.json"
CERTIFICATE_ENDINGS: Final = (".pem", ".crt", ".cer", ".der")
FRESH_SECONDS: Final = 3.0  # a file system's clock may be that coarse


class BadTrustList(ValueError):
    """A trust folder that cannot be read."""


def load_trust(folder: Path) -> TrustList:
    """Read a trust folder; without `authorities.json` every CA certificate in it is trusted.

    Raises `BadTrustList` when the folder or a file in it cannot be read.
    """
    try:
        if not folder.is_dir():
            raise BadTrustList(str(folder))
        listed = folder / AUTHORITIES
        if listed.exists():
            authorities = [_listed(folder, entry) for entry in json.loads(listed.read_text())]
        else:
            found = [_plain(path) for path in _certificate_files(folder)]
            authorities = [authority for authority in found if authority is not None]
        lists = tuple(_der(path.read_bytes()) for path in sorted(folder.glob("*.crl")))
        for encoded in lists:
            crl.CertificateList.load(encoded, strict=True)
        pinned = folder / PINS
        pins = json.loads(pinned.read_text()) if pinned.exists() else {}
        return TrustList(
            tuple(authorities),
            lists,
            {fingerprint: Pin(**values) for fingerprint, values in pins.items()},
        )
    except (OSError, ValueError, TypeError, KeyError) as fault:
        raise BadTrustList(str(folder)) from fault


def _certificate_files(folder: Path) -> list[Path]:
    return sorted(p for p in folder.iterdir() if p.suffix.lower() in CERTIFICATE_ENDINGS)


def _der(content: bytes) -> bytes:
    if pem.detect(content):
        _kind, _headers, content = pem.unarmor(content)
    return content


def _listed(folder: Path, entry: dict[str, Any]) -> Authority:
    def moment(key: str) -> dt.datetime | None:
        return dt.datetime.fromisoformat(entry[key]) if entry.get(key) else None

    certificate = _der((folder / Path(entry["file"]).name).read_bytes())
    x509.Certificate.load(certificate, strict=True)
    return Authority(
        certificate,
        entry.get("title", ""),
        bool(entry.get("sample")),
        moment("since"),
        moment("until"),
    )


def _plain(path: Path) -> Authority | None:
    encoded = _der(path.read_bytes())
    certificate = x509.Certificate.load(encoded, strict=True)
    return Authority(encoded, certificate.subject.human_friendly) if certificate.ca else None


def share(trust: TrustList) -> Shared:
    """A list as the processes that read files are told it."""
    plain = trust.as_plain()
    return Shared(hashlib.sha256(json.dumps(plain).encode()).hexdigest(), plain)


NOBODY: Final = share(TrustList())


class KeptTrust:
    """A trust folder that is read again when something in it is another file, or of another size or time.

    What was changed within the last seconds could change again without showing it: until then the
    folder is read at each call.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._state: tuple[object, ...] | None = None
        self._shared = NOBODY

    def shared(self) -> Shared:
        """The list as it stands now. Raises `BadTrustList`."""
        state, changed = self._look()
        if state != self._state:
            self._state = None
            self._shared = share(load_trust(self._folder))
            settled = changed < time.time() - FRESH_SECONDS
            if settled and self._look()[0] == state:
                self._state = state
        return self._shared

    def _look(self) -> tuple[tuple[object, ...], float]:
        """What the folder's files look like from outside, and when the last of them was changed."""
        try:
            with os.scandir(self._folder) as entries:
                found = sorted((entry.name, entry.stat()) for entry in entries)
        except OSError as fault:
            raise BadTrustList(str(self._folder)) from fault
        state = tuple(
            (name, one.st_dev, one.st_ino, one.st_size, one.st_mtime_ns, one.st_ctime_ns)
            for name, one in found
        )
        return state, max((max(one.st_mtime, one.st_ctime) for _name, one in found), default=0.0)
