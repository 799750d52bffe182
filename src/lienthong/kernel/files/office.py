"""LibreOffice as a converter, for the sandbox alone: a home of its own, no program, nothing from elsewhere.

The profile is written anew for each file and thrown away with its folder: no macro runs, no link is
followed, neither into the network (which the sandbox has not) nor to another file of the machine.
"""

import os
import resource
import shutil
import subprocess
from pathlib import Path
from typing import Final

from .passing import passing_folder

_PROGRAMS: Final = ("soffice", "libreoffice")
_SETTINGS: Final = (
    ("Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Writer/Content/Update", "Link", "0"),
    ("Writer/Content/Update", "Field", "false"),
    ("Writer/Content/Update", "Chart", "false"),
)
_ITEM: Final = (
    '<item oor:path="/org.openoffice.Office.{}"><prop oor:name="{}" oor:op="fuse"><value>{}</value>'
    "</prop></item>"
)
_PROFILE: Final = (
    '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry">'
    "{}</oor:items>"
)


def program() -> str | None:
    """Where LibreOffice is."""
    return next((found for name in _PROGRAMS if (found := shutil.which(name))), None)


def converted(data: bytes, suffix: str, to: str) -> bytes | None:
    """A document as another kind ("pdf:writer_pdf_Export", "docx"); None where it cannot be made.

    What it may use is what the process that calls it may use (kernel.files.sandbox).
    """
    own = program()
    if own is None:
        return None
    with passing_folder("office") as home:
        source = Path(home, f"paper.{suffix}")
        source.write_bytes(data)
        settings = Path(home, "profile", "user", "registrymodifications.xcu")
        settings.parent.mkdir(parents=True)
        items = "".join(_ITEM.format(*setting) for setting in _SETTINGS)
        settings.write_text(_PROFILE.format(items), encoding="utf-8")
        out = Path(home, "made")
        made = out / f"paper.{to.partition(':')[0]}"
        if not _run(own, home, source, to, out) or not made.is_file():
            return None
        return made.read_bytes()


def _run(own: str, home: str, source: Path, to: str, out: Path) -> bool:
    # An office program opens threads and maps far more than it uses.
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    resource.setrlimit(resource.RLIMIT_AS, (hard, hard))
    done = subprocess.run(
        [
            own, f"-env:UserInstallation=file://{home}/profile", "--headless", "--norestore",
            "--nolockcheck", "--convert-to", to, "--outdir", str(out), str(source),
        ],
        env={"HOME": home, "TMPDIR": home, "PATH": os.environ.get("PATH", ""), "LANG": "C.UTF-8"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=False,
    )  # fmt: skip
    return done.returncode == 0
