"""The examples of the documentation run, and say what they promise."""

import runpy
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).parents[2] / "docs/examples"
SAYS = {
    "at_once": "week  8: 62% accepted, 144 wait, 31.0 each",
    "a_thousand_futures": "In week 11, ",
    "two_plans": "Twelve posts six weeks earlier spare",
}


def test_every_example_is_tried():
    assert {file.stem for file in EXAMPLES.glob("*.py")} == set(SAYS)


@pytest.mark.parametrize("name", SAYS)
def test_an_example_runs(name: str, capsys):
    runpy.run_path(str(EXAMPLES / f"{name}.py"))

    assert SAYS[name] in capsys.readouterr().out
