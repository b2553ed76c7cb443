"""Pulling the next: the most urgent one is qualified for, never one that a colleague was just given."""

import threading
from datetime import timedelta

import pytest
from django.db import connection

from lintel.foundation.access.permissions import NotAllowed
from lintel.foundation.people.registering.actions import Particulars
from lintel.steps.front_door.desk import actions
from lintel.steps.front_door.desk.pulling.actions import leave, pull_next
from lintel.steps.front_door.intake.actions import TellsOf
from lintel.steps.front_door.models import Contact, OnDesk, PassedOver
from lintel.steps.front_door.tests.builders import NEIGHBOUR, knock
from tests.cast import NOW

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)


def come_in(by, *names, **more):
    return [
        knock(
            by=by, once=name, received_at=NOW + timedelta(minutes=number), informant=NEIGHBOUR,
            children=[TellsOf(particulars=Particulars(given=name, family=f"{name}son"))], **more,
        )
        for number, name in enumerate(names)
    ]  # fmt: skip


def test_an_officer_is_given_the_most_urgent_to_gather_and_is_then_in_the_room(dawn):
    first, _ = come_in(dawn, "Ann", "Ben")

    assert pull_next(by=dawn, at=LATER) == first
    first.refresh_from_db()
    assert first.held_by == dawn
    assert OnDesk.objects.get(user=dawn, ended_at__isnull=True).began_at == LATER


def test_an_officer_is_not_given_what_waits_for_a_decision(dawn):
    first, second = come_in(dawn, "Ann", "Ben")
    actions.say_ready(first, by=dawn, at=NOW)

    assert pull_next(by=dawn, at=LATER) == second
    assert pull_next(by=dawn, at=LATER) is None


def test_a_decision_maker_is_given_what_is_ready_before_what_is_not(dawn, femi):
    _, second = come_in(dawn, "Ann", "Ben")
    actions.say_ready(second, by=dawn, at=NOW)

    assert pull_next(by=femi, at=LATER) == second


def test_danger_comes_before_everything_ready_or_not(dawn, femi):
    first, second = come_in(dawn, "Ann", "Ben")
    actions.say_ready(first, by=dawn, at=NOW)
    actions.flag_danger(second, reason="A child is being hurt", by=dawn, at=NOW)

    assert pull_next(by=femi, at=LATER) == second


def test_what_cannot_wait_at_the_other_desk_is_given_as_well(cast, dawn, nell):
    [tonight] = come_in(dawn, "Ann", team=cast.out_of_hours)
    assert pull_next(by=dawn, at=LATER) is None

    actions.flag_danger(tonight, reason="A child is being hurt", by=nell, at=NOW)

    assert pull_next(by=dawn, at=LATER) == tonight


def test_one_piece_of_thinking_is_given_whole(dawn):
    first, second = come_in(dawn, "Ann", "Ben")
    actions.think_of_together(second, first=first, by=dawn, at=NOW)

    pull_next(by=dawn, at=LATER)

    assert Contact.objects.filter(held_by=dawn).count() == 2


def test_leaving_it_needs_a_reason_and_leaves_it_in_its_place(dawn, femi):
    first, second = come_in(dawn, "Ann", "Ben")
    pull_next(by=dawn, at=LATER)
    with pytest.raises(actions.NoReasonGiven):
        leave(first, reason=" ", by=dawn, at=LATER)

    leave(first, reason="I know the family", by=dawn, at=LATER)

    assert PassedOver.objects.get().reason == "I know the family"
    assert pull_next(by=dawn, at=LATER) == second  # what one left comes again when nothing else waits
    assert pull_next(by=femi, at=LATER) == first


def test_what_one_left_comes_first_again_once_a_child_in_it_is_in_danger(dawn):
    first, _ = come_in(dawn, "Ann", "Ben")
    pull_next(by=dawn, at=LATER)
    leave(first, reason="I know the family", by=dawn, at=LATER)
    actions.flag_danger(first, reason="A child is being hurt", by=dawn, at=LATER)

    assert pull_next(by=dawn, at=LATER) == first


def test_one_piece_of_thinking_is_left_whole(dawn):
    first, second = come_in(dawn, "Ann", "Ben")
    actions.think_of_together(second, first=first, by=dawn, at=NOW)
    pull_next(by=dawn, at=LATER)

    leave(second, reason="I know the family", by=dawn, at=LATER)

    assert not Contact.objects.filter(held_by=dawn).exists()


def test_those_who_do_not_work_at_the_desk_pull_nothing(priya):
    with pytest.raises(NotAllowed):
        pull_next(by=priya, at=LATER)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_people_who_pull_at_the_same_moment_are_never_given_the_same(cast):
    come_in(cast.dawn, *(f"Child{number}" for number in range(12)))
    start, given, lock = threading.Barrier(4), [], threading.Lock()

    def pull(who):
        try:
            start.wait()
            for _ in range(3):
                contact = pull_next(by=who, at=LATER)
                with lock:
                    given.append(contact.pk if contact else None)
        finally:
            connection.close()

    threads = [threading.Thread(target=pull, args=(who,)) for who in (cast.dawn, cast.femi, cast.rosa, cast.dawn)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert None not in given
    assert len(set(given)) == 12
    assert Contact.objects.filter(held_by__isnull=True).count() == 0
