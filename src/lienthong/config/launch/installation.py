"""What an installation must remember about itself: passwords, keys, kind, and what first start did.

Kept in one file, `installation.json`, that only its owner may read. Losing it means losing access
to the database, so it belongs in every backup beside the database.
"""

import json
import os
import secrets
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Literal

from lienthong.config.launch.places import write_private
from lienthong.config.launch.refusal import Refused
from lienthong.config.launch.roles import ROLES

Mode = Literal["sample", "real"]
DATABASE = "lienthong"
FOLDERS = ("files", "mail", "logs", "static")


class WrongMode(Refused):
    """The data folder holds a sample installation and a real one was asked for, or the reverse."""


class DataFolderClosed(Refused):
    """The data folder cannot be made or belongs to another user."""


class InstallationDamaged(Refused):
    """installation.json is there but cannot be read."""


@dataclass
class Installation:
    """The memory of one data folder; `cluster` is the folder of its private PostgreSQL, if any."""

    data: Path
    mode: Mode
    name: str
    secret_key: str
    passwords: dict[str, str]
    cluster: str = ""
    done: list[str] = field(default_factory=list)

    @property
    def file(self) -> Path:
        """Where it is kept."""
        return self.data / "installation.json"

    def save(self) -> None:
        """Write it down, whole or not at all."""
        kept = asdict(self)
        del kept["data"]
        write_private(self.file, json.dumps(kept, ensure_ascii=False, indent=1) + "\n")

    def mark_done(self, step: str) -> None:
        """Remember that a step of the first start has been done."""
        if step not in self.done:
            self.done.append(step)
            self.save()

    def environment(
        self, role: str, *, urls: dict[str, str], base_url: str, assets: Path
    ) -> dict[str, str]:
        """The environment of a process of this installation that connects as `role`."""
        return {
            "LIENTHONG_DATA": str(self.data),
            "LIENTHONG_MODE": self.mode,
            "LIENTHONG_SECRET_KEY": self.secret_key,
            "LIENTHONG_BASE_URL": base_url,
            "LIENTHONG_ASSETS": str(assets),
            "LIENTHONG_DB_ROLE": role,
            **{f"LIENTHONG_DB_{name.upper()}": url for name, url in urls.items()},
            "DJANGO_SETTINGS_MODULE": "lienthong.config.settings",
        }


def existing(data: Path) -> Installation | None:
    """The installation in a data folder, or None when there is none.

    Raises InstallationDamaged.
    """
    try:
        kept = json.loads((data / "installation.json").read_text(encoding="utf-8"))
        return Installation(data=data, **kept)
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError) as error:
        raise InstallationDamaged(
            f"Không đọc được {data / 'installation.json'} ({error}).\n"
            "Tệp này giữ mật khẩu của cơ sở dữ liệu: hãy khôi phục nó từ bản sao lưu."
        ) from error


def open_or_create(data: Path, *, empty: bool) -> Installation:
    """The installation of a data folder; a new one is a sample, or real when `empty`.

    Raises WrongMode when `empty` is asked of a folder that holds a sample; InstallationDamaged.
    """
    found = existing(data)
    if found is not None:
        if empty and found.mode == "sample":
            raise WrongMode(
                f"Thư mục {data} đang giữ hệ thống mẫu; không biến nó thành hệ thống thật được.\n"
                "Hãy chọn thư mục khác: ./lienthong run --empty --data THƯ_MỤC_MỚI"
            )
        return found
    made = Installation(
        data=data,
        mode="real" if empty else "sample",
        name=secrets.token_hex(8),
        secret_key=secrets.token_urlsafe(48),
        passwords={role: secrets.token_urlsafe(24) for role in ("postgres", *ROLES)},
    )
    made.save()
    return made


def prepare_folder(data: Path) -> None:
    """Make the data folder. Made by root, the database server's account may pass through it.

    Raises DataFolderClosed when this user may not write there.
    """
    try:
        if not data.exists():
            data.mkdir(parents=True)
            data.chmod(0o711 if os.geteuid() == 0 else 0o700)
        for name in FOLDERS:
            (data / name).mkdir(mode=0o700, exist_ok=True)
        with (data / "run.lock").open("a"):
            pass
    except OSError as error:
        raise DataFolderClosed(
            f"Không ghi được vào thư mục dữ liệu {data} ({error.strerror}).\n"
            "Hãy chạy bằng tài khoản sở hữu nó, hoặc chọn thư mục khác: --data THƯ_MỤC"
        ) from error
