"""Keys that only their person can use: on a token of SoftHSM2, or on the person's own computer."""

import base64
import datetime as dt
import json
from dataclasses import replace
from typing import Any

from django.urls import reverse

from lienthong.axis.signing import api as signing
from lienthong.axis.signing.models import KeyPlace
from lienthong.axis.signing.pki.certificates import Subject
from lienthong.axis.signing.pki.keystore import FileKey
from lienthong.axis.signing.services import house as installation
from lienthong.kernel.access.actor import Actor
from lienthong.kernel.access.context import acting

from .test_outgoing_screens import once_of

AGENCY_NAME = "Ủy ban nhân dân tỉnh Quảng Ngãi"


def made_key(name: str, at: dt.datetime, *, post: str = "") -> FileKey:
    """A key under the sample authority, which this installation trusts."""
    subject = Subject(name, AGENCY_NAME, "H48", post)
    return installation.sample_authority(at).issue("own-1" if post else "seal-1", subject, at)


def enrol(
    held: FileKey, by: Actor, at: dt.datetime, *, person: bool, kind: str = "own", **more: str
) -> KeyPlace:
    """Record the key as the actor's own, or as his agency's."""
    manager = replace(by, verbs=by.verbs | {signing.Verb.MANAGE_KEYS})
    with acting(manager):
        return signing.enrol_key(
            kind=kind, agency_id=by.agency_id, person_id=by.person_id if person else None,
            certificates=[held.certificate, *held.chain], by=manager, at=at, **more,
        )  # fmt: skip


def answers(key: FileKey, asked: dict[str, Any]) -> str:
    """What the helper would send back for a round."""
    return json.dumps(
        [
            base64.b64encode(key.sign(base64.b64decode(item["attributes"]))).decode()
            for item in asked["items"]
        ]
    )


class SigningPage:
    """The two posts of a form that signs with the helper."""

    def __init__(self, client: Any, url: str, shown: str) -> None:
        self.client, self.url = client, url
        self.fields = {"once": once_of(client.get(shown))}

    def ask(self, **more: str) -> dict[str, Any]:
        answer = self.client.post(self.url, self.fields | {"helper": "ask"} | more)
        told: dict[str, Any] = answer.json()
        return told

    def answer(self, round_: str, values: str, **more: str) -> str:
        sent = self.fields | {"helper": round_, "values": values} | more
        return str(self.client.post(self.url, sent).json()["go"])


def sign_page(client: Any, pk: int) -> SigningPage:
    """The signatory's form in the signing book."""
    shown = reverse("documents:signing_book") + f"?van-ban={pk}"
    return SigningPage(client, reverse("documents:sign", args=[pk]), shown)


def seal_page(client: Any, pk: int) -> SigningPage:
    """The clerk's form on the paper."""
    url = reverse("documents:outgoing_act", args=[pk, "cap-so"])
    return SigningPage(client, url, reverse("documents:outgoing_one", args=[pk]))


def said(client: Any, url: str) -> str:
    """What the page says."""
    return str(client.get(url).content.decode())
