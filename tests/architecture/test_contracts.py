"""The import contracts hold, and each of them would notice if it did not."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.source import ROOT

LAYERS = ["config", "demo", "web", "oversight", "journey", "steps", "foundation", "statute"]


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, env={"PYTHONPATH": str(folder)})


def seats() -> list[str]:
    """The seats that our own contract names, as folders."""
    lines = (ROOT / ".importlinter").read_text().splitlines()
    return [
        line.strip().removeprefix("lintel.").replace(".", "/") for line in lines if line.startswith("    lintel.web.")
    ]


def test_the_contracts_hold():
    done = lint(ROOT)

    assert done.returncode == 0, done.stdout


@pytest.fixture
def scratch(tmp_path: Path) -> Path:
    """A small house with the same rooms and our own contracts, free of faults until a test makes one."""
    rooms = [
        *LAYERS, "steps/front_door", "steps/plans", "foundation/people", "journey/imports", "oversight/performance",
        "oversight/demand", "web/sign_in",
    ]  # fmt: skip
    rooms += [seat for seat in seats() if seat not in rooms]
    for room in rooms:
        (tmp_path / "lintel" / room).mkdir(parents=True)
        (tmp_path / "lintel" / room / "__init__.py").touch()
    (tmp_path / "lintel/__init__.py").touch()
    (tmp_path / "demand_engine").mkdir()
    (tmp_path / "demand_engine/__init__.py").touch()
    for rules in ("steps/front_door", "foundation/people", "journey/imports", "oversight/performance"):
        (tmp_path / "lintel" / rules / "rules.py").touch()
        (tmp_path / "lintel" / rules / "codes.py").touch()
    shutil.copy(ROOT / ".importlinter", tmp_path)
    return tmp_path


def test_a_house_without_faults_passes(scratch):
    done = lint(scratch)

    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("module", "line", "contract"),
    [
        ("steps/front_door/__init__.py", "from lintel.journey import imports", "The code reads downhill"),
        ("statute/__init__.py", "import lintel.foundation", "The code reads downhill"),
        ("steps/plans/__init__.py", "import lintel.steps.front_door", "Steps of the journey do not know each other"),
        ("steps/front_door/rules.py", "import django.db", "Rules and codes are plain Python"),
        ("web/home/__init__.py", "import lintel.web.sign_in", "Seats do not know each other"),
        ("../demand_engine/__init__.py", "import lintel.statute", "The demand engine knows nothing of lintel"),
        ("../demand_engine/__init__.py", "import django", "The demand engine knows nothing of lintel"),
        ("web/home/__init__.py", "import demand_engine", "Only oversight.demand drives the demand engine"),
    ],
)
def test_breaking_a_contract_is_found(scratch, module, line, contract):
    (scratch / "lintel" / module).write_text(line + "\n")

    done = lint(scratch)

    assert done.returncode == 1
    broken = [row for row in done.stdout.splitlines() if row.rstrip().endswith("BROKEN")]
    assert any(row.startswith(contract) for row in broken), done.stdout


def test_a_stray_room_is_found(scratch):
    (scratch / "lintel/utils").mkdir()
    (scratch / "lintel/utils/__init__.py").touch()

    assert lint(scratch).returncode == 1
