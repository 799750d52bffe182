"""Bytes are taken whole or not at all, in constant memory, and lie under their own digest."""

import contextlib
import hashlib
import io
import os
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from django.test import override_settings
from moto import mock_aws

from lienthong.kernel.files import vault

MB = 1024**2


S3 = {
    "BACKEND": "storages.backends.s3.S3Storage",
    "OPTIONS": {"bucket_name": "lienthong", "endpoint_url": None, "default_acl": "private"},
}


@pytest.fixture(autouse=True, params=["folder", "object store", "s3"])
def store(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[str]:
    """On a local folder, on a store that has no paths, and on S3 by the real client (moto answers)."""
    backend: dict[str, Any] = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(tmp_path / "files")},
    }
    if request.param == "object store":
        backend = {"BACKEND": "django.core.files.storage.InMemoryStorage"}
    with contextlib.ExitStack() as around:
        if request.param == "s3":
            for name, value in (("ACCESS_KEY_ID", "x"), ("SECRET_ACCESS_KEY", "x"),
                                ("DEFAULT_REGION", "ap-southeast-1")):  # fmt: skip
                monkeypatch.setenv(f"AWS_{name}", value)
            around.enter_context(mock_aws())
            boto3.client("s3").create_bucket(
                Bucket="lienthong",
                CreateBucketConfiguration={"LocationConstraint": "ap-southeast-1"},
            )
            backend = S3
        around.enter_context(override_settings(STORAGES={"files": backend}, DATA=tmp_path))
        yield request.param


class Endless:
    """A stream of so many bytes made on the way, which may break."""

    def __init__(self, size: int, *, breaks: bool = False) -> None:
        self.left, self.breaks = size, breaks

    def read(self, size: int = -1, /) -> bytes:
        if self.left == 0 and self.breaks:
            raise ConnectionResetError
        take = min(size if size >= 0 else self.left, self.left)
        self.left -= take
        return bytes(take)


def left_in_folder() -> list[str]:
    return [p.name for p in vault.incoming_folder().glob("*")]


def take(content: bytes, **wanted: Any) -> vault.Spooled:
    with vault.spooled(io.BytesIO(content), limit=10 * MB, **wanted) as received:
        vault.keep(received)
    return received


def test_the_same_bytes_lie_once_and_read_back() -> None:
    first, second = take(b"Cong van"), take(b"Cong van")
    assert first.sha256 == second.sha256 == hashlib.sha256(b"Cong van").hexdigest()
    assert list(vault.held()) == [first.sha256]
    with vault.opened(first.sha256) as content:
        assert content.read() == b"Cong van"
    assert left_in_folder() == []


@pytest.mark.parametrize(
    ("size", "breaks", "wanted", "refusal"),
    [
        (MB, True, {}, vault.UploadCutOff),
        (MB, False, {"expected_size": MB + 1}, vault.UploadCutOff),
        (MB, False, {"expected_sha256": "0" * 64}, vault.UploadCutOff),
        (11 * MB, False, {}, vault.FileTooLarge),
        (0, False, {}, vault.FileEmpty),
    ],
)
def test_what_is_not_whole_leaves_nothing(
    size: int, breaks: bool, wanted: dict[str, Any], refusal: type[Exception]
) -> None:
    stream = Endless(size, breaks=breaks)
    with pytest.raises(refusal), vault.spooled(stream, limit=10 * MB, **wanted) as received:
        vault.keep(received)
    assert (left_in_folder(), list(vault.held())) == ([], [])


def test_a_fault_after_receiving_leaves_nothing() -> None:
    with pytest.raises(RuntimeError), vault.spooled(Endless(MB), limit=2 * MB):
        raise RuntimeError
    assert (left_in_folder(), list(vault.held())) == ([], [])


def test_a_full_disk_is_said_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(vault.StorageFull, match="đã đầy"), vault.spooled(Endless(10), limit=MB):
        pass
    assert left_in_folder() == []


def test_two_hundred_megabytes_in_constant_memory(store: str) -> None:
    size = 200 * MB
    tracemalloc.start()
    try:
        with vault.spooled(Endless(size), limit=size) as received:
            if store == "folder":  # the other store of this test keeps its bytes in memory
                vault.keep(received)
        if store == "folder":
            assert vault.digest_of(received.sha256) == received.sha256
        _now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert received.size == size
    assert peak < 4 * MB


@pytest.mark.parametrize("store", ["folder"], indirect=True)
def test_bytes_that_changed_on_disk_are_noticed_and_healed() -> None:
    received = take(b"Quyet dinh so 01")
    path = Path(vault.storage().path(vault.place_of(received.sha256)))
    path.chmod(0o600)
    path.write_bytes(b"Quyet dinh so 1")
    assert vault.digest_of(received.sha256) != received.sha256
    take(b"Quyet dinh so 01")
    assert vault.digest_of(received.sha256) == received.sha256


@pytest.mark.parametrize("store", ["folder"], indirect=True)
def test_bytes_on_disk_cannot_be_written_by_accident() -> None:
    path = Path(vault.storage().path(vault.place_of(take(b"x").sha256)))
    assert path.stat().st_mode & 0o777 == 0o440


def test_removed_bytes_are_gone() -> None:
    digest = take(b"Thu hoi").sha256
    assert vault.remove(digest)
    assert not vault.remove(digest)
    with pytest.raises(vault.ContentMissing):
        vault.opened(digest)
    with pytest.raises(vault.ContentMissing):
        vault.digest_of(digest)


def test_young_files_are_not_listed_as_old() -> None:
    digest = take(b"moi").sha256
    assert list(vault.held(older_than=3600)) == []
    assert list(vault.held()) == [digest]


def test_what_a_killed_process_left_is_cleared() -> None:
    left = vault.incoming_folder() / "in-killed"
    left.write_bytes(b"half")
    assert vault.clear_incoming(older_than=3600) == 0
    os.utime(left, (0, 0))
    assert vault.clear_incoming(older_than=3600) == 1
    assert left_in_folder() == []


def test_a_refused_file_is_a_sentence_on_the_page_and_no_fault():
    assert vault.FileTooLarge("Tệp quá lớn.").message == "Tệp quá lớn."
