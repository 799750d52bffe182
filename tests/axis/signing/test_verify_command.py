"""`./lienthong verify` and the child process: limits, isolation, exit status, plain words."""

import json
import os
import shutil
import subprocess
import sys
import time
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from lienthong.axis.signing.verdicts import folder as folder_module
from lienthong.axis.signing.verdicts import verify as verify_module
from lienthong.axis.signing.verdicts.folder import BadTrustList, load_trust
from lienthong.axis.signing.verdicts.listed import Authority, Pin, TrustList
from lienthong.axis.signing.verdicts.verify import Verifier, verify_file
from lienthong.config.commands import verify
from lienthong.kernel.files.sandbox import Limits

from . import attacks
from .kit import NOW, Kit

HERE = "tests.axis.signing.test_verify_command"


@pytest.fixture(scope="module")
def trust(kit: Kit) -> Path:
    """A trust folder as an administrator would fill it: plain files."""
    folder = kit.folder / "trust"
    folder.mkdir(exist_ok=True)
    (folder / "root.pem").write_bytes(kit.authority.root.public_bytes(Encoding.PEM))
    for number, encoded in enumerate(kit.authority.revocation_lists):
        (folder / f"{number}.crl").write_bytes(encoded)
    return folder


@pytest.fixture(scope="module")
def verifier(trust: Path) -> Iterator[Verifier]:
    """A warm verifier."""
    made = Verifier(trust)
    yield made
    made.close()


def _written(folder: Path, name: str, content: bytes) -> str:
    path = folder / name
    path.write_bytes(content)
    return str(path)


class TestVerifier:
    """The child process."""

    def test_verdict_comes_back_whole(self, kit: Kit, verifier: Verifier) -> None:
        told = verifier.verify(kit.stamped, NOW)
        direct = kit.judge(kit.stamped)
        told_plain, direct_plain = told.as_plain(), direct.as_plain()
        assert told.network in {"none", "open"}
        told_plain["network"] = direct_plain["network"]
        assert [s["answer"] if "answer" in s else s["trust"] for s in told_plain["signatures"]]
        assert told_plain["verdict"] == direct_plain["verdict"] == "valid"
        assert told_plain["number"] == direct_plain["number"]

    def test_no_network_where_the_system_allows(self, kit: Kit, verifier: Verifier) -> None:
        """This machine allows namespaces; elsewhere `doctor` says so."""
        allowed = subprocess.run(["unshare", "-n", "true"], capture_output=True, check=False)
        if allowed.returncode:
            pytest.skip("hệ thống không cho tách mạng")
        assert verifier.verify(kit.base, NOW).network == "none"

    def test_an_open_file_is_read_from_its_start(
        self, kit: Kit, verifier: Verifier, tmp_path: Path
    ) -> None:
        path = Path(_written(tmp_path, "a.pdf", kit.sealed))
        with path.open("rb") as file:
            file.seek(100)
            assert verifier.verify(file, NOW).verdict == "valid"

    def test_time_limit(self, kit: Kit, trust: Path) -> None:
        hurried = Verifier(trust, Limits(seconds=0.001))
        try:
            verdict = hurried.verify(kit.stamped, NOW)
        finally:
            hurried.close()
        assert verdict.verdict == "unreadable"
        assert "10 giây" in verdict.reasons[0]

    def test_memory_limit(self, kit: Kit, verifier: Verifier) -> None:
        """A stream that swells beyond the limit ends as a file that cannot be read."""
        bomb = zlib.compress(bytes(600 << 20), 1)
        body = b"<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length %d>>\nstream\n" % len(bomb)
        objects = {900: body + bomb + b"\nendstream"}
        pdf = attacks.raw_update(kit.sealed, objects)
        verdict = verifier.verify(pdf, NOW)
        assert verdict.verdict in {"valid_with_warnings", "unreadable"}  # nothing reads it

        def change(writer: IncrementalPdfFileWriter) -> None:
            swollen = generic.StreamObject(
                {generic.pdf_name("/Filter"): generic.pdf_name("/FlateDecode")}, encoded_data=bomb
            )
            field = attacks.field_of(writer, "LTNumber")
            shown = generic.DictionaryObject({generic.pdf_name("/N"): writer.add_object(swollen)})
            field["/AP"] = shown
            writer.update_container(field)

        assert verifier.verify(attacks.updated(kit.sealed, change), NOW).verdict in {
            "changed",
            "unreadable",
        }

    def test_after_a_hostile_file_comes_an_honest_one(self, kit: Kit, verifier: Verifier) -> None:
        for content in (b"%PDF-" + b"[" * 500_000, kit.sealed[:5000], b"\x00" * 100):
            assert verifier.verify(content, NOW).verdict == "unreadable"
        assert verifier.verify(kit.sealed, NOW).verdict == "valid"

    def test_killed_helpers_are_started_again(self, kit: Kit, verifier: Verifier) -> None:
        """One of the two, then the other, then both."""
        fast, full = verify_module.FAST, verify_module.FULL
        for killed in ((fast,), (full,), (fast, full)):
            assert verifier.verify(kit.sealed, NOW).verdict == "valid"
            assert verifier.verify(kit.base, NOW).verdict == "unsigned"
            for target in killed:
                process = verifier._sandboxes[target]._process
                assert process is not None
                process.kill()
                process.wait()
            assert verifier.verify(kit.base, NOW).verdict == "unsigned"
            assert verifier.verify(kit.sealed, NOW).verdict == "valid"

    def test_a_plain_file_needs_no_full_check(self, kit: Kit, trust: Path) -> None:
        """And one that is not plain gets it, with the same answer as in this process."""
        fresh = Verifier(trust)
        try:
            assert fresh.verify(kit.stamped, NOW).verdict == "valid"
            assert set(fresh._sandboxes) == {verify_module.FAST}
            assert (
                fresh.verify(kit.stamped + b" ", NOW).verdict
                == kit.judge(kit.stamped + b" ").verdict
            )
            assert set(fresh._sandboxes) == {verify_module.FAST, verify_module.FULL}
        finally:
            fresh.close()

    def test_what_the_fast_way_does_not_get_through_the_full_check_judges(
        self, kit: Kit, trust: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A child of the fast way that runs out of its time or dies decides nothing."""
        monkeypatch.setattr(verify_module, "FAST", f"{HERE}:too_slow")
        slow = Verifier(trust, Limits(seconds=8.0, megabytes=512))
        monkeypatch.setattr(verify_module, "FAST_PART", 0.1)
        try:
            assert slow.verify(kit.sealed, NOW).verdict == "valid"
        finally:
            slow.close()

    def test_a_file_that_is_not_there(self, verifier: Verifier, tmp_path: Path) -> None:
        verdict = verify_file(tmp_path / "none.pdf", verifier, NOW)
        assert verdict.verdict == "unreadable"
        assert "Không mở được tệp" in verdict.reasons[0]
        assert verify_file(tmp_path, verifier, NOW).verdict == "unreadable"


def too_slow(handle: int, *, shared: Any, now: str) -> None:
    """Stands for a fast way that hangs; runs in the child."""
    time.sleep(60)


def share(plain: Any) -> Any:
    """The list of trust for it."""
    return plain


class TestTrustFolder:
    """A list that cannot be read is no list, and is said."""

    def test_a_changed_folder_holds_from_the_next_file_on(
        self, kit: Kit, trust: Path, tmp_path: Path
    ) -> None:
        folder = tmp_path / "trust"
        shutil.copytree(trust, folder)
        verifier = Verifier(folder)

        def said() -> list[str]:
            return [s.trust for s in verifier.verify(kit.sealed, NOW).signatures]

        try:
            assert said() == ["trusted"] * 2
            authority = (folder / "root.pem").read_bytes()
            (folder / "root.pem").write_bytes(kit.stranger.root.public_bytes(Encoding.PEM))
            assert said() == ["unknown"] * 2
            (folder / "root.pem").write_bytes(authority)
            assert said() == ["trusted"] * 2
            (folder / "authorities.json").write_text("[]")
            assert said() == ["unknown"] * 2
            (folder / "authorities.json").write_text("{")
            with pytest.raises(BadTrustList):
                said()
            (folder / "authorities.json").unlink()
            assert said() == ["trusted"] * 2
        finally:
            verifier.close()

    def test_a_settled_folder_is_read_once_and_again_when_it_is_another(
        self, trust: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        folder = tmp_path / "trust"
        shutil.copytree(trust, folder)
        read = []
        monkeypatch.setattr(
            folder_module, "load_trust", lambda path: read.append(path) or load_trust(path)
        )
        kept = folder_module.KeptTrust(folder)
        before = kept.shared()
        kept.shared()
        assert len(read) == 2, "what was written this moment may be written again"
        monkeypatch.setattr(folder_module, "FRESH_SECONDS", -1.0)
        first = [kept.shared() for _turn in range(3)]
        assert len(read) == 3
        assert first == [before] * 3
        same = (folder / "root.pem").stat()
        whole = (folder / "root.pem").read_bytes()
        at = whole.index(b"\n-----END") - 20
        changed = whole[:at] + (b"A" if whole[at] != 0x41 else b"B") + whole[at + 1 :]
        (folder / "root.pem").write_bytes((folder / "root.pem").read_bytes())
        os.utime(folder / "root.pem", ns=(same.st_atime_ns, same.st_mtime_ns))
        kept.shared()
        assert len(read) == 4, "the time that a file says can be set, that of its change cannot"
        (folder / "root.pem").write_bytes(changed)
        os.utime(folder / "root.pem", ns=(same.st_atime_ns, same.st_mtime_ns))
        other = kept.shared()
        assert other.key != before.key, "another content of the same size and time"
        (folder / "root.pem").unlink()
        assert kept.shared().key not in (before.key, other.key)

    def test_a_list_is_told_whole(self, kit: Kit) -> None:
        day = NOW.replace(microsecond=0)
        told = TrustList(
            (Authority(b"\x30\x00", "Tên", True, day, None), Authority(b"x", until=day)),
            (b"\xff\x00", b""),
            {"aa": Pin("seal", "Cơ quan", "H48", "Ông A")},
        )
        assert TrustList.from_plain(json.loads(json.dumps(told.as_plain()))) == told
        assert TrustList.from_plain(json.loads(json.dumps(kit.trust.as_plain()))) == kit.trust

    def test_missing_folder(self, kit: Kit, tmp_path: Path) -> None:
        with pytest.raises(BadTrustList):
            Verifier(tmp_path / "none").verify(kit.base, NOW)

    @pytest.mark.parametrize(
        ("name", "content"),
        [
            ("root.pem", b"nonsense"),
            ("list.crl", b"nonsense"),
            ("authorities.json", b"{"),
            ("authorities.json", b'[{"file": "none.pem"}]'),
            ("pins.json", b'{"aa": {"other": 1}}'),
        ],
    )
    def test_broken_files(self, tmp_path: Path, name: str, content: bytes) -> None:
        (tmp_path / name).write_bytes(content)
        with pytest.raises(BadTrustList):
            load_trust(tmp_path)

    def test_holders_certificates_are_no_authorities(self, kit: Kit, tmp_path: Path) -> None:
        leaf = kit.person.certificate.public_bytes(Encoding.DER)
        (tmp_path / "leaf.cer").write_bytes(leaf)
        assert load_trust(tmp_path).authorities == ()

    def test_a_listed_file_cannot_lead_out_of_the_folder(self, kit: Kit, tmp_path: Path) -> None:
        inner = tmp_path / "trust"
        inner.mkdir()
        (tmp_path / "root.pem").write_bytes(kit.authority.root.public_bytes(Encoding.PEM))
        (inner / "authorities.json").write_text('[{"file": "../root.pem"}]')
        with pytest.raises(BadTrustList):
            load_trust(inner)

    def test_pins_name_the_holder(self, kit: Kit, tmp_path: Path) -> None:
        """What the platform knows of a certificate goes before what the certificate says."""
        import hashlib

        der = kit.agency.certificate.public_bytes(Encoding.DER)
        pin = {"kind": "personal", "agency": "Cơ quan X", "agency_code": "X1", "holder": "Ông A"}
        (tmp_path / "root.pem").write_bytes(kit.authority.root.public_bytes(Encoding.PEM))
        (tmp_path / "pins.json").write_text(json.dumps({hashlib.sha256(der).hexdigest(): pin}))
        from lienthong.axis.signing.verdicts.judge import judge

        seal = judge(kit.sealed, load_trust(tmp_path), NOW).signatures[1]
        assert (seal.kind, seal.agency, seal.agency_code) == ("personal", "Cơ quan X", "X1")
        assert seal.signer == "Ông A"


class TestCommand:
    """The command line; no database."""

    @pytest.fixture(autouse=True)
    def _warm(self, monkeypatch: pytest.MonkeyPatch, trust: Path, verifier: Verifier) -> None:
        """The warm process of the other tests serves here too, for the same folder."""

        class Shared:
            def __new__(cls, folder: Path | None) -> Verifier:
                return verifier if folder == trust else Verifier(folder)

        monkeypatch.setattr(verify.signing, "Verifier", Shared)
        monkeypatch.setattr(verifier, "close", lambda: None)

    def _run(self, capsys: pytest.CaptureFixture[str], *argv: str) -> tuple[int, str]:
        code = verify.main(list(argv))
        return code, capsys.readouterr().out

    def test_status_by_the_worst_file(
        self, kit: Kit, trust: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        files = {
            "valid": kit.sealed,
            "valid_with_warnings": kit.signed,
            "changed": kit.filled,
            "unreadable": kit.sealed[:9000],
            "unsigned": kit.base,
        }
        paths = [_written(tmp_path, f"{name}.pdf", content) for name, content in files.items()]
        code, out = self._run(capsys, "--trust", str(trust), "--json", *paths)
        assert [json.loads(line)["verdict"] for line in out.splitlines()] == list(files)
        assert code == 2
        code, _out = self._run(capsys, "--trust", str(trust), *paths[:2])
        assert code == 0

    @pytest.mark.parametrize(
        ("verdicts", "expected"),
        [
            (["valid"], 0),
            (["valid", "valid_with_warnings"], 0),
            (["changed", "valid"], 1),
            (["invalid"], 1),
            (["unsigned", "valid"], 3),
            (["unsigned", "changed"], 1),
            (["changed", "unreadable", "unsigned"], 2),
        ],
    )
    def test_status_of_several_files(self, verdicts: list[str], expected: int) -> None:
        assert verify.worst_status(verify.CODES[v] for v in verdicts) == expected

    def test_one_object_a_line(
        self, kit: Kit, trust: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        files = [
            _written(tmp_path, "một văn bản.pdf", kit.sealed),
            _written(tmp_path, "hai.pdf", kit.base),
        ]
        _code, out = self._run(capsys, "--json", "--trust", str(trust), *files)
        told = [json.loads(line) for line in out.splitlines()]
        assert [t["file"] for t in told] == files
        assert [t["verdict"] for t in told] == ["valid", "unsigned"]
        assert told[0]["reasons"]
        assert [s["kind"] for s in told[0]["signatures"]] == ["personal", "seal"]

    def test_words_for_an_official(
        self, kit: Kit, trust: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        path = _written(tmp_path, "a.pdf", kit.sealed)
        _code, out = self._run(capsys, "--trust", str(trust), path)
        assert "HỢP LỆ" in out
        assert "Chữ ký cá nhân: MẪU - Chủ tịch UBND tỉnh" in out
        assert "09:00:00" in out  # the time of Việt Nam
        assert "Số và thời gian mà cơ quan đã ký: 1234" in out

    def test_unknown_signer_in_words(
        self, kit: Kit, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        (tmp_path / "empty").mkdir()
        path = _written(tmp_path, "a.pdf", kit.sealed)
        code, out = self._run(capsys, "--trust", str(tmp_path / "empty"), path)
        assert code == 0
        assert "chưa xác định được người ký" in out

    def test_a_trust_folder_that_is_not_there(
        self, kit: Kit, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        path = _written(tmp_path, "a.pdf", kit.sealed)
        assert verify.main(["--trust", str(tmp_path / "none"), path]) == 2
        assert "Không đọc được danh sách" in capsys.readouterr().err

    def test_without_a_list_of_its_own(
        self,
        kit: Kit,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        """A checkout that was never started: nobody is known, and nothing is made."""
        monkeypatch.setenv("LIENTHONG_DATA", str(tmp_path / "data"))
        code, out = self._run(capsys, "--json", _written(tmp_path, "a.pdf", kit.sealed))
        assert (code, json.loads(out)["verdict"]) == (0, "valid_with_warnings")
        assert not (tmp_path / "data").exists()

    def test_needs_no_django(self, kit: Kit, trust: Path, tmp_path: Path) -> None:
        """The command works where nothing is set up; Django is not even imported."""
        path = _written(tmp_path, "a.pdf", kit.sealed)
        program = (
            "import sys; from lienthong.config.commands.verify import main;"
            f"code = main(['--json', '--trust', {str(trust)!r}, {path!r}]);"
            "assert 'django' not in sys.modules; sys.exit(code)"
        )
        environment = {"PYTHONPATH": ":".join(p for p in sys.path if p), "PATH": "/usr/bin:/bin"}
        done = subprocess.run(
            [sys.executable, "-c", program], capture_output=True, text=True, env=environment
        )
        assert done.returncode == 0, done.stderr
        assert json.loads(done.stdout)["verdict"] == "valid"
