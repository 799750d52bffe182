"""Who is listed: the authorities, the lists of revoked certificates and the known certificates, as values.

Needs no library that reads certificates, so that the fast way starts without one.
"""

import base64
import datetime as dt
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Authority:
    """A trust anchor: `certificate` is DER; trusted for signatures made in [since, until)."""

    certificate: bytes
    title: str = ""
    sample: bool = False
    since: dt.datetime | None = None
    until: dt.datetime | None = None

    def covers(self, moment: dt.datetime) -> bool:
        """Whether signatures made at the moment are trusted by this entry."""
        return (self.since is None or self.since <= moment) and (
            self.until is None or moment < self.until
        )


@dataclass(frozen=True, slots=True)
class Pin:
    """What the platform knows of a certificate by its fingerprint: whose it is."""

    kind: str
    agency: str
    agency_code: str = ""
    holder: str = ""


@dataclass(frozen=True, slots=True)
class TrustList:
    """The authorities, lists of revoked certificates (DER) and known certificates."""

    authorities: tuple[Authority, ...] = ()
    revocation_lists: tuple[bytes, ...] = ()
    pins: dict[str, Pin] = field(default_factory=dict)

    def as_plain(self) -> dict[str, Any]:
        """The list as plain data that `from_plain` takes back."""
        return {
            "authorities": [
                [
                    base64.b64encode(one.certificate).decode(),
                    one.title,
                    one.sample,
                    one.since and one.since.isoformat(),
                    one.until and one.until.isoformat(),
                ]
                for one in self.authorities
            ],
            "revocation_lists": [base64.b64encode(one).decode() for one in self.revocation_lists],
            "pins": {
                fingerprint: [pin.kind, pin.agency, pin.agency_code, pin.holder]
                for fingerprint, pin in self.pins.items()
            },
        }

    @classmethod
    def from_plain(cls, plain: dict[str, Any]) -> "TrustList":
        """The list from what `as_plain` gave."""

        def moment(text: str | None) -> dt.datetime | None:
            return dt.datetime.fromisoformat(text) if text else None

        return cls(
            tuple(
                Authority(base64.b64decode(der), title, sample, moment(since), moment(until))
                for der, title, sample, since, until in plain["authorities"]
            ),
            tuple(base64.b64decode(one) for one in plain["revocation_lists"]),
            {fingerprint: Pin(*values) for fingerprint, values in plain["pins"].items()},
        )


@dataclass(frozen=True, slots=True)
class Standing:
    """How a certificate stands: `code` is a key of `model.TRUST_LABELS`."""

    code: str
    authority: Authority | None = None
    revocation_known: bool = False
    revoked_at: dt.datetime | None = None
