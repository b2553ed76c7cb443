"""What a file says of children who are in hand here: what is over ends, and nobody is let go of."""

from datetime import date, datetime

import pytest
from django.db import connection

from lintel.foundation.access.models import ReasonToSee
from lintel.foundation.access.visibility import visible_children
from lintel.foundation.notices.queries import notices
from lintel.journey.allocating import actions
from lintel.journey.allocating.covering.actions import arrange_cover
from lintel.journey.allocating.dues.queries import my_children
from lintel.journey.allocating.teams.queries import team
from lintel.journey.allocating.telling.actions import remind_of_unanswered
from lintel.journey.allocating.tests.builders import a_worker
from lintel.journey.allocating.waiting.queries import board
from lintel.journey.imports.tests.builders import row
from lintel.steps.allocation.models import Allocation, Cover, Holding, Involvement
from lintel.steps.referrals.models import Referral
from tests.cast import LONDON

REFERRED = row(date_of_referral=date(2025, 2, 4), referral_nfa="b) No")
OPEN = row(cin_start_date=date(2025, 2, 4), case_status="Open assessment")
MARCH, APRIL = row("C9", date_of_contact=date(2025, 3, 31)), row("C9", date_of_contact=date(2025, 4, 30))
LIVE, MAY = datetime(2025, 4, 3, 9, 0, tzinfo=LONDON), datetime(2025, 5, 2, 9, 0, tzinfo=LONDON)
CLOSED = {**OPEN, "CIN Closure Date": date(2025, 4, 9)}


@pytest.fixture
def waits(take, cast):
    """A child of a file who waits with Marcus since."""
    take({"List 1": [MARCH], "List 3": [REFERRED], "List 6": [OPEN]})
    referral = Referral.objects.get()
    actions.pass_on([referral], team=cast.north, by=cast.helen, at=LIVE)
    return Referral.objects.get()


@pytest.fixture
def asked(waits, cast):
    """The same, given to Priya, who has not answered."""
    return actions.allocate([waits], worker=cast.priya.worker, by=cast.marcus, at=LIVE)


@pytest.fixture
def held(asked, cast):
    """The same, accepted by Priya."""
    [involvement] = actions.accept(asked, by=cast.priya, at=LIVE)
    return involvement


@pytest.fixture
def in_may(take):
    """What the next month's file says of the child; and the database asks what it asks at the end of a transaction."""

    def _in_may(says):
        take({"List 1": [APRIL], "List 6": [says]}, at=MAY)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")

    return _in_may


def held_by_managers():
    return [each.manager for each in Holding.objects.filter(until_at__isnull=True)]


def open_reasons():
    return {
        each.key.rsplit("/", 1)[0]
        for each in ReasonToSee.objects.filter(ends_on__isnull=True, key__startswith="live/", child__la_child_id="C1")
    }


def test_a_child_whose_episode_a_file_closed_waits_with_nobody(waits, cast, in_may):
    assert (held_by_managers(), open_reasons()) == ([cast.marcus], {"live/waits"})

    in_may(CLOSED)

    assert (held_by_managers(), open_reasons()) == ([], set())
    assert not visible_children(cast.marcus, on=MAY.date()).filter(pk=waits.child_id).exists()


def test_what_was_given_of_an_episode_that_a_file_closed_is_taken_back(asked, cast, in_may):
    in_may(CLOSED)

    [given] = Allocation.objects.all()
    assert (given.withdrawn_by, given.withdrawn_because) == (cast.anil, "The record says that the episode is over.")
    assert open_reasons() == set()
    assert any(each.key.startswith("taken back/") for each in notices(viewer=cast.priya))


def test_a_worker_whose_child_a_file_closed_sees_them_no_longer(held, cast, in_may):
    assert open_reasons() == {"live/holds"}

    in_may(CLOSED)

    assert (held_by_managers(), open_reasons()) == ([], set())


def test_who_covers_for_a_worker_whose_child_a_file_closed_covers_no_longer(held, cast, in_may):
    wyn = a_worker("Wyn", team=cast.north)
    arrange_cover([held], worker=wyn, begins_on=LIVE.date(), ends_on=None, by=cast.marcus, at=LIVE)
    assert open_reasons() == {"live/holds", "live/covers"}

    in_may(CLOSED)

    assert open_reasons() == set()
    assert Cover.objects.get().ends_on == MAY.date()


def test_a_child_whose_worker_a_file_took_away_is_held_by_a_manager(held, cast, in_may):
    in_may({**OPEN, "Allocated Worker": "Unallocated"})

    assert Involvement.objects.get().ended_on == date(2025, 4, 30)
    assert (held_by_managers(), open_reasons()) == ([cast.marcus], {"live/waits"})
    [wait] = board(viewer=cast.marcus, on=MAY.date()).waits
    assert wait.holding_manager == cast.marcus.name


def test_a_child_to_whom_a_file_gave_another_worker_is_theirs(held, cast, in_may):
    in_may({**OPEN, "Allocated Worker": "Bo Marsh"})

    assert Involvement.objects.get(ended_on__isnull=True).worker.name == "Bo Marsh"
    assert (held_by_managers(), open_reasons()) == ([], set())


def test_a_manager_lets_go_of_a_child_to_whom_a_file_gave_a_worker_and_holds_them_again_after(waits, take, in_may):
    in_may({**OPEN, "Allocated Worker": "Bo Marsh"})
    assert (held_by_managers(), open_reasons()) == ([], set())

    june = datetime(2025, 6, 2, 9, 0, tzinfo=LONDON)
    later = {**APRIL, "Date of Contact": date(2025, 5, 31)}
    take({"List 1": [later], "List 6": [{**OPEN, "Allocated Worker": "Unallocated"}]}, at=june)

    assert len(held_by_managers()) == 1
    assert open_reasons() == {"live/waits"}


def test_a_file_that_says_nothing_new_leaves_everything(asked, cast, in_may):
    in_may(OPEN)

    assert (held_by_managers(), open_reasons()) == ([cast.marcus], {"live/waits", "live/asked"})
    assert Allocation.objects.unanswered().count() == 1


def test_what_is_unanswered_of_a_closed_episode_is_asked_of_nobody(asked, cast):
    Referral.objects.update(closed_on=date(2025, 4, 9))
    today = MAY.date()

    assert not my_children(viewer=cast.priya, on=today).asked
    assert all(line.waiting_to_answer == 0 for line in team(viewer=cast.marcus, on=today))
    assert remind_of_unanswered(by=None, at=MAY) == 0
