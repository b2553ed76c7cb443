"""A list is drawn up whole, frozen, and closed child by child by a reviewed decision (K86)."""

from datetime import date

import pytest
from django.db import DatabaseError, transaction

from lintel.foundation.access.permissions import NotAllowed
from lintel.foundation.audit_log.models import Entry
from lintel.journey.last_time.actions import say_of_the_last_time
from lintel.journey.last_time.tests.given import known_before
from lintel.oversight.audits.tests.builders import an_auditor
from lintel.oversight.legacy import actions
from lintel.oversight.legacy.codes import Finding
from lintel.oversight.legacy.models import CohortChild
from lintel.oversight.legacy.queries import children_on, cohorts
from lintel.oversight.moderation.optimism import Pair
from lintel.oversight.moderation.tests.builders import a_moderator, many_pairs
from lintel.oversight.performance import queries as performance
from lintel.oversight.performance.answers import State
from lintel.oversight.performance.cases import Period
from lintel.steps.front_door.models import ChildContact, Contact
from lintel.steps.referrals.models import Referral
from lintel.steps.reopening.codes import Verdict
from tests.cast import NOW, TYPED
from tests.trace import finding

pytestmark = pytest.mark.django_db
EARLIER = {"name": "The winter", "days": 10, "first_day": date(2024, 1, 1), "last_day": date(2024, 6, 30)}


@pytest.fixture
def earlier(cast, bells):
    return known_before(cast, bells)


def drawn(by, **said):
    return actions.draw_up(**{**EARLIER, "why": "They waited too long.", **said}, by=by, at=NOW)


def test_a_list_is_frozen_and_nobody_drops_off_it(cast, earlier):
    cohort = drawn(cast.helen)
    (child,) = cohort.children.all()

    for change in (lambda: cohort.children.all().delete(), lambda: CohortChild.objects.update(waited_days=1),
                   lambda: type(cohort).objects.update(name="Another")):  # fmt: skip
        with pytest.raises(DatabaseError, match="Cannot"), transaction.atomic():
            change()
    assert (child.child_id, child.waited_days) == (earlier.child_id, 14)
    assert Entry.objects.filter(act="put on a list of earlier work", child_id=earlier.child_id).exists()


def test_a_child_is_closed_by_a_decision_with_words_once(cast, earlier):
    (child,) = drawn(cast.helen).children.all()
    decide = {"finding": Finding.UNDER_WAY, "by": cast.marcus, "at": NOW}
    with pytest.raises(actions.NothingSaid):
        actions.decide_on(child, words=" ", **decide)

    actions.decide_on(child, words="Priya sees her every week.", **decide)

    with pytest.raises(actions.ReviewedAlready):
        actions.decide_on(child, words="Again.", **decide)
    assert [(each.children, each.open) for each in cohorts(viewer=cast.helen)] == [(1, 0)]


def test_a_stranger_sees_no_list_and_decides_on_nobody(cast, earlier):
    (child,) = drawn(cast.helen).children.all()

    assert cohorts(viewer=cast.tom) == []
    assert not children_on(viewer=cast.tom).exists()
    with pytest.raises(actions.NotTheirChild):
        actions.decide_on(child, finding=Finding.NOTHING_MORE, words="Fine.", by=cast.tom, at=NOW)
    with pytest.raises(NotAllowed):
        drawn(cast.marcus)


def test_days_to_come_and_a_list_of_nobody_are_refused(cast, earlier):
    with pytest.raises(actions.NotThoseDays):
        drawn(cast.helen, last_day=date(2025, 3, 4))
    with pytest.raises(actions.NobodyOnIt):
        drawn(cast.helen, days=15)
    with pytest.raises(actions.NothingSaid):
        drawn(cast.helen, why="")


def read(code, viewer):
    return performance.reading(code, viewer=viewer, as_at=NOW.date())


def test_looked_at_again_counts_who_was_decided_on_of_who_is_listed(cast, earlier):
    assert read("K86", cast.helen).state is State.NOT_IN_DATA
    (child,) = drawn(cast.helen).children.all()
    before = read("K86", cast.helen)

    actions.decide_on(child, finding=Finding.NOTHING_MORE, words="She is well.", by=cast.helen, at=NOW)

    after = read("K86", cast.helen)
    assert (before.numerator, before.denominator) == (0, 1)
    assert (after.numerator, after.denominator) == (1, 1)
    assert performance.cases("K86", viewer=cast.tom, as_at=NOW.date()) == []


@finding("S41", screen="/indicators/K87/")
def test_a_return_is_for_quality_where_somebody_said_so_of_the_time_before(cast, earlier):
    # The records go back far enough, and the time before the referral of 18 February 2025 began within the year.
    long_ago = Contact.objects.create(**TYPED, key="long ago", received_on=date(2023, 1, 9))
    ChildContact.objects.create(**TYPED, key="long ago", contact=long_ago, child=earlier.child)
    before = Referral.objects.create(
        **TYPED, key="before", child=earlier.child, referred_on=date(2024, 9, 2), is_nfa=False,
        closed_on=date(2024, 12, 2), closure_reason="RC8",
    )  # fmt: skip
    assert read("K87", cast.helen).state is State.NOT_IN_DATA
    answer = {"earlier_id": before.pk, "words": "Nothing was done.", "by": cast.femi, "at": NOW}
    say_of_the_last_time(earlier.child, verdict=Verdict.UNFINISHED_OR_POOR, **answer)

    week = Period(date(2025, 2, 17), date(2025, 2, 23))
    counted = performance.cases("K87", viewer=cast.helen, as_at=NOW.date(), period=week)
    say_of_the_last_time(earlier.child, verdict=Verdict.RIGHT, **answer)
    thought_again = performance.cases("K87", viewer=cast.helen, as_at=NOW.date(), period=week)

    assert [case.counts for case in counted] == [True]
    assert [case.counts for case in thought_again] == [False]


def test_a_child_whose_earlier_work_was_tagged_is_drawn_into_the_next_list(cast, earlier):
    say_of_the_last_time(
        earlier.child, earlier_id=earlier.pk, verdict=Verdict.UNFINISHED_OR_POOR, words="Nothing was done.",
        by=cast.femi, at=NOW,
    )  # fmt: skip

    (child,) = drawn(cast.helen, days=60).children.all()

    assert (child.waited_days, child.is_tagged) == (None, True)


@finding("S40", screen="/looking-again/")
@pytest.mark.parametrize(("audited", "moderated", "is_on_it"), [(3, 1, True), (1, 2, False)])
def test_a_child_whose_audit_was_inadequate_after_moderation_is_drawn(
    cast, bells, earlier, audited, moderated, is_on_it
):  # fmt: skip
    pair = Pair(auditor=0, audited=audited, moderated=moderated, stands_for=1)
    people = {"auditors": [an_auditor(cast)], "moderator": a_moderator(cast)}
    many_pairs(cast, bells.noah, [pair], **people)
    of_the_time = {"last_day": date(2025, 3, 3), "days": 10}

    on_it = {each.child_id: each.is_tagged for each in drawn(cast.helen, **of_the_time).children.all()}

    assert on_it.get(bells.noah.pk, False) is is_on_it
