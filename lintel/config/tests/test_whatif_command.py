"""`lintel whatif`, as it is typed."""

import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from distributed import LocalCluster

from lintel.config.commands.whatif import command
from lintel.oversight.demand.nation import running

EXAMPLE = Path(__file__).parents[3] / "docs/examples/wigan.toml"


def test_a_scenario_file_is_answered_in_words_with_a_table_and_a_picture(tmp_path):
    picture = tmp_path / "waiting.svg"

    said = CliRunner().invoke(command, [str(EXAMPLE), "--runs", "60", "--svg", str(picture)])

    assert said.exit_code == 0, said.output
    assert "Children start to wait in week 6" in said.output
    assert "Twenty-four more from week 5" in said.output
    assert picture.read_text("utf-8").startswith("<svg")


def test_a_file_that_makes_no_sense_is_refused_in_plain_words(tmp_path):
    file = tmp_path / "wrong.toml"
    file.write_text(EXAMPLE.read_text("utf-8").replace("[[0, 0.3], [10, 0.7]]", "[[0, 0.3], [10, 1.7]]"), "utf-8")

    said = CliRunner().invoke(command, [str(file)])

    assert said.exit_code == 1
    assert "170% of contacts cannot be" in said.output


def test_authorities_are_answered_in_one_table_with_its_grounds_and_its_cost():
    said = everywhere("Rutland, Bristol", "--conversion-to", "30", "--over-weeks", "6", "--weeks", "10")

    assert said.exit_code == 0, said.output
    lines = said.output.splitlines()
    assert any(line.startswith("Bristol, City of ") for line in lines)
    assert any(line.startswith("All 2 together ") for line in lines)
    assert "2 of 2" in said.output
    assert "Conversion moves from 22% of contacts to 30%, in a straight line over 6 weeks." in said.output
    assert "aged 0 to 17, ONS, mid-2024" in said.output
    assert "All 153 authorities with 1,000 runs each would take about" in said.output


def test_populations_of_ones_own_are_said_to_be_so(tmp_path):
    file = tmp_path / "own.csv"
    file.write_text("code,name,children\nX1,Northshire,9000\n", "utf-8")

    said = everywhere("all", "--populations", str(file), "--weeks", "4", "--pounds-per-core-hour", "1.5")

    assert said.exit_code == 0, said.output
    assert "the figures of own.csv" in said.output
    assert "at £1.50 a core-hour, which is assumed" in said.output


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "Give either a SCENARIO file or --authorities"),
        ([str(EXAMPLE), "--authorities", "all"], "one of the two, and not both"),
        ([str(EXAMPLE), "--cluster", "tcp://host:8786"], "--cluster goes with --authorities"),
        (["--authorities", "Wigan", "--svg", "waiting.svg"], "--svg goes with a SCENARIO file"),
        (["--authorities", "Wiggan"], "There is no authority called Wiggan. Did you mean Wigan?"),
        (["--authorities", "Wigan", "--over-weeks", "26"], "say where to with --conversion-to"),
        (["--authorities", "Wigan", "--conversion-to", "170"], "170% of contacts cannot be"),
        (["--authorities", "Wigan", "--conversion-to", "30", "--over-weeks", "-1"], "nor take less than no time"),
        (["--authorities", "Wigan", "--weeks", "900"], "900 weeks cannot be foreseen"),
        (["--authorities", "Wigan", "--weeks", "-3"], "cannot be foreseen"),
        (["--authorities", "Wigan", "--starts-on", "2027-01-05"], "Weeks start on Mondays"),
        (["--authorities", "Wigan", "--runs", "0"], "Run it between once and"),
        (["--authorities", "Wigan", "--pounds-per-core-hour", "-1"], "A price is not negative"),
    ],
)
def test_what_cannot_be_asked_is_refused_in_plain_words(arguments: list[str], words: str):
    said = CliRunner().invoke(command, arguments)

    assert said.exit_code == 1, said.output
    assert words in said.output


def test_a_cluster_without_dask_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)

    said = everywhere("Rutland", "--cluster", "tcp://127.0.0.1:8786")

    assert said.exit_code == 1
    assert "pip install lintel[cluster]" in said.output


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_a_cluster_that_does_not_answer_is_said_to_be_so(monkeypatch):
    monkeypatch.setattr(running, "SECONDS_TO_ANSWER", 1)

    said = everywhere("Rutland", "--cluster", "127.0.0.1:9")

    assert said.exit_code == 1
    assert "No Dask scheduler answers at 127.0.0.1:9" in said.output


def everywhere(authorities: str, *more: str):
    arguments = ["--authorities", authorities, "--runs", "5", "--starts-on", "2027-01-04", *more]
    return CliRunner().invoke(command, arguments)


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_a_cluster_gives_the_table_of_the_cores_here():
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None, silence_logs=50) as cluster:
        there = everywhere("Rutland, Wigan, Torbay", "--cluster", cluster.scheduler_address)
    here = everywhere("Rutland, Wigan, Torbay")

    assert there.exit_code == 0, there.output
    assert table_of(there) == table_of(here)
    assert len(table_of(here)) == 5


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_a_cluster_without_workers_is_said_to_have_none(monkeypatch):
    monkeypatch.setattr(running, "SECONDS_TO_ANSWER", 1)

    with LocalCluster(n_workers=0, dashboard_address=None, silence_logs=50) as cluster:
        said = everywhere("Rutland", "--cluster", cluster.scheduler_address)

    assert said.exit_code == 1
    assert "has no workers. Start some with: dask worker." in said.output


def table_of(said) -> list[str]:
    """The lines of the table, without how the authorities finished and how long it took."""
    lines = said.stdout.splitlines()
    begins = next(place for place, line in enumerate(lines) if line.startswith("authority"))
    return lines[begins : lines.index("", begins)]
