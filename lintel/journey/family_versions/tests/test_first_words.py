"""Nothing is typed that needs, plans and dates hold already; and of no child one may not see."""

from datetime import date

import pytest

from lintel.journey.allocating.dues.codes import What
from lintel.journey.family_versions.queries import first_words, subjects
from lintel.journey.family_versions.rules import (
    ActionWords,
    DueWords,
    NeedWords,
    is_theirs,
    steps_from,
    title_of,
    worries_from,
)
from lintel.journey.family_versions.tests.families import ASK, IMPACT, WORRY, papers_of_mia, subject_of
from lintel.steps.family_versions.codes import About, Reader
from lintel.steps.family_versions.queries import may_read
from tests.cast import NOW

NEED = NeedWords(
    pk=7, words="Mia is late.", impact="She is tired.", different="Mia is on time", by_when=date(2025, 4, 14)
)
ACTIONS = [
    ActionWords(words="Wake Mia", need_id=7, owner="Ruth Bell", due_on=date(2025, 3, 5)),
    ActionWords(words="Ring the school.", need_id=7, owner="Priya"),
    ActionWords(words="Meet at the school", need_id=None, owner="Everybody", due_on=date(2025, 3, 20)),
]


def test_a_need_becomes_a_worry_with_what_is_asked_and_what_we_do():
    (found,) = worries_from([NEED], ACTIONS, reader_names=["Ruth Bell"])

    assert (found.worry, found.impact, found.need_id) == ("Mia is late.", "She is tired.", 7)
    assert found.better == "Mia is on time, by 14 April 2025."
    assert found.ask == "Wake Mia, by 5 March 2025."
    assert found.will_do == "Priya: Ring the school."


@pytest.mark.parametrize(
    ("owner", "names", "theirs"),
    [
        ("Ruth", ["Ruth Bell", "Ruth", "mother"], True), ("Mother, with Priya", ["mother"], True),
        ("Priya", ["Ruth Bell", "Ruth"], False), ("", ["Ruth"], False), ("Priya", [""], False),
    ],
)  # fmt: skip
def test_an_action_is_asked_of_the_reader_where_its_owner_is_the_reader(owner, names, theirs):
    assert is_theirs(owner, names) is theirs


def test_next_steps_are_what_is_due_and_what_no_need_names():
    dues = [
        DueWords(what=What.CHILD_SEEN, due_on=date(2025, 3, 10)), DueWords(what=What.ANSWER, due_on=date(2025, 3, 4)),
        DueWords(what=What.PROMISE, due_on=date(2025, 3, 12), words="A bus pass."),
        DueWords(what=What.PLAN_REVIEW, due_on=date(2025, 3, 13)),
    ]  # fmt: skip

    assert steps_from(dues, ACTIONS, child="Mia", reader=Reader.PARENT).splitlines() == [
        "We will come and see Mia by 10 March 2025.", "We promised: A bus pass, by 12 March 2025.",
        "We will look at the plan with you by 13 March 2025, to see what has changed for Mia.",
        "Everybody: Meet at the school, by 20 March 2025.",
    ]  # fmt: skip


def test_the_childs_own_version_speaks_to_the_child():
    assert title_of(About.CIN_PLAN, child="Mia", reader=Reader.YOUNG_PERSON) == "The plan to help you"


@pytest.mark.django_db
def test_it_begins_with_needs_actions_the_worker_and_whom_to_ring(cast, bells, priya):
    papers_of_mia(cast, bells)
    reader = may_read(bells.mia, viewer=priya)[0]

    for about in (About.ASSESSMENT, About.CIN_PLAN):
        subject = subject_of(bells.mia, about, viewer=priya)
        found = first_words(bells.mia, subject, reader, ring="At night: 01632 960 599", viewer=priya, on=NOW.date())
        (worry,) = found.worries
        assert (worry.worry, worry.impact, worry.ask) == (WORRY, IMPACT, ASK)
        assert found.ring == "Priya Nair, North assessment:\nAt night: 01632 960 599"


@pytest.mark.django_db
def test_tom_is_offered_nothing_and_reads_no_word(cast, bells, tom, priya):
    papers_of_mia(cast, bells)
    subject = subject_of(bells.mia, About.ASSESSMENT, viewer=priya)
    reader = may_read(bells.mia, viewer=priya)[0]

    assert subjects(bells.mia, viewer=tom, on=NOW.date()) == []
    assert first_words(bells.mia, subject, reader, ring="", viewer=tom, on=NOW.date()).worries == ()
