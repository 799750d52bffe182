"""The one door of signing: places, signing, sealing, the right to sign, keys, evidence, verdicts."""

from .choices import (
    Authority,
    AuthorityState,
    CodeState,
    EvidenceKind,
    HolderKind,
    KeyKind,
    Verb,
)
from .codes import grouped
from .models import LastingProof
from .pades.appearances import BadPicture, SnippetTooLarge
from .pades.cms import NoTimestamp, SigningKey, Stamper
from .pades.revision import NotSignable
from .pades.signing import NoSuchField, OutOfOrder
from .pki.held import Secret, WrongSignature
from .pki.keystore import Expired, NoKey
from .pki.tokens import NoToken, PinLocked, PinNeeded, SeenToken, WrongPin
from .places import (
    BadPlace,
    Box,
    SealMisplaced,
    SigningPlaces,
    check_seal,
    fit_picture,
    seal_over,
)
from .queries import (
    authorities,
    certificates_of_agency,
    code_of,
    evidence_of,
    fingerprints_of_person,
    keys_of_agency,
    missing_proofs,
    rights_of_agency,
)
from .rules import Allowed, Refused
from .services.acts import (
    fill_and_seal,
    fill_number_and_date,
    prepare,
    seal,
    seal_attachment,
    sign_person,
    stamp_time,
)
from .services.authorities import (
    AuthorityRefused,
    decide_authority,
    decide_withdrawal,
    propose_authority,
    propose_withdrawal,
)
from .services.elsewhere import (
    ChangedMeanwhile,
    NotAwaited,
    OwnKey,
    SignElsewhere,
    Unsound,
    all_signed,
    answering,
    asking,
    awaited,
    used_up,
)
from .services.elsewhere import keep as keep_asked
from .services.enrolling import NotEnrolled, end_key, enrol_key, read_certificates
from .services.evidence import NotOwnCertificate, NotSignedYet, record_signature
from .services.house import stamper, trust_folder
from .services.keys import (
    asks_helper,
    asks_pin,
    key_of_agency,
    key_of_person,
    picture_of_agency,
    picture_of_person,
    revoke_certificate,
    set_picture,
)
from .services.lasting import try_again, want_proof
from .services.places import libraries, seen_tokens, services
from .services.public_codes import make_code, mark_code
from .services.rights import (
    EndBeforeStart,
    GrantRefused,
    NoRight,
    end_right,
    grant_right,
    require_right,
)
from .services.unlocking import unlocked
from .services.verifying import verify_bytes, verify_file
from .signed_forms import asked_of, perform_signed, values_of
from .verdicts.counted import Counted, Issued, Reason, counted, exception_of
from .verdicts.model import (
    LABELS,
    TRUST_LABELS,
    Answer,
    Finding,
    Kind,
    Part,
    SignatureReport,
    Verdict,
)
from .verdicts.official import Official, official_signatures

__all__ = [
    "LABELS",
    "TRUST_LABELS",
    "Allowed",
    "Answer",
    "Authority",
    "AuthorityRefused",
    "AuthorityState",
    "BadPicture",
    "BadPlace",
    "Box",
    "ChangedMeanwhile",
    "CodeState",
    "Counted",
    "EndBeforeStart",
    "EvidenceKind",
    "Expired",
    "Finding",
    "GrantRefused",
    "HolderKind",
    "Issued",
    "KeyKind",
    "Kind",
    "LastingProof",
    "NoKey",
    "NoRight",
    "NoSuchField",
    "NoTimestamp",
    "NoToken",
    "NotAwaited",
    "NotEnrolled",
    "NotOwnCertificate",
    "NotSignable",
    "NotSignedYet",
    "Official",
    "OutOfOrder",
    "OwnKey",
    "Part",
    "PinLocked",
    "PinNeeded",
    "Reason",
    "Refused",
    "SealMisplaced",
    "Secret",
    "SeenToken",
    "SignElsewhere",
    "SignatureReport",
    "SigningKey",
    "SigningPlaces",
    "SnippetTooLarge",
    "Stamper",
    "Unsound",
    "Verb",
    "Verdict",
    "WrongPin",
    "WrongSignature",
    "all_signed",
    "answering",
    "asked_of",
    "asking",
    "asks_helper",
    "asks_pin",
    "authorities",
    "awaited",
    "certificates_of_agency",
    "check_seal",
    "code_of",
    "counted",
    "decide_authority",
    "decide_withdrawal",
    "end_key",
    "end_right",
    "enrol_key",
    "evidence_of",
    "exception_of",
    "fill_and_seal",
    "fill_number_and_date",
    "fingerprints_of_person",
    "fit_picture",
    "grant_right",
    "grouped",
    "keep_asked",
    "key_of_agency",
    "key_of_person",
    "keys_of_agency",
    "libraries",
    "make_code",
    "mark_code",
    "missing_proofs",
    "official_signatures",
    "perform_signed",
    "picture_of_agency",
    "picture_of_person",
    "prepare",
    "propose_authority",
    "propose_withdrawal",
    "read_certificates",
    "record_signature",
    "require_right",
    "revoke_certificate",
    "rights_of_agency",
    "seal",
    "seal_attachment",
    "seal_over",
    "seen_tokens",
    "services",
    "set_picture",
    "sign_person",
    "stamp_time",
    "stamper",
    "trust_folder",
    "try_again",
    "unlocked",
    "used_up",
    "values_of",
    "verify_bytes",
    "verify_file",
    "want_proof",
]
