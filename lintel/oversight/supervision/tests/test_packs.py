"""The prep pack: undone first, what changed, the child's words, what was promised; and no question per child."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lintel.journey.visiting.tests.builders import bells_visited
from lintel.oversight.drift.tests.builders import found_by_now
from lintel.oversight.supervision.packs.queries import about_children, packs
from lintel.oversight.supervision.tests.builders import CHANGED, MONTH, signed
from lintel.steps.enquiries.tests.builders import caused
from lintel.steps.promises.actions import promise
from lintel.steps.safety_plans.actions import make_safety_plan
from tests.cast import NOW
from tests.trace import finding

pytestmark = pytest.mark.django_db
LATER = NOW + MONTH


@finding("S15", screen="/supervision/<session>/pack/")
def test_a_pack_has_what_was_not_done_what_changed_and_what_the_child_said(cast, bells):
    signed(cast, bells)
    promise(bells.mia, words="To bring her book back", due_on=date(2025, 3, 10), by=cast.priya, at=NOW)
    bells_visited(bells, by=cast.priya, at=NOW + timedelta(days=7))

    [pack] = packs({bells.mia.pk: ["Due"]}, viewer=cast.marcus, at=LATER)

    assert [each.for_what for each in pack.undone] == ["Mia eats without pain"]
    assert pack.last.changed == CHANGED
    assert any("Visit on 10 March" in each.what for each in pack.news)
    assert [(each.words, each.is_said) for each in pack.own_words] == [("I sleep at Nan’s now.", True)]
    assert [each.words for each in pack.owed] == ["To bring her book back"]
    assert pack.seen_on == pack.alone_on == date(2025, 3, 10)


def test_risk_is_what_people_wrote_since_the_child_was_last_spoken_of(cast, bells):
    caused(bells.mia, by=cast.priya, at=NOW - timedelta(days=1))
    make_safety_plan(bells.mia, words="Nan stays.", made_with="Ruth", by=cast.priya, at=NOW)
    bells_visited(bells, by=cast.priya, at=NOW, heard="He says that he is not scared of anybody. It was cold.")

    about = {each.child: each for each in about_children(cast.priya.worker_id, viewer=cast.marcus, at=NOW)}

    said = about[bells.mia.pk].risk
    assert said[0].startswith("Thought likely to be harmed on 2 March: “")
    assert said[1:] == (
        "Safety plan of 3 March: “Nan stays.”",
        "Visit on 3 March: “He says that he is not scared of anybody.”",
    )
    assert about[bells.baby.pk].risk == ("Visit on 3 March: “He says that he is not scared of anybody.”",)


def test_a_pack_asks_no_more_of_three_children_than_of_one(cast, bells):
    signed(cast, bells, of=bells.children)
    bells_visited(bells, by=cast.priya, at=NOW + timedelta(days=7))

    counts = []
    for children in ([bells.mia], bells.children):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            packs({child.pk: [] for child in children}, viewer=cast.marcus, at=LATER)
        counts.append(len(asked))

    assert counts[0] == counts[1] <= 60


def test_what_stands_still_is_said_in_its_own_words(cast, bells):
    wants_answer, _ = found_by_now(cast, bells)
    at, child = wants_answer.raised_at, wants_answer.child_id

    about = {each.child: each for each in about_children(cast.priya.worker_id, viewer=cast.marcus, at=at)}
    [pack] = packs({child: []}, viewer=cast.marcus, at=at)

    assert wants_answer.sentence in pack.drift
    assert about[child].drift == tuple(pack.drift)
    assert all(each.drift == () for each in about.values() if each.child != child)


def test_nobody_gets_a_pack_of_a_child_they_may_not_see(cast, bells):
    assert packs({bells.mia.pk: []}, viewer=cast.tom, at=NOW) == []
    assert about_children(cast.priya.worker_id, viewer=cast.tom, at=NOW) == []
