"""What was written of visits, assessments, plans, endings and papers, each where it belongs in a child's story."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lintel.foundation.access.actions import exclude
from lintel.foundation.documents.actions import Said, withdraw
from lintel.foundation.documents.tests.builders import attached
from lintel.foundation.people.models import Address
from lintel.journey.assessing.tests.builders import assessed_before_and_again, of
from lintel.journey.chronology.queries import chronology, story
from lintel.journey.plans.closing.actions import close_episodes
from lintel.journey.plans.moving.actions import hand_on
from lintel.journey.plans.tests.builders import MOVE, SAID, WORDS, planned, stepping_down
from lintel.journey.visiting.actions import correct
from lintel.journey.visiting.tests.builders import bells_visited, said_of_the_bells
from lintel.steps.assessments.writing.actions import withdraw_need
from lintel.steps.chronology_entries.codes import ItemKind
from lintel.steps.family_versions import actions as given
from lintel.steps.family_versions.codes import Way
from lintel.steps.family_versions.tests.test_actions import letter
from lintel.steps.plans import actions as plans
from lintel.steps.plans.codes import Change, EndOfPlan
from lintel.steps.plans.models import PlanAction
from lintel.steps.plans.saying import Changed, Held
from lintel.steps.referrals.moving_away import actions as moving
from tests.cast import NOW, TYPED
from tests.once import once
from tests.trace import finding

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
LATER = NOW + timedelta(days=1)
HEARD = "The house was warm. Nobody went back to 4 Wren Close."


@pytest.fixture
def visited(cast, bells):
    return bells_visited(bells, by=cast.priya, heard=HEARD).visit


@pytest.fixture
def assessed(cast, bells, request):
    return once("bells assessed before and again", lambda: assessed_before_and_again(cast, bells), request)


def lines(viewer, child, *kinds, day=TODAY):
    return [line for line in story(child, viewer=viewer, day=day).lines if not kinds or set(kinds) & set(line.kinds)]


def said(viewer, child, *kinds, day=TODAY):
    return {line.what: line.detail for line in lines(viewer, child, *kinds, day=day)}


def in_words(found):
    return str([(line.what, line.parts, line.told_in, line.came_from) for line in found])


@finding("S47", screen="/children/<child>/")
def test_a_visit_to_brothers_and_sisters_is_one_line_with_each_childs_words_under_their_name(cast, bells, visited):
    [line] = lines(cast.priya, bells.mia, ItemKind.VISIT)

    words = {part.whose: part.words for part in line.parts}
    assert line.whose == tuple(sorted(child.pk for child in bells.children))
    assert words[bells.mia.pk,] == "Child seen, alone. “I sleep at Nan’s now.”"
    assert words[bells.noah.pk,] == "Child not seen: asleep."
    assert words[bells.baby.pk,] == "Observed: All well, the midwife says."
    assert words[line.whose].startswith("Priya Nair went. Met Ruth Bell, mother. The house was warm.")
    assert "I sleep at Nan’s" not in str(chronology(bells.mia, viewer=cast.priya, day=TODAY))


def test_a_visit_put_right_says_so_and_stands_from_the_day_it_came_in(cast, bells, visited):
    correct(visited, said_of_the_bells(bells, heard="It was cold."), version=1, sent_once=uuid4(), by=cast.priya,
            at=LATER)  # fmt: skip

    [line] = lines(cast.priya, bells.mia, ItemKind.VISIT, day=LATER.date())
    assert "It was cold. Put right by Priya Nair on 4 March 2025." in line.detail


def test_of_a_visit_to_a_child_who_is_kept_from_somebody_too_there_are_no_words(cast, bells, visited):
    exclude(bells.noah, user=cast.priya, reason="She is his aunt.", by=cast.helen, at=NOW)

    found = lines(cast.priya, bells.mia, ItemKind.VISIT)

    assert [(line.what, line.detail) for line in found if bells.mia.pk in line.whose] == [
        ("Visit", "Child seen, alone.")
    ]
    assert "The house was warm" not in in_words(found)
    assert "The house was warm" in in_words(lines(cast.marcus, bells.mia))


def test_an_address_that_is_kept_secret_is_in_no_words_of_a_visit(cast, bells, visited):
    Address.objects.create(**TYPED, key="secret", person=bells.ruth, lines="4 Wren Close", is_confidential=True)

    assert "Wren" not in in_words(lines(cast.priya, bells.mia))


@finding("S44", screen="/children/<child>/")
def test_an_assessment_is_authorised_looked_at_and_sent_back_each_on_its_day(cast, bells, assessed):
    noah, mia = (said(cast.priya, child, ItemKind.ASSESSMENT) for child in (bells.noah, bells.mia))

    assert "Assessment authorised: a child in need plan" in noah
    assert "Assessment authorised: a strategy discussion: harm is looked into" in noah  # his sister's
    assert noah["Assessment looked at half-way"] == "Ask Owen’s mother."
    assert noah["Assessment sent back"] == "What did his school say?"
    assert "Assessment sent back" not in mia
    assert mia["A need was written down"] == "Mia needs nights without shouting."
    before = lines(cast.priya, bells.mia, ItemKind.ASSESSMENT, day=date(2025, 3, 2))
    assert {(line.what, line.until) for line in before} == {("Assessment", None)}


def test_a_need_that_is_withdrawn_stands_with_why(cast, bells, assessed):
    withdraw_need(of(assessed, bells.mia.pk).needs.get(), because="She sleeps.", by=cast.priya, at=LATER)

    assert "A need was withdrawn" not in said(cast.priya, bells.mia)
    told = said(cast.priya, bells.mia, day=LATER.date())
    assert told["A need was withdrawn"] == "Mia needs nights without shouting. Why: She sleeps."


def test_half_way_words_about_all_are_for_whoever_may_see_them_all(cast, bells, assessed):
    exclude(bells.noah, user=cast.priya, reason="She is his aunt.", by=cast.helen, at=NOW)

    assert "Owen’s mother" not in in_words(lines(cast.priya, bells.mia))


@finding("S49", screen="/children/<child>/")
def test_of_a_plan_it_tells_what_changed_what_slipped_what_was_dropped_and_why_it_ended(cast, bells):
    plan = planned(cast, bells)
    lock, course = PlanAction.objects.order_by("pk")
    plans.change_date(lock, due_on=date(2025, 3, 28), because="No locksmith.", by=cast.priya, at=NOW)
    plans.drop(course, because="There is none.", by=cast.priya, at=NOW)
    change = Changed(need_id=lock.need_id, change=Change.BETTER, words="She slept twice.")
    held = Held(held_on=TODAY, present="Ruth, Mia", childs_view="It is quiet.", changes=[change])
    plans.review(plan, held, by=cast.priya, at=NOW)
    plans.end_plan(plan, reason=EndOfPlan.NEEDS_MET, because="She is safe at night.", by=cast.priya, at=NOW)

    told = said(cast.priya, bells.mia, ItemKind.PLAN)

    assert told["Plan reviewed"] == (
        "To sleep without being afraid: Better for the child. She slept twice. The child says: “It is quiet.” "
        "Present: Ruth, Mia."
    )
    assert told["An action was put off"] == "A lock on the door. From 14 March 2025 to 28 March 2025: No locksmith."
    assert told["An action was dropped"] == "A parenting course. Why: There is none."
    assert told["Child in need plan ended"] == "The needs are met. She is safe at night."
    of_a_sister = said(cast.priya, bells.noah, ItemKind.PLAN)
    assert "Plan reviewed" in of_a_sister
    assert "An action was dropped" not in of_a_sister


@finding("S33", screen="/children/<child>/")
def test_how_it_ended_and_what_the_family_was_told_stands_with_the_closing(cast, bells):
    two = [bells.referrals[name] for name in ("mia", "noah")]
    close_episodes(two, reason="RC7", words=WORDS, by=cast.priya, at=LATER)
    day = LATER.date()

    [line] = lines(cast.helen, bells.mia, ItemKind.CLOSURE, day=day)

    assert "She is at school every day. The family was told: Priya told Ruth on Monday" in line.detail
    assert line.whose == (bells.mia.pk, bells.noah.pk)
    exclude(bells.noah, user=cast.helen, reason="He is her nephew.", by=cast.grace, at=LATER)
    assert "at school every day" not in in_words(lines(cast.helen, bells.mia, day=day))


def test_a_step_down_says_what_worked_what_remains_and_what_if(cast, bells):
    stepping_down(cast, bells, "mia", "noah")

    line = next(line for line in lines(cast.priya, bells.mia) if line.what == "Step-down to early help")

    assert line.whose == tuple(sorted((bells.mia.pk, bells.noah.pk)))
    for words in (SAID.worked, SAID.remains, SAID.contingency):
        assert words in line.detail
    exclude(bells.noah, user=cast.priya, reason="She is his aunt.", by=cast.helen, at=NOW)
    assert SAID.worked not in in_words(lines(cast.priya, bells.mia))


def test_a_child_handed_on_is_begun_sent_acknowledged_and_accepted(cast, bells):
    [transfer] = hand_on([bells.referrals["mia"]], MOVE, by=cast.priya, at=NOW)
    moving.send(transfer, by=cast.priya, at=NOW)
    moving.acknowledge(transfer, acknowledged_by="Ann Low", by=cast.priya, at=NOW)
    moving.accept_elsewhere(transfer, accepted_on=LATER.date(), accepted_by="Joe Ray", by=cast.priya, at=LATER)

    told = said(cast.priya, bells.mia, ItemKind.MOVE, day=LATER.date())

    assert told["Handing on to Larchshire begun"].endswith("Meanwhile: Priya visits until they accept.")
    assert told["Accepted by Larchshire"] == "Joe Ray"
    assert {"Sent to Larchshire", "Acknowledged by Larchshire"} < set(told)
    assert "Accepted by Larchshire" not in said(cast.priya, bells.mia)


@finding("S48", screen="/children/<child>/")
def test_what_the_family_read_said_back_and_does_not_agree_with_is_in_their_own_words(cast, bells):
    version = given.finish(letter(bells, by=cast.priya), by=cast.priya, at=NOW)
    now = {"by": cast.priya, "at": NOW}
    given.share(version, shared_on=TODAY, way=Way.READ_TOGETHER, language="Polish", **now)
    given.hear_back(version, said_on=TODAY, worry="He shouts.", worry_said=True, ask_said=False, next_said=False, **now)
    given.write_disagreement(version, words="I was never late.", said_on=TODAY, **now)

    told = said(cast.priya, bells.mia, ItemKind.READ_BY_FAMILY)

    assert told == {
        "Letter in plain words, for Ruth Bell": "A letter about Mia",
        "Shared with Ruth Bell": "A letter about Mia: read together, and no paper left. In Polish.",
        "Ruth Bell said back what it says": (
            "The worry: “He shouts.” What is asked of them: not said back. What happens next: not said back."
        ),
        "Ruth Bell does not agree": "“I was never late.” Of: A letter about Mia.",
    }
    assert next(iter(told)) in ("Ruth Bell said back what it says", "Ruth Bell does not agree")  # the newest first
    assert list(told)[-1] == "Letter in plain words, for Ruth Bell"
    assert said(cast.priya, bells.noah, ItemKind.READ_BY_FAMILY) == {}
    exclude(bells.ruth, user=cast.priya, reason="They are friends.", by=cast.helen, at=NOW)
    assert said(cast.priya, bells.mia, ItemKind.READ_BY_FAMILY) == {}


def test_a_paper_stands_on_the_day_it_was_written_from_the_day_it_came_until_it_is_withdrawn(cast, bells):
    told_of_it = Said(title="School report", from_whom="Burnside Primary", dated_on=date(2025, 2, 20))
    paper = attached(bells.mia, bells.noah, by=cast.priya, said=told_of_it, is_read=False)

    [line] = lines(cast.priya, bells.mia, ItemKind.DOCUMENT)

    assert (line.on, line.what) == (date(2025, 2, 20), "Document: School report")
    assert lines(cast.priya, bells.mia, ItemKind.DOCUMENT, day=date(2025, 2, 28)) == []
    exclude(bells.noah, user=cast.marcus, reason="He is his uncle.", by=cast.helen, at=NOW)
    assert lines(cast.marcus, bells.mia, ItemKind.DOCUMENT) == []
    withdraw(paper, because="Another child's.", by=cast.priya, at=NOW)
    assert lines(cast.priya, bells.mia, ItemKind.DOCUMENT) == []


def test_many_of_each_take_as_many_questions_as_one(cast, bells, assessed, visited):
    def more(number):
        at = NOW + timedelta(hours=4 * number)
        bells_visited(bells, by=cast.priya, at=at)
        version = given.finish(letter(bells, by=cast.priya), by=cast.priya, at=NOW)
        given.share(version, shared_on=TODAY, way=Way.READ_TOGETHER, by=cast.priya, at=NOW)
        given.write_disagreement(version, words="No.", said_on=TODAY, by=cast.priya, at=NOW)
        attached(bells.mia, by=cast.priya, raw=f"Paper {number}".encode(), is_read=False)

    def asked():
        with CaptureQueriesContext(connection) as queries:
            story(bells.mia, viewer=cast.priya, day=TODAY)
        return len(queries)

    planned(cast, bells)
    more(1)
    asked()
    few = asked()
    for number in (2, 3):
        more(number)

    assert asked() == few
