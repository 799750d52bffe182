"""`./lienthong verify` and the child process: limits, isolation, exit status, plain words."""

import json
import subprocess
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from lienthong.axis.signing.verdicts.trust import BadTrustList, load_trust
from lienthong.axis.signing.verdicts.verify import Verifier, verify_file
from lienthong.config.commands import verify
from lienthong.kernel.files.sandbox import Limits

from . import attacks
from .kit import NOW, Kit


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

    def test_a_killed_helper_is_started_again(self, kit: Kit, verifier: Verifier) -> None:
        assert verifier.verify(kit.sealed, NOW).verdict == "valid"
        assert verifier._sandbox is not None
        assert verifier._sandbox._process is not None
        verifier._sandbox._process.kill()
        verifier._sandbox._process.wait()
        assert verifier.verify(kit.sealed, NOW).verdict == "valid"

    def test_a_file_that_is_not_there(self, verifier: Verifier, tmp_path: Path) -> None:
        verdict = verify_file(tmp_path / "none.pdf", verifier, NOW)
        assert verdict.verdict == "unreadable"
        assert "Không mở được tệp" in verdict.reasons[0]
        assert verify_file(tmp_path, verifier, NOW).verdict == "unreadable"


class TestTrustFolder:
    """A list that cannot be read is no list, and is said."""

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
