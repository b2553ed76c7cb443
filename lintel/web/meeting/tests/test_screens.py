"""The meeting's page: choosing, seeing what it does, giving; refusals beside the family; nobody else sees a thing."""

import re
from datetime import date, timedelta
from decimal import Decimal

import pytest

from lintel.foundation.drafts.models import Draft
from lintel.foundation.local_limits.actions import set_local_limit
from lintel.journey.allocating.actions import allocate, check_safety
from lintel.journey.allocating.meeting.tests.builders import overload
from lintel.journey.allocating.tests.builders import a_worker
from lintel.journey.allocating.tests.families import family_waiting
from lintel.oversight.demand.next_weeks.weeks import Rates
from lintel.steps.allocation.models import Allocation, CapacityAlert, SafetyCheck
from lintel.steps.front_door.desk.actions import flag_danger
from lintel.web.meeting import page
from tests.cast import NOW
from tests.once import once

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_nine")]
WHERE = "/allocation/meeting/"
SAFE = {
    "why_safe": "Each was seen this week by school or health.", "next_due_on-day": "5", "next_due_on-month": "3",
    "next_due_on-year": "2025",
}  # fmt: skip


@pytest.fixture
def week_nine(cast, bells, request):
    return once("overloaded team", lambda: overload(cast, bells), request)


@pytest.fixture
def marcus_sits(client, marcus, week_nine):
    client.force_login(marcus)
    return client


def to(week_nine, **chosen):
    """What the lists of workers say: `Oakapple=worker`."""
    return {f"to-{week_nine.key(surname)}": str(getattr(who, "pk", who)) for surname, who in chosen.items()}


def send(client, step="give", **typed):
    return client.post(WHERE, {"step": step, **typed}, follow=True)


def above(week_nine, surname, manager, **other):
    key = week_nine.key(surname)
    said = {
        f"manager-{key}": str(manager.pk), f"reason-{key}": "Two of hers close on Friday.", f"review-{key}-day": "17",
        f"review-{key}-month": "3", f"review-{key}-year": "2025",
    }  # fmt: skip
    return said | other


# --- choosing ---------------------------------------------------------------------------------------------------------


def test_every_family_is_there_with_what_each_worker_would_hold(marcus_sits, week_nine):
    shown = marcus_sits.get(WHERE).text

    assert "10 children in 6 families" in shown
    for said in ("Perrin Oakapple and Tansy Oakapple", "Priya Nair, 3 of 5 → 4", "Wren Castell, 0 of 2 → 1"):
        assert said in shown
    assert "Duty inbox" not in shown


def test_who_is_away_or_beyond_the_protected_load_cannot_be_chosen(marcus_sits, week_nine):
    shown = marcus_sits.get(WHERE).text

    assert f'value="{week_nine.idris.pk}" disabled>Idris Vane, 0 of 5 → 1 (away)' in shown
    assert f'value="{week_nine.wren.pk}" disabled>Wren Castell, 0 of 2 → 3 (newly qualified)' in shown


def test_seeing_what_it_does_gives_nobody_and_keeps_what_was_chosen(marcus_sits, marcus, week_nine):
    shown = send(marcus_sits, "look", **to(week_nine, Oakapple=week_nine.priya)).text

    assert "Priya Nair: 3 of 5 → 5" in shown
    assert not Allocation.objects.exists()
    assert Draft.objects.get().fields[f"to-{week_nine.key('Oakapple')}"] == [str(week_nine.priya.pk)]
    assert "Priya Nair: 3 of 5 → 5" in marcus_sits.get(WHERE).text


def test_above_the_ceiling_it_asks_who_answers_for_it_and_only_then(marcus_sits, week_nine):
    within = send(marcus_sits, "look", **to(week_nine, Sedge=week_nine.priya)).text
    over = send(marcus_sits, "look", **to(week_nine, Thrale=week_nine.priya)).text

    assert "Above the ceiling: who answers for it" not in within
    assert over.count("Above the ceiling: who answers for it") == 1
    assert f'name="review-{week_nine.key("Thrale")}-day" type="text" value="17"' in over


def test_a_proposal_is_filled_in_and_its_price_is_said(marcus_sits, week_nine):
    shown = send(marcus_sits, "propose-even").text

    assert "Filled in" in shown
    assert "Against “Keep who knows them”" in shown
    assert "Nobody has room for 3 brothers and sisters together: the most room anybody has is 2." in shown
    assert not Allocation.objects.exists()
    assert Draft.objects.get().fields[f"to-{week_nine.key('Oakapple')}"] != [""]


def test_a_proposal_nobody_knows_changes_nothing(marcus_sits, week_nine):
    assert "Filled in" not in send(marcus_sits, "propose-worst").text


def test_what_is_chosen_goes_along_from_page_to_page(marcus_sits, cast, week_nine):
    for number in range(25):
        family_waiting(cast, once=f"more {number}", names=["Una"], surname=f"Wick{number}", team=cast.north)

    shown = send(marcus_sits, "page-2", page="1", **to(week_nine, Oakapple=week_nine.priya)).text

    assert "Families 26 to 31 of 31" in shown
    name = f"to-{week_nine.key('Oakapple')}"
    assert f'<input type="hidden" name="{name}" value="{week_nine.priya.pk}" data-children="2">' in shown


# --- giving -----------------------------------------------------------------------------------------------------------


def test_children_are_given_and_those_who_stay_are_checked_in_one_act(marcus_sits, week_nine):
    shown = send(marcus_sits, **to(week_nine, Oakapple=week_nine.priya, Sedge=week_nine.wren), **SAFE).text

    assert "2 families given, 3 children." in shown
    assert "7 children checked: somebody looks again by 5 March 2025." in shown
    assert Allocation.objects.unanswered().count() == 3
    assert SafetyCheck.objects.count() == 7


def test_what_was_sent_is_not_offered_again_as_a_draft(marcus_sits, week_nine):
    send(marcus_sits, "look", **to(week_nine, Sedge=week_nine.priya))
    mark = re.search(r'name="kept_page" value="([^"]+)"', marcus_sits.get(WHERE).text)

    send(marcus_sits, **to(week_nine, Sedge=week_nine.priya), **SAFE, kept_page=mark[1])

    assert "and have not sent it" not in marcus_sits.get(WHERE).text


def test_nobody_leaves_the_meeting_without_a_day_to_look_again(marcus_sits, marcus, week_nine, time_machine):
    time_machine.move_to(NOW + timedelta(days=1), tick=False)
    marcus_sits.force_login(marcus)

    shown = send(marcus_sits, **to(week_nine, Sedge=week_nine.wren)).text

    assert "1 family given" in shown
    # Wilf too: he stays with whoever holds him until Wren accepts.
    assert "10 children would leave this meeting without a day on which somebody looks again." in shown
    assert "10 children checked" in send(marcus_sits, **SAFE).text


def test_a_day_too_far_away_is_refused_with_the_latest(marcus_sits, week_nine):
    shown = send(marcus_sits, **SAFE | {"next_due_on-day": "28"}).text

    assert "The next check is due by 10 March 2025." in shown
    assert SAFE["why_safe"] in shown
    assert not SafetyCheck.objects.exists()


@pytest.mark.parametrize("day", ["3", "1"])
def test_a_day_that_is_not_to_come_is_refused(marcus_sits, week_nine, day):
    assert "The day must be after today" in send(marcus_sits, **SAFE | {"next_due_on-day": day}).text


def test_above_the_ceiling_only_with_somebody_who_answers_and_the_rest_is_done(marcus_sits, marcus, week_nine):
    chosen = to(week_nine, Oakapple=week_nine.priya, Sedge=week_nine.priya, Quill=week_nine.wren)

    shown = send(marcus_sits, **chosen).text

    assert "2 families given" in shown
    assert "Priya Nair would hold 6 children, agreed are 5. Say below who answers for it" in shown
    assert Allocation.objects.unanswered().count() == 3
    assert (
        "1 family given"
        in send(marcus_sits, **to(week_nine, Sedge=week_nine.priya), **above(week_nine, "Sedge", marcus)).text
    )
    assert Allocation.objects.get(over_manager=marcus).over_review_on == date(2025, 3, 17)


def test_half_an_answer_is_none(marcus_sits, marcus, week_nine):
    typed = above(week_nine, "Thrale", marcus, **{f"reason-{week_nine.key('Thrale')}": ""})

    shown = send(marcus_sits, **to(week_nine, Thrale=week_nine.priya), **typed).text

    assert "Say below who answers" in shown
    assert not Allocation.objects.exists()


def test_a_review_of_today_is_none_either(marcus_sits, marcus, week_nine):
    typed = above(week_nine, "Thrale", marcus, **{f"review-{week_nine.key('Thrale')}-day": "3"})

    assert (
        "with a reason and a day after today"
        in send(marcus_sits, **to(week_nine, Thrale=week_nine.priya), **typed).text
    )
    assert not Allocation.objects.exists()


def test_beyond_the_protected_load_nobody_can_answer(marcus_sits, marcus, week_nine):
    shown = send(
        marcus_sits, **to(week_nine, Thrale=week_nine.wren), **above(week_nine, "Thrale", marcus)
    ).text  # fmt: skip

    assert "the protected load is 2, and nobody can answer for more" in shown
    assert not Allocation.objects.exists()


def test_where_a_colleague_was_first_it_says_who_and_the_rest_is_done(marcus_sits, sofia, week_nine):
    marcus_sits.get(WHERE)
    allocate(week_nine.families["Quill"], worker=week_nine.priya, by=sofia, at=NOW)

    shown = send(marcus_sits, **to(week_nine, Quill=week_nine.wren, Sedge=week_nine.wren)).text

    assert "Posy Quill: A colleague was first: Sofia Lindqvist has given them to Priya Nair." in shown
    assert "1 family given, 1 child." in shown


@pytest.mark.parametrize("worker", ["inbox", "nobody"])
def test_who_is_no_case_holding_worker_of_theirs_cannot_be_sent(marcus_sits, week_nine, worker):
    shown = send(marcus_sits, **to(week_nine, Sedge=getattr(week_nine, worker, "987654"))).text

    assert "That worker is not among those you can give children to." in shown
    assert not Allocation.objects.exists()


@pytest.mark.parametrize("number", ["9" * 40, "-1", "²", "'; DROP TABLE people; --", "\u202e<script>"])
def test_numbers_somebody_made_up_do_nothing(marcus_sits, week_nine, number):
    key = week_nine.key("Sedge")
    typed = {f"to-{number}": "1", f"to-{key}": number, f"manager-{key}": number, "page": number}

    for step in ("look", f"page-{number}", f"propose-{number}", "give"):
        assert send(marcus_sits, step, **typed | {"page": number}).status_code == 200
    assert marcus_sits.get(f"{WHERE}?leaves={number}").status_code in (200, 302)
    assert not Allocation.objects.exists()


def test_a_worker_of_another_team_cannot_be_sent(marcus_sits, tom, week_nine):
    assert "not among those" in send(marcus_sits, **to(week_nine, Sedge=tom.worker)).text


# --- why it is safe to wait -------------------------------------------------------------------------------------------


@pytest.fixture
def sedge_in_danger(week_nine, rosa):
    contact = week_nine.families["Sedge"][0].child_contact.contact
    flag_danger(contact, reason="He is alone with him.", by=rosa, at=NOW)
    return week_nine.key("Sedge")


def checks_of(referrals):
    return list(SafetyCheck.objects.filter(referral__in=referrals).values_list("why_safe", flat=True))


def test_no_sentence_about_everybody_is_about_a_family_in_danger(marcus_sits, week_nine, sedge_in_danger):
    assert marcus_sits.get(WHERE).text.count('name="safe-') == 1

    assert "9 children checked" in send(marcus_sits, **SAFE).text
    assert checks_of(week_nine.families["Sedge"]) == []

    own = {f"safe-{sedge_in_danger}": "His aunt has him, and the police have spoken to her."}
    assert "1 child checked" in send(marcus_sits, **SAFE | {"why_safe": ""} | own).text
    assert checks_of(week_nine.families["Sedge"]) == ["His aunt has him, and the police have spoken to her."]


def test_a_family_in_danger_does_not_leave_without_words_of_its_own(
    marcus_sits, marcus, week_nine, sedge_in_danger, time_machine
):
    time_machine.move_to(NOW + timedelta(days=1), tick=False)
    marcus_sits.force_login(marcus)

    shown = send(marcus_sits, **SAFE).text

    assert "9 children checked" in shown
    assert "1 child would leave this meeting without a day" in shown
    assert f'id="id_safe-{sedge_in_danger}-error"' in shown


def test_given_to_somebody_who_has_not_answered_it_is_asked_all_the_same(
    marcus_sits, marcus, week_nine, sedge_in_danger, time_machine
):
    time_machine.move_to(NOW + timedelta(days=1), tick=False)
    marcus_sits.force_login(marcus)

    shown = send(marcus_sits, **to(week_nine, Sedge=week_nine.wren), **SAFE).text

    assert "What keeps the family Wren Castell has not answered about safe until then" in shown
    assert f'id="id_safe-{sedge_in_danger}-error"' in shown
    own = {f"safe-{sedge_in_danger}": "His aunt has him."}
    assert "1 child checked" in send(marcus_sits, **SAFE | {"why_safe": ""} | own).text


def test_of_whom_nobody_can_safely_take_nobody_says_that_it_is_safe(marcus_sits, week_nine):
    shown = send(marcus_sits, **to(week_nine, Thrale="none"), alert_why="Nobody has three places.", **SAFE).text

    assert "7 children checked" in shown
    assert checks_of(week_nine.families["Thrale"]) == []
    send(marcus_sits, **SAFE)  # nor later, while nobody has answered
    assert checks_of(week_nine.families["Thrale"]) == []


def test_a_day_that_was_named_this_morning_is_not_pushed_back(marcus_sits, marcus, week_nine):
    check_safety(
        week_nine.families["Quill"], why_safe="She is with her aunt until tomorrow.", next_due_on=date(2025, 3, 4),
        by=marcus, at=NOW,
    )  # fmt: skip

    assert "9 children checked" in send(marcus_sits, **SAFE).text
    assert checks_of(week_nine.families["Quill"]) == ["She is with her aunt until tomorrow."]


# --- no safe allocation -----------------------------------------------------------------------------------------------


def test_that_nobody_can_safely_take_them_is_a_formal_alert(marcus_sits, week_nine):
    shown = send(marcus_sits, **to(week_nine, Thrale="none"), alert_why="Nobody has three places.").text

    assert "No safe allocation for 3 children: it is written down, and the head of service is told." in shown
    alert = CapacityAlert.objects.get()
    assert set(alert.referrals.all()) == set(week_nine.families["Thrale"])
    assert alert.standing["waiting"] == 10


def test_it_is_not_said_without_words(marcus_sits, week_nine):
    shown = send(marcus_sits, **to(week_nine, Thrale="none", Sedge=week_nine.wren)).text

    assert "Write why nobody can safely take them" in shown
    assert "1 family given" in shown
    assert not CapacityAlert.objects.exists()


def test_it_can_be_said_of_everybody_who_stays(marcus_sits, week_nine):
    send(marcus_sits, **to(week_nine, Oakapple=week_nine.priya), alert_all="on", alert_why="All are full.")

    assert CapacityAlert.objects.get().referrals.count() == 8


# --- the weeks ahead --------------------------------------------------------------------------------------------------


def today(shown):
    """The first row of the table of weeks."""
    row = re.search(r'<th[^>]*scope="row">Today</th>(.*?)</tr>', shown)[1]
    return re.findall(r"<td[^>]*>([^<]*)</td>", row)


def waiting_as_weeks_end(shown):
    """The children waiting in each row of the table of weeks."""
    ahead = shown[shown.index("The next four weeks") :]
    return [words.strip() for words in re.findall(r'data-label="Waiting">([^<]*)</td>', ahead)]


def test_the_weeks_ahead_move_with_what_is_chosen(marcus_sits, week_nine, monkeypatch):
    found = Rates(
        teams=("North assessment",), referrals=(3.0,) * 4, weeks_held=9.0, weeks_seen=26, is_national=False
    )  # fmt: skip
    monkeypatch.setattr(page, "rates", lambda **_: found)

    before, after = marcus_sits.get(WHERE), send(marcus_sits, "look", **to(week_nine, Oakapple=week_nine.priya))

    assert [today(response.text) for response in (before, after)] == [
        ["10 → 10", "1.0 → 1.0"], ["10 → 8", "1.0 → 1.7"],
    ]  # fmt: skip
    # Fourteen in the first week, and a few after it: who is given sooner is done with sooner.
    assert "spares children 19 days of waiting" in after.text
    assert "How this is reckoned" in after.text


def test_while_more_are_held_than_agreed_nobody_is_placed_and_the_line_grows(marcus_sits, cast, monkeypatch):
    found = Rates(
        teams=("North assessment",), referrals=(3.0,) * 4, weeks_held=9.0, weeks_seen=26, is_national=False
    )  # fmt: skip
    monkeypatch.setattr(page, "rates", lambda **_: found)
    for code in ("caseload_ceiling", "caseload_newly_qualified"):
        set_local_limit(
            code, amount=Decimal(1), effective_from=date(2025, 2, 3), source="Agreed in the service",
            reason="What can be held safely.", by=cast.helen, at=NOW,
        )  # fmt: skip

    shown = marcus_sits.get(WHERE).text

    # Priya holds three where one was agreed, Wren could take one, Idris is away.
    assert "is taken as this meeting ends and 1 more child is held: nobody is placed until as many have gone." in shown
    assert waiting_as_weeks_end(shown) == ["10 → 10", "13 → 13", "16 → 16", "19 → 19", "22 → 22"]


def test_where_the_record_is_too_thin_it_says_so(marcus_sits):
    assert "Not enough weeks to fit" in marcus_sits.get(WHERE).text


# --- somebody leaves --------------------------------------------------------------------------------------------------


def test_giving_with_nobody_chosen_says_so(marcus_sits, week_nine):
    where = marcus_sits.get(f"{WHERE}?leaves={week_nine.priya.pk}", follow=True).redirect_chain[-1][0]

    answer = marcus_sits.post(where, {"step": "give", "change_reason": "LEFTRL"}, follow=True)

    assert "You have chosen nobody, so nobody was given." in answer.text
    assert not Allocation.objects.unanswered().filter(change_reason="LEFTRL").exists()


def test_the_children_of_somebody_who_leaves_are_shared_out(marcus_sits, week_nine, cast, bells):
    bryn = a_worker("Bryn Calder", team=cast.north)
    shown = marcus_sits.get(f"{WHERE}?leaves={week_nine.priya.pk}", follow=True)
    assert "Priya Nair stays their worker until somebody accepts." in shown.text
    assert "Mia Bell" in shown.text
    where = shown.redirect_chain[-1][0]

    key = bells.referrals["mia"].pk
    answer = marcus_sits.post(where, {"step": "give", f"to-{key}": bryn.pk, "change_reason": "LEFTRL"}, follow=True)

    # Mia, Noah and the baby have one mother: they go together.
    assert "1 family given, 3 children." in answer.text
    assert set(Allocation.objects.values_list("change_reason", flat=True)) == {"LEFTRL"}


# --- nobody else ------------------------------------------------------------------------------------------------------


def test_tom_sees_nothing_of_them(client, tom, week_nine, bells):
    client.force_login(tom)

    shown = client.get(WHERE).text
    assert "Nobody waits for a worker in your teams." in shown
    assert "Oakapple" not in shown + send(client, "look", **to(week_nine, Oakapple=tom.worker)).text
    answer = send(client, **to(week_nine, Oakapple=tom.worker)).text
    assert "Oakapple" not in answer
    assert not Allocation.objects.exists()
    assert client.get(f"{WHERE}leaving/{week_nine.priya.pk}/").status_code == 404


@pytest.mark.parametrize("who", ["priya", "rosa", "ines", "anil", "dawn"])
def test_who_gives_no_children_to_workers_is_refused(client, cast, week_nine, who):
    client.force_login(cast.people[who])

    assert client.get(WHERE).status_code == 403
    assert send(client, **to(week_nine, Sedge=week_nine.wren)).status_code == 403
    assert client.get(f"{WHERE}leaving/{week_nine.priya.pk}/").status_code == 403
