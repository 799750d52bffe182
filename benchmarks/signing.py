"""A personal signature, an agency's seal and a document time-stamp on 100 KB, against pyHanko alone.

The peer is pyHanko as it would be used by hand, with every key parsed once and the space for values
given (as shipped it parses the key at each signature and is three times slower still): the same
certification, pictures, time-stamps over both signatures, and the document time-stamp, in process.
Both make three revisions on the same prepared file in the same run. Beside it: seals without a
time-stamp per CPU second, and verdicts per CPU second against pyHanko's own validation.
"""

import datetime as dt
import io
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
SECONDS = float(os.environ.get("LIENTHONG_BENCH_SECONDS", "5"))
ROUNDS = 5
TARGET = 1.0  # our cost over the peer's, at most
VERDICTS_TARGET = 5.0  # our verdicts over the peer's validations, at least
PAPERS = 12  # different ones that are judged in turn
SIZE = 100_000


def rate(make: Callable[[], Any], seconds: float) -> float:
    """Calls per CPU second of this process."""
    calls, began, ends = 0, time.process_time(), time.perf_counter() + seconds
    while time.perf_counter() < ends:
        make()
        calls += 1
    return calls / (time.process_time() - began)


def _paper() -> bytes:
    """A PDF of about 100 KB: one page that carries a picture, as a scanned paper does."""
    from PIL import Image
    from pypdf import PdfReader, PdfWriter

    side = 330
    drawn, out = io.BytesIO(), io.BytesIO()
    Image.frombytes("L", (side, side), os.urandom(side * side)).save(drawn, "PDF", quality=90)
    PdfWriter(clone_from=PdfReader(drawn)).write(out)
    content = out.getvalue()
    assert abs(len(content) - SIZE) < SIZE // 3, len(content)
    return content


def _png() -> bytes:
    from PIL import Image, ImageDraw

    image = Image.new("RGBA", (400, 200), (255, 255, 255, 0))
    ImageDraw.Draw(image).line([(10, 100), (100, 20), (200, 180), (390, 40)], (20, 40, 160, 255), 8)
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


class Bench:
    """Keys, pictures and the prepared paper, for both."""

    def __init__(self, folder: Path) -> None:
        from lienthong.axis.signing.pades.fields import prepare
        from lienthong.axis.signing.pki.certificates import Subject
        from lienthong.axis.signing.pki.sample import SampleAuthority
        from lienthong.axis.signing.places import Box, SigningPlaces, seal_over

        self.at = dt.datetime.now(dt.UTC)
        self.house = SampleAuthority.open(folder, self.at)
        self.person = self.house.issue(
            "person-1", Subject("Người ký", "Sở mẫu", "", "Giám đốc"), self.at
        )
        self.agency = self.house.issue("agency-1", Subject("Sở mẫu", "Sở mẫu"), self.at)
        self.stamper = self.house.stamper()
        self.png = _png()
        signature = Box(0, 150, 50, 250, 100)
        self.places = SigningPlaces(None, None, (signature,), (seal_over(signature),))
        self.prepared = prepare(_paper(), self.places)

    def ours(self) -> bytes:
        """The acts of the platform."""
        from lienthong.axis.signing.pades import signing

        signed = signing.sign_person(
            self.prepared, self.person, self.png, self.at, stamper=self.stamper
        )
        sealed = signing.seal(signed, self.agency, self.png, self.at, stamper=self.stamper)
        return signing.stamp_time(sealed, self.stamper)

    def another(self) -> bytes:
        """The same acts on another paper."""
        from lienthong.axis.signing.pades.fields import prepare

        self.prepared = prepare(_paper(), self.places)
        return self.ours()

    def seal_alone(self) -> Callable[[], bytes]:
        """The agency's signature without a time-stamp, on a paper that is signed already."""
        from lienthong.axis.signing.pades import signing

        signed = signing.sign_person(self.prepared, self.person, self.png, self.at)
        return lambda: signing.seal(signed, self.agency, self.png, self.at)


class Peer:
    """pyHanko by hand, its keys parsed once."""

    def __init__(self, bench: Bench) -> None:
        from asn1crypto import keys, x509
        from cryptography.hazmat.primitives import hashes
        from cryptography.hazmat.primitives.asymmetric import padding
        from cryptography.hazmat.primitives.serialization import (
            Encoding,
            NoEncryption,
            PrivateFormat,
        )
        from pyhanko.sign import general, signers, timestamps
        from pyhanko_certvalidator.registry import SimpleCertificateStore

        def parsed(key: Any) -> tuple[Any, Any, Any]:
            store = SimpleCertificateStore()
            store.register_multiple(
                x509.Certificate.load(c.public_bytes(Encoding.DER)) for c in key.chain
            )
            der = key.private_key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
            certificate = x509.Certificate.load(key.certificate.public_bytes(Encoding.DER))
            return certificate, keys.PrivateKeyInfo.load(der), store

        class Signer(signers.SimpleSigner):  # type: ignore[misc]
            ready: Any = None

            async def async_sign_raw(
                self, data: bytes, digest_algorithm: str, dry_run: bool = False
            ) -> bytes:
                value: bytes = self.ready.sign(data, padding.PKCS1v15(), hashes.SHA256())
                return value

        class Stamper(timestamps.DummyTimeStamper):  # type: ignore[misc]
            ready: Any = None

            def _sign_tst_info(
                self, tst_info_data: bytes, md_algorithm: str, at: dt.datetime
            ) -> tuple[bytes, Any]:
                digest = hashes.Hash(hashes.SHA256())
                digest.update(tst_info_data)
                from asn1crypto import cms, core

                attributes = cms.CMSAttributes(
                    [
                        general.simple_cms_attribute("content_type", "tst_info"),
                        general.simple_cms_attribute(
                            "signing_time", cms.Time({"utc_time": core.UTCTime(at)})
                        ),
                        general.simple_cms_attribute(
                            "signing_certificate", general.as_signing_certificate(self.tsa_cert)
                        ),
                        general.simple_cms_attribute("message_digest", digest.finalize()),
                    ]
                )
                data = attributes.dump()
                return self.ready.sign(data, padding.PKCS1v15(), hashes.SHA256()), attributes

        def signer(key: Any) -> Any:
            certificate, info, store = parsed(key)
            made = Signer(certificate, info, store)
            made.ready = key.private_key
            return made

        self.bench = bench
        self.person, self.agency = signer(bench.person), signer(bench.agency)
        stamping = bench.stamper._key  # the same service key for both
        certificate, info, store = parsed(stamping)
        self.stamper = Stamper(certificate, info, certs_to_embed=store)
        self.stamper.ready = stamping.private_key  # type: ignore[attr-defined]

    def as_shipped(self) -> Callable[[], bytes]:
        """A seal as pyHanko does it out of the box: its key is parsed at each signature."""
        from pyhanko.sign import signers

        plain = signers.SimpleSigner(
            self.agency.signing_cert, self.agency.signing_key, self.agency.cert_registry
        )
        signed = self._sign(self.bench.prepared, "LTSignature1", self.person, certify=True)

        def make() -> bytes:
            kept, self.stamper = self.stamper, None
            try:
                return self._sign(signed, "LTSeal1", plain, certify=False)
            finally:
                self.stamper = kept

        return make

    def run(self) -> bytes:
        """The same three revisions."""
        signed = self._sign(self.bench.prepared, "LTSignature1", self.person, certify=True)
        return self._stamp(self._sign(signed, "LTSeal1", self.agency, certify=False))

    def _sign(self, pdf: bytes, field: str, signer: Any, *, certify: bool) -> bytes:
        from PIL import Image
        from pyhanko.pdf_utils.images import PdfImage
        from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
        from pyhanko.sign import signers
        from pyhanko.sign.fields import SigSeedSubFilter
        from pyhanko.stamp import StaticStampStyle

        picture = PdfImage(Image.open(io.BytesIO(self.bench.png)), writer=None)
        style = StaticStampStyle(background=picture, border_width=0, background_opacity=1.0)
        meta = signers.PdfSignatureMetadata(
            field_name=field,
            md_algorithm="sha256",
            subfilter=SigSeedSubFilter.PADES,
            certify=certify,
        )
        made = signers.PdfSigner(meta, signer, timestamper=self.stamper, stamp_style=style)
        out = made.sign_pdf(
            IncrementalPdfFileWriter(io.BytesIO(pdf)),
            existing_fields_only=True,
            bytes_reserved=20000,
        )
        return bytes(out.getvalue())

    def _stamp(self, pdf: bytes) -> bytes:
        from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
        from pyhanko.sign import signers

        out = signers.PdfTimeStamper(self.stamper, field_name="Stamp").timestamp_pdf(
            IncrementalPdfFileWriter(io.BytesIO(pdf)), "sha256", bytes_reserved=12000
        )
        return bytes(out.getvalue())


def _validation(bench: Bench, pdfs: list[bytes]) -> dict[str, Callable[[], Any]]:
    """Our verdict, fast and in full, and pyHanko's validation, each call on the next of the files."""
    import itertools

    from asn1crypto import x509
    from cryptography.hazmat.primitives.serialization import Encoding
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.validation import validate_pdf_signature, validate_pdf_timestamp
    from pyhanko_certvalidator import ValidationContext

    from lienthong.axis.signing.verdicts.judge import judge
    from lienthong.axis.signing.verdicts.listed import Authority, TrustList

    root = bench.house.root.public_bytes(Encoding.DER)
    trust = TrustList((Authority(root, sample=True),), bench.house.revocation_lists)
    anchor = x509.Certificate.load(root)

    def ours(*, fast: bool) -> Callable[[], Any]:
        turns = itertools.cycle(pdfs)

        def make() -> None:
            verdict = judge(next(turns), trust, bench.at, fast=fast)
            assert verdict.verdict == "valid", verdict.reasons

        return make

    peers = itertools.cycle(pdfs)

    def peer() -> None:
        for embedded in PdfFileReader(io.BytesIO(next(peers))).embedded_signatures:
            context = ValidationContext(
                trust_roots=[anchor],
                crls=list(bench.house.revocation_lists),
                allow_fetching=False,
                revocation_mode="require",
            )
            ask = (
                validate_pdf_signature
                if embedded.sig_object_type == "/Sig"
                else validate_pdf_timestamp
            )
            assert ask(embedded, context).intact

    return {"fast": ours(fast=True), "full": ours(fast=False), "peer": peer}


def _trust_folder(bench: Bench, folder: Path) -> Path:
    from cryptography.hazmat.primitives.serialization import Encoding

    folder.mkdir()
    (folder / "root.der").write_bytes(bench.house.root.public_bytes(Encoding.DER))
    for number, encoded in enumerate(bench.house.revocation_lists):
        (folder / f"{number}.crl").write_bytes(encoded)
    return folder


def _in_sandbox(bench: Bench, folder: Path, pdfs: list[bytes]) -> float:
    """Verdicts per CPU second where each file has a process of its own: this process's time, that of the
    parent process of the fast way and of its children, without the start."""
    import resource

    from lienthong.axis.signing.verdicts.verify import Verifier

    def spent(files: list[bytes]) -> float:
        before = [
            resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
        ]
        verifier = Verifier(folder)
        for pdf in files:
            assert verifier.verify(pdf, bench.at).verdict == "valid"
        verifier.close()
        after = [
            resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
        ]
        return sum(
            (a.ru_utime + a.ru_stime) - (b.ru_utime + b.ru_stime)
            for a, b in zip(after, before, strict=True)
        )

    many = [pdfs[n % len(pdfs)] for n in range(5 * PAPERS)]
    return (len(many) - 1) / max(spent(many) - spent(many[:1]), 1e-9)


def _check(bench: Bench, pdf: bytes) -> None:
    _validation(bench, [pdf])["peer"]()


def main() -> dict[str, Any]:
    """Both in turns in one process; costs as ratios, and the rates of seals and verdicts."""
    import logging

    logging.disable(logging.WARNING)
    with tempfile.TemporaryDirectory(prefix="lienthong-bench-") as folder:
        bench = Bench(Path(folder))
        peer = Peer(bench)
        made, made_by_peer = bench.ours(), peer.run()
        _check(bench, made)
        _check(bench, made_by_peer)
        part = SECONDS / ROUNDS
        rounds = [(rate(bench.ours, part), rate(peer.run, part)) for _round in range(ROUNDS)]
        mine, theirs = zip(*rounds, strict=True)
        seal_alone, shipped = bench.seal_alone(), peer.as_shipped()
        _check(bench, seal_alone())
        seals, seals_shipped = rate(seal_alone, part), rate(shipped, part)
        bare = rate(lambda: bench.agency.sign(b"x" * 200), part)
        papers = [made, *(bench.another() for _paper in range(PAPERS - 1))]
        ways = _validation(bench, papers)
        for way in ways.values():
            way()
        judged = [{name: rate(way, part) for name, way in ways.items()} for _round in range(ROUNDS)]
        verdicts, in_full, validations = (
            statistics.median(one[name] for one in judged) for name in ("fast", "full", "peer")
        )
        faster = statistics.median(one["fast"] / one["peer"] for one in judged)
        trust = _trust_folder(bench, Path(folder) / "trust")
        apart = []
        for _round in range(ROUNDS):  # in turns with the peer: other work on the machine slows both
            theirs_now = rate(ways["peer"], part)
            apart.append((_in_sandbox(bench, trust, papers), theirs_now))
        alone = statistics.median(one for one, _peer in apart)
        alone_faster = statistics.median(one / peer_now for one, peer_now in apart)
    ratio = statistics.median(peer_rate / our_rate for our_rate, peer_rate in rounds)
    return {
        "name": "signing",
        "what": "personal signature, seal and document time-stamp on 100 KB, per CPU second",
        "figure": round(statistics.median(mine), 1),
        "spread": [round(min(mine), 1), round(max(mine), 1)],
        "baseline": round(statistics.median(theirs), 1),
        "baseline_what": "the same by pyHanko with its keys parsed once, per CPU second",
        "ratio": round(ratio, 3),
        "ratio_what": "our cost over the peer's",
        "target": TARGET,
        "met": ratio <= TARGET,
        "seals_without_time_stamp": round(seals, 1),
        "seals_by_pyhanko_as_shipped": round(seals_shipped, 1),
        "bare_signatures": round(bare, 1),
        "verdicts": round(verdicts, 1),
        "verdicts_in_full": round(in_full, 1),
        "verdicts_each_in_a_process": round(alone, 1),
        "verdicts_each_in_a_process_over_pyhanko": round(alone_faster, 2),
        "validations_by_pyhanko": round(validations, 1),
        "verdicts_over_pyhanko": round(faster, 2),
        "verdicts_target": VERDICTS_TARGET,
        "verdicts_met": min(faster, alone_faster) >= VERDICTS_TARGET,
        "bytes_added": [len(made) - len(bench.prepared), len(made_by_peer) - len(bench.prepared)],
    }


if __name__ == "__main__":
    sys.path[:0] = [str(ROOT), str(ROOT / "src")]
    print(json.dumps(main(), ensure_ascii=False, indent=2))
