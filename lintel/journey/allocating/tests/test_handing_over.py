"""From one worker to the next: the note made of the record, and clocks that nobody's team can reset."""

from datetime import date, datetime

import pytest

from lintel.foundation.people.models import SafeContact
from lintel.journey.allocating.actions import accept, allocate, let_go, pass_on
from lintel.journey.allocating.dues.codes import What
from lintel.journey.allocating.dues.queries import my_children
from lintel.journey.allocating.handing_over.queries import changes_of, note_for, worker_of
from lintel.journey.allocating.tests.given import accepted, offered, referred
from lintel.journey.allocating.waiting.queries import waits_of
from lintel.steps.allocation.models import Allocation, Holding, Involvement
from lintel.steps.allocation.rules import changes_of_worker
from lintel.steps.promises.actions import promise
from tests.cast import LONDON, NOW
from tests.trace import finding

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


def moment(day):
    return datetime(day.year, day.month, day.day, 9, 0, tzinfo=LONDON)


def move(cast, referrals, *, on, **more):
    given = allocate(referrals, worker=cast.tom.worker, change_reason="TSPROC", by=cast.sofia, at=moment(on), **more)
    return accept(given, by=cast.tom, at=moment(on))


@finding("S8", "S12")
def test_a_clock_that_crosses_teams_is_never_reset(cast, bells):
    (referral,) = referred(cast)
    (waits,) = waits_of([referral.pk], viewer=cast.sofia, on=TODAY)
    before = (waits.since, waits.seen_by_due)

    pass_on([referral], team=cast.north, by=cast.sofia, at=moment(date(2025, 3, 5)))
    pass_on([referral], team=cast.south, by=cast.sofia, at=moment(date(2025, 3, 6)))
    (waits,) = waits_of([referral.pk], viewer=cast.sofia, on=date(2025, 3, 6))
    assert (waits.since, waits.seen_by_due) == before == (TODAY, date(2025, 3, 7))

    move(cast, [referral], on=date(2025, 3, 10))
    due = {
        due.what: due.due_on
        for due in my_children(viewer=cast.tom, on=date(2025, 3, 10)).dues
        if referral.child_id in due.children
    }
    assert due[What.CHILD_SEEN] == date(2025, 3, 7)
    assert due[What.ASSESSMENT] == date(2025, 5, 8)  # 45 working days from the referral, not from Tom's accepting


@finding("S12", screen="/children/1/change-worker/")
def test_another_team_takes_over_with_every_clock_where_it_stood(cast, bells):
    def due_of(user, on):
        return {d.what: d.due_on for d in my_children(viewer=user, on=on).dues if bells.mia.pk in d.children}

    before = due_of(cast.priya, TODAY)
    move(cast, [bells.referrals["mia"]], on=TODAY)
    after = due_of(cast.tom, TODAY)

    assert before[What.CHILD_SEEN] == after[What.CHILD_SEEN] == date(2025, 2, 24)
    assert before[What.ASSESSMENT] == after[What.ASSESSMENT]
    assert bells.mia.pk not in {
        child for f in my_children(viewer=cast.priya, on=TODAY).families for child in f.children
    }


@finding("S12", "S41")
def test_the_note_is_made_of_the_record_and_says_what_was_promised(cast, bells):
    promise(bells.mia, words="Ring the school.", due_on=date(2025, 3, 7), by=cast.priya, at=NOW)
    SafeContact.objects.create(
        person=bells.ruth, never_write=True, words="Ring her only in school hours.", made_at=NOW, made_by=cast.femi
    )

    note = note_for(bells.mia, viewer=cast.marcus, on=TODAY)

    assert note.name == "Mia Bell"
    assert note.clock_from == date(2025, 2, 18)
    assert {"Ruth Bell, mother", "Owen Hartley, father"} <= set(note.related)
    assert note.safe_contact == ["Ruth Bell: Never write. Ring her only in school hours."]
    assert note.stage == "In assessment since 18 February 2025"
    assert [it.words for it in note.promises] == ["Ring the school."]
    assert {due.what for due in note.dues} >= {What.CHILD_SEEN, What.ASSESSMENT}
    assert [(it.worker, it.began_on) for it in note.holders] == [("Priya Nair", date(2025, 2, 20))]
    assert any(line.what.startswith("Referral") for line in note.highlights)
    assert note.visits == []


def test_whoever_is_asked_reads_the_note_before_answering_and_what_the_one_before_adds(cast, bells):
    move_to = {"worker": cast.tom.worker, "change_reason": "LEFTRL", "handover": "She likes to be met at school."}
    allocate([bells.referrals["mia"]], **move_to, by=cast.sofia, at=NOW)

    note = note_for(bells.mia, viewer=cast.tom, on=TODAY)

    assert note.added == "She likes to be met at school."
    assert worker_of(bells.mia, viewer=cast.tom, on=TODAY).worker == cast.priya.worker


def test_the_note_is_for_nobody_who_may_not_see_the_child(cast, bells):
    for stranger in (cast.tom, cast.sam, cast.ola):
        assert note_for(bells.mia, viewer=stranger, on=TODAY) is None
        assert worker_of(bells.mia, viewer=stranger, on=TODAY) is None
        assert changes_of([bells.mia.pk], viewer=stranger, on=TODAY) == {}


@finding("S12", "S41", screen="/children/1/")
def test_changes_of_worker_are_counted_and_whoever_leaves_counts_as_well(cast, bells):
    assert changes_of([bells.mia.pk], viewer=cast.sofia, on=TODAY) == {bells.mia.pk: 0}

    move(cast, [bells.referrals["mia"]], on=TODAY)
    assert changes_of([bells.mia.pk], viewer=cast.sofia, on=TODAY) == {bells.mia.pk: 1}


@finding("S6", "S12")
def test_whoever_cannot_be_placed_when_a_worker_leaves_is_held_by_a_manager_from_the_same_moment(cast, bells):
    held = accepted(cast, "Perrin", "Tansy")

    let_go(held, change_reason="LEFTRL", by=cast.marcus, at=NOW)

    assert Involvement.objects.filter(pk__in=[each.pk for each in held], change_reason="LEFTRL").count() == 2
    assert Holding.objects.filter(until_at__isnull=True, manager=cast.marcus).count() == 2


def test_an_offer_changes_nobodys_worker(cast, bells):
    (given,) = offered(cast)

    assert Allocation.objects.unanswered().get() == given
    assert changes_of([given.child_id], viewer=cast.sofia, on=TODAY) == {given.child_id: 0}


@pytest.mark.parametrize(
    ("held", "until", "expected"),
    [
        ([], date(2025, 3, 3), 0),
        ([(date(2025, 1, 2), 1)], date(2025, 3, 3), 0),
        ([(date(2025, 1, 2), 1), (date(2025, 1, 3), 2)], date(2025, 3, 3), 1),  # a duty worker's handing over counts
        ([(date(2025, 1, 2), 1), (date(2025, 2, 3), 1)], date(2025, 3, 3), 0),
        ([(date(2024, 1, 2), 1), (date(2024, 3, 3), 2), (date(2025, 1, 3), 1)], date(2025, 3, 3), 1),
        ([(date(2025, 2, 3), 2), (date(2025, 1, 2), 1), (date(2025, 3, 4), 3)], date(2025, 3, 3), 1),
    ],
)  # fmt: skip
def test_a_change_of_worker_is_another_worker_in_the_twelve_months(held, until, expected):
    assert changes_of_worker(held, until=until) == expected
