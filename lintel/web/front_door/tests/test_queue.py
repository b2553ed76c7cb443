"""The queue on screen, being given the next, the room and the end of a shift."""

import re
from datetime import timedelta

import pytest
from django.urls import get_resolver

from lintel.steps.front_door.codes import Outcome, Priority
from lintel.steps.front_door.deciding.actions import record_decisions
from lintel.steps.front_door.desk import actions
from lintel.steps.front_door.models import Contact, Handover, OnDesk, PassedOver
from lintel.steps.front_door.tests.builders import chosen_for, tells_of
from lintel.web.front_door.tests.builders import a_child, come_in
from tests.architecture.test_screens import routes
from tests.cast import NOW
from tests.trace import finding

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now(time_machine, request):
    # The clock stands still, so that times can be read off the page; where a browser looks, it must go on.
    time_machine.move_to(NOW, tick="visit" in request.fixturenames)


def see(client, user, path="/front-door/"):
    client.force_login(user)
    return client.get(path).content.decode()


def post(client, user, path, **typed):
    client.force_login(user)
    return client.post(path, typed, follow=True).content.decode()


@finding("S18", "S26", screen="/front-door/")
def test_it_says_for_each_how_much_time_is_left_who_it_is_about_and_whose_it_is(client, cast, bells):
    contact = come_in(cast.dawn, "1", tells_of(bells.mia), hours_ago=3)
    actions.set_priority(contact, priority=Priority.RED, reason="A burn nobody explains", by=cast.dawn, at=NOW)
    actions.sit_down(cast.front_door, by=cast.femi, at=NOW)
    actions.take(contact, by=cast.femi, at=NOW)

    page = see(client, cast.dawn)

    assert "1 contact waits for a decision" in page
    assert "21 hours left" in page
    assert "due Tue 4 Mar, 6:00am" in page
    assert "Mia Bell (11)" in page
    assert "Also at home" not in page
    assert "About: Neglect" in page
    assert "A burn nobody explains" in page
    assert "Femi Adeyemi has it since Mon 3 Mar, 9:00am" in page
    assert "1 contact before this one" in page
    assert contact.reference in page


def test_undecided_and_out_of_time_stand_in_the_heading_whatever_is_shown(client, cast):
    for number in range(3):
        come_in(cast.dawn, f"late {number}", hours_ago=30)
    come_in(cast.dawn, "new")

    for query in ("", "?only=mine", "?only=ready&channel=email", "?only=nonsense&desk=x&channel=nothing"):
        assert "4 contacts wait for a decision, 3 out of time" in see(client, cast.dawn, f"/front-door/{query}")


def test_a_filter_narrows_it_but_never_hides_what_cannot_wait(client, cast):
    routine, danger = come_in(cast.dawn, "routine"), come_in(cast.dawn, "danger", is_danger_now=True)

    page = see(client, cast.dawn, "/front-door/?only=mine")

    assert danger.reference in page
    assert routine.reference not in page


def test_a_now_case_is_never_behind_a_routine_one(client, cast):
    come_in(cast.dawn, "late", hours_ago=60)
    danger = come_in(cast.dawn, "danger", hours_ago=0)
    actions.flag_danger(danger, reason="He is hurting her now", by=cast.dawn, at=NOW)

    page = see(client, cast.dawn)
    rows = re.findall(r'aria-labelledby="contact-(\d+)"', page)

    assert rows[0] == str(danger.pk)


def test_gathering_is_offered_and_an_officer_confirms_it(client, cast, bells):
    first, second = (
        come_in(cast.dawn, "1", tells_of(bells.mia), hours_ago=2),
        come_in(cast.dawn, "2", tells_of(bells.mia)),
    )
    assert "the same child" in see(client, cast.dawn)

    page = post(client, cast.dawn, f"/front-door/{second.pk}/together/", first=first.pk, back="queue")

    assert "One piece of thinking: 2 contacts, a decision for each" in page
    apart = post(client, cast.dawn, f"/front-door/{second.pk}/apart/")
    assert "thought of apart" in apart


def test_the_next_is_given_and_may_only_be_left_for_a_reason(client, cast):
    contact = come_in(cast.dawn, "1")

    page = post(client, cast.dawn, "/front-door/next/")
    assert "You have it" in page
    assert "Say why" in post(client, cast.dawn, f"/front-door/{contact.pk}/leave/", reason="")
    post(client, cast.dawn, f"/front-door/{contact.pk}/leave/", reason="I know the family")

    assert PassedOver.objects.get().reason == "I know the family"
    assert "Dawn Okafor left it" in see(client, cast.femi, f"/front-door/{contact.pk}/")


def test_nothing_to_pull_is_said_kindly(client, cast):
    assert "Nothing waits for you just now" in post(client, cast.dawn, "/front-door/next/")
    assert "Everything that came in is decided" in see(client, cast.dawn)


def test_a_contact_whose_holder_left_is_taken_over_with_a_reason(client, cast):
    contact = come_in(cast.dawn, "1")
    actions.take(contact, by=cast.femi, at=NOW)
    assert "Femi Adeyemi is not at the desk" in see(client, cast.dawn)

    assert "Say why" in post(client, cast.dawn, f"/front-door/{contact.pk}/take-over/", reason=" ")
    assert "You have it" in post(client, cast.dawn, f"/front-door/{contact.pk}/take-over/", reason="Femi has gone home")


def test_sitting_down_and_leaving_puts_back_what_one_holds(client, cast):
    contact = come_in(cast.dawn, "1")
    post(client, cast.dawn, "/front-door/sit-down/")
    post(client, cast.dawn, f"/front-door/{contact.pk}/take/")
    assert "Leave the desk" in see(client, cast.dawn)

    assert "back in the queue" in post(client, cast.dawn, "/front-door/get-up/")

    contact.refresh_from_db()
    assert contact.held_by is None
    assert not OnDesk.objects.filter(ended_at__isnull=True).exists()


def test_the_manager_sees_whether_the_desk_will_be_through_and_others_do_not(client, cast):
    for number in range(10):
        come_in(cast.dawn, str(number), hours_ago=23)
    actions.sit_down(cast.front_door, by=cast.dawn, at=NOW)

    page = see(client, cast.rosa)

    assert "The desk will not be through in time" in page
    assert "1 person at the desk" in page
    assert "7 out of time by then" in page
    assert "The desk will not be through in time" not in see(client, cast.dawn)


def test_the_manager_asks_for_help_and_says_what_may_wait(client, cast):
    contact = come_in(cast.dawn, "1")
    asked = {"teams": [cast.early_help.pk], "words": "Two who decide until 5pm", "defer": [contact.pk]}
    assert "Say why these may wait" in post(client, cast.rosa, "/front-door/help/", **asked)

    page = post(client, cast.rosa, "/front-door/help/", **asked, because="At school until three")

    assert "Rosa Klein decided that" in page
    assert "At school until three" in page
    assert "Two who decide until 5pm" in see(client, cast.elsie, "/")
    assert "Rosa Klein decided on" in see(client, cast.dawn)


def test_whoever_does_not_run_the_desk_cannot_ask(client, cast):
    client.force_login(cast.dawn)

    assert client.get("/front-door/help/").status_code == 403


def test_long_deciding_suggests_a_change_to_that_person_only(client, cast):
    for number in range(7):
        contact = come_in(cast.dawn, str(number), hours_ago=5)
        at = NOW - timedelta(minutes=15 * (6 - number))
        record_decisions(contact, chosen_for(contact, Outcome.ADVICE), known={}, by=cast.femi, at=at)

    assert "somebody who could change over with you" in see(client, cast.femi)
    assert "somebody who could change over with you" not in see(client, cast.rosa)


def test_the_desk_is_handed_over_in_words_with_dangers_listed_and_out_of_hours_sees_today(client, cast):
    contact = come_in(cast.dawn, "1", is_danger_now=True)
    decided = come_in(cast.dawn, "2")
    record_decisions(decided, chosen_for(decided, Outcome.ADVICE), known={}, by=cast.femi, at=NOW)
    assert "1 contact, 1 in danger" in see(client, cast.femi, "/front-door/hand-over/")

    handed = {"to_team": cast.out_of_hours.pk, "words": "The mother rings back at six"}
    post(client, cast.femi, "/front-door/hand-over/", **handed)

    assert Handover.objects.get().words == "The mother rings back at six"
    assert "The mother rings back at six" in see(client, cast.nell, "/front-door/hand-over/")
    today = see(client, cast.nell, "/front-door/today/")
    assert f"/front-door/{contact.pk}/" in today
    assert f"/front-door/{decided.pk}/" in today
    assert "2 contacts since midnight, 1 of them open" in today


def test_a_screening_officer_reads_handovers_and_makes_none(client, cast):
    handed = {"to_team": cast.out_of_hours.pk, "words": "Nothing"}

    assert "What was handed over" in see(client, cast.dawn)
    client.force_login(cast.dawn)
    assert client.post("/front-door/hand-over/", handed).status_code == 403
    assert not Handover.objects.exists()


def test_nothing_on_any_address_of_the_desk_decides_more_than_one_contact(client, cast):
    """Never bulk closing: no address of the desk takes several contacts, and none of them decides."""
    several = [where for where, _ in routes(get_resolver().url_patterns) if where.startswith("front-door/")]
    contacts = [come_in(cast.dawn, str(number)) for number in range(3)]
    sent = {"contacts": [c.pk for c in contacts], "pk": [c.pk for c in contacts], "outcome": "no_further_action",
            "rationale": "Closed together", "reason": "Closed together"}  # fmt: skip

    for who in (cast.femi, cast.rosa):
        client.force_login(who)
        for where in several:
            if "<int:pk>" not in where and "get-up" not in where:
                client.post(f"/{where}", sent)

    assert len(several) > 20
    assert Contact.objects.awaiting_decision().count() == 3


@pytest.mark.parametrize("who", ["tom", "hart", "ola", "sam", "priya"])
def test_somebody_from_elsewhere_sees_nothing_of_the_desk(client, cast, bells, who):
    contact = come_in(cast.dawn, "1", a_child("Perdita"))
    client.force_login(cast.people[who])

    for path in ("", "help/", "hand-over/", "today/", "call/", f"{contact.pk}/", f"{contact.pk}/ring/"):
        answer = client.get(f"/front-door/{path}")
        assert answer.status_code in (403, 404)
        assert "Perdita" not in answer.content.decode()
    for path in ("next/", "sit-down/", f"{contact.pk}/take/", f"{contact.pk}/ready/", f"{contact.pk}/together/"):
        assert client.post(f"/front-door/{path}").status_code == 403


@pytest.mark.long
def test_the_screens_are_in_order(visit, phone, without_javascript, cast, bells):
    contact = come_in(cast.dawn, "1", tells_of(bells.mia), hours_ago=30)
    come_in(cast.dawn, "2", tells_of(bells.mia), tells_of(bells.noah))
    actions.set_priority(contact, priority=Priority.AMBER, reason="Asked for advice", by=cast.dawn, at=NOW)
    come_in(cast.dawn, "3", is_danger_now=True)
    actions.take(contact, by=cast.femi, at=NOW)

    for look in (visit, phone, without_javascript):
        for path in ("", "?only=mine", "help/", "hand-over/", "today/", "call/"):
            look(f"/front-door/{path}", as_=cast.rosa).is_in_order()
