"""Keys and pictures of people and agencies; every signer uses his own certificate (1.21)."""

import datetime as dt
import hashlib
from collections.abc import Iterable

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from lienthong.axis.papers import api as papers
from lienthong.axis.signing.choices import HolderKind, KeyKind, Verb
from lienthong.axis.signing.models import Certificate, KeyPlace, SignaturePicture
from lienthong.axis.signing.pades.appearances import load_picture
from lienthong.axis.signing.pades.cms import SigningKey
from lienthong.axis.signing.pki.certificates import Subject
from lienthong.axis.signing.pki.keystore import (
    Expired,
    FileKey,
    NoKey,
    check_period,
    write_private,
)
from lienthong.kernel.access.actor import Actor, Forbidden, require, system_actor
from lienthong.kernel.agencies import queries as agencies
from lienthong.kernel.agencies.models import Person
from lienthong.kernel.agencies.queries.staff import Holder, holders
from lienthong.kernel.facts.recording import act, after_commit

from . import house, places, trust_list


class NotHeld(NoKey):
    """A person who holds no post on the day, or an agency that is not there then."""


def key_of_person(person_id: int, *, at: dt.datetime) -> SigningKey:
    """The person's own key, valid at the time. Raises `NoKey`, `Expired`.

    In the sample province the first call makes key and certificate; elsewhere they must be there.
    """
    own = Q(kind=HolderKind.PERSONAL, person=person_id)
    return _key(own, at, lambda: _sample_person(person_id, at))


def key_of_agency(agency_id: int, *, at: dt.datetime) -> SigningKey:
    """The agency's key, valid at the time. Raises `NoKey`, `Expired`."""
    own = Q(kind=HolderKind.AGENCY, agency=agency_id)
    return _key(own, at, lambda: _sample_agency(agency_id, at))


def _current(own: Q, at: dt.datetime) -> Certificate | None:
    """The certificate that signs next: an enrolled key before a sample one, the newest first."""
    return (
        Certificate.objects.filter(
            own,
            revoked_at__isnull=True,
            place__ended_at__isnull=True,
            valid_from__lte=at,
            valid_until__gt=at,
        )
        .exclude(reference="")
        .select_related("place")
        .order_by("is_sample", "-valid_from", "-pk")
        .first()
    )


def _key(own: Q, at: dt.datetime, make) -> SigningKey:  # type: ignore[no-untyped-def]
    row = _current(own, at)
    if row is not None:
        key = _held(row, at)
        check_period(key.certificate, at)
        return key
    if house.is_sample():
        made: SigningKey = make()
        return made
    _refuse_expired(own, at)
    raise NoKey(
        _("Chưa có chứng thư chữ ký số còn hạn. Hãy đăng ký chứng thư với quản trị của cơ quan.")
    )


def _place_kind(person_id: int | None, agency_id: int | None, at: dt.datetime) -> str:
    """Where the key of the next signature of the person (or the agency) is; empty: in a file, or none."""
    owner = (
        Q(kind=HolderKind.PERSONAL, person=person_id)
        if agency_id is None
        else Q(kind=HolderKind.AGENCY, agency=agency_id)
    )
    row = _current(owner, at)
    return "" if row is None or row.is_sample else str(row.place.kind)


def asks_pin(
    *, person_id: int | None = None, agency_id: int | None = None, at: dt.datetime
) -> bool:
    """Whether the next signature of the person (or the agency) needs the PIN of a device here."""
    if not places.libraries() and not places.services():
        return False  # nothing to ask the database
    return _place_kind(person_id, agency_id, at) in {KeyKind.TOKEN, KeyKind.SERVICE}


def asks_helper(
    *, person_id: int | None = None, agency_id: int | None = None, at: dt.datetime
) -> bool:
    """Whether the next signature is made by the signing helper on the person's own computer."""
    return _place_kind(person_id, agency_id, at) == KeyKind.OWN


def _held(row: Certificate, at: dt.datetime) -> SigningKey:
    if row.is_sample:
        return house.sample_authority(at).keystore.load(row.reference)
    try:
        place = row.place
    except KeyPlace.DoesNotExist as missing:
        raise NoKey(_("Chưa kết nối thiết bị lưu khóa của chứng thư này.")) from missing
    return places.key_at(place, row)


def _refuse_expired(own: Q, at: dt.datetime) -> None:
    """Say that the certificate ran out where that is why there is none."""
    if Certificate.objects.filter(own, valid_until__lte=at).exists():
        raise Expired(
            _("Chứng thư chữ ký số đã hết hạn. Hãy gia hạn, đăng ký chứng thư mới rồi ký lại.")
        )


def _sample_person(person_id: int, at: dt.datetime) -> FileKey:
    post = _post_of(person_id, at)
    person = Person.objects.get(pk=person_id)
    named = agencies.name_at(post.agency_id, _day(at)).name
    code = agencies.sending_code(post.agency_id, _day(at))
    subject = Subject(person.name, named, code, post.title)
    reference = _reference("person", person_id, HolderKind.PERSONAL, person=person_id)
    key = house.sample_authority(at).issue(reference, subject, at)
    record(key, HolderKind.PERSONAL, post.agency_id, person_id, reference, at)
    return key


def _sample_agency(agency_id: int, at: dt.datetime) -> FileKey:
    named = agencies.name_at(agency_id, _day(at)).name
    subject = Subject(named, named, agencies.sending_code(agency_id, _day(at)))
    reference = _reference("agency", agency_id, HolderKind.AGENCY, agency=agency_id)
    key = house.sample_authority(at).issue(reference, subject, at)
    record(key, HolderKind.AGENCY, agency_id, None, reference, at)
    return key


def _reference(word: str, number: int, kind: str, **owner: int) -> str:
    """A name for the next key of the owner: earlier ones stay where they are."""
    earlier = Certificate.objects.filter(kind=kind, is_sample=True, **owner).count()
    return f"{word}-{number}-{earlier + 1}"


def _post_of(person_id: int, at: dt.datetime) -> Holder:
    found = holders(_day(at), person_id=person_id)
    if not found:
        raise NotHeld(_("Người ký không giữ chức vụ nào vào ngày này."))
    return found[0]


def _day(at: dt.datetime) -> dt.date:
    return timezone.localdate(at)


def record(
    key: SigningKey,
    kind: str,
    agency_id: int,
    person_id: int | None,
    reference: str,
    at: dt.datetime,
) -> Certificate:
    """Keep a sample key's certificate: whose it is, pinned to its agency."""
    certificate = key.certificate
    fingerprint = hashlib.sha256(certificate.public_bytes(Encoding.DER)).hexdigest()
    by = system_actor(agency_id, channel="cli")
    with transaction.atomic():
        # Two workers that make one key at once: the second waits, and finds the first one's row.
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [fingerprint])
        found = Certificate.objects.filter(fingerprint=fingerprint).first()
        if found is not None:
            return found
        with act("signing.certificate_recorded", by=by, at=at) as fact:
            row = Certificate.objects.create(
                kind=kind,
                agency_id=agency_id,
                person_id=person_id,
                reference=reference,
                is_sample=True,
                recorded_at=at,
                fingerprint=fingerprint,
                **described(certificate),
            )
            fact.about(row)
            after_commit(publish_pins)
    return row


def publish_pins() -> None:
    """Write whose each known certificate is into the folder that verdicts read."""
    rows = list(Certificate.objects.select_related("person").order_by("pk"))
    names = agencies.names_of({row.agency_id for row in rows})
    codes = {
        row.agency_id: agencies.sending_code(row.agency_id, _day(row.valid_from)) for row in rows
    }
    pins = {
        row.fingerprint: {
            "kind": "personal" if row.kind == HolderKind.PERSONAL else "seal",
            "agency": names[row.agency_id].name if row.agency_id in names else "",
            "agency_code": codes[row.agency_id],
            "holder": row.person.name if row.person is not None else "",
        }
        for row in rows
    }
    trust_list.write_pins(house.trust_folder(), pins)


def described(certificate: x509.Certificate) -> dict[str, object]:
    """What a record says of a certificate."""
    return {
        "serial": f"{certificate.serial_number:x}",
        "subject": certificate.subject.rfc4514_string(),
        "issuer": certificate.issuer.rfc4514_string(),
        "pem": certificate.public_bytes(Encoding.PEM).decode(),
        "valid_from": certificate.not_valid_before_utc,
        "valid_until": certificate.not_valid_after_utc,
    }


def revoke_certificate(
    *, certificate: Certificate, reason: str, by: Actor, at: dt.datetime
) -> Certificate:
    """Mark a certificate as revoked; a sample one also goes on the sample authority's list."""
    require(by, Verb.MANAGE_KEYS)
    own_agency(by, certificate.agency_id)
    with act("signing.certificate_revoked", by=by, at=at, subject=certificate):
        certificate.revoked_at, certificate.revoked_reason = at, reason
        certificate.save(update_fields=["revoked_at", "revoked_reason"])
    if certificate.is_sample:
        house.revoke_sample(int(certificate.serial, 16), at)
    return certificate


def set_picture(
    *, agency_id: int, person_id: int | None, png: bytes, by: Actor, at: dt.datetime
) -> SignaturePicture:
    """Keep the picture of a signature or, without a person, of the agency's seal.

    Raises `BadPicture` unless it is a PNG with a transparent background (PL I.II.7.d, 8.a). A
    person sets his own; an administrator of keys sets the seal.
    """
    if person_id is None or person_id != by.person_id:
        require(by, Verb.MANAGE_KEYS)
    own_agency(by, agency_id)
    load_picture(png)
    with act("signing.picture_set", by=by, at=at, agency_id=agency_id) as fact:
        row = SignaturePicture.objects.create(
            agency_id=agency_id,
            person_id=person_id,
            png=png,
            sha256=hashlib.sha256(png).hexdigest(),
            since=at,
        )
        fact.about(row)
    return row


def own_agency(by: Actor, agency_id: int) -> None:
    """Refuse with `Forbidden` what is done for another agency."""
    if agency_id not in by.agency_ids:
        raise Forbidden(_("Chỉ làm việc này cho cơ quan của mình."), Verb.MANAGE_KEYS)


def picture_of_person(person_id: int) -> bytes:
    """The picture of the person's signature; a drawn sample in the sample province."""
    rows = SignaturePicture.objects.filter(person=person_id)
    name = Person.objects.values_list("name", flat=True).get(pk=person_id)
    return _picture(rows, f"person-{person_id}", name)


def picture_of_agency(agency_id: int) -> bytes:
    """The picture of the agency's seal; a drawn sample in the sample province."""
    rows = SignaturePicture.objects.filter(agency=agency_id, person__isnull=True)
    return _picture(rows, f"agency-{agency_id}", agencies.current_name(agency_id).name)


def _picture(rows: Iterable[SignaturePicture], key: str, name: str) -> bytes:
    newest = max(rows, key=lambda row: row.since, default=None)
    if newest is not None:
        return bytes(newest.png)
    if not house.is_sample():
        raise NoKey(_("Chưa có hình chữ ký hoặc dấu. Hãy tải lên tệp PNG nền trong suốt."))
    stem = f"{key}-{hashlib.sha256(name.encode()).hexdigest()[:12]}.png"
    path = house.data_folder() / "pki" / "pictures" / stem
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        draw = papers.signature_image if key.startswith("person") else papers.seal_image
        write_private(path, draw(name))
    return path.read_bytes()
