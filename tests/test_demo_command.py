"""`lintel demo`: it starts, stops cleanly, and starts again with everything still there."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from lintel.config import embedded_postgres
from lintel.config.command import main
from lintel.demo.accounts import PASSWORD

PATIENCE = 240


@pytest.fixture
def home(tmp_path):
    """A folder of its own for the embedded database, gone afterwards wherever it really lay."""
    folder = tmp_path / "home"
    yield folder
    place = embedded_postgres._Server(folder / "postgres").place
    embedded_postgres._stop(place / "data")
    shutil.rmtree(place, ignore_errors=True)


@pytest.fixture
def port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


class Demo:
    """The command in a process of its own."""

    def __init__(self, home: Path, port: int, *options: str) -> None:
        self.said = home.parent / f"said-{time.monotonic_ns()}"
        environment = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "lintel.config.command", "demo", "--port", str(port), "--scale", "0.03", *options],
            env={**environment, "LINTEL_HOME": str(home)}, stdout=self.said.open("wb"), stderr=subprocess.STDOUT,
        )  # fmt: skip
        self._wait_for("Ctrl-C stops")

    @property
    def output(self) -> str:
        return self.said.read_text()

    def _wait_for(self, words: str) -> None:
        begun = time.monotonic()
        while words not in self.output:
            assert self.process.poll() is None, self.output
            assert time.monotonic() - begun < PATIENCE, self.output
            time.sleep(0.1)

    def stop(self) -> int:
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(timeout=60)


@pytest.mark.long
@pytest.mark.slow(takes=40)
def test_it_starts_stops_cleanly_and_starts_again_with_everything_still_there(home, port):
    # Not longer ago: whoever does not sign in for 35 days is locked out in the night, in the demo as well.
    until = datetime.now(tz=UTC).date() - timedelta(days=1)
    first = Demo(home, port, "--until", until.isoformat())
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/sign-in/") as page:
        assert page.status == 200
    reset = subprocess.run(
        [sys.executable, "-m", "lintel.config.command", "demo", "reset", "--yes"],
        env={**{k: v for k, v in os.environ.items() if k != "DATABASE_URL"}, "LINTEL_HOME": str(home)},
        capture_output=True, text=True,
    )  # fmt: skip
    assert (reset.returncode, "is running" in reset.stderr) == (1, True)
    assert first.stop() == 0

    assert f"until {until:%-d %B %Y}" in first.output
    assert f"http://127.0.0.1:{port}" in first.output
    assert "Performance analyst" in first.output
    assert "what changed, and whether it is real" in first.output
    assert PASSWORD in first.output
    assert first.output.rstrip().endswith("goes on from here.")
    database = embedded_postgres._Server(home / "postgres")
    assert not database.is_accepting()

    again = Demo(home, port)
    assert again.stop() == 0
    assert "Making Ravenshire" not in again.output
    assert "Performance analyst" in again.output


def test_a_port_in_use_is_said_plainly(port):
    with socket.socket() as other:
        other.bind(("127.0.0.1", port))
        other.listen()

        done = CliRunner().invoke(main, ["demo", "--port", str(port)])

    assert done.exit_code == 1
    assert f"Port {port} is in use" in done.output


def test_a_day_that_is_none_is_refused():
    done = CliRunner().invoke(main, ["demo", "--until", "31/02/2025"])

    assert done.exit_code == 2
    assert "Write it as 2026-03-31" in done.output


@pytest.mark.parametrize("name", ["DATABASE_URL", "LINTEL_PRODUCTION"])
def test_only_the_embedded_database_can_be_emptied(monkeypatch, name):
    monkeypatch.setenv(name, "1")

    done = CliRunner().invoke(main, ["demo", "reset", "--yes"])

    assert done.exit_code == 1
    assert "Nothing was changed" in done.output


@pytest.mark.django_db
def test_an_empty_record_is_not_exported(tmp_path):
    done = CliRunner().invoke(main, ["demo", "export", str(tmp_path / "out")])

    assert done.exit_code == 1
    assert "nothing to write out yet" in done.output


@pytest.mark.slow
def test_export_writes_every_file_and_says_where(ravenshire, tmp_path):
    done = CliRunner().invoke(main, ["demo", "export", str(tmp_path / "out"), "--official-only"])

    assert done.exit_code == 0
    written = {path.name for path in (tmp_path / "out").iterdir()}
    assert written == {"annex_a.xlsx", "cin-2023.xml", "cin-2024.xml", "cin-2025.xml", "staff.xlsx"}
    assert all(name in done.output.replace("\n", "") for name in written)
