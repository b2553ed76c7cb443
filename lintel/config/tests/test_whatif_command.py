"""`lintel whatif`, as it is typed."""

from pathlib import Path

from click.testing import CliRunner

from lintel.config.commands.whatif import command

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
