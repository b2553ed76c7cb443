"""The board: in one glance how many wait and how long, who holds them, and what is done about it on one page each."""

import re
from datetime import date, timedelta

import pytest
from django.utils import timezone

from lintel.foundation.workforce.models import Worker
from lintel.journey.allocating.actions import accept, allocate, check_safety, decline
from lintel.journey.allocating.telling.actions import escalate_waits
from lintel.journey.allocating.tests.families import children_waiting, family_waiting
from lintel.steps.allocation.models import Allocation, Holding, SafetyCheck
from lintel.steps.enquiries.models import ReasonableCause
from lintel.steps.front_door.desk.actions import flag_danger
from lintel.steps.referrals.models import Referral
from lintel.web.waiting import board as view
from tests.cast import NOW
from tests.once import once
from tests.trace import finding

pytestmark = pytest.mark.django_db
HOSTILE = "<script>alert('x')</script> {{ 7*7 }} \u202e '; DROP TABLE people; --"
NEXT_DAY = {"next_due_on-day": "4", "next_due_on-month": "3", "next_due_on-year": "2025"}


@pytest.fixture
def family(cast, bells, at_nine, request) -> list[Referral]:
    return once("a family waiting", lambda: family_waiting(cast, team=cast.north), request)


def days_later(time_machine, days: int) -> None:
    time_machine.move_to(NOW + timedelta(days=days), tick=False)


def post(client, referral, act, **typed):
    return client.post(f"/waiting/{referral.pk}/{act}/", typed)


@finding("S3", screen="/waiting/")
def test_in_one_glance_how_many_wait_how_long_and_how_many_child_days(client, helen, family, time_machine):
    days_later(time_machine, 9)
    client.force_login(helen)

    said = client.get("/waiting/").text
    assert "2 children wait for a worker" in said
    assert "The longest for 9 days; 18 child-days altogether." in said


@finding("S3", screen="/waiting/")
def test_who_was_told_by_the_clock_is_one_click_away(client, helen, family, time_machine):
    days_later(time_machine, 9)
    escalate_waits(by=None, at=timezone.now())
    client.force_login(helen)

    said = client.get("/waiting/").text
    assert 'href="?told=head_of_service">2 told to the head of service' in said
    assert 'href="?unchecked=1">2 with no safety check in time' in said
    assert "Perrin Oakapple" in client.get("/waiting/?told=head_of_service").text


@finding("S3", screen="/")
def test_from_the_start_page_it_is_one_click(client, helen, anil, family):
    client.force_login(helen)
    assert '<a class="govuk-link" href="/waiting/">Who waits, and who holds them</a>' in client.get("/").text

    client.force_login(anil)  # reads numbers, and no board
    assert "Who waits, and who holds them" not in client.get("/").text


def test_narrowed_the_numbers_stay_those_of_all(client, helen, cast, family, time_machine):
    days_later(time_machine, 9)
    family_waiting(cast, once="new", names=["Wilf"], surname="Sedge", team=cast.south, at=timezone.now())
    client.force_login(helen)

    said = client.get("/waiting/?told=head_of_service").text
    assert "3 children wait for a worker" in said
    assert "1 family shown: head of service told." in said
    assert "Wilf Sedge" not in said
    assert "Perrin Oakapple" not in client.get(f"/waiting/?team={cast.south.pk}").text


def test_a_child_says_who_holds_them_since_when_they_wait_and_about_what(client, marcus, family):
    client.force_login(marcus)

    said = client.get("/waiting/").text
    for words in (
        "Perrin Oakapple and Tansy Oakapple", "Held by <strong>Marcus Reed</strong>, North assessment",
        "Waits 0 days (0 working days), since the decision on <strong>3 March 2025</strong>", "About: neglect.",
        "Nobody has said yet why it is safe to wait", "To be seen by", "Here by how long they have waited",
        "Next check due 4 March 2025",
    ):  # fmt: skip
        assert words in said


def test_whoever_is_in_danger_stands_first_and_it_is_said_why(client, helen, rosa, cast, family, time_machine):
    days_later(time_machine, 1)
    danger = family_waiting(cast, once="2", names=["Wilf"], surname="Sedge", at=timezone.now())
    flag_danger(danger[0].child_contact.contact, reason="He is alone with him.", by=rosa, at=timezone.now())
    client.force_login(helen)

    said = client.get("/waiting/").text
    assert said.index("Wilf Sedge") < said.index("Perrin Oakapple")
    assert "First, because somebody said a child is in danger now" in said
    assert "In danger now" in said


@finding("S6", screen="/waiting/")
def test_where_harm_is_looked_into_the_child_is_to_be_seen_within_a_day(client, marcus, family):
    ReasonableCause.objects.create(
        child=family[0].child, reason="A mark.", known_since=NOW, stamped_at=NOW, stamped_by=marcus
    )
    client.force_login(marcus)

    said = client.get("/waiting/").text
    assert "To be seen by 4 March 2025, because harm is looked into." in said
    assert "To be seen by 7 March 2025." in said  # the brother, about whom nothing is looked into


@finding("S3", screen="/waiting/")
def test_all_checked_is_said_only_once_everybody_was(client, marcus, family):
    client.force_login(marcus)

    said = client.get("/waiting/").text
    assert "All checked in time" not in said
    assert 'href="?said=nothing">2 not yet said why it is safe' in said
    assert "Perrin Oakapple" in client.get("/waiting/?said=nothing").text

    check_safety(family, why_safe="With their aunt.", next_due_on=date(2025, 3, 5), by=marcus, at=NOW)
    assert "All checked in time" in client.get("/waiting/").text
    assert "Perrin Oakapple" not in client.get("/waiting/?said=nothing").text


def test_a_contact_without_a_concern_says_so_in_plain_words(client, helen, cast, at_nine):
    children_waiting(cast, 1, team=cast.north, referred_on=date(2025, 3, 3))
    client.force_login(helen)

    assert "No concern was marked." in client.get("/waiting/").text


def test_the_last_check_is_read_with_who_and_when(client, marcus, family):
    check_safety(family, why_safe="With their aunt until Friday.", next_due_on=date(2025, 3, 5), by=marcus, at=NOW)
    client.force_login(marcus)

    said = client.get("/waiting/").text
    assert "With their aunt until Friday." in said
    assert "Marcus Reed, 3 March 2025" in said
    assert "Next check due 5 March 2025" in said


@finding("S6", screen="/waiting/")
def test_what_was_given_and_not_answered_is_said(client, marcus, family):
    allocate(family, worker=Worker.objects.get(name="Priya Nair"), by=marcus, at=NOW)
    client.force_login(marcus)

    said = client.get("/waiting/").text
    assert "<strong>Given to Priya Nair</strong> on 3 March 2025 at 9:00am, not answered." in said
    assert f"/waiting/{family[0].pk}/allocate/" not in said
    assert f"/waiting/{family[0].pk}/take-back/" in said


@finding("S34", screen="/waiting/")
def test_how_children_lie_on_workers_is_one_sentence_without_names(client, helen, cast, family):
    client.force_login(helen)

    said = client.get("/waiting/").text
    assert "the most anybody holds is 3 children, nine in ten hold up to 3, the middle one 2" in said
    assert "0 above what was agreed" in said
    assert "Priya" not in said


@pytest.mark.parametrize("who", ["ines", "rosa"])
def test_who_may_see_and_not_allocate_is_offered_nothing_to_allocate(client, cast, family, who):
    client.force_login(cast.people[who])

    said = client.get("/waiting/").text
    assert "Perrin Oakapple" in said
    assert "Find a worker" not in said


def test_an_inspector_reads_and_presses_nothing(client, ines, family):
    client.force_login(ines)

    said = client.get("/waiting/").text
    assert "Tick this family" not in said
    assert "Say why it is safe to wait" not in said
    for act in ("check", "hand-over", "no-safe-allocation", "take-back", "allocate"):
        assert client.get(f"/waiting/{family[0].pk}/{act}/").status_code == 403


def test_families_stand_page_by_page_and_the_heading_counts_all(client, helen, cast, family, monkeypatch):
    monkeypatch.setattr(view, "FAMILIES_ON_A_PAGE", 1)
    family_waiting(cast, once="2", names=["Wilf"], surname="Sedge")
    client.force_login(helen)

    said = client.get("/waiting/").text
    assert "3 children wait" in said
    assert "Page 1 of 2" in said
    assert "Wilf Sedge" not in said
    assert "Wilf Sedge" in client.get("/waiting/?page=2").text


def test_two_hundred_children_ask_the_database_nothing_more_than_twenty(
    client, helen, cast, family, django_assert_max_num_queries
):
    client.force_login(helen)

    def asked() -> int:
        with django_assert_max_num_queries(60) as captured:
            assert client.get("/waiting/").status_code == 200
        return len(captured)

    children_waiting(cast, 18, team=cast.north, referred_on=date(2025, 2, 20))
    twenty = asked()
    children_waiting(cast, 180, team=cast.south, referred_on=date(2025, 2, 24), first=18)

    assert "200 children wait" in client.get("/waiting/").text
    assert asked() == twenty


# --- saying why it is safe --------------------------------------------------------------------------------------------


def test_saying_why_it_is_safe_offers_the_next_working_day_and_says_the_latest(client, marcus, family):
    client.force_login(marcus)

    said = client.get(f"/waiting/{family[0].pk}/check/").text
    assert 'name="next_due_on-day" type="text" value="4"' in said
    assert "By Monday 10 March 2025 at the latest" in said
    assert "Perrin Oakapple, 10 years old, waits 0 days" in said


def test_it_is_said_once_for_brothers_and_sisters(client, marcus, family):
    client.force_login(marcus)

    answer = post(
        client, family[0], "check", why_safe="With their aunt.", children=[r.pk for r in family], **NEXT_DAY
    )  # fmt: skip

    assert answer.url == "/waiting/"
    assert SafetyCheck.objects.filter(why_safe="With their aunt.", said_by=marcus).count() == 2


def test_a_child_taken_out_is_not_meant(client, marcus, family):
    client.force_login(marcus)

    post(client, family[0], "check", why_safe="With their aunt.", children=[family[1].pk], **NEXT_DAY)

    assert SafetyCheck.objects.get().referral == family[1]


def test_several_families_that_were_ticked_are_checked_on_one_page(client, sofia, cast, family):
    other = family_waiting(cast, once="2", names=["Wilf"], surname="Sedge", team=cast.south)
    client.force_login(sofia)

    there = client.get("/waiting/chosen/", {"family": [family[0].pk, other[0].pk], "act": "check"}).url
    assert there == f"/waiting/{family[0].pk}/check/?with={other[0].pk}"
    assert "2 families" in client.get(there).text
    everybody = [each.pk for each in [*family, *other]]
    client.post(there, {"why_safe": "Seen today by duty.", "children": everybody, **NEXT_DAY})

    assert SafetyCheck.objects.count() == 3


def test_with_nothing_ticked_it_says_so(client, sofia, family):
    client.force_login(sofia)

    assert "Tick the families first." in client.get("/waiting/chosen/?act=check", follow=True).text


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"why_safe": " "}, "Write why it is safe to wait"),
        ({"next_due_on-day": "3"}, "The day somebody looks again must be after today"),
        ({"next_due_on-day": "11"}, "That is too late to look again: Monday 10 March 2025 is the last day"),
        ({"children": []}, "Tick at least one child"),
    ],
)
def test_what_is_wrong_is_said_and_the_words_stay(client, marcus, family, typed, said):
    client.force_login(marcus)
    sent = {"why_safe": "With their aunt.", "children": [r.pk for r in family], **NEXT_DAY} | typed

    answer = post(client, family[0], "check", **sent)
    assert said in answer.text
    assert sent["why_safe"].strip() in answer.text
    assert not SafetyCheck.objects.exists()


def test_a_child_who_has_a_worker_meanwhile_is_said_and_no_word_is_lost(client, marcus, priya, family):
    accept(
        allocate(family, worker=priya.worker, by=marcus, at=timezone.now()), by=priya, at=timezone.now()
    )  # fmt: skip
    client.force_login(marcus)

    answer = post(client, family[0], "check", why_safe="With their aunt.", **NEXT_DAY)
    assert answer.status_code == 409
    assert "Priya Nair has held Perrin Oakapple since 3 March 2025" in answer.text
    assert "With their aunt." in answer.text


# --- handing over -----------------------------------------------------------------------------------------------------


def test_handed_to_another_team_its_manager_holds_them(client, sofia, tom, cast, family):
    client.force_login(sofia)

    answer = post(client, family[0], "hand-over", team=cast.south.pk, children=[r.pk for r in family])

    assert answer.url == "/waiting/"
    assert "2 children handed to South assessment. Tom Ashby holds them from now on" in client.get("/waiting/").text
    assert Holding.objects.filter(until_at__isnull=True, manager=tom).count() == 2


def test_the_team_they_are_with_is_not_offered_and_one_must_be_chosen(client, sofia, cast, family):
    client.force_login(sofia)

    said = post(client, family[0], "hand-over", children=[r.pk for r in family]).text
    assert "Choose the team" in said
    assert f'<option value="{cast.north.pk}"' not in said
    assert "South assessment: Tom Ashby would hold them" in said
    assert "Front door" not in said
    assert set(re.findall(r'<option value="(\d+)"', said)) == {str(cast.south.pk), str(cast.north.part_of_id)}


def test_a_team_nobody_answers_for_is_refused_in_words(client, sofia, cast, family, monkeypatch):
    monkeypatch.setattr("lintel.journey.allocating.actions.manager_for", lambda team, children: None)
    client.force_login(sofia)

    said = post(client, family[0], "hand-over", team=cast.south.pk, children=[r.pk for r in family]).text
    assert "Nobody with an account answers for this team." in said


# --- taking back ------------------------------------------------------------------------------------------------------


def test_what_is_not_answered_can_be_taken_back_with_a_reason(client, marcus, priya, family):
    given = allocate(family, worker=priya.worker, by=marcus, at=NOW)
    client.force_login(marcus)

    assert "Perrin Oakapple, given to Priya Nair by Marcus Reed" in client.get(
        f"/waiting/{family[0].pk}/take-back/"
    ).text  # fmt: skip
    assert "Write why they are taken back" in post(client, family[0], "take-back").text
    post(client, family[0], "take-back", because="Wilf knows them.", children=[g.pk for g in given])

    assert Allocation.objects.filter(withdrawn_because="Wilf knows them.").count() == 2


def test_answered_meanwhile_nothing_is_taken_back(client, marcus, priya, family):
    given = allocate(family, worker=priya.worker, by=marcus, at=NOW)
    decline(given, because="I am full.", by=priya, at=NOW)
    client.force_login(marcus)

    answer = post(client, family[0], "take-back", because="Wilf knows them.", children=[g.pk for g in given])
    assert answer.status_code == 409
    assert "Wilf knows them." in answer.text
    assert client.get(f"/waiting/{family[0].pk}/take-back/").url == "/waiting/"


# --- strangers --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["tom", "priya", "dawn", "anil", "sam", "hart"])
def test_other_teams_find_nothing_and_others_are_refused(client, cast, family, who):
    client.force_login(cast.people[who])

    assert "Oakapple" not in client.get("/waiting/").text
    for act in ("check", "hand-over", "no-safe-allocation", "take-back", "allocate"):
        assert client.get(f"/waiting/{family[0].pk}/{act}/").status_code in (403, 404)
        sent = post(client, family[0], act, why_safe="x", why="x", because="x", **NEXT_DAY)
        assert sent.status_code in (403, 404, 405)
    assert not SafetyCheck.objects.exists()


def test_children_of_another_team_cannot_be_slipped_in(client, tom, cast, family):
    mine = family_waiting(cast, once="2", names=["Wilf"], surname="Sedge", team=cast.south)
    client.force_login(tom)

    there = f"/waiting/{mine[0].pk}/check/?with={family[0].pk}"
    assert "Oakapple" not in client.get(there).text
    client.post(there, {"why_safe": "x", "children": [mine[0].pk, family[0].pk], **NEXT_DAY})

    assert not SafetyCheck.objects.filter(referral__in=family).exists()


def test_hostile_words_stay_words(client, marcus, family):
    client.force_login(marcus)
    post(client, family[0], "check", why_safe=HOSTILE, children=[r.pk for r in family], **NEXT_DAY)

    for path in ("/waiting/", f"/waiting/{family[0].pk}/check/", f"/waiting/{family[0].pk}/allocate/"):
        assert "<script>alert" not in client.get(path).text


def test_numbers_in_an_address_that_are_none_are_left_out(client, marcus, family):
    client.force_login(marcus)

    for query in ("?team=x", "?team=9999999999999999999999", "?told=nobody", "?page=x", "?with=x&child=½"):
        assert client.get(f"/waiting/{query}").status_code == 200
        assert client.get(f"/waiting/{family[0].pk}/allocate/{query}").status_code == 200
