#!/usr/bin/env python3
"""
Set Lintel up and run it, with nothing but Python 3.11 or later.

    python3 run.py demo     the invented council Ravenshire, on http://127.0.0.1:8000
    python3 run.py test     everything that is checked before a change lands
    python3 run.py test-long   what takes longer: migrations, the whole council, the engine and the moves at length
    python3 run.py check    style, types, contracts and generated pages only
    python3 run.py fix      put right what can be put right by itself
    python3 run.py bench    the benchmarks, as tables
    python3 run.py docs     write the generated reference and the screenshots anew

`make demo` and the rest do the same. Everything is installed into this folder (.venv and .lintel); nothing outside it
is touched, except that `test`, when it runs as root, installs Chromium and PostgreSQL with apt if they are missing.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
UV = "uv==0.13.9"
# The first has no window to draw, and the suite is done in half the time by it.
CHROMIUM_NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
STARTED = time.monotonic()


def say(sentence: str) -> None:
    print(f"[{time.monotonic() - STARTED:5.1f} s] {sentence}", flush=True)


def stop(sentence: str) -> None:
    sys.exit(f"\n{sentence}")


def run(*command: str | Path, extra: dict[str, str] | None = None) -> None:
    """Run a command and stop with its exit code if it fails."""
    done = subprocess.run([str(part) for part in command], cwd=ROOT, env={**os.environ, **(extra or {})})
    if done.returncode:
        sys.exit(done.returncode)


@contextmanager
def beside(*command: str | Path) -> Iterator[None]:
    """Run a command that takes long beside the quick ones, and say what it found when they are done."""
    with tempfile.TemporaryFile("w+") as said:
        running = subprocess.Popen([str(part) for part in command], cwd=ROOT, stdout=said, stderr=subprocess.STDOUT)
        try:
            yield
        finally:
            code = running.wait()
            said.seek(0)
            print(said.read(), end="", flush=True)
    if code:
        sys.exit(code)


# --- setting up ------------------------------------------------------------------------------------------------------


def set_up(*, for_development: bool) -> None:
    """The environment, the program itself and the built style sheets; a second run finds all three in place."""
    if sys.version_info < (3, 11):
        stop(f"Lintel needs Python 3.11 or later; this is {sys.version.split()[0]}.")
    lock = ROOT / ("requirements-dev.lock" if for_development else "requirements.lock")
    if not (is_done("development", ROOT / "requirements-dev.lock") or is_done(lock_name(lock), lock)):
        make_environment()
        say(f"Installing what Lintel needs ({lock.name}) …")
        # The suite starts Python many times, and where nothing compiled may be kept each would compile it all anew.
        ahead = ["--compile-bytecode"] if for_development else []
        run(VENV / "bin" / "uv", "pip", "sync", "--quiet", *ahead, "--require-hashes", "--python", PYTHON, lock)
        run(VENV / "bin" / "uv", "pip", "install", "--quiet", "--no-deps", "--python", PYTHON, "--editable", ".")
        mark_done(lock_name(lock), lock)
    run(PYTHON, "-m", "lintel.web.components.assets")
    run(PYTHON, "-m", "demand_engine")  # compiles what pages would otherwise wait for, the first time


def make_environment() -> None:
    if not PYTHON.exists():
        say("Making an environment of its own in .venv …")
        try:
            subprocess.run([sys.executable, "-m", "venv", str(VENV)], check=True, capture_output=True)
        except subprocess.CalledProcessError:
            shutil.rmtree(VENV, ignore_errors=True)
            stop("Python cannot make environments here. On Debian or Ubuntu: apt-get install python3-venv")
    if not (VENV / "bin" / "uv").exists():
        say("Fetching the installer …")
        run(PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", UV)


def lock_name(lock: Path) -> str:
    return "development" if "dev" in lock.name else "use"


def fingerprint(lock: Path) -> str:
    wanted = lock.read_bytes() + (ROOT / "pyproject.toml").read_bytes() + sys.version.encode() + str(ROOT).encode()
    return hashlib.sha256(wanted).hexdigest()


def is_done(name: str, lock: Path) -> bool:
    stamp = VENV / f"installed-for-{name}"
    return stamp.exists() and stamp.read_text() == fingerprint(lock)


def mark_done(name: str, lock: Path) -> None:
    for old in VENV.glob("installed-for-*"):
        old.unlink()
    (VENV / f"installed-for-{name}").write_text(fingerprint(lock))


# --- what can be asked for -------------------------------------------------------------------------------------------


def demo(arguments: list[str]) -> None:
    set_up(for_development=False)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lintel.config.settings")
    os.chdir(ROOT)
    # Replace this process, so that Ctrl-C reaches the demo itself and it stops cleanly.
    os.execv(PYTHON, [str(PYTHON), "-m", "lintel.config.command", "demo", *arguments])


def check(_: list[str]) -> None:
    set_up(for_development=True)
    say("Style …")
    run(PYTHON, "-m", "ruff", "check", "--quiet", ".")
    run(PYTHON, "-m", "ruff", "format", "--quiet", "--check", ".")
    say("The code reads downhill …")
    run(VENV / "bin" / "lint-imports", "--no-cache")
    say("Types, and beside them:")
    with beside(PYTHON, "-m", "mypy", *typed_folders()):
        say("Pages …")
        run(PYTHON, "-m", "djlint", "--quiet", "--lint", "lintel/web")
        say("Migrations are present …")
        run(PYTHON, "manage.py", "makemigrations", "--check", "--dry-run", "-v", "0")
        say("The generated reference is current …")
        run(PYTHON, "-m", "docs.generate", "--check")


def typed_folders() -> list[str]:
    """mypy is strict on the law, the rules, and everything that writes or asks."""
    names = ("rules.py", "codes.py", "actions.py", "queries.py")
    found = [path.relative_to(ROOT) for name in names for path in sorted((ROOT / "lintel").rglob(name))]
    return ["demand_engine", "lintel/statute", *(str(path) for path in found if "statute" not in path.parts)]


def test(arguments: list[str]) -> None:
    check([])
    find_chromium()
    say("Tests, on the embedded PostgreSQL …")
    run(PYTHON, "-m", "pytest", "-n", "auto", "--dist", "loadfile", "-m", "not long", *arguments)
    test_on_a_server(arguments)
    say("All checked.")


def test_long(arguments: list[str]) -> None:
    set_up(for_development=True)
    find_chromium()
    say("Long tests …")
    run(PYTHON, "-m", "pytest", "-n", "auto", "--dist", "loadfile", "-m", "long", *arguments)
    if not arguments:
        run(PYTHON, "-m", "pytest", "-n", "auto", "tests/invariants", extra={"LINTEL_MOVES": "10000"})
        say("Properties, on cases drawn anew …")
        run(PYTHON, "-m", "pytest", "-n", "auto", "-m", "hypothesis and not long", extra={"LINTEL_NEW_CASES": "1"})
    say("All checked.")


def test_on_a_server(arguments: list[str]) -> None:
    """
    All that asks and writes and is quick, against a PostgreSQL server as in production.

    The screens have been seen by now, and what takes long has been shown once: all stays under twenty minutes.
    """
    written = (
        "foundation/access", "foundation/audit_log", "foundation/provenance", "steps/allocation", "oversight/audits",
    )  # fmt: skip
    wanted = arguments or [f"lintel/{part}" for part in written]
    but = "not browser and not slow and not long"
    command = [str(PYTHON), "-m", "pytest", "-n", "auto", "--dist", "loadfile", "-m", but, *wanted]
    if "DATABASE_URL" in os.environ:
        return  # the suite has just run there
    if not shutil.which("pg_virtualenv") and not install_with_apt("postgresql"):
        require_in_ci("PostgreSQL is not installed, so the suite did not run against a server.", "postgresql")
        return
    say("Tests, on a PostgreSQL server …")
    url = "postgres://$PGUSER:$PGPASSWORD@$PGHOST:$PGPORT/postgres"
    run("pg_virtualenv", "sh", "-c", f'DATABASE_URL="{url}" exec "$@"', "sh", *command)


def find_chromium() -> None:
    if shutil.which(CHROMIUM_NAMES[0]) or install_with_apt(CHROMIUM_NAMES[0]):
        return
    if any(shutil.which(name) for name in CHROMIUM_NAMES) or install_with_apt("chromium"):
        return
    require_in_ci("Chromium is not installed: the browser tests will be SKIPPED.", "chromium")


def install_with_apt(package: str) -> bool:
    """Install a Debian package when that is possible without asking anybody; say whether it worked."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    say(f"Installing {package} with apt …")
    quiet = {"stdout": subprocess.DEVNULL, "env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}}
    subprocess.run(["apt-get", "update", "-qq"], **quiet)  # type: ignore[call-overload]
    return subprocess.run(["apt-get", "install", "-y", "-qq", package], **quiet).returncode == 0  # type: ignore[call-overload,no-any-return]


def require_in_ci(sentence: str, package: str) -> None:
    if os.environ.get("CI") == "true":
        stop(sentence)
    print(f"\n*** {sentence}\n*** To install it: apt-get install {package}\n", flush=True)


def fix(_: list[str]) -> None:
    set_up(for_development=True)
    run(PYTHON, "-m", "ruff", "check", "--quiet", "--fix", ".")
    run(PYTHON, "-m", "ruff", "format", "--quiet", ".")
    run(PYTHON, "-m", "docs.generate")


def bench(arguments: list[str]) -> None:
    set_up(for_development=True)
    run(PYTHON, "-m", "bench", *arguments)


def docs(_: list[str]) -> None:
    set_up(for_development=True)
    run(PYTHON, "-m", "docs.generate")
    find_chromium()
    run(PYTHON, "-m", "pytest", "-q", "tests/journeys", extra={"LINTEL_SCREENSHOTS": "docs/screenshots"})


COMMANDS = {
    "demo": demo,
    "test": test,
    "test-long": test_long,
    "check": check,
    "fix": fix,
    "bench": bench,
    "docs": docs,
}


if __name__ == "__main__":
    if len(sys.argv) < 2 or sys.argv[1] not in COMMANDS:
        sys.exit(__doc__)
    try:
        COMMANDS[sys.argv[1]](sys.argv[2:])
    except KeyboardInterrupt:
        sys.exit("\nStopped.")
