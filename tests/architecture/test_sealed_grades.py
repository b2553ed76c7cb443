"""A grade that is sealed stands nowhere: only audits and their moderation read the record that holds it."""

import ast
import re

import pytest

from tests.architecture.source import PACKAGE, here, our_modules, tree_of

MAY_READ = ("lintel/oversight/audits/", "lintel/oversight/moderation/")
HOLDS_GRADES = {"Grading", "GradeInHand"}
# Over an audit: audit.grading, audit.grade_in_hand; or in a question: grading__grade. Whether it is open may be asked.
OVER_AN_AUDIT = {"grading", "grade_in_hand"}
IN_A_QUESTION = re.compile(r"(?:\w+__)?(?:grading|grade_in_hand)(?:__(?!sealed|isnull)\w+)?")


def reads_grades(tree: ast.AST) -> list[int]:
    """The lines of a module that take the record of a grade, or reach it over an audit."""
    return [node.lineno for node in ast.walk(tree) if isinstance(node, ast.stmt | ast.expr) and _reads(node)]


def _reads(node: ast.AST) -> bool:
    if isinstance(node, ast.ImportFrom):
        return bool(HOLDS_GRADES & {alias.name for alias in node.names})
    if isinstance(node, ast.Attribute):
        return node.attr in OVER_AN_AUDIT
    if isinstance(node, ast.Call):
        said = [each.arg for each in node.keywords] + [
            each.value for each in node.args if isinstance(each, ast.Constant)
        ]
        return any(isinstance(each, str) and IN_A_QUESTION.fullmatch(each) for each in said)
    return False


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
        "Answer.objects.values_list('audit__grading__grade')",
        "Audit.objects.select_related('grading')",
    ],
)
def test_somebody_else_reading_a_grade_would_be_found(code):
    assert reads_grades(ast.parse(code))


def test_asking_whether_a_grade_is_open_is_no_reading_of_it():
    assert (
        reads_grades(ast.parse("Audit.objects.filter(grading__sealed=False)\ngrading_for(audit, viewer=viewer)")) == []
    )
