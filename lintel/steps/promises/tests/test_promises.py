"""What a worker promised a child: made, kept, or said why not."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from lintel.foundation.access.permissions import NotAllowed
from lintel.foundation.audit_log.models import Entry
from lintel.steps.promises.actions import (
    DueInThePast,
    NobodyPromises,
    NothingSaid,
    NotTheirChild,
    SaidAlready,
    keep,
    promise,
    say_not_kept,
)
from lintel.steps.promises.models import Promise
from lintel.steps.promises.queries import owed_to, promises
from tests.cast import NOW

pytestmark = pytest.mark.django_db
FRIDAY = date(2025, 3, 7)


@pytest.fixture
def made(bells, priya) -> Promise:
    return promise(bells.mia, words="Ring Mia's school about lunch.", due_on=FRIDAY, by=priya, at=NOW)


def test_a_promise_says_whose_it_is_and_by_when(made, bells, priya):
    assert (made.child, made.worker, made.due_on) == (bells.mia, priya.worker, FRIDAY)
    assert Entry.objects.get(act="promise made").child_id == bells.mia.pk
    assert owed_to([bells.mia.pk], viewer=priya) == [made]


def test_a_kept_promise_is_owed_no_longer(made, bells, priya):
    keep(made, by=priya, at=NOW + timedelta(days=2))

    made.refresh_from_db()
    assert (made.kept_on, made.answered_by) == (date(2025, 3, 5), priya)
    assert owed_to([bells.mia.pk], viewer=priya) == []


def test_one_that_is_not_kept_says_why(made, priya):
    with pytest.raises(NothingSaid):
        say_not_kept(made, because="  ", by=priya, at=NOW)
    say_not_kept(made, because="The school was closed.", by=priya, at=NOW)

    made.refresh_from_db()
    assert made.not_kept_because == "The school was closed."
    with pytest.raises(SaidAlready):
        keep(made, by=priya, at=NOW)


def test_a_promise_may_be_due_today_and_not_yesterday(bells, priya):
    assert promise(bells.mia, words="Ring today.", due_on=NOW.date(), by=priya, at=NOW).due_on == NOW.date()
    with pytest.raises(DueInThePast):
        promise(bells.mia, words="Ring.", due_on=date(2025, 3, 2), by=priya, at=NOW)


def test_nobody_promises_a_child_they_may_not_see_or_without_being_a_worker(made, cast, bells):
    with pytest.raises(NotTheirChild):
        promise(bells.mia, words="Ring.", due_on=FRIDAY, by=cast.tom, at=NOW)
    with pytest.raises(NotTheirChild):
        keep(made, by=cast.tom, at=NOW)
    with pytest.raises(NobodyPromises):
        promise(bells.mia, words="Ring.", due_on=FRIDAY, by=cast.femi, at=NOW)
    with pytest.raises(NotAllowed):
        promise(bells.mia, words="Ring.", due_on=FRIDAY, by=cast.helen, at=NOW)
    assert list(promises(viewer=cast.tom)) == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"words": ""}, {"due_on": date(2025, 3, 2)}, {"kept_on": date(2025, 3, 2)}, {"not_kept_on": FRIDAY},
        {"kept_on": FRIDAY},
    ],
)  # fmt: skip
def test_the_database_refuses_what_no_promise_can_be(made, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        Promise.objects.filter(pk=made.pk).update(**wrong)
