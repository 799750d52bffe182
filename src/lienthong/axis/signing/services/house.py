"""Where the installation keeps keys and its list of trusted authorities.

In the sample province both are made at first use; a real installation has neither until its own
are set up.
"""

import base64
import datetime as dt
import secrets
import threading
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone

from lienthong.axis.signing.pades.cms import Stamper
from lienthong.axis.signing.pki.fetching import Client
from lienthong.axis.signing.pki.kept_answers import KeptAnswers
from lienthong.axis.signing.pki.revocation import KeptLists, Online, Source
from lienthong.axis.signing.pki.sample import SampleAuthority
from lienthong.axis.signing.services.remote_stamping import LARGEST_TOKEN, RemoteStamper
from lienthong.axis.signing.verdicts.folder import load_trust
from lienthong.axis.signing.verify import TRUST_FOLDER, Verifier
from lienthong.kernel import clock

_one_at_a_time = threading.Lock()


def is_sample() -> bool:
    """Whether this is the sample province, which has keys of its own."""
    return bool(settings.MODE == "sample")


def data_folder() -> Path:
    """The installation's data."""
    return Path(settings.DATA)


def trust_folder() -> Path:
    """The folder that verdicts read; made empty when it is not there."""
    folder = data_folder() / TRUST_FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def sample_authority(at: dt.datetime) -> SampleAuthority:
    """The sample authority, made with its trust entry at the first call."""
    with _one_at_a_time:
        return _opened(data_folder() / "pki", at.date())


@lru_cache(maxsize=4)
def _opened(folder: Path, day: dt.date) -> SampleAuthority:
    """Opened once a process and day, so that its revocation lists never go stale."""
    from .trust_list import write_sample

    authority = SampleAuthority.open(folder, timezone.now())
    write_sample(authority, folder.parent / TRUST_FOLDER)
    return authority


def stamper() -> Stamper | None:
    """The time-stamping service: the one that is set up, in the sample province else its own.

    None where none is set up: papers are then signed B-B (Đ5.2) and wait for their proof.
    """
    given = settings.TIMESTAMPING
    if given["url"]:
        return RemoteStamper(given["url"], _stamping_client(given), policy=given["policy"])
    if not is_sample():
        return None
    return sample_authority(timezone.now()).stamper(clock.now)


def _stamping_client(given: dict[str, str]) -> Client:
    """The service of the configuration may stand inside: an administrator named it."""
    parts = urlsplit(given["url"])
    headers = {}
    if given["user"]:
        password = Path(given["password_file"]).read_text().strip()
        pair = base64.b64encode(f"{given['user']}:{password}".encode()).decode()
        headers["Authorization"] = f"Basic {pair}"
    inside = frozenset({parts.hostname or ""})
    return Client(inside, LARGEST_TOKEN, float(given["seconds"]), headers)


_answers = KeptAnswers()  # of this process


def anchors() -> tuple[bytes, ...]:
    """The certificates of the authorities that this installation trusts or trusted, DER."""
    if is_sample():
        sample_authority(timezone.now())
    return tuple(one.certificate for one in load_trust(trust_folder()).authorities)


def revocation_sources() -> list[Source]:
    """Whom to ask about revocation, in order: the sample authority's lists, then the addresses that
    certificates of a trusted chain name themselves."""
    online = Online(Client(frozenset(settings.REVOCATION_INSIDE)), secrets.token_bytes, _answers)
    if not is_sample():
        return [online]
    return [KeptLists(sample_authority(timezone.now()).revocation_lists), online]


_verifiers: dict[Path, Verifier] = {}


def verifier() -> Verifier:
    """The verifier by the installation's own list; its warm process is kept for the next file."""
    if is_sample():
        sample_authority(timezone.now())
    folder = trust_folder()
    with _one_at_a_time:
        return _verifiers.setdefault(folder, Verifier(folder))


def close_verifiers() -> None:
    """Stop the warm processes."""
    while _verifiers:
        _verifiers.popitem()[1].close()


def revoke_sample(serial: int, at: dt.datetime) -> None:
    """Put a sample certificate on the sample authority's list and the list into the trust folder."""
    from .trust_list import write_sample

    authority = sample_authority(at)
    authority.revoke(serial, at)
    write_sample(authority, trust_folder())
