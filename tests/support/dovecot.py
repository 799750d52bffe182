"""A real IMAP server on loopback: Dovecot with a certificate of its own and mailboxes in a folder."""

import datetime as dt
import imaplib
import os
import shutil
import socket
import ssl
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

PASSWORD = "mat-khau-thu-9"
_CONFIG = """
protocols = imap
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
listen = 127.0.0.1
ssl = required
ssl_cert = <{folder}/cert.pem
ssl_key = <{folder}/key.pem
disable_plaintext_auth = yes
mail_location = maildir:{folder}/mail/%u
first_valid_uid = 0
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}/mail/%u
}}
service imap-login {{
  inet_listener imap {{
    port = 0
  }}
  inet_listener imaps {{
    port = {port}
    ssl = yes
  }}
}}
{more}
"""


@dataclass(frozen=True)
class Server:
    """Where it listens and the certificate to trust."""

    port: int
    trusted: str

    @contextmanager
    def client(self, user: str) -> Iterator[imaplib.IMAP4_SSL]:
        """Signed in as the test itself."""
        context = ssl.create_default_context(cafile=self.trusted)
        with imaplib.IMAP4_SSL("127.0.0.1", self.port, ssl_context=context, timeout=20) as imap:
            imap.login(user, PASSWORD)
            yield imap

    def deliver(self, user: str, *messages: bytes) -> None:
        """Put messages into the mailbox."""
        with self.client(user) as imap:
            for message in messages:
                done, said = imap.append("INBOX", "", None, message)
                assert done == "OK", said

    def count(self, user: str, folder: str = "INBOX") -> int:
        """Messages in a folder; 0 where there is none."""
        with self.client(user) as imap:
            done, said = imap.select(folder, readonly=True)
            return int(said[0] or b"0") if done == "OK" else 0


def _certificate(folder: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    today = dt.datetime.now(dt.UTC)
    names = [x509.DNSName("localhost"), x509.IPAddress(ip_address("127.0.0.1"))]
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(today - dt.timedelta(days=1))
        .not_valid_after(today + dt.timedelta(days=2))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    (folder / "cert.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    (folder / "key.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )


@contextmanager
def dovecot() -> Iterator[Server]:
    """The server, from start to stop."""
    folder = Path(tempfile.mkdtemp(prefix="lt-dovecot-"))
    folder.chmod(0o755)
    (folder / "mail").mkdir(mode=0o777)
    (folder / "mail").chmod(0o777)
    _certificate(folder)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    root = os.geteuid() == 0
    me = str(os.geteuid())
    own = "" if root else f"default_internal_user = {me}\ndefault_login_user = {me}\n"
    config = folder / "dovecot.conf"
    config.write_text(
        _CONFIG.format(
            folder=folder, password=PASSWORD, port=port, more=own,
            uid=65534 if root else me, gid=65534 if root else os.getegid(),
        )
    )  # fmt: skip
    process = subprocess.Popen(["dovecot", "-F", "-c", str(config)], stderr=subprocess.DEVNULL)
    try:
        ends = time.monotonic() + 20
        while time.monotonic() < ends:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            assert process.poll() is None, (folder / "log").read_text()
            time.sleep(0.1)
        yield Server(port, str(folder / "cert.pem"))
    finally:
        process.terminate()
        process.wait(20)
        shutil.rmtree(folder, ignore_errors=True)
