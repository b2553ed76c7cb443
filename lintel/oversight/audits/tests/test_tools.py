"""What a tool is, what is wrong with one in plain words, and the tools that come with Lintel."""

from pathlib import Path

import pytest

from lintel.oversight.audits.codes import Core, Fact, Grade, Tag
from lintel.oversight.audits.shelf import NoSuchTool, newest_called, problems, tool, tools_to_choose
from lintel.oversight.audits.tools import NotATool, read
from tests.trace import finding

OWN = """
code: closing
version: 2
title: Before we close
grades: {outstanding: a, good: b, requires_improvement: c, inadequate: d}
sections:
  - slug: plan
    title: The plan
    questions:
      - {slug: right_plan, tag: quality, words: Right plan, fact: plan_in_force}
      - {slug: in_time, tag: quality, words: In time, fact: actions_in_time}
      - {slug: told, tag: quality, words: Was the family told}
      - {slug: lasting, tag: quality, words: Will it last}
      - {slug: seen_alone, tag: compliance, words: Seen alone, fact: seen_alone}
"""


@finding("S63")
def test_every_tool_asks_mostly_about_quality_and_its_compliance_fills_itself_in():
    for each in tools_to_choose():
        assert each.quality_share >= 0.8, each.code
        assert all(question.fills_itself_in for question in each.questions if question.tag is Tag.COMPLIANCE), each.code


@finding("S56")
@finding("S57")
def test_every_tool_asks_both_core_questions_with_what_the_record_says_beside_them():
    found = tools_to_choose()

    assert {each.code for each in found} >= {"whole_journey", "oversight", "domestic_abuse_notices"}
    for each in found:
        assert each.question(Core.RIGHT_PLAN).fact is Fact.PLAN_IN_FORCE
        assert each.question(Core.IN_TIME).fact is Fact.ACTIONS_IN_TIME
        assert set(each.descriptors) == set(Grade)


@pytest.mark.parametrize(
    ("was", "becomes", "said"),
    [
        ("slug: in_time", "slug: other", "It does not ask whether it moves in time"),
        ("code: closing", "code: Closing Audit", "Its code must be in small letters"),
        ("version: 2", "version: two", "Its version must be a whole number"),
        ("good: b,", "", "It does not say what “Good” looks like."),
        ("tag: quality, words: Will it last", "tag: feeling, words: Will it last", "must be tagged"),
        ("tag: quality, words: Will it last", "tag: compliance, words: Will it last", "Only 3 of its 5 questions"),
        ("fact: seen_alone", "fact: shoe_size", "asks for a fact the system does not find"),
        ("slug: lasting", "slug: told", "Two questions have the slug “told”."),
        ("words: Right plan", "verdicts: [], words: Right plan", "is answered with a verdict"),
        ("title: The plan", "title: ''", "needs a slug in small letters and a title"),
        ("sections:", "parts:", "It has no list of sections."),
    ],
)
def test_what_is_wrong_with_a_tool_is_said_in_plain_words(was, becomes, said):
    read(OWN)

    with pytest.raises(NotATool) as refused:
        read(OWN.replace(was, becomes, 1))

    assert any(said in each for each in refused.value.problems)


@pytest.mark.parametrize("text", ["", "just words", "- a list", "code: [", "\x00", "{{ 7*7 }}"])
def test_what_is_no_tool_at_all_is_refused_with_words(text):
    with pytest.raises(NotATool) as refused:
        read(text)

    assert refused.value.problems


def test_an_authority_lays_its_own_tools_in_a_folder(settings, tmp_path: Path):
    (tmp_path / "closing.yml").write_text(OWN, encoding="utf-8")
    (tmp_path / "broken.yml").write_text(OWN.replace("slug: in_time", "slug: other"), encoding="utf-8")
    (tmp_path / "not-text.yml").write_bytes(b"\xff\xfe\x00")
    settings.AUDIT_TOOLS = str(tmp_path)

    assert tool("closing", 2).title == "Before we close"
    assert newest_called("closing").months == 12
    assert any(each.startswith("broken.yml: It does not ask whether it moves in time") for each in problems())
    assert any(each.startswith("not-text.yml") for each in problems())


def test_its_own_folder_changes_no_tool_that_came_with_lintel(settings, tmp_path: Path):
    shipped = tool("oversight", 1)
    (tmp_path / "mine.yml").write_text(OWN.replace("closing", "oversight").replace("2", "1", 1), encoding="utf-8")
    settings.AUDIT_TOOLS = str(tmp_path)

    assert tool("oversight", 1) == shipped
    with pytest.raises(NoSuchTool):
        tool("oversight", 9)
