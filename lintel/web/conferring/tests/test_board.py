"""Which conferences are owed, and asking for one."""

from collections import defaultdict
from datetime import date, timedelta

import pytest
from lxml import html

from lintel.foundation.access.actions import open_restriction
from lintel.journey.conferring.tests.builders import BOOKED, HELD, asked, enquired, held, protected
from lintel.steps.conferences.actions import book, postpone
from lintel.steps.conferences.codes import Kind, Shared, Side
from lintel.steps.conferences.inviting.actions import hand_in_report, share_report
from lintel.steps.conferences.models import ConferenceRequest
from tests.cast import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_nine")]
WHY = "Whether they are safe at home."


def page(client, user, address="/conferences/"):
    client.force_login(user)
    return client.get(address).content.decode()


def said(client, address, **typed):
    """What stands in the form of that address as it opened, with what was typed over it."""
    form = html.fromstring(client.get(address).content).xpath("//main//form[@method = 'post']")[0]
    stands = defaultdict(list)
    for name, value in form.form_values():
        stands[name].append(value)
    return dict(stands) | {"why": WHY} | typed


def ask_about(child):
    return f"/children/{child.pk}/conference/ask/"


# --- the list ---------------------------------------------------------------------------------------------------------


@pytest.mark.finding("S11", screen="/conferences/")
def test_it_says_by_when_and_what_that_counts_from_and_who_is_late(client, cast, bells):
    request = book(
        asked(cast, bells.mia, bells.noah), booked_for=BOOKED + timedelta(days=5), place="", by=cast.priya, at=NOW
    )
    moved = {"because": "No officer is free.", "by": cast.priya, "at": NOW}
    postpone(request, side=Side.POLICE, booked_for=BOOKED + timedelta(days=6), **moved)
    report = hand_in_report(request, side=Side.SCHOOL, author="Mr Pell", by=cast.priya, at=NOW)
    share_report(
        report, shared_on=NOW.date(), how=Shared.WAITING_ROOM, shared_with="Ruth", by=cast.priya, at=NOW
    )  # fmt: skip

    shown = page(client, cast.priya)

    assert shown.count("15 working days from the discussion on 3 March 2025 that began the enquiry") == 1
    assert "24 March 2025" in shown
    assert "booked 2 working days late" in shown
    assert "postponed 1 time: Police" in shown
    assert "1 in, 1 shared" in shown
    assert "1 shared late" in shown
    assert 'href="/conferences/"' in page(client, cast.priya, "/start/")


def test_what_is_past_its_day_is_overdue_and_what_is_held_waits_to_be_decided(client, cast, bells, time_machine):
    asked(cast, bells.noah)
    held(cast, cast.cecily, asked(cast, bells.mia))
    time_machine.move_to(HELD + timedelta(days=7), tick=False)

    undecided, unbooked = page(client, cast.priya).split(">To be booked<")

    assert "Held 20 March 2025" in undecided
    assert "Mia Bell" in undecided
    assert "overdue by 3 working days" in unbooked
    assert "Noah Bell" in unbooked


def test_of_a_conference_with_a_child_kept_from_them_only_their_own_child_is_seen(client, cast, bells):
    asked(cast, bells.mia, bells.noah)
    open_restriction(
        bells.noah, named=[cast.sofia], reason="Her aunt works here.", together_with=cast.sofia, by=cast.helen, at=NOW
    )

    shown = page(client, cast.priya)

    assert "Mia Bell" in shown
    assert "Not yours to see" in shown
    assert "Noah Bell" not in shown
    assert client.get(f"/conferences/{ConferenceRequest.objects.get().pk}/").status_code == 404


# --- asking -----------------------------------------------------------------------------------------------------------


def test_brothers_and_sisters_are_asked_for_together_and_the_due_day_stands_there_before_it_is_sent(
    client, cast, bells
):
    for child in (bells.mia, bells.noah):
        enquired(child)
    address = ask_about(bells.mia)
    assert address in page(client, cast.priya, f"/children/{bells.mia.pk}/")
    typed = said(client, address)

    check = client.post(address, typed).content.decode()
    assert check.count("Due by 24 March 2025") == 2
    assert not ConferenceRequest.objects.exists()
    client.post(address, typed | {"step": "confirm"})
    client.post(address, typed | {"step": "confirm"})

    request = ConferenceRequest.objects.get()
    assert (request.kind, request.why, request.children.count()) == (Kind.INITIAL, WHY, 2)
    assert f"/conferences/{request.pk}/" in page(client, cast.priya, f"/children/{bells.mia.pk}/")
    assert client.get(address).url == f"/conferences/{request.pk}/"


def test_a_child_under_a_plan_is_asked_a_review_for_and_nothing_else(client, cast, bells, time_machine):
    plan = protected(cast, cast.cecily, bells.mia)
    time_machine.move_to(HELD, tick=False)
    client.force_login(cast.priya)
    typed = said(client, ask_about(bells.mia))
    assert "Transfer-in" not in client.get(ask_about(bells.mia)).content.decode()

    assert "Due by 20 June 2025" in client.post(ask_about(bells.mia), typed).content.decode()
    client.post(ask_about(bells.mia), typed | {"step": "confirm"})

    review = ConferenceRequest.objects.get(kind=Kind.REVIEW)
    assert review.children.get().reviewed_plan == plan


def test_a_transfer_in_is_due_from_the_day_we_were_told_also_of_a_child_not_born_yet(client, cast, bells):
    client.force_login(cast.priya)
    address = ask_about(bells.baby)
    day = {"told_of_move_on-day": "24", "told_of_move_on-month": "2", "told_of_move_on-year": "2025"}
    typed = said(client, address, moved_from="Larchshire", together=[])
    assert "Enter the day we were told of the move" in client.post(address, typed).content.decode()
    assert "cannot be still to come" in client.post(address, typed | day | {
        "told_of_move_on-month": "3"}).content.decode()  # fmt: skip

    check = client.post(address, typed | day).content.decode()
    assert "Due by 17 March 2025" in check
    assert "not born yet" in check
    client.post(address, typed | day | {"step": "confirm"})

    request = ConferenceRequest.objects.get()
    assert (request.kind, request.told_of_move_on, request.moved_from) == (
        Kind.TRANSFER_IN, date(2025, 2, 24), "Larchshire",
    )  # fmt: skip


def test_a_sister_about_whom_nothing_asks_for_it_is_not_taken_along(client, cast, bells):
    enquired(bells.noah)
    client.force_login(cast.priya)

    answer = client.post(ask_about(bells.noah), said(client, ask_about(bells.noah), together=[bells.mia.pk]))

    assert "Nothing asks for this kind of conference about Mia Bell" in answer.content.decode()
    assert WHY in answer.content.decode()


def test_an_enquiry_that_ended_without_needing_a_conference_asks_for_none(client, cast, bells):
    enquired(bells.mia, ended_on=date(2025, 3, 3), conference_not_required=True)

    shown = page(client, cast.priya, ask_about(bells.mia))

    assert "Transfer-in conference" in shown
    assert "Initial conference" not in shown


def test_asked_for_by_a_colleague_meanwhile_no_word_is_lost(client, cast, bells):
    client.force_login(cast.priya)
    typed = said(client, ask_about(bells.mia))
    request = asked(cast, bells.mia)

    answer = client.post(ask_about(bells.mia), typed | {"step": "confirm"})

    assert answer.status_code == 409
    assert WHY in answer.content.decode()
    assert f"/conferences/{request.pk}/" in answer.content.decode()
    assert ConferenceRequest.objects.count() == 1


def test_somebody_of_another_team_sees_and_asks_for_nothing_of_the_bells(client, cast, bells):
    asked(cast, bells.mia)
    enquired(bells.noah)

    assert "No conference is asked for" in page(client, cast.tom)
    assert client.post(ask_about(bells.noah), {"why": WHY}).status_code == 404
    assert ConferenceRequest.objects.count() == 1
