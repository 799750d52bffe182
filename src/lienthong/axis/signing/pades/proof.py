"""Long-term proof in a later revision: the security store (DSS/VRI) and the archive time-stamp.

ETSI EN 319 142-1 §5.4, §5.5 and §6: the store holds the certificates and the revocation lists or
OCSP answers by which every signature and token was judged (B-LT); a document time-stamp over the
store makes it B-LTA, and another before that one ages out keeps it so. Nothing is fetched here.
"""

# mypy: allow-untyped-calls
# pyHanko is typed in part only.

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from asn1crypto import cms as asn1_cms
from asn1crypto import crl as asn1_crl
from asn1crypto import ocsp as asn1_ocsp
from asn1crypto import x509
from pyhanko.sign.general import find_cms_attribute_iter
from pyhanko.sign.validation.dss import DocumentSecurityStore

from .cms import Stamper
from .revision import NotSignable, RevisionWriter, broken, entry, open_revision, written
from .signing import stamp_time


@dataclass(frozen=True, slots=True)
class Wanted:
    """A certificate of which proof is wanted, with the one that issued it."""

    certificate: x509.Certificate
    issuer: x509.Certificate


@dataclass(slots=True)
class Material:
    """Proof to embed: certificates, revocation lists and OCSP answers, DER, each once."""

    certificates: dict[bytes, None] = field(default_factory=dict)
    lists: dict[bytes, None] = field(default_factory=dict)
    answers: dict[bytes, None] = field(default_factory=dict)

    def add(
        self,
        certificates: Iterable[bytes] = (),
        lists: Iterable[bytes] = (),
        answers: Iterable[bytes] = (),
    ) -> None:
        """Take more of each."""
        self.certificates.update(dict.fromkeys(certificates))
        self.lists.update(dict.fromkeys(lists))
        self.answers.update(dict.fromkeys(answers))


def certificates_of(pdf: bytes) -> list[x509.Certificate]:
    """Every certificate that the signatures and tokens of the file carry, each once.

    Raises `NotSignable` for what cannot be read.
    """
    found: dict[bytes, x509.Certificate] = {}
    for value in _values(open_revision(pdf)):
        for certificate in _carried(value):
            found.setdefault(certificate.dump(), certificate)
    return list(found.values())


def wanted(
    certificates: Iterable[x509.Certificate], known: Iterable[x509.Certificate] = ()
) -> list[Wanted]:
    """Pairs of certificate and issuer, the issuer found by name and key identifier; roots are left
    out, for nobody vouches for them, and so is one whose issuer is not there.

    `known` are certificates from elsewhere (the trust list, earlier answers).
    """
    own = list(certificates)
    pool = [*own, *known]
    pairs = []
    for certificate in own:
        if certificate.self_signed in ("yes", "maybe"):
            continue
        issuer = next((c for c in pool if _issued(c, certificate)), None)
        if issuer is not None:
            pairs.append(Wanted(certificate, issuer))
    return pairs


def _issued(issuer: x509.Certificate, certificate: x509.Certificate) -> bool:
    if issuer.subject != certificate.issuer:
        return False
    named, own = certificate.authority_key_identifier, issuer.key_identifier
    return named is None or own is None or named == own


def add_store(pdf: bytes, material: Material) -> bytes:
    """Append a revision with the security store, its entries named for each signature.

    Every earlier byte stays. Raises `NotSignable`.
    """
    writer = open_revision(pdf)
    try:
        values = list(_values(writer))
        certificates = [x509.Certificate.load(one) for one in material.certificates]
        lists = [asn1_crl.CertificateList.load(one) for one in material.lists]
        answers = [asn1_ocsp.OCSPResponse.load(one) for one in material.answers]
        # An entry that stands is left as it is: changed, it would break what the next stamp covers.
        named = entry(entry(writer.root, "/DSS", {}), "/VRI", {})
        contents = [value.hex().encode("ascii") for value in values]
        of = DocumentSecurityStore.sig_content_identifier
        fresh: list[bytes | None] = [one for one in contents if of(one) not in named]
        for value in fresh or [None]:
            DocumentSecurityStore.supply_dss_in_writer(
                writer,
                value,
                certs=certificates,
                crls=lists,
                ocsps=answers,
            )
        return written(writer)
    except (ValueError, TypeError, KeyError) as fault:
        raise NotSignable(broken()) from fault


def archive(pdf: bytes, material: Material, stamper: Stamper) -> bytes:
    """The store and an archive time-stamp over it, two revisions. Raises `NoTimestamp`."""
    return stamp_time(add_store(pdf, material), stamper)


def _values(writer: RevisionWriter) -> Iterable[bytes]:
    """The /Contents of every signature and document time-stamp, oldest first."""
    for embedded in writer.prev.embedded_signatures:
        yield bytes(embedded.pkcs7_content)


def _carried(value: bytes) -> Iterable[x509.Certificate]:
    try:
        signed = asn1_cms.ContentInfo.load(value)["content"]
        yield from _of(signed)
        for signer in signed["signer_infos"]:
            for token in find_cms_attribute_iter(
                signer["unsigned_attrs"], "signature_time_stamp_token"
            ):
                yield from _of(token["content"])
    except (ValueError, TypeError, KeyError) as fault:
        raise NotSignable(broken()) from fault


def _of(signed: Any) -> Iterable[x509.Certificate]:
    for choice in signed["certificates"]:
        if choice.name == "certificate":
            yield choice.chosen
