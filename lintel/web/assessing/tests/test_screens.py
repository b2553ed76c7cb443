"""Begun in one step, written by part, sent, and signed by somebody else; Tom finds nothing."""

import re
from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from lintel.foundation.audit_log.models import Entry
from lintel.journey.assessing.tests.builders import (
    TEN,
    assessed_before_and_again,
    begun,
    of,
    say,
    sent,
    written,
)
from lintel.journey.visiting.tests.builders import bells_visited
from lintel.steps.assessments.actions import record_view, say_told
from lintel.steps.assessments.codes import Outcome, State
from lintel.steps.assessments.models import FamilyAssessment, HistoryUse, Midpoint, Need, ParentView, PracticeChoice
from lintel.steps.assessments.tests.test_practice_reading import OURS
from tests.cast import LONDON
from tests.once import once
from tests.trace import finding

pytestmark = pytest.mark.django_db
LATER = TEN + timedelta(seconds=30)
HOSTILE = "<script>alert('x')</script> {{ 7*7 }} \u202e '; DROP TABLE people; --"


@pytest.fixture(autouse=True)
def _a_minute_past_ten(time_machine):
    """A minute after the assessment was sent."""
    time_machine.move_to(TEN + timedelta(minutes=1), tick=False)


@pytest.fixture
def family(cast, bells, request):
    return once("assessment written", lambda: written(cast, bells), request)


@pytest.fixture
def sent_family(cast, bells, request):
    return once("assessment sent", lambda: sent(cast, bells), request)


def base(family):
    return f"/assessments/{family.pk}/"


def as_(client, who):
    client.force_login(who)
    return client


def test_it_begins_from_the_childs_page_with_brothers_and_sisters_ticked(client, cast, bells):
    as_(client, cast.priya)
    assert f"/children/{bells.mia.pk}/assess/" in client.get(f"/children/{bells.mia.pk}/").text
    shown = client.get(f"/children/{bells.mia.pk}/assess/").text
    assert shown.count("checked") == 3
    assert "<textarea" not in shown

    begun_here = client.post(f"/children/{bells.mia.pk}/assess/", {"children": [str(bells.mia.pk), str(bells.noah.pk)]})

    family = FamilyAssessment.objects.get()
    assert begun_here.url == base(family)
    assert client.get(f"/children/{bells.noah.pk}/assess/").url == base(family)


@finding("S44", screen="/assessments/")
def test_the_overview_has_each_childs_days_and_what_a_reader_would_miss(client, cast, bells, family):
    shown = as_(client, cast.priya).get(base(family)).text

    assert shown.count("9 of 45 working days, due 24 April 2025") == 6  # beside each child, and below
    assert "a need of baby Bell’s own" in shown
    assert "the view of Owen Hartley, father, or why it was not sought" in shown
    assert Entry.objects.filter(act="assessment opened", child_id=bells.mia.pk, by=cast.priya).exists()


def test_what_is_written_is_shown_as_it_was_typed_and_runs_nothing(client, cast, bells, family):
    say(family, bells.mia.pk, "day", HOSTILE, by=cast.priya)

    for where in ("read/", f"write/{bells.mia.pk}/"):
        shown = as_(client, cast.priya).get(base(family) + where).text
        assert "<script>alert" not in shown
        assert "{{ 7*7 }}" in shown


def test_views_of_parents_are_words_or_a_reason_never_both(client, cast, bells, family):
    as_(client, cast.priya)
    key, where = f"person-{bells.owen.pk}", base(family) + "parents/"
    assert "one of the two" in client.post(where, {f"words-{key}": "“No.”", f"why-{key}": "He is away."}).text

    client.post(where, {f"words-{key}": "“I want to see them.”"})

    assert ParentView.objects.get().words == "“I want to see them.”"


def test_a_page_opened_before_a_colleague_wrote_takes_nothing_of_theirs_away(client, cast, bells, family):
    record_view(family, person_id=bells.owen.pk, words="“I miss them.”", by=cast.priya, at=TEN)
    as_(client, cast.priya)
    owen, ruth, where = f"person-{bells.owen.pk}", f"person-{bells.ruth.pk}", base(family) + "parents/"
    read = re.search(rf'name="read-{owen}" value="([^"]+)"', client.get(where).text)[1]
    old = {f"words-{owen}": "“I miss them.”", f"read-{owen}": read, f"words-{ruth}": "“I am tired.”"}
    record_view(family, person_id=bells.owen.pk, words="They are mine.", by=cast.marcus, at=LATER)

    told = client.post(where, old)

    assert "Marcus Reed has changed this: “They are mine.”" in told.text
    assert "“I am tired.”" in told.text
    assert ParentView.objects.get().words == "They are mine."
    again = re.search(rf'name="read-{owen}" value="([^"]+)"', told.text)[1]
    client.post(where, old | {f"words-{owen}": "They are mine. I miss them.", f"read-{owen}": again})
    assert ParentView.objects.get(person=bells.owen).words == "They are mine. I miss them."


def test_a_plan_opened_before_a_colleague_wrote_does_not_undo_how_the_family_was_told(client, cast, bells, family):
    as_(client, cast.priya)
    where, day = base(family) + "plan/", {"told_on": "3/3/2025"}
    client.post(where, day | {"told_how": "By letter.", "told_read": ""})
    say_told(family, told_on=TEN.date(), told_how="At the kitchen table.", by=cast.marcus, at=LATER)

    client.post(where, day | {"told_how": "By letter.", "told_read": "By letter.", "who": "Noah’s teacher"})
    family.refresh_from_db()
    assert (family.told_how, family.to_see.get().who) == ("At the kitchen table.", "Noah’s teacher")

    told = client.post(where, day | {"told_how": "By letter, in Polish.", "told_read": "By letter."})
    assert "A colleague has written: “At the kitchen table.”" in told.text
    assert 'name="told_read" value="At the kitchen table."' in told.text
    client.post(where, day | {"told_how": "By letter, in Polish.", "told_read": "At the kitchen table."})
    family.refresh_from_db()
    assert family.told_how == "By letter, in Polish."


def test_history_is_weighed_line_by_line(client, cast, bells, family):
    line = f"front_door-childcontact-{bells.child_contacts['mia'].pk}"
    where = f"{base(family)}history/{bells.mia.pk}/"
    as_(client, cast.priya)
    assert "Write why it is set aside" in client.post(where, {f"use-{line}": "aside"}).text

    client.post(where, {f"use-{line}": "history"})

    assert HistoryUse.objects.get().section == "history"


def test_needs_are_written_changed_and_withdrawn_for_one_child(client, cast, bells, family):
    as_(client, cast.priya)
    where = f"{base(family)}needs/{bells.baby.pk}/"
    client.post(where, {"words": "To be expected by both parents."})
    need = Need.objects.get(child=bells.baby)
    change = f"{base(family)}need/{need.pk}/"

    client.post(change, {"words": "A cot.", "read_at": need.written_at.isoformat()})
    stale = client.post(change, {"words": "Two cots.", "read_at": "2025-03-02T09:00:00+00:00"})
    client.post(change + "withdraw/", {"because": "There is one."})

    need.refresh_from_db()
    assert (need.words, need.withdrawn_because) == ("A cot.", "There is one.")
    assert "A colleague changed this since you opened it" in stale.text
    assert "Two cots." in stale.text
    assert "No longer a need" in client.get(where).text


def test_the_plan_says_when_the_family_was_told_and_whom_to_see(client, cast, bells, family):
    as_(client, cast.priya)
    assert "Write how they were told" in client.post(base(family) + "plan/", {"told_on": "3/3/2025"}).text
    client.post(base(family) + "plan/", {
        "told_on": "3/3/2025", "told_how": "At the table.", "who": "Noah’s teacher", "by_when": "10/3/2025",
    })  # fmt: skip
    to_see = family.to_see.get()
    client.post(f"{base(family)}plan/{to_see.pk}/", {"done_on": "3/3/2025"})

    shown = client.get(base(family) + "plan/").text
    assert "Seen 3 March 2025" in shown
    assert "At the table." in shown


def test_the_outcome_of_each_child_with_factors_the_census_takes(client, cast, bells, family):
    as_(client, cast.priya)
    where = f"{base(family)}outcome/{bells.noah.pk}/"
    refused = client.post(where, {"outcome": "child_in_need", "factors": ["21"]})
    assert "social care does nothing further" in refused.text
    assert "took longer" not in refused.text  # asked only where it did

    client.post(where, {"outcome": "child_in_need", "factors": ["3B", "4B"], "because": "He sleeps badly."})

    noah = of(family, bells.noah.pk)
    assert (noah.outcome, noah.factors, noah.outcome_because) == (
        Outcome.CHILD_IN_NEED, ["3B", "4B"], "He sleeps badly.",
    )  # fmt: skip
    client.post(base(family) + "send/", {"children": [str(bells.noah.pk)]})
    assert noah.sendings.count() == 1


@finding("S9", screen="/assessments/")
def test_what_takes_longer_than_it_may_is_asked_why_and_says_so_to_the_manager(
    client, cast, bells, family, time_machine
):
    where, why = f"{base(family)}outcome/{bells.noah.pk}/", "He lived with his aunt in April."
    time_machine.move_to(datetime(2025, 4, 24, 17, tzinfo=LONDON), tick=False)
    assert "took longer" not in as_(client, cast.priya).get(where).text  # the 45th working day is in time

    time_machine.move_to(datetime(2025, 4, 25, 9, tzinfo=LONDON), tick=False)
    as_(client, cast.priya)
    assert "Why it took longer than 45 working days" in client.get(where).text
    assert "why it took longer than 45 working days" in client.get(base(family)).text.lower()
    client.post(where, {"outcome": "child_in_need", "factors": ["3B"], "exceeded_because": why})

    assert of(family, bells.noah.pk).exceeded_because == why
    assert why in as_(client, cast.marcus).get(base(family) + "read/").text


def test_the_last_assessment_stands_beside_each_section_as_it_was_authorised(client, cast, bells):
    family = assessed_before_and_again(cast, bells)
    say(family, bells.mia.pk, "voice", "“It is quiet now.”", by=cast.priya, read=1)

    shown = as_(client, cast.priya).get(f"{base(family)}write/{bells.mia.pk}/").text

    voice = shown[shown.index('name="words-voice"') :]
    last = voice[voice.index("Last time, 3 March 2025") :]
    assert "It is quiet now." in voice[: voice.index("Last time")]
    assert "I count the stairs until it is quiet." in last[: last.index("</div>")]
    assert "Nothing under this heading." in last


def test_the_questions_of_the_plan_meet_like_every_passage(client, cast, bells, family):
    as_(client, cast.priya)
    where = base(family) + "plan/"
    client.post(where, {"questions": "Who sleeps where?", "version": "0"})

    stale = client.post(where, {"questions": "Who cooks?", "version": "0"}).text

    assert "Who sleeps where?" in stale
    assert 'name="version" value="1"' in stale
    client.post(where, {"questions": "Who sleeps where, and who cooks?", "version": "1"})
    assert "Who sleeps where, and who cooks?" in client.get(base(family) + "read/").text
    assert "1 of 5 sections" in client.get(base(family)).text


@finding("S9", screen="/assessments/")
def test_a_manager_reads_what_is_missing_and_signs_or_sends_back_by_child(client, cast, bells, sent_family):
    as_(client, cast.marcus)
    where = base(sent_family)
    shown = client.get(where + "decide/").text
    assert "a need of baby Bell’s own" in shown
    assert "“I count the stairs until it is quiet.”" in shown

    read_at = timezone.now().isoformat()
    client.post(where + "decide/", {"children": [str(bells.mia.pk)], "read_at": read_at})
    client.post(where + "send-back/", {"children": [str(bells.noah.pk)], "missing": "His school."})

    assert of(sent_family, bells.mia.pk).authorised_by == cast.marcus
    assert "Noah came back" in as_(client, cast.priya).get(where).text
    assert "His school." in client.get("/").text
    assert client.get(f"{where}write/{bells.mia.pk}/").url == where + "read/"


def test_who_wrote_is_told_that_somebody_else_signs(client, cast, bells, sent_family):
    say(sent_family, None, "strengths", "Grandmother.", by=cast.marcus)

    shown = as_(client, cast.marcus).get(base(sent_family) + "decide/").text
    refused = client.post(base(sent_family) + "decide/", {"children": [str(bells.mia.pk)]}).text

    assert "Nobody signs off their own" in shown
    assert "Nobody signs off their own" in refused
    assert of(sent_family, bells.mia.pk).authorised_on is None


def test_half_way_a_manager_gives_a_direction_or_says_why_none(client, cast, bells, family):
    as_(client, cast.marcus)
    assert "one of the two" in client.post(base(family) + "midpoint/", {}).text

    client.post(base(family) + "midpoint/", {"direction": "Meet Owen."})

    assert Midpoint.objects.get().direction == "Meet Owen."
    assert "Meet Owen." in as_(client, cast.priya).get(base(family)).text


@finding("S42", screen="/practice-models/")
def test_the_practice_model_is_chosen_from_a_day_on_and_ones_own_is_pasted(client, cast, bells, family):
    as_(client, cast.helen)
    client.post("/practice-models/add/", {"text": OURS})
    assert "This version is there already" in client.post("/practice-models/add/", {"text": OURS}).text
    client.post("/practice-models/choose/", {"model": "ours/3", "in_force_from": "3/3/2025", "because": "We agreed."})

    assert PracticeChoice.objects.get().model.key == "ours/3"
    assert "“Our own way” is in force today" in client.get("/practice-models/").text
    as_(client, cast.priya)
    assert "What they say" not in client.get(f"{base(family)}write/{bells.mia.pk}/").text
    assert client.get("/practice-models/choose/").status_code == 403


def test_tom_finds_nothing_wherever_he_looks(client, cast, bells, sent_family):
    as_(client, cast.tom)
    child, where = bells.mia.pk, base(sent_family)
    need = Need.objects.get(child=bells.mia).pk
    paths = [
        "", "read/", "write/", f"write/{child}/", "plan/", "plan/1/", "parents/", f"history/{child}/",
        f"needs/{child}/",
        f"need/{need}/", f"need/{need}/withdraw/", f"outcome/{child}/", "send/", "decide/", "send-back/", "midpoint/",
    ]  # fmt: skip

    for path in paths:
        for answer in (client.get(where + path), client.post(where + path, {"children": [str(child)]})):
            assert answer.status_code in (404, 405), path
            assert "Bell" not in answer.text
    assert client.get(f"/children/{child}/assess/").status_code == 404
    assert "Bell" not in client.get("/assessments/").text


@pytest.mark.parametrize(("who", "status"), [("dawn", 403), ("sam", 403), ("anil", 403), ("ines", 200), ("helen", 200)])
def test_who_reads_assessments(client, cast, bells, family, who, status):
    assert as_(client, cast.people[who]).get(base(family)).status_code == status
    assert as_(client, cast.people[who]).get(base(family) + "write/").status_code == 403


def test_the_list_says_what_waits_and_whose_it_is(client, cast, bells):
    family = begun(cast, bells)

    assert "Yours (1)" in as_(client, cast.priya).get("/assessments/").text
    shown = as_(client, cast.marcus).get("/assessments/").text
    assert "Others (1)" in shown
    assert "due 11 Mar 2025" in shown
    assert State.WRITING.words in client.get(base(family)).text


def test_what_was_written_down_at_a_visit_is_not_asked_for_again(client, cast, bells, family):
    bells_visited(bells, by=cast.priya, at=TEN - timedelta(hours=3))
    as_(client, cast.priya)

    hers, his = (client.get(f"{base(family)}write/{child.pk}/").text for child in (bells.mia, bells.noah))

    assert "Written down at visits (1)" in hers
    assert hers.index("I sleep at Nan’s now.") < hers.index('name="words-voice"')
    assert "I sleep at Nan’s now." not in his


def test_what_is_sent_is_not_offered_to_be_sent_and_what_is_signed_leads_to_the_plan(client, cast, bells, sent_family):
    assert "Check it and send it" not in as_(client, cast.priya).get(base(sent_family)).text
    client.force_login(cast.marcus)
    assert "1 assessment waits for a manager to read" in client.get("/").text
    page = client.get(f"{base(sent_family)}decide/").text
    read_at = page.split('name="read_at" value="')[1].split('"')[0]
    children = [str(each.child_id) for each in sent_family.assessments.all()]
    client.post(f"{base(sent_family)}decide/", {"children": children, "read_at": read_at})
    assert "for a manager to read" not in client.get("/").text

    signed = as_(client, cast.priya).get(base(sent_family)).text
    in_need = [each.child_id for each in sent_family.assessments.all() if each.outcome == Outcome.CHILD_IN_NEED]

    assert in_need
    assert [f"/plans/{child}/" in signed for child in in_need] == [True] * len(in_need)
    told = client.get(f"/children/{in_need[0]}/").text
    following = told[told.index('id="next"') : told.index("Worker</dt>")]
    assert "Make the plan" in following
    assert "which has not begun" in following
    assert "Assessed on 3 Mar 2025" in following
    assert "Begin an assessment" not in following
