"""Away, covered, back: whoever covers sees the children for exactly that time."""

from datetime import date, datetime, timedelta

import pytest

from lintel.foundation.access.models import ReasonToSee
from lintel.foundation.access.permissions import NotAllowed
from lintel.foundation.access.visibility import visible_children
from lintel.foundation.audit_log.models import Entry
from lintel.foundation.notices.queries import notices
from lintel.foundation.workforce.absences.actions import AwayAlready, end_absence, record_absence
from lintel.foundation.workforce.actions import EndsBeforeItStarts, OverAlready
from lintel.foundation.workforce.codes import AbsenceReason
from lintel.foundation.workforce.models import Absence
from lintel.foundation.workforce.queries import absences
from lintel.foundation.workforce.reach import NotInTheirLine
from lintel.journey.allocating.actions import NoLongerWaiting, NotTheirWorker, accept, allocate
from lintel.journey.allocating.covering.actions import arrange_cover, say_away, say_back, settle_cover
from lintel.journey.allocating.loads.queries import loads
from lintel.journey.allocating.tasks import let_cover_begin_and_end
from lintel.journey.allocating.tests.builders import a_worker
from lintel.steps.allocation.covering.actions import BeginsInThePast, CannotCover, CoversForThemselves
from lintel.steps.allocation.giving.actions import BeyondProtectedLoad
from lintel.steps.allocation.models import Cover
from tests.cast import LONDON, NOW
from tests.trace import finding

pytestmark = pytest.mark.django_db
MONDAY, FRIDAY, NEXT_MONDAY = date(2025, 3, 3), date(2025, 3, 7), date(2025, 3, 10)


def at(day, hour=9):
    return datetime(day.year, day.month, day.day, hour, 0, tzinfo=LONDON)


def sees(user, bells):
    return visible_children(user).filter(pk=bells.mia.pk).exists()


def cover(bells, by, *, worker, begins_on=MONDAY, ends_on=NEXT_MONDAY):
    return arrange_cover(
        [bells.involvements["mia"]], worker=worker, begins_on=begins_on, ends_on=ends_on, by=by, at=NOW
    )  # fmt: skip


@finding("S6")
def test_whoever_covers_sees_the_child_from_the_first_day_to_the_last_and_is_told(cast, bells):
    assert not sees(cast.tom, bells)

    cover(bells, cast.sofia, worker=cast.tom.worker)

    assert sees(cast.tom, bells)
    assert "You cover for Priya Nair from 3 March until 10 March: 1 child" in [
        n.words for n in notices(viewer=cast.tom)
    ]
    settle_cover(by=None, at=at(NEXT_MONDAY - timedelta(days=1)))
    assert sees(cast.tom, bells)
    settle_cover(by=None, at=at(NEXT_MONDAY, 0))
    assert not sees(cast.tom, bells)
    assert sees(cast.priya, bells)


def test_cover_that_begins_later_shows_nothing_before(cast, bells):
    cover(bells, cast.sofia, worker=cast.tom.worker, begins_on=FRIDAY)
    assert not sees(cast.tom, bells)

    let_cover_begin_and_end(int(at(FRIDAY, 0).timestamp()))

    assert sees(cast.tom, bells)


def test_settling_twice_changes_nothing(cast, bells):
    cover(bells, cast.sofia, worker=cast.tom.worker)

    assert settle_cover(by=None, at=NOW) == 0


def test_a_worker_says_that_they_are_away_and_their_manager_is_told(cast, bells):
    absence = say_away(
        cast.priya.worker, reason=AbsenceReason.LEAVE, starts_on=FRIDAY, ends_on=date(2025, 3, 17), by=cast.priya,
        at=NOW,
    )  # fmt: skip

    assert absence.worker == cast.priya.worker
    told = notices(viewer=cast.marcus)[0]
    assert told.words == "Priya Nair is away from 7 March to 17 March: arrange cover for 3 children"
    assert told.path == f"/team/{cast.priya.worker_id}/cover/"
    assert not [n for n in notices(viewer=cast.tom) if "Priya" in n.words]


def test_the_call_to_arrange_cover_ends_once_every_child_is_covered(cast, bells):
    say_away(
        cast.priya.worker, reason=AbsenceReason.LEAVE, starts_on=FRIDAY, ends_on=NEXT_MONDAY, by=cast.priya, at=NOW
    )

    def is_called():
        return any("arrange cover" in notice.words for notice in notices(viewer=cast.sofia))

    days = {"worker": cast.tom.worker, "begins_on": FRIDAY, "ends_on": NEXT_MONDAY, "by": cast.sofia, "at": NOW}
    mia, *others = (bells.involvements[name] for name in ("mia", "noah", "baby"))
    arrange_cover([mia], **days)
    assert is_called()

    arrange_cover(others, **days)
    assert not is_called()


@finding("S6")
def test_whoever_is_back_holds_their_children_alone_again(cast, bells):
    absence = say_away(cast.priya.worker, reason=AbsenceReason.SICKNESS, starts_on=MONDAY, by=cast.marcus, at=NOW)
    cover(bells, cast.sofia, worker=cast.tom.worker, ends_on=None)

    say_back(absence, back_on=date(2025, 3, 5), by=cast.marcus, at=at(date(2025, 3, 5)))

    assert Cover.objects.get().ends_on == date(2025, 3, 5)
    assert not sees(cast.tom, bells)


def test_back_leaves_the_cover_of_a_later_absence_and_ends_what_began_before_this_one(cast, bells):
    later, back = date(2025, 4, 7), date(2025, 4, 21)
    now = record_absence(
        cast.priya.worker, reason=AbsenceReason.SICKNESS, starts_on=date(2025, 3, 5), ends_on=NEXT_MONDAY,
        by=cast.marcus, at=NOW,
    )  # fmt: skip
    record_absence(
        cast.priya.worker, reason=AbsenceReason.LEAVE, starts_on=later, ends_on=back, by=cast.marcus, at=NOW
    )  # fmt: skip
    cover(bells, cast.sofia, worker=cast.tom.worker)
    cover(bells, cast.sofia, worker=cast.tom.worker, begins_on=later, ends_on=back)

    say_back(now, back_on=FRIDAY, by=cast.marcus, at=NOW)

    assert list(Cover.objects.order_by("begins_on").values_list("begins_on", "ends_on")) == [
        (MONDAY, FRIDAY), (later, back),
    ]  # fmt: skip


@finding("S6", "S34")
def test_nobody_newly_qualified_covers_beyond_their_protected_load(cast, bells):
    few = a_worker("Wyn", team=cast.north, fte=0.1, is_newly_qualified=True)
    assert loads(viewer=cast.marcus, on=MONDAY)[-1].most < 3

    first = [bells.involvements["mia"]]
    arrange_cover(first, worker=few, begins_on=MONDAY, ends_on=FRIDAY, by=cast.marcus, at=NOW)
    arrange_cover(first, worker=few, begins_on=FRIDAY, ends_on=NEXT_MONDAY, by=cast.marcus, at=NOW)
    with pytest.raises(BeyondProtectedLoad) as refused:
        arrange_cover(
            [bells.involvements[name] for name in ("noah", "baby")], worker=few, begins_on=MONDAY, ends_on=FRIDAY,
            by=cast.marcus, at=NOW,
        )  # fmt: skip

    assert refused.value.children == 3
    assert {load.name: load.covering for load in loads(viewer=cast.marcus, on=MONDAY)} == {"Priya Nair": 0, "Wyn": 1}


def test_nobody_covers_for_a_day_that_has_gone(cast, bells):
    with pytest.raises(BeginsInThePast):
        cover(bells, cast.sofia, worker=cast.tom.worker, begins_on=MONDAY - timedelta(days=1))

    assert not Cover.objects.exists()


def test_another_cover_for_the_same_days_takes_the_place_of_the_first(cast, bells):
    cover(bells, cast.sofia, worker=cast.tom.worker, ends_on=None)
    arrange_cover(
        [bells.involvements["mia"]], worker=cast.tom.worker, begins_on=FRIDAY, ends_on=NEXT_MONDAY, by=cast.sofia,
        at=NOW,
    )  # fmt: skip

    assert list(Cover.objects.order_by("begins_on").values_list("begins_on", "ends_on")) == [
        (MONDAY, FRIDAY), (FRIDAY, NEXT_MONDAY),
    ]  # fmt: skip


def test_cover_for_days_before_leaves_a_later_one_alone(cast, bells):
    cover(bells, cast.sofia, worker=cast.tom.worker, begins_on=FRIDAY, ends_on=NEXT_MONDAY)
    cover(bells, cast.sofia, worker=cast.tom.worker, begins_on=MONDAY, ends_on=date(2025, 3, 5))

    assert Cover.objects.filter(begins_on=FRIDAY, ends_on=NEXT_MONDAY).exists()


def test_another_worker_who_accepts_ends_the_cover_as_well(cast, bells):
    cover(bells, cast.sofia, worker=cast.tom.worker, ends_on=None)
    given = allocate(
        [bells.referrals["mia"]], worker=cast.tom.worker, change_reason="ABSENC", by=cast.sofia, at=NOW
    )  # fmt: skip
    accept(given, by=cast.tom, at=NOW)

    assert Cover.objects.get().ends_on == MONDAY
    assert not ReasonToSee.objects.filter(basis="covers for their worker", ends_on__isnull=True).exists()
    assert sees(cast.tom, bells)  # as their worker now


def test_cover_is_arranged_only_for_children_one_may_see_by_workers_one_answers_for(cast, bells):
    with pytest.raises(NoLongerWaiting):
        cover(bells, cast.tom, worker=cast.tom.worker)
    with pytest.raises(NotTheirWorker):
        cover(bells, cast.marcus, worker=cast.tom.worker)
    with pytest.raises(NotAllowed):
        cover(bells, cast.priya, worker=cast.tom.worker)
    with pytest.raises(CoversForThemselves):
        cover(bells, cast.sofia, worker=cast.priya.worker)


def test_nobody_who_is_away_covers(cast, bells):
    say_away(cast.tom.worker, reason=AbsenceReason.LEAVE, starts_on=MONDAY, by=cast.tom, at=NOW)

    with pytest.raises(CannotCover):
        cover(bells, cast.sofia, worker=cast.tom.worker)


def test_an_absence_is_ones_own_or_that_of_a_worker_one_answers_for(cast):
    with pytest.raises(NotInTheirLine):
        record_absence(cast.priya.worker, reason=AbsenceReason.LEAVE, starts_on=MONDAY, by=cast.tom, at=NOW)
    with pytest.raises(NotAllowed):
        record_absence(cast.priya.worker, reason=AbsenceReason.LEAVE, starts_on=MONDAY, by=cast.sam, at=NOW)
    made = record_absence(cast.priya.worker, reason=AbsenceReason.LEAVE, starts_on=MONDAY, by=cast.sofia, at=NOW)

    assert Entry.objects.get(act="absence recorded").details["worker"] == cast.priya.worker_id
    assert "reason" not in Entry.objects.get(act="absence recorded").details
    assert list(absences(viewer=cast.marcus)) == list(absences(viewer=cast.priya)) == [made]
    assert list(absences(viewer=cast.tom)) == []


def test_two_absences_do_not_lie_in_the_same_days(cast):
    record_absence(
        cast.priya.worker, reason=AbsenceReason.LEAVE, starts_on=MONDAY, ends_on=FRIDAY, by=cast.priya, at=NOW
    )  # fmt: skip
    with pytest.raises(AwayAlready):
        record_absence(cast.priya.worker, reason=AbsenceReason.LEAVE, starts_on=date(2025, 3, 5), by=cast.priya, at=NOW)
    with pytest.raises(EndsBeforeItStarts):
        record_absence(
            cast.priya.worker, reason=AbsenceReason.LEAVE, starts_on=FRIDAY, ends_on=FRIDAY, by=cast.priya, at=NOW
        )

    record_absence(cast.priya.worker, reason=AbsenceReason.LEAVE, starts_on=FRIDAY, by=cast.priya, at=NOW)
    assert Absence.objects.count() == 2


def test_one_is_back_once(cast):
    away = record_absence(cast.priya.worker, reason=AbsenceReason.LEAVE, starts_on=MONDAY, by=cast.priya, at=NOW)
    end_absence(away, ends_on=FRIDAY, by=cast.priya, at=NOW)

    with pytest.raises(OverAlready):
        end_absence(away, ends_on=FRIDAY, by=cast.priya, at=NOW)
    with pytest.raises(NotInTheirLine):
        end_absence(away, ends_on=MONDAY, by=cast.tom, at=NOW)
