"""A grade that is sealed stands nowhere: only audits and their moderation read the record that holds it."""

import ast
import re

import pytest

from tests.architecture.source import PACKAGE, here, our_modules, tree_of

MAY_READ = ("lintel/oversight/audits/", "lintel/oversight/moderation/")
HOLDS_GRADES = {"Grading", "GradeInHand"}
# By attribute or by a filter of another model: audit.grading, audit.grade_in_hand, grading__grade.
REACHES = re.compile(r"\b(?:grading|grade_in_hand)\b(?!_for)|grading__(?!sealed|isnull)")


def reads_grades(tree: ast.AST) -> list[int]:
    """The lines of a module that take the record of a grade, or reach it over an audit."""
    found = []
    for node in ast.walk(tree):
        if (isinstance(node, ast.ImportFrom) and HOLDS_GRADES & {alias.name for alias in node.names}) or (
            isinstance(node, ast.Attribute) and REACHES.fullmatch(node.attr)
        ):
            found.append(node.lineno)
        elif isinstance(node, ast.keyword) and node.arg and REACHES.match(node.arg):
            found.append(node.value.lineno)
    return found


def test_only_audits_and_moderation_read_a_grade():
    found = {
        here(path): lines
        for path in our_modules()
        if not here(path).startswith(MAY_READ) and (lines := reads_grades(tree_of(path)))
    }

    assert found == {}


def test_no_template_reaches_a_grade_over_an_audit():
    found = {
        here(path)
        for path in sorted(PACKAGE.rglob("*.html"))
        if re.search(r"\.(?:grading|grade_in_hand)\b", path.read_text(encoding="utf-8"))
    }

    assert found == set()


@pytest.mark.parametrize(
    "code",
    [
        "from lintel.oversight.audits.models import Audit, Grading",
        "def view(audit):\n    return audit.grading.grade\n",
        "Audit.objects.filter(grading__grade=4)",
        "Audit.objects.filter(grade_in_hand__grade=4)",
    ],
)
def test_somebody_else_reading_a_grade_would_be_found(code):
    assert reads_grades(ast.parse(code))


def test_asking_whether_a_grade_is_open_is_no_reading_of_it():
    assert (
        reads_grades(ast.parse("Audit.objects.filter(grading__sealed=False)\ngrading_for(audit, viewer=viewer)")) == []
    )
