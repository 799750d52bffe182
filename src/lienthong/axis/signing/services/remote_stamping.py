"""A time-stamping service over HTTP (RFC 3161), by configuration; what it says is checked."""

import datetime as dt
import hmac
import secrets
from collections.abc import Callable
from typing import Final

from asn1crypto import algos, tsp

from lienthong.axis.signing.pades.cms import NoTimestamp
from lienthong.axis.signing.pki.fetching import Fetch, NotFetched
from lienthong.axis.signing.pki.timestamping import utc_now
from lienthong.axis.signing.verdicts import contents
from lienthong.axis.signing.verdicts.contents import BadContents
from lienthong.axis.signing.words import _

TOKEN_SIZE: Final = 12 * 1024  # a token with a chain of three certificates has 4 to 8 kB
LARGEST_TOKEN: Final = 64 * 1024  # what is read of an answer at most
CLOCK_SLIP: Final = dt.timedelta(minutes=5)


class RemoteStamper:
    """Asks a service for tokens; `policy` is the OID that it must answer by, empty for any."""

    def __init__(
        self,
        url: str,
        fetch: Fetch,
        *,
        policy: str = "",
        clock: Callable[[], dt.datetime] = utc_now,
    ) -> None:
        self._url = url
        self._fetch = fetch
        self._policy = policy
        self._clock = clock

    @property
    def token_size(self) -> int:
        """The most bytes that a token may take."""
        return TOKEN_SIZE

    def token(self, imprint: bytes) -> bytes:
        """A checked token over a SHA-256 imprint, DER. Raises `NoTimestamp`."""
        nonce = secrets.randbits(63)
        request = self._request(imprint, nonce)
        try:
            encoded = self._fetch(self._url, request.dump(), "application/timestamp-query")
            return self._checked(encoded, imprint, nonce)
        except NotFetched as fault:
            raise NoTimestamp(str(fault)) from fault
        except (BadContents, ValueError, TypeError, KeyError) as fault:
            raise NoTimestamp(_("Dịch vụ dấu thời gian trả lời không đúng chuẩn.")) from fault

    def _request(self, imprint: bytes, nonce: int) -> tsp.TimeStampReq:
        values = {
            "version": 1,
            "message_imprint": {
                "hash_algorithm": algos.DigestAlgorithm({"algorithm": "sha256"}),
                "hashed_message": imprint,
            },
            "nonce": nonce,
            "cert_req": True,
        }
        if self._policy:
            values["req_policy"] = self._policy
        return tsp.TimeStampReq(values)

    def _checked(self, encoded: bytes, imprint: bytes, nonce: int) -> bytes:
        answer = tsp.TimeStampResp.load(encoded, strict=True)
        if answer["status"]["status"].native not in ("granted", "granted_with_mods"):
            raise NoTimestamp(_("Dịch vụ dấu thời gian từ chối yêu cầu."))
        token: bytes = answer["time_stamp_token"].dump()
        if len(token) > TOKEN_SIZE:
            raise NoTimestamp(_("Dịch vụ dấu thời gian trả lời quá dài."))
        read = contents.read_contents(token, token=True)
        contents.check_value(read, imprint)
        info = read.signed_data["encap_content_info"]["content"].parsed
        if info["nonce"].native != nonce:
            raise NoTimestamp(_("Dịch vụ dấu thời gian trả lời cho một yêu cầu khác (sai nonce)."))
        stated = info["message_imprint"]
        same = hmac.compare_digest(stated["hashed_message"].native, imprint)
        if not same or stated["hash_algorithm"]["algorithm"].native != "sha256":
            raise NoTimestamp(_("Dấu thời gian không thuộc về chữ ký này."))
        if self._policy and info["policy"].dotted != self._policy:
            raise NoTimestamp(_("Dịch vụ dấu thời gian dùng chính sách khác với cấu hình."))
        moment: dt.datetime = info["gen_time"].native
        if abs(moment - self._clock()) > CLOCK_SLIP:
            raise NoTimestamp(_("Giờ của dịch vụ dấu thời gian lệch quá 5 phút."))
        return token
