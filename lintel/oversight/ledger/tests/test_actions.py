"""A finding on one line with all its dates; actions; two keys by rule, by action and by the database."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from lintel.foundation.access.permissions import NotAllowed
from lintel.foundation.agencies.actions import name_agency
from lintel.foundation.agencies.codes import AgencyKind
from lintel.foundation.audit_log.models import Entry
from lintel.foundation.notices.queries import notices
from lintel.oversight.audit_cycles.codes import Theme
from lintel.oversight.audit_cycles.models import Cycle
from lintel.oversight.audits.models import Audit
from lintel.oversight.fanlight.actions import lock_estimate
from lintel.oversight.ledger import queries
from lintel.oversight.ledger.actions import (
    ClosedAlready,
    DueBeforeToday,
    KeysMissing,
    NobodyOwnsIt,
    NotWithinItsLimit,
    NotYours,
    OnTheLedgerAlready,
    SaidOnThatDay,
    TargetMissing,
    agree_action,
    close_finding,
    end_action,
    say_again,
)
from lintel.oversight.ledger.codes import Ended, State
from lintel.oversight.ledger.models import Closure
from lintel.oversight.ledger.tests.builders import MONDAY, SUPERVISION, a_finding, moderated, pulse
from tests.cast import NOW
from tests.trace import finding

pytestmark = pytest.mark.django_db
NEXT_MONTH = date(2025, 4, 3)


def line(cast, found, *, viewer=None, as_at=MONDAY):
    [it] = [
        each for each in queries.lines(viewer=viewer or cast.helen, as_at=as_at) if each.finding.pk == found.pk
    ]  # fmt: skip
    return it


@finding("S50", "L9", screen="/findings/")
def test_a_repeated_finding_is_one_line_with_all_its_dates(cast):
    supervision = a_finding(cast)
    say_again(supervision, said_on=date(2020, 1, 22), source="Focused visit, January 2020", by=cast.helen, at=NOW)
    say_again(supervision, said_on=date(2022, 5, 20), source="Inspection, May 2022", by=cast.helen, at=NOW)
    say_again(supervision, said_on=date(2024, 9, 11), source="Monitoring visit", by=cast.helen, at=NOW)

    [it] = queries.lines(viewer=cast.helen, as_at=MONDAY)

    assert [said.said_on.year for said in it.said] == [2019, 2020, 2022, 2024]
    assert it.is_repeated
    with pytest.raises(SaidOnThatDay):
        say_again(supervision, said_on=date(2022, 5, 20), source="The same", by=cast.helen, at=NOW)


@finding("S50", "L9", screen="/findings/")
def test_words_alone_close_nothing(cast, bells):
    supervision = a_finding(cast)
    pulse(cast, 5, 5, 5)
    lock_estimate(0.5, by=cast.helen, at=NOW)

    with pytest.raises(KeysMissing) as refused:
        close_finding(supervision, words="Everybody says that it is far better now.", by=cast.helen, at=NOW)

    assert refused.value.missing == [
        "The indicator has kept to its target for 3 of 4 weeks in a row.",
        "There are not enough moderated audits since it was last said.",
    ]
    assert line(cast, supervision).state is State.OPEN


def test_one_key_is_improving_and_does_not_close(cast, bells):
    supervision = a_finding(cast)
    pulse(cast, 5, 5, 5, 4)

    assert line(cast, supervision).state is State.IMPROVING
    with pytest.raises(KeysMissing):
        close_finding(supervision, words="It is better.", by=cast.helen, at=NOW)


@finding("S50", "L9", screen="/findings/")
def test_both_keys_close_it_and_are_frozen_with_it(cast, bells):
    supervision = a_finding(cast)
    pulse(cast, 5, 5, 5, 4)
    moderated(cast, bells)
    lock_estimate(0.5, by=cast.helen, at=NOW)

    closure = close_finding(supervision, words="Each worker has it every month.", by=cast.helen, at=NOW)

    assert (closure.weeks_met, closure.weeks_wanted) == (4, 4)
    assert closure.evidence_low >= closure.wanted_share
    assert closure.pairs >= 1
    assert line(cast, supervision).state is State.CLOSED
    with pytest.raises(ClosedAlready):
        close_finding(supervision, words="Once more.", by=cast.helen, at=NOW)


@finding("S50", "L9", screen="/findings/")
def test_audits_of_something_else_do_not_bear_out_a_finding_with_a_theme(cast, bells):
    pulse(cast, 5, 5, 5, 4)
    supervision = a_finding(cast, theme=Theme.SUPERVISION)
    moderated(cast, bells)
    lock_estimate(0.5, by=cast.helen, at=NOW)

    with pytest.raises(KeysMissing):
        close_finding(supervision, words="Each worker has it every month.", by=cast.helen, at=NOW)
    assert line(cast, supervision).second.pairs == 0

    # The same audits, of a cycle that looks at supervision.
    looked = Cycle.objects.create(
        name="Supervision, spring", theme=Theme.SUPERVISION, question="Is it talked of?", tool="whole_journey",
        since=date(2025, 2, 1), until=MONDAY, strata="none", seed="2025", size=30, due_on=MONDAY, planned_at=NOW,
        planned_by=cast.helen,
    )  # fmt: skip
    Audit.objects.update(cycle=looked)
    assert line(cast, supervision).second.pairs == 30
    assert line(cast, supervision).second.is_turned


def test_a_leader_closes_nothing_with_audits_of_a_quarter_they_have_not_estimated_yet(cast, bells):
    supervision = a_finding(cast)
    pulse(cast, 5, 5, 5, 4)
    moderated(cast, bells)

    with pytest.raises(KeysMissing) as refused:
        close_finding(supervision, words="Each worker has it every month.", by=cast.helen, at=NOW)

    assert refused.value.missing[-1].startswith("Lock your own estimate of this quarter first")
    assert (line(cast, supervision).second.pairs, line(cast, supervision, viewer=cast.anil).second.pairs) == (0, 30)


def test_said_again_it_is_open_again_on_the_same_line(cast, bells):
    supervision = a_finding(cast)
    pulse(cast, 5, 5, 5, 4)
    moderated(cast, bells)
    lock_estimate(0.5, by=cast.helen, at=NOW)
    close_finding(supervision, words="Each worker has it every month.", by=cast.helen, at=NOW)

    later = NOW + timedelta(days=60)
    say_again(supervision, said_on=later.date(), source="Inspection", by=cast.helen, at=later)

    it = line(cast, supervision, as_at=later.date())
    assert (it.state, it.closed, len(it.closed_before), len(it.said)) == (State.OPEN, None, 1, 2)


def test_what_was_said_before_it_closed_and_written_down_after_opens_it_again(cast, bells):
    supervision = a_finding(cast)
    pulse(cast, 5, 5, 5, 4)
    moderated(cast, bells)
    lock_estimate(0.5, by=cast.helen, at=NOW)
    closure = close_finding(supervision, words="Each worker has it every month.", by=cast.helen, at=NOW)
    later = NOW + timedelta(days=7)

    before = closure.evidence_since - timedelta(days=1)  # what the evidence does not speak of changes nothing
    say_again(supervision, said_on=before, source="Peer review", by=cast.helen, at=later)
    assert line(cast, supervision, as_at=later.date()).state is State.CLOSED
    say_again(supervision, said_on=MONDAY - timedelta(days=3), source="Inspection", by=cast.helen, at=later)
    assert line(cast, supervision, as_at=later.date()).closed is None


KEYS = {
    "weeks_met": 4, "weeks_wanted": 4, "evidence_low": 0.6, "evidence_middle": 0.7, "evidence_high": 0.8,
    "wanted_share": 0.5, "pairs": 20, "audits": 60,
}  # fmt: skip


@pytest.mark.parametrize(
    ("wrong", "refused_by"),
    [
        ({"weeks_met": 3}, "a_finding_closes_only_while_its_indicator_keeps_to_its_target"),
        ({"evidence_low": 0.49}, "a_finding_closes_only_with_moderated_evidence"),
        ({"pairs": 0}, "a_finding_closes_only_with_moderated_evidence"),
        ({"words": ""}, "who_closes_a_finding_says_what_changed"),
        # Neither key may be made easier for the day of closing.
        ({"weeks_wanted": 1}, "closed with its own two keys"),
        ({"wanted_share": 0.1}, "closed with its own two keys"),
    ],
)
def test_the_database_refuses_a_closure_without_both_keys(cast, wrong, refused_by):
    row = {
        "finding": a_finding(cast), "closed_at": NOW, "closed_by": cast.helen, "words": "Better.", "indicator": "K123",
        "evidence_since": MONDAY, "evidence_until": MONDAY, **KEYS, **wrong,
    }  # fmt: skip

    with pytest.raises(IntegrityError, match=refused_by), transaction.atomic():
        Closure.objects.create(**row)


def test_a_finding_written_down_twice_is_refused_and_stays_one_line(cast):
    a_finding(cast)

    with pytest.raises(OnTheLedgerAlready):
        a_finding(cast, words=f" {SUPERVISION.upper()} ", said_on=date(2022, 5, 20))

    assert len(queries.lines(viewer=cast.helen, as_at=MONDAY)) == 1


def test_a_finding_needs_a_target_that_can_be_met(cast):
    for wrong in ({"at_most": 5.0}, {"at_least": None}, {"wanted_share": 0.0}, {"weeks": 0}):
        with pytest.raises(TargetMissing):
            a_finding(cast, **wrong)


# --- actions ----------------------------------------------------------------------------------------------------------


def test_an_action_has_one_owner_and_a_day_to_come(cast):
    supervision = a_finding(cast)

    with pytest.raises(NobodyOwnsIt):
        agree_action("See everybody", finding=supervision, due_on=NEXT_MONTH, by=cast.helen, at=NOW)
    with pytest.raises(NobodyOwnsIt):  # Priya could not say how it ended
        agree_action("See everybody", finding=supervision, owner=cast.priya, due_on=NEXT_MONTH, by=cast.helen, at=NOW)
    with pytest.raises(DueBeforeToday):
        agree_action(
            "See everybody", finding=supervision, owner=cast.marcus, due_on=date(2025, 3, 2), by=cast.helen, at=NOW
        )


def test_its_owner_says_how_it_ended_and_nobody_else_of_their_rank(cast):
    action = agree_action(
        "See everybody", finding=a_finding(cast), owner=cast.marcus, due_on=NEXT_MONTH, by=cast.helen, at=NOW
    )

    [told] = notices(viewer=cast.marcus)
    assert (told.words, told.path) == ("Yours to do by 3 April 2025: See everybody", f"/findings/actions/{action.pk}/")
    with pytest.raises(NotYours):
        end_action(action, ended_as=Ended.DONE, words="Done.", by=cast.rosa, at=NOW)
    end_action(action, ended_as=Ended.DONE, words="All nine seen in March.", by=cast.marcus, at=NOW)

    assert Entry.objects.filter(act="action of the ledger ended", subject_id=action.pk, by=cast.marcus).exists()


@finding("S30", "S2", screen="/findings/")
def test_an_agencys_action_is_done_only_when_the_indicator_is_within_its_limit_for_as_long_as_agreed(cast):
    police = name_agency(key="police", name="Ravenshire Police", kind=AgencyKind.POLICE, by=cast.sam, at=NOW)
    lag = a_finding(cast, words="Police notices come weeks late", weeks=8)
    action = agree_action(
        "Send notices within a day", finding=lag, agency=police, due_on=NEXT_MONTH, by=cast.helen, at=NOW
    )
    pulse(cast, *[5] * 7)

    with pytest.raises(NotWithinItsLimit):
        end_action(action, ended_as=Ended.DONE, words="A new officer is in post.", by=cast.helen, at=NOW)

    pulse(cast, 5, until=date(2025, 3, 10))
    later = NOW + timedelta(days=7)
    assert end_action(action, ended_as=Ended.DONE, words="Within a day.", by=cast.helen, at=later).ended_at == later


# --- who --------------------------------------------------------------------------------------------------------------


def test_an_inspector_reads_the_whole_ledger_and_writes_nothing(cast):
    supervision = a_finding(cast)

    assert line(cast, supervision, viewer=cast.ines).first is not None
    for act in (
        lambda: close_finding(supervision, words="Closed.", by=cast.ines, at=NOW),
        lambda: say_again(supervision, said_on=MONDAY, source="Me", by=cast.ines, at=NOW),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_who_sees_a_part_of_the_service_is_not_told_where_the_keys_stand(cast):
    it = line(cast, a_finding(cast), viewer=cast.marcus)

    assert (it.first, it.second) == (None, None)
    assert it.missing == ["The keys are worked out over the whole service, which you do not see."]


@pytest.mark.parametrize("who", ["priya", "elsie", "dawn", "ola", "sam", "grace"])
def test_who_leads_nothing_reads_no_ledger(cast, who):
    with pytest.raises(NotAllowed):
        queries.lines(viewer=cast.people[who], as_at=MONDAY)
