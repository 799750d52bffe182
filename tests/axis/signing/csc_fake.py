"""A remote signing service (CSC API v2) on loopback: strict about every request, and it really signs.

What it requires of each call is the specification's table of required parameters; a request that
lacks one, carries one of a wrong kind, or names what it does not have gets the error that the
specification names. Faults of a service are set on it by the tests.
"""

import base64
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed
from cryptography.hazmat.primitives.serialization import Encoding

from lienthong.axis.signing.pki.keystore import FileKey

PIN = "551277"
CLIENT, SECRET = "lien-thong", "client-secret-of-the-test"
SHA256, SHA256_RSA = "2.16.840.1.101.3.4.2.1", "1.2.840.113549.1.1.11"
REQUIRED = {
    "credentials/list": {},
    "credentials/info": {"credentialID": str},
    "credentials/authorize": {"credentialID": str, "numSignatures": int},
    "signatures/signHash": {"credentialID": str, "SAD": str, "hashes": list, "signAlgo": str},
}


class Refused(Exception):
    """An answer that is an error: status, code, description."""


@dataclass
class Fake:
    """The service's state; what the tests turn."""

    keys: dict[str, FileKey]
    scal: str = "2"
    mode: str = "explicit"
    signs_with: FileKey | None = None
    shows: FileKey | None = None
    enabled: bool = True
    sad_lives: float = 60.0
    token_lives: int = 3600
    status: dict[str, int] = field(default_factory=dict)  # path → status answered instead
    silent: set[str] = field(default_factory=set)  # paths that never answer
    garbage: set[str] = field(default_factory=set)  # paths that answer no JSON
    told: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    tokens: set[str] = field(default_factory=set)
    sads: dict[str, tuple[str, tuple[str, ...], float]] = field(default_factory=dict)
    url: str = ""

    def answer(self, path: str, headers: Any, raw: bytes) -> dict[str, Any]:
        """The answer to one call. Raises `Refused`."""
        if path == "oauth2/token":
            return self._token({k: v[0] for k, v in parse_qs(raw.decode()).items()})
        bearer = str(headers.get("Authorization", ""))
        if not bearer.startswith("Bearer ") or bearer[7:] not in self.tokens:
            raise Refused(401, "invalid_token", "The access token is not valid")
        if path not in REQUIRED:
            raise Refused(404, "not_found", "")
        try:
            body = json.loads(raw)
        except ValueError:
            raise Refused(400, "invalid_request", "not JSON") from None
        self.told.append((path, body))
        for name, kind in REQUIRED[path].items():
            if not isinstance(body.get(name), kind):
                raise Refused(400, "invalid_request", f"Missing (or invalid type) parameter {name}")
        if "credentialID" in body and body["credentialID"] not in self.keys:
            raise Refused(400, "invalid_request", "Invalid parameter credentialID")
        return {
            "credentials/list": self._list,
            "credentials/info": self._info,
            "credentials/authorize": self._authorize,
            "signatures/signHash": self._sign,
        }[path](body)

    def _token(self, sent: dict[str, str]) -> dict[str, Any]:
        if sent.get("grant_type") != "client_credentials":
            raise Refused(400, "unsupported_grant_type", "")
        if (sent.get("client_id"), sent.get("client_secret")) != (CLIENT, SECRET):
            raise Refused(401, "invalid_client", "")
        made = f"token-{len(self.tokens)}"
        self.tokens.add(made)
        return {"access_token": made, "token_type": "Bearer", "expires_in": self.token_lives}

    def _list(self, _body: dict[str, Any]) -> dict[str, Any]:
        return {"credentialIDs": sorted(self.keys)}

    def _info(self, body: dict[str, Any]) -> dict[str, Any]:
        key = self.shows or self.keys[body["credentialID"]]
        chain = [key.certificate, *key.chain]
        return {
            "key": {
                "status": "enabled" if self.enabled else "disabled", "algo": [SHA256_RSA],
                "len": 2048,
            },
            "cert": {
                "status": "valid",
                "certificates": [
                    base64.b64encode(one.public_bytes(Encoding.DER)).decode() for one in chain
                ],
            },
            "auth": {
                "mode": self.mode, "expression": "PIN",
                "objects": [{"id": "PIN", "type": "Password", "format": "N"}],
            },
            "SCAL": self.scal, "multisign": 1,
        }  # fmt: skip

    def _authorize(self, body: dict[str, Any]) -> dict[str, Any]:
        if body["numSignatures"] < 1:
            raise Refused(400, "invalid_request", "Invalid parameter numSignatures")
        given = {one["id"]: one["value"] for one in body.get("authData", [])}
        if self.mode == "explicit" and given.get("PIN") != PIN:
            raise Refused(400, "invalid_pin", "The PIN is invalid")
        wanted = tuple(body.get("hashes", ()))
        if self.scal == "2":
            if len(wanted) != body["numSignatures"]:
                raise Refused(400, "invalid_request", "Missing (or invalid type) parameter hashes")
            if body.get("hashAlgorithmOID") != SHA256:
                raise Refused(400, "invalid_request", "Invalid parameter hashAlgorithmOID")
        sad = f"sad-{len(self.sads)}-{self.url}"
        self.sads[sad] = (body["credentialID"], wanted, time.monotonic() + self.sad_lives)
        return {"SAD": sad, "expiresIn": int(self.sad_lives)}

    def _sign(self, body: dict[str, Any]) -> dict[str, Any]:
        credential, wanted, until = self.sads.pop(body["SAD"], ("", (), 0.0))
        if credential != body["credentialID"]:
            raise Refused(400, "invalid_request", "Invalid parameter SAD")
        if time.monotonic() >= until:
            raise Refused(400, "invalid_request", "The SAD has expired")
        if self.scal == "2" and tuple(body["hashes"]) != wanted:
            raise Refused(400, "invalid_request", "Hash is not authorized by the SAD")
        if body["signAlgo"] != SHA256_RSA:
            raise Refused(400, "invalid_request", "Invalid parameter signAlgo")
        if body.get("hashAlgorithmOID", SHA256) != SHA256:
            raise Refused(400, "invalid_request", "Invalid parameter hashAlgorithmOID")
        key = (self.signs_with or self.keys[credential]).private_key
        made = []
        for text in body["hashes"]:
            digest = base64.b64decode(text, validate=True)
            if len(digest) != 32:
                raise Refused(400, "invalid_request", "Invalid digest value length")
            value = key.sign(digest, padding.PKCS1v15(), Prehashed(hashes.SHA256()))  # type: ignore[call-arg,arg-type,union-attr]
            made.append(base64.b64encode(value).decode())
        return {"signatures": made}


@contextmanager
def serving(fake: Fake) -> Iterator[str]:
    """The service on loopback; yields the base of its addresses."""
    stop = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers.get("Content-Length", "0")))
            path = self.path.removeprefix("/csc/v2/")
            if path in fake.silent:
                stop.wait(20)
                return
            status, answer = 200, {}
            if path in fake.status:
                status, answer = fake.status[path], {"error": "server_error"}
            else:
                try:
                    answer = fake.answer(path, self.headers, raw)
                except Refused as refused:
                    status, code, words = refused.args
                    answer = {"error": code, "error_description": words}
            content = b"<html>" if path in fake.garbage else json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_arguments: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    running = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    running.start()
    fake.url = f"http://127.0.0.1:{server.server_port}/csc/v2"
    try:
        yield fake.url
    finally:
        stop.set()
        server.shutdown()
        server.server_close()
        running.join()
