"""The CMS inside a signature: its shape, its digest, its value; all by strict rules of our own.

pyHanko's checker verifies the signature value; the shape (one signer, nothing enclosed, one digest
everywhere) is settled before it is asked.
"""

import hashlib
from dataclasses import dataclass
from typing import Any, Final

from asn1crypto import algos, cms, core, parser, x509
from cryptography.exceptions import InvalidSignature
from pyhanko.sign.general import CMSExtractionError, extract_certificate_info
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.generic_cms import validate_sig_integrity
from pyhanko_certvalidator.sig_validate import (
    DefaultSignatureValidator,
    SignatureValidationContext,
)

from lienthong.axis.signing.words import _

from .model import Answer, Finding, Part

ACCEPTED: Final = frozenset({"sha1", "sha224", "sha256", "sha384", "sha512"})
WEAK_DIGEST: Final = "sha1"
SMALLEST_RSA: Final = 1024
ADVISED_RSA: Final = 2048


class BadContents(ValueError):
    """A signature value that breaks a rule; `code` names it."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Contents:
    """A well-shaped signature value."""

    signed_data: cms.SignedData
    signer_info: cms.SignerInfo
    certificate: x509.Certificate
    others: tuple[x509.Certificate, ...]
    digest: str

    @property
    def is_token(self) -> bool:
        """Whether this is a time-stamp token."""
        kind: str = self.signed_data["encap_content_info"]["content_type"].native
        return kind == "tst_info"

    @property
    def imprint_digest(self) -> str:
        """The digest algorithm over the document's bytes."""
        if not self.is_token:
            return self.digest
        info = self.signed_data["encap_content_info"]["content"].parsed
        return str(info["message_imprint"]["hash_algorithm"]["algorithm"].native)


def read_contents(value: bytes, *, token: bool) -> Contents:
    """Parse a /Contents value; `token` for a document time-stamp. Raises `BadContents`."""
    try:
        used = parser.peek(value)
        info = cms.ContentInfo.load(value[:used], strict=True)
        if info["content_type"].native != "signed_data":
            raise BadContents("not_signed_data")
        signed_data = info["content"]
        return _shaped(signed_data, token)
    except BadContents:
        raise
    except (ValueError, TypeError, KeyError, AttributeError, NotImplementedError) as fault:
        raise BadContents("cms_broken") from fault


def _shaped(signed_data: cms.SignedData, token: bool) -> Contents:
    if len(signed_data["signer_infos"]) != 1:
        raise BadContents("several_signers")
    enclosed = signed_data["encap_content_info"]
    kind = enclosed["content_type"].native
    if kind != ("tst_info" if token else "data"):
        raise BadContents("wrong_content")
    if (
        not token
        and enclosed["content"] is not core.VOID
        and enclosed["content"].native is not None
    ):
        raise BadContents("content_enclosed")
    signer_info = signed_data["signer_infos"][0]
    digest = str(signer_info["digest_algorithm"]["algorithm"].native)
    if digest not in ACCEPTED:
        raise BadContents("digest_refused")
    check_algorithms(signed_data, signer_info, digest)
    try:
        found = extract_certificate_info(signed_data)
    except CMSExtractionError as fault:
        raise BadContents("no_certificate") from fault
    return Contents(signed_data, signer_info, found.signer_cert, tuple(found.other_certs), digest)


def check_algorithms(signed_data: cms.SignedData, signer_info: cms.SignerInfo, digest: str) -> None:
    """Raises `BadContents` unless there is one digest algorithm everywhere: in the list, for the signer, in the signature algorithm."""
    listed = {algorithm["algorithm"].native for algorithm in signed_data["digest_algorithms"]}
    if digest not in listed:
        raise BadContents("algorithms_differ")
    algorithm: algos.SignedDigestAlgorithm = signer_info["signature_algorithm"]
    try:
        implied = algorithm.hash_algo
    except ValueError:
        return  # plain "RSA": the digest is the signer's own
    if implied != digest:
        raise BadContents("algorithms_differ")


def digest_of(data: bytes, gap_start: int, gap_end: int, end: int, algorithm: str) -> bytes:
    """The digest of the covered bytes."""
    if algorithm not in ACCEPTED:
        raise BadContents("digest_refused")
    view = memoryview(data)
    running = hashlib.new(algorithm, view[:gap_start], usedforsecurity=False)
    running.update(view[gap_end:end])
    return running.digest()


def check_value(contents: Contents, digest: bytes) -> None:
    """Raises `BadContents` unless the digest is the signed one and the signature value is right."""
    expected = "tst_info" if contents.is_token else "data"
    over = _enclosed_digest(contents) if contents.is_token else digest
    try:
        intact, valid = validate_sig_integrity(
            contents.signer_info, contents.certificate, expected, over
        )
    except (SignatureValidationError, ValueError, TypeError, KeyError, AttributeError) as fault:
        raise BadContents("value_broken") from fault
    if contents.is_token:
        imprint = contents.signed_data["encap_content_info"]["content"].parsed["message_imprint"]
        intact = intact and imprint["hashed_message"].native == digest
    if not valid:
        raise BadContents("value_wrong")
    if not intact:
        raise BadContents("digest_wrong")


def check_counter(contents: Contents, digest: bytes) -> None:
    """The same for a countersignature, which states no type of content (RFC 5652 §11.4)."""
    signer = contents.signer_info
    stated = {a["type"].native: a["values"] for a in signer["signed_attrs"] or []}
    over = signer["signed_attrs"].untag().dump() if stated else digest
    try:
        DefaultSignatureValidator().validate_signature(
            signer["signature"].native,
            over,
            contents.certificate.public_key,
            signer["signature_algorithm"],
            context=SignatureValidationContext(
                contextual_md_algorithm=contents.digest, prehashed=not stated
            ),
        )
    except (InvalidSignature, SignatureValidationError, ValueError, TypeError) as fault:
        raise BadContents("value_wrong") from fault
    if stated and ("message_digest" not in stated or stated["message_digest"][0].native != digest):
        raise BadContents("digest_wrong")


def _enclosed_digest(contents: Contents) -> bytes:
    body = bytes(contents.signed_data["encap_content_info"]["content"])
    return hashlib.new(contents.digest, body, usedforsecurity=False).digest()


def weaknesses(contents: Contents) -> list[Finding]:
    """What is old but not refused: SHA-1, short keys."""
    return weak_parts({contents.digest, contents.imprint_digest}, contents.certificate)


def weak_parts(digests: set[str], certificate: x509.Certificate) -> list[Finding]:
    """The findings about weak digests and about a short key."""
    found = []
    if WEAK_DIGEST in digests:
        text = _("Nội dung còn nguyên nhưng dùng hàm băm SHA-1 đã yếu.")
        found.append(Finding(Part.INTEGRITY, Answer.WITH_WARNINGS, "sha1", text))
    key: Any = certificate.public_key
    if key.algorithm == "rsa" and key.bit_size < ADVISED_RSA:
        answer = Answer.INVALID if key.bit_size < SMALLEST_RSA else Answer.WITH_WARNINGS
        found.append(
            Finding(Part.INTEGRITY, answer, "short_key", _("Khóa ký ngắn, không còn an toàn."))
        )
    return found


REASONS: Final[dict[str, str]] = {
    "not_signed_data": _("Giá trị chữ ký không phải dữ liệu ký số."),
    "several_signers": _("Một chữ ký chứa nhiều người ký; không xác định được người ký."),
    "wrong_content": _("Loại nội dung trong chữ ký không đúng."),
    "content_enclosed": _("Chữ ký mang theo một nội dung khác với văn bản."),
    "digest_refused": _("Chữ ký dùng hàm băm không được chấp nhận."),
    "algorithms_differ": _("Các thuật toán ghi trong chữ ký không khớp nhau."),
    "no_certificate": _("Chữ ký không kèm chứng thư của người ký."),
    "cms_broken": _("Giá trị chữ ký bị hỏng, không giải mã được."),
    "value_broken": _("Giá trị chữ ký bị hỏng, không kiểm tra được."),
    "value_wrong": _("Giá trị chữ ký không đúng với chứng thư của người ký."),
    "digest_wrong": _("Nội dung đã ký không còn nguyên vẹn: tệp bị sửa bên trong phần đã ký."),
    "attributes_as_content": _("Chữ ký được lấy từ một văn bản khác."),
    "algorithm_refused": _("Chữ ký dùng thuật toán không được chấp nhận."),
    "shape": _("Cấu trúc chữ ký XML không đúng chuẩn."),
    "transform_refused": _("Chữ ký dùng phép biến đổi không được chấp nhận."),
    "reference_lost": _("Phần được ký không có trong tệp."),
    "reference_empty": _("Chữ ký không phủ nội dung nào."),
    "reference_outside": _("Chữ ký trỏ tới nội dung ở nơi khác; không kiểm tra được."),
    "duplicate_id": _("Trong tệp có nhiều phần cùng mang định danh của phần được ký."),
    "several_keys": _("Chữ ký kèm nhiều chứng thư cùng khóa; không xác định được người ký."),
    "certificate_differs": _("Chứng thư kèm theo khác chứng thư mà người ký đã ghi."),
    "padding": _("Sau giá trị chữ ký có dữ liệu lạ."),
}


def finding(code: str) -> Finding:
    """The finding for a broken rule."""
    return Finding(Part.INTEGRITY, Answer.INVALID, code, REASONS[code])
