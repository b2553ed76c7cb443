"""A batch with its truth known: duplicates, repeat households and wrong-sibling traps, from the file to the desk."""

from __future__ import annotations

import time

import pytest

from lintel.foundation.matching.scoring import Likeness
from lintel.foundation.people.models import Person
from lintel.journey.notifications.actions import receive_batch, take_in_batch
from lintel.journey.notifications.offers.queries import who_they_may_be
from lintel.journey.notifications.queries import households_of, lags_of_batch, lags_of_rows
from lintel.journey.notifications.tests.builders import police, write_down
from lintel.steps.front_door.codes import Channel, Identity
from lintel.steps.front_door.models import ChildContact, Contact
from lintel.steps.police_notifications.actions import begin_taking_in, offer_batch
from lintel.steps.police_notifications.codes import Part
from lintel.steps.police_notifications.models import Notification, PersonInNotification, Recognised
from lintel.steps.police_notifications.reading.files import read_file
from lintel.steps.police_notifications.tests.batch import RECEIVED_AT, made_batch

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
ROWS = 100


@pytest.fixture
def made():
    return made_batch(ROWS)


@pytest.fixture
def force(cast):
    return police(cast)


@pytest.fixture
def children(cast, made):
    return write_down(made.ours, cast)


@pytest.fixture
def batch(force, cast, made, children):
    return receive_batch(made.csv, file_name="backlog.csv", agency=force, by=cast.hart, at=RECEIVED_AT)


@pytest.mark.finding("S28")
def test_five_hundred_rows_come_to_lag_figures_in_under_five_seconds(force, cast):
    """From the bytes of the file to what the page shows of it; nothing is taken in yet, and the clocks run."""
    content = made_batch().csv
    begun = time.perf_counter()

    offered = offer_batch(content, file_name="backlog.csv", agency=force, by=cast.dawn, at=RECEIVED_AT)
    rows = read_file(bytes(offered.content), received_at=offered.received_at)
    found = lags_of_rows(rows, received_at=offered.received_at, viewer=cast.dawn, at=RECEIVED_AT)

    assert time.perf_counter() - begun < 5
    assert offered.rows_in == 500
    assert {line.label for line in found.by_grade} == {"High", "Medium", "Standard", "No grade given"}
    assert found.all.p90 > 24


@pytest.mark.finding("S31")
def test_a_batch_is_on_the_desk_household_by_household(batch, made, dawn, children):
    truth = made.truth

    # nothing is lost: rows in = accepted + set aside, and each accepted row is in a notice
    assert (batch.rows_in, batch.rows_set_aside) == (ROWS, truth.bad_rows)
    rows = [row for notice in Notification.objects.filter(batch=batch) for row in notice.batch_rows]
    assert len(rows) == len(set(rows)) == batch.rows_accepted
    assert (batch.notices_new, batch.notices_changed) == (len(truth.references), truth.changed)

    # one contact for a household, received when the file came
    made_of = {n.reference: n.contact_id for n in Notification.objects.filter(batch=batch)}
    by_household: dict[str, set[int]] = {}
    for reference, family in truth.household.items():
        by_household.setdefault(family, set()).add(made_of[reference])
    assert all(len(contacts) == 1 for contacts in by_household.values())
    assert len({contact for contacts in by_household.values() for contact in contacts}) == len(by_household)
    assert set(Contact.objects.filter(channel=Channel.POLICE_FEED).values_list("received_at", flat=True)) == {
        RECEIVED_AT
    }

    # nobody is attached to anybody, and whoever is recognised is the very child
    assert set(ChildContact.objects.filter(contact__in=made_of.values()).values_list("identity", flat=True)) == {
        Identity.NOT_CHECKED
    }
    keys = {child.pk: key for key, child in children.items()}
    recognised = Recognised.objects.select_related("person__notification")
    assert recognised.count() > 20
    for each in recognised:
        told = PersonInNotification.objects.filter(notification=each.person.notification, part=Part.CHILD).order_by(
            "pk"
        )
        place = [who.pk for who in told].index(each.person_id)
        assert truth.who[each.person.notification.reference, place] == keys[each.child_id]
        assert (each.person.notification.reference, place) not in truth.traps

    # on top, whoever had two or more further incidents since the first
    shown = households_of(batch, viewer=dawn, at=RECEIVED_AT)
    further = [len({notice.reference for notice in each.notices}) - 1 for each in shown]
    many = [count >= 2 for count in further]
    assert any(many)
    assert many == sorted(many, reverse=True)
    assert all(each.why for each, count in zip(shown, further, strict=True) if count)
    assert lags_of_batch(batch, viewer=dawn, at=RECEIVED_AT).notices == batch.notices_new


def test_what_broke_off_half_way_left_nothing_and_can_be_done_again(force, cast, made, monkeypatch):
    offered = offer_batch(made.csv, file_name="backlog.csv", agency=force, by=cast.dawn, at=RECEIVED_AT)
    begin_taking_in(offered, by=cast.dawn, at=RECEIVED_AT)

    def falls_over(share):
        if share > 0.5:
            raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        take_in_batch(offered, by=cast.dawn, at=RECEIVED_AT, tick=falls_over)
    assert not Notification.objects.exists()
    assert not Person.objects.filter(key__startswith="told/").exists()

    again = take_in_batch(offered, by=cast.dawn, at=RECEIVED_AT)

    assert again.notices_new == len(made.truth.references)


@pytest.mark.finding("S31")
def test_nineteen_in_twenty_true_matches_are_offered_and_no_trap_is_offered_as_the_same(batch, made, dawn, children):
    """Errors are made by the batch's own rules; the traps are twins and siblings of children of ours."""
    keys = {child.pk: key for key, child in children.items()}
    hits = total = 0
    for notice in Notification.objects.filter(batch=batch, version=1):
        for place, one in enumerate(who_they_may_be(notice, viewer=dawn)):
            offered = {keys.get(each.person_pk): each.likeness for each in one.offered}
            wanted = made.truth.who[notice.reference, place]
            if wanted:
                total += 1
                hits += wanted in offered
            if (notice.reference, place) in made.truth.traps:
                assert Likeness.SAME not in {likeness for key, likeness in offered.items() if key}

    assert total > 60
    assert hits / total >= 0.95
