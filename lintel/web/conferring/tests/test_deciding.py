"""For the chair: that it was held, what each agency thinks, each child's decision, and the page of what was decided."""

from datetime import date

import pytest

from lintel.foundation.access.actions import open_restriction
from lintel.journey.conferring.actions import give_to_chair
from lintel.journey.conferring.tests.builders import HELD, NO_PLAN, PLAN, a_chair, asked, decided, held
from lintel.journey.conferring.tests.test_conferring import social_worker
from lintel.steps.conferences.carrying_out.actions import name_role
from lintel.steps.conferences.codes import ReformRole, Side
from lintel.steps.conferences.deciding.queries import outcomes_of
from lintel.steps.conferences.inviting.actions import hand_in_report, invite
from lintel.steps.conferences.models import AgencyView, ConferenceDecision, RoleTitle
from lintel.steps.plans.models import CpPlan
from tests.cast import NOW

pytestmark = pytest.mark.django_db
BEGUN = {
    "outcome": "plan", "category": "PHY", "because": "He hits them when he drinks.",
    "childs_view": "“I want it to stop.”", "parents_view": "Ruth: “I agree.”", "lead": "",
}  # fmt: skip


@pytest.fixture
def conference(cast, bells, time_machine):
    """Held about Mia and Noah, with the police invited; nothing is decided."""
    request = asked(cast, bells.mia, bells.noah)
    invite(request, side=Side.POLICE, name="DC Lowe", by=cast.priya, at=NOW)
    invite(request, side=Side.PARENT, name="Ruth Bell", by=cast.priya, at=NOW)
    hand_in_report(request, side=Side.SCHOOL, author="Mr Pell", by=cast.priya, at=NOW)
    time_machine.move_to(HELD, tick=False)
    return held(cast, cast.cecily, request)


@pytest.fixture
def as_chair(client, cast):
    client.force_login(cast.cecily)
    return client


def at(conference, child, act):
    return f"/conferences/{conference.pk}/parts/{conference.children.get(child=child).pk}/{act}/"


def test_the_chair_says_on_which_day_it_was_held(as_chair, cast, bells, time_machine):
    request = asked(cast, bells.mia)
    address = f"/conferences/{request.pk}/held/"
    assert as_chair.get(address).status_code == 404
    time_machine.move_to(HELD, tick=False)
    give_to_chair(request, cast.cecily, by=cast.sofia, at=NOW)
    as_chair.force_login(cast.cecily)
    day = {"held_on-day": "21", "held_on-month": "3", "held_on-year": "2025"}
    assert "between the day it was asked for and today" in as_chair.post(address, day).content.decode()
    bells.mia.involvements.update(worker=cast.cecily.worker)
    assert "holds one of the children" in as_chair.post(address, day | {"held_on-day": "20"}).content.decode()
    bells.mia.involvements.update(worker=cast.priya.worker)

    as_chair.post(address, day | {"held_on-day": "20"})

    request.refresh_from_db()
    assert request.held_on == date(2025, 3, 20)


def test_each_agency_is_heard_apart_about_each_child_and_offered_by_name(as_chair, cast, bells, conference):
    address = at(conference, bells.mia, "views")
    opened = as_chair.get(address).content.decode()
    assert "DC Lowe, Police" in opened
    assert "Ruth Bell, " not in opened
    lowe = conference.invitations.get(name="DC Lowe").pk
    typed = {"who": str(lowe), "view": "plan", "category": "PHY", "words": "He has hit before."}

    as_chair.post(address, typed)
    as_chair.post(address, {"said_by": "Mr Pell", "side": "school", "view": "no_plan", "words": "She is well here."})

    assert set(AgencyView.objects.values_list("part__child", "side", "said_by", "view", "category")) == {
        (bells.mia.pk, "police", "DC Lowe", "plan", "PHY"), (bells.mia.pk, "school", "Mr Pell", "no_plan", ""),
    }  # fmt: skip
    assert "DC Lowe, Police" not in as_chair.get(address).content.decode()
    again = as_chair.post(address, {
        "said_by": "Mr Pell", "side": "school", "view": "plan", "words": "We changed our mind."
    })  # fmt: skip
    assert again.status_code == 409
    assert "We changed our mind." in again.content.decode()
    as_chair.force_login(cast.priya)
    assert "She is well here." in as_chair.get(address).content.decode()
    assert as_chair.post(address, typed).status_code == 403


@pytest.mark.parametrize(("typed", "words"), [
    ({"outcome": ""}, "Choose what was decided"), ({"category": ""}, "Choose the category of abuse"),
    ({"because": ""}, "Write why"),
])  # fmt: skip
def test_what_is_missing_is_said_and_no_word_is_lost(as_chair, bells, conference, typed, words):
    answer = as_chair.post(at(conference, bells.mia, "decide"), BEGUN | typed).content.decode()

    assert words in answer
    assert all(said in answer for said in {**BEGUN, **typed}.values())


@pytest.mark.finding("S11", screen="/conferences/")
def test_a_decision_is_checked_with_who_disagrees_and_its_days_stand_there_at_once(as_chair, cast, bells, conference):
    priya = social_worker(cast.priya)
    as_chair.post(at(conference, bells.mia, "views"), {
        "said_by": "Mr Pell", "side": "school", "view": "no_plan", "words": "She is well here.",
    })  # fmt: skip
    address = at(conference, bells.mia, "decide")
    assert f'value="{priya.pk}" selected' in as_chair.get(address).content.decode()

    check = as_chair.post(address, BEGUN | {"lead": priya.pk}).content.decode()
    assert "School or nursery (Mr Pell: no child protection plan)" in check
    assert not ConferenceDecision.objects.exists()
    answer = as_chair.post(address, BEGUN | {"lead": priya.pk, "step": "confirm"}, follow=True)

    shown = answer.content.decode()
    for words in (
        "A child protection plan: Physical abuse", "“I want it to stop.”", "Ruth: “I agree.”", "Priya Nair",
        "3 April 2025", "10 working days from the conference on 20 March 2025", "20 June 2025",
        "3 months from the conference on 20 March 2025", "School or nursery, Mr Pell: no child protection plan",
        "Nothing is decided about Noah Bell yet.",
    ):  # fmt: skip
        assert words in shown
    assert CpPlan.objects.get().child == bells.mia
    as_chair.force_login(cast.priya)
    assert f"/conferences/{conference.pk}/outcome/" in as_chair.get(f"/children/{bells.mia.pk}/").content.decode()
    as_chair.force_login(cast.cecily)
    twice = as_chair.post(address, BEGUN | {"because": "Another reason altogether.", "step": "confirm"})
    assert twice.status_code == 409
    assert "Another reason altogether." in twice.content.decode()


def test_a_worker_who_is_no_social_worker_is_not_offered_as_lead_and_it_is_said_why(as_chair, bells, conference):
    shown = as_chair.get(at(conference, bells.mia, "decide")).content.decode()

    assert "no Social Work England number for Priya Nair" in shown
    assert "Nobody is named yet" in shown


def test_after_the_last_child_without_a_plan_the_chair_still_reads_what_they_wrote(as_chair, cast, bells, conference):
    decided(conference, NO_PLAN, child=bells.mia, by=cast.cecily)

    answer = as_chair.post(
        at(conference, bells.noah, "decide"), {"outcome": "no_plan", "because": "He is safe.", "step": "confirm"},
        follow=True,
    )  # fmt: skip

    assert "He is safe." in answer.content.decode()
    assert "Noah Bell" in answer.content.decode()
    assert "School or nursery, Mr Pell: not shared with the family" in answer.content.decode()
    assert as_chair.get(f"/children/{bells.noah.pk}/").status_code == 404
    outcome = f"/conferences/{conference.pk}/outcome/"
    assert outcome in as_chair.get("/conferences/").content.decode()
    open_restriction(
        bells.noah, named=[cast.sofia], reason="An aunt works here.", together_with=cast.sofia, by=cast.helen, at=HELD
    )
    assert as_chair.get(outcome).status_code == 404
    assert "Mia Bell" not in as_chair.get("/conferences/").content.decode()
    as_chair.force_login(cast.priya)
    assert outcome not in as_chair.get(f"/children/{bells.mia.pk}/").content.decode()


def test_nobody_but_its_chair_decides_and_nobody_else_reads_it(client, cast, bells, conference):
    una = a_chair(cast, "Una Frost")
    decided(conference, PLAN, child=bells.mia, by=cast.cecily)
    for who, status in ((cast.priya, 403), (una, 404)):
        client.force_login(who)
        assert client.post(at(conference, bells.noah, "decide"), BEGUN | {"step": "confirm"}).status_code == status
    for who, sees in ((cast.priya, 200), (una, 404), (cast.tom, 404), (cast.ola, 403)):
        client.force_login(who)
        assert client.get(f"/conferences/{conference.pk}/outcome/").status_code == sees
    assert ConferenceDecision.objects.count() == 1
    assert outcomes_of(conference, viewer=cast.tom) == []


def test_a_role_has_another_title_from_a_day_on_where_the_lead_is_named(client, cast, bells, conference):
    client.force_login(cast.sofia)
    typed = {
        "role": "lead", "title": "Lead child protection practitioner", "effective_from-day": "1",
        "effective_from-month": "3", "effective_from-year": "2025", "source": "Board, February",
    }  # fmt: skip
    assert "Write the reason" in client.post("/conferences/roles/", typed).content.decode()
    client.post("/conferences/roles/", typed | {"reason": "The reforms."})
    assert "Board, February" in client.get("/conferences/roles/").content.decode()
    again = client.post("/conferences/roles/", typed | {"title": "Another", "reason": "It sounds better."})
    assert "Choose another day" in again.content.decode()
    assert RoleTitle.objects.count() == 1
    name_role(
        ReformRole.TEAM, title="Protection team", effective_from=date(2025, 3, 1), source="Board", reason="So too.",
        by=cast.helen, at=HELD,
    )  # fmt: skip

    client.force_login(cast.cecily)
    shown = client.get(at(conference, bells.mia, "decide")).content.decode()
    assert "Lead child protection practitioner" in shown
    decided(conference, PLAN, child=bells.mia, by=cast.cecily)
    assert "First core group (Protection team)" in client.get(
        f"/conferences/{conference.pk}/outcome/"
    ).content.decode()  # fmt: skip
    assert client.get("/conferences/roles/").status_code == 403
