"""Hours kept free of cases, and the languages workers speak."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from lintel.foundation.access.permissions import NotAllowed
from lintel.foundation.audit_log.models import Entry
from lintel.foundation.workforce.actions import (
    EndsBeforeItStarts,
    NotAWorkingWeek,
    OverAlready,
    ProtectedAlready,
    WhyMissing,
    end_protected_time,
    load_protected_time,
    set_languages,
    set_protected_time,
)
from lintel.foundation.workforce.codes import Protection
from lintel.foundation.workforce.models import ProtectedTime
from lintel.foundation.workforce.queries import protected_time
from lintel.foundation.workforce.reach import NotInTheirLine
from lintel.foundation.workforce.rules import as_languages
from tests.cast import NOW

pytestmark = pytest.mark.django_db
MARCH, APRIL = date(2025, 3, 3), date(2025, 4, 7)


def protect(worker, by, *, hours="3.7", reason=Protection.NEWLY_QUALIFIED, why="First year in practice", **days):
    days.setdefault("starts_on", MARCH)
    return set_protected_time(
        worker, hours_per_week=Decimal(hours), reason=reason, why=why, **days, by=by, at=NOW
    )  # fmt: skip


def in_force(worker, on):
    return [float(each.hours_per_week) for each in ProtectedTime.objects.filter(worker=worker).in_force(on)]


def test_protected_hours_hold_from_their_day_until_they_end(priya, marcus):
    protect(priya.worker, marcus, ends_on=APRIL)

    assert in_force(priya.worker, date(2025, 3, 2)) == []
    assert in_force(priya.worker, date(2025, 4, 6)) == [3.7]
    assert in_force(priya.worker, APRIL) == []
    assert Entry.objects.get(act="protected time set").details["worker"] == priya.worker_id


def test_hours_set_again_take_the_place_of_the_old_ones(priya, marcus):
    protect(priya.worker, marcus)

    protect(priya.worker, marcus, hours="1.5", starts_on=APRIL)

    assert in_force(priya.worker, date(2025, 4, 6)) == [3.7]
    assert in_force(priya.worker, APRIL) == [1.5]


def test_hours_for_another_reason_stand_beside_them(priya, marcus):
    protect(priya.worker, marcus)

    protect(priya.worker, marcus, hours="7.4", reason=Protection.UNION, why="Branch secretary, one day a week")

    assert sorted(in_force(priya.worker, MARCH)) == [3.7, 7.4]


def test_the_same_reason_is_not_protected_twice_from_one_day(priya, marcus):
    protect(priya.worker, marcus)

    with pytest.raises(ProtectedAlready):
        protect(priya.worker, marcus, hours="1")


def test_time_that_is_over_before_the_next_begins_is_no_second_protection(priya, marcus):
    protect(priya.worker, marcus, starts_on=APRIL)

    protect(priya.worker, marcus, hours="2", ends_on=APRIL)

    assert in_force(priya.worker, MARCH) == [2.0]
    assert in_force(priya.worker, APRIL) == [3.7]


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        ({"hours": "0"}, NotAWorkingWeek), ({"hours": "40.5"}, NotAWorkingWeek), ({"why": "  "}, WhyMissing),
        ({"ends_on": date(2025, 3, 2)}, EndsBeforeItStarts),
    ],
)  # fmt: skip
def test_what_is_not_protected_time_is_refused(priya, marcus, said, refusal):
    with pytest.raises(refusal):
        protect(priya.worker, marcus, **said)

    assert not ProtectedTime.objects.exists()


def test_a_manager_of_another_team_does_not_protect_a_workers_time(priya, tom):
    with pytest.raises(NotInTheirLine):
        protect(priya.worker, tom)


def test_a_worker_does_not_protect_their_own_time(priya):
    with pytest.raises(NotAllowed):
        protect(priya.worker, priya)


def test_protected_time_ends(priya, sofia):
    protected = protect(priya.worker, sofia)

    end_protected_time(protected, ends_on=APRIL, by=sofia, at=NOW)

    assert in_force(priya.worker, APRIL) == []
    assert Entry.objects.get(act="protected time ended").details["ends_on"] == "2025-04-07"


def test_protected_time_does_not_end_later_than_it_did_already(priya, marcus, tom):
    protected = protect(priya.worker, marcus, ends_on=APRIL)

    with pytest.raises(OverAlready):
        end_protected_time(protected, ends_on=date(2025, 4, 8), by=marcus, at=NOW)
    with pytest.raises(EndsBeforeItStarts):
        end_protected_time(protected, ends_on=date(2025, 3, 2), by=marcus, at=NOW)
    with pytest.raises(NotInTheirLine):
        end_protected_time(protected, ends_on=MARCH, by=tom, at=NOW)


def test_protected_time_read_from_a_file_is_kept_once(cast, priya):
    def line():
        return ProtectedTime(
            screen="cast", key="W2 newly qualified", worker=priya.worker, hours_per_week=Decimal("3.7"),
            reason=Protection.NEWLY_QUALIFIED, why="First year in practice", starts_on=MARCH,
        )  # fmt: skip

    load_protected_time([line()], by=cast.command_line, at=NOW)

    assert load_protected_time([line()], by=cast.command_line, at=NOW).unchanged == 1


def test_a_worker_and_their_managers_see_what_is_protected_and_nobody_else(priya, marcus, sofia, tom, dawn):
    protected = protect(priya.worker, marcus)

    for viewer in (priya, marcus, sofia):
        assert protected_time(viewer=viewer, on=MARCH) == [protected]
    for viewer in (tom, dawn):
        assert protected_time(viewer=viewer, on=MARCH) == []


def test_the_database_refuses_protected_time_without_a_reason_in_words(priya, marcus):
    protected = protect(priya.worker, marcus)

    with pytest.raises(IntegrityError, match="protected_time_says_why"), transaction.atomic():
        ProtectedTime.objects.filter(pk=protected.pk).update(why="")


def test_a_worker_says_which_languages_they_speak(priya):
    set_languages(priya.worker, languages=["polish", " British  Sign Language", "Polish", ""], by=priya, at=NOW)

    priya.worker.refresh_from_db()
    assert priya.worker.languages == ["British Sign Language", "Polish"]
    assert Entry.objects.get(act="languages of a worker said").details["languages"] == priya.worker.languages


def test_their_manager_may_say_it_for_them_and_nobody_elses(priya, marcus, tom, dawn, anil):
    set_languages(priya.worker, languages=["Urdu"], by=marcus, at=NOW)

    for other in (tom, dawn):
        with pytest.raises(NotInTheirLine):
            set_languages(priya.worker, languages=[], by=other, at=NOW)
    with pytest.raises(NotAllowed):
        set_languages(priya.worker, languages=[], by=anil, at=NOW)
    priya.worker.refresh_from_db()
    assert priya.worker.languages == ["Urdu"]


def test_languages_are_kept_once_and_in_order():
    assert as_languages(["urdu", "Urdu", "  arabic (Sudanese) ", " "]) == ["Arabic (Sudanese)", "Urdu"]
