"""Twelve patterns of drift fire, and twelve that look like them stay quiet (S16)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from lintel.oversight.drift.codes import RULES, Rule
from lintel.oversight.drift.rules import (
    ActionFact,
    Answered,
    AssessmentFact,
    AuditActionFact,
    AwayFact,
    DiscussionFact,
    EnquiryFact,
    NoticesFact,
    PlanFact,
    PromiseFact,
    Raised,
    StepDownFact,
    VisitFact,
    WorryFact,
    is_raised_again,
    judged,
)
from lintel.statute.calendar import england
from lintel.statute.clocks import limit
from tests.trace import finding

TODAY = date(2025, 5, 7)  # a Wednesday
NO, YES = False, True

# What happened, in words a practitioner would recognise; the rule, what the record says, and the sentence of the flag.
DRIFTS = {
    "nobody has been to the house for seven weeks, and the plan is a child protection plan": (
        Rule.NO_VISIT,
        VisitFact(counted_from=date(2025, 1, 10), last_seen_on=date(2025, 3, 3), due_on=date(2025, 3, 17)),
        "No visit since 3 March 2025; one was due by 17 March 2025.",
    ),
    "the referral to the speech therapist was to be made a month ago": (
        Rule.ACTION_OVERDUE,
        ActionFact(words="Refer Noah to speech therapy.", days=[date(2025, 4, 3)]),
        "“Refer Noah to speech therapy” was due by 3 April 2025 and is not done.",
    ),
    "meetings are held and minuted, and nothing is different at home": (
        Rule.PLAN_UNCHANGED,
        PlanFact(started_on=date(2024, 11, 4), changed_on=date(2025, 1, 20)),
        "No review has said that anything changed for the child since 20 January 2025.",
    ),
    "each review writes down again that he is not in school": (
        Rule.SAME_WORRY,
        WorryFact(words="Noah is not in school.", said=[
            (date(2025, 1, 8), YES), (date(2025, 2, 5), NO), (date(2025, 3, 5), NO), (date(2025, 4, 30), NO)
        ]),
        "“Noah is not in school” was the same or worse at 3 reviews in a row, from 5 February 2025 to 30 April 2025.",
    ),
    "the manager’s half-way look slipped out of the diary": (
        Rule.CHECKPOINT_PASSED, AssessmentFact(half_way_on=date(2025, 4, 30), looked_at_on=None),
        "The assessment was half-way on 30 April 2025, and no manager has looked at it.",
    ),
    "the enquiry began on Thursday, and nobody has spoken to the child": (
        Rule.NO_CONTACT, EnquiryFact(started_on=date(2025, 5, 1), last_contact_on=None),
        "The child was neither seen nor spoken to since the enquiry began on 1 May 2025.",
    ),
    "the police came twice in a month while the child had a worker": (
        Rule.TOLD_AGAIN, NoticesFact(days=[date(2025, 4, 6), date(2025, 5, 3)]),
        "The police told us of 2 incidents while the child was open to us, from 6 April 2025 to 3 May 2025.",
    ),
    "early help has had the step-down for two weeks without a word": (
        Rule.NOT_PICKED_UP, StepDownFact(asked_on=date(2025, 4, 23)),
        "Early help was asked on 23 April 2025 and has not answered; the child is held here.",
    ),
    "the worker is off sick and the children are on nobody’s list": (
        Rule.WORKER_AWAY,
        AwayFact(worker="Priya Nair", away_from=date(2025, 4, 24), back_on=None, is_covered=False),
        "Priya Nair is away since 24 April 2025, and no day of return is known; nobody covers.",
    ),
    "health could not come, then the police could not, and it has not been held": (
        Rule.POSTPONED_AGAIN,
        DiscussionFact(asked_on=date(2025, 5, 2), put_off_on=[date(2025, 5, 3), date(2025, 5, 6)]),
        "The strategy discussion asked for on 2 May 2025 was put off twice, last on 6 May 2025, and is not held.",
    ),
    "the parents were told that a legal letter is coming, and it has not come": (
        Rule.LETTER_NOT_SENT,
        PromiseFact(words="Send Ruth and Owen the letter before proceedings", due_on=date(2025, 4, 28)),
        "“Send Ruth and Owen the letter before proceedings” was promised by 28 April 2025; nobody has said that it "
        "was sent.",
    ),
    "the audit asked for a chronology, and it was done without anybody looking": (
        Rule.AUDIT_ACTION, AuditActionFact(words="Write the chronology.", due_on=date(2025, 5, 2), is_done=True),
        "After an audit: “Write the chronology” was due by 2 May 2025 and is done and not verified by anybody else.",
    ),
}  # fmt: skip

LOOK_ALIKES = {
    "seen three weeks ago, and the next visit is due today": (
        Rule.NO_VISIT,
        VisitFact(counted_from=date(2025, 1, 10), last_seen_on=date(2025, 4, 16), due_on=TODAY),
    ),
    "put off once because the clinic moved the appointment, and a few days late by the new day": (
        Rule.ACTION_OVERDUE, ActionFact(words="Refer Noah.", days=[date(2025, 4, 3), date(2025, 4, 24)]),
    ),
    "an old plan in which the last review said that it became worse: that is movement": (
        Rule.PLAN_UNCHANGED, PlanFact(started_on=date(2023, 9, 1), changed_on=date(2025, 2, 8)),
    ),
    "three bad reviews, and the last one better": (
        Rule.SAME_WORRY,
        WorryFact(words="Noah is not in school.", said=[
            (date(2025, 1, 8), NO), (date(2025, 2, 5), NO), (date(2025, 3, 5), NO), (date(2025, 4, 30), YES)
        ]),
    ),
    "past half-way, and the manager looked at it late": (
        Rule.CHECKPOINT_PASSED, AssessmentFact(half_way_on=date(2025, 4, 10), looked_at_on=date(2025, 4, 14)),
    ),
    "begun before the bank-holiday weekend: two working days are not over": (
        Rule.NO_CONTACT, EnquiryFact(started_on=date(2025, 5, 2), last_contact_on=None),
    ),
    "two incidents, one of them a year ago": (
        Rule.TOLD_AGAIN, NoticesFact(days=[date(2024, 5, 1), date(2025, 5, 3)]),
    ),
    "asked last week, and the fifth working day is today, since Monday was a bank holiday": (
        Rule.NOT_PICKED_UP, StepDownFact(asked_on=date(2025, 4, 29)),
    ),
    "away for weeks, and a colleague covers": (
        Rule.WORKER_AWAY,
        AwayFact(worker="Priya Nair", away_from=date(2025, 3, 3), back_on=None, is_covered=True),
    ),
    "put off once, to the afternoon": (
        Rule.POSTPONED_AGAIN, DiscussionFact(asked_on=date(2025, 5, 6), put_off_on=[date(2025, 5, 6)]),
    ),
    "a letter to the housing office, a week late": (
        Rule.LETTER_NOT_SENT, PromiseFact(words="Write the letter to the housing office", due_on=date(2025, 4, 28)),
    ),
    "an action of an audit that is due today": (
        Rule.AUDIT_ACTION, AuditActionFact(words="Write the chronology.", due_on=TODAY, is_done=False),
    ),
}  # fmt: skip


def found(rule, fact, numbers=None):
    return judged(rule, fact, numbers=numbers or RULES[rule].begins_with, on=TODAY, calendar=england())


@finding("S16")
@pytest.mark.parametrize("what", DRIFTS)
def test_drift_is_flagged(what):
    rule, fact, sentence = DRIFTS[what]

    assert found(rule, fact).sentence == sentence


@finding("S16")
@pytest.mark.parametrize("what", LOOK_ALIKES)
def test_what_only_looks_like_drift_stays_quiet(what):
    rule, fact = LOOK_ALIKES[what]

    assert found(rule, fact) is None


def test_each_of_the_twelve_rules_has_a_pattern_and_a_look_alike():
    assert [rule for rule, *_ in DRIFTS.values()] == list(Rule)
    assert [rule for rule, _ in LOOK_ALIKES.values()] == list(Rule)


@pytest.mark.parametrize(
    ("rule", "number", "code"),
    [
        (Rule.ACTION_OVERDUE, "working_days", "plan_action"),
        (Rule.PLAN_UNCHANGED, "months", "plan_change"),
        (Rule.NO_CONTACT, "working_days", "enquiry_contact"),
        (Rule.NOT_PICKED_UP, "working_days", "step_down_accepted"),
        (Rule.WORKER_AWAY, "working_days", "absence_covered"),
    ],
)
def test_a_rule_begins_with_the_number_of_the_clock_it_watches(rule, number, code):
    assert RULES[rule].begins_with[number] == limit(code, on=TODAY).amount


@pytest.mark.parametrize("rule", Rule)
def test_a_rule_reads_as_a_sentence_with_its_numbers_in_it(rule):
    words = rule.says(RULES[rule].begins_with)

    assert words.endswith(".")
    assert not [odd for odd in ("{", " 0 ", "PRODUCT") if odd in words + RULES[rule].source]


def test_an_action_put_off_twice_is_counted_from_the_first_day_that_was_agreed():
    put_off = ActionFact(words="Refer Noah.", days=[date(2025, 3, 3), date(2025, 4, 1), date(2025, 5, 30)])

    it = found(Rule.ACTION_OVERDUE, put_off)

    assert it.since == date(2025, 3, 3)
    assert it.sentence == "“Refer Noah” was due by 3 March 2025 and is not done, and its day was put off twice."


def test_another_number_is_another_rule():
    late = ActionFact(words="Refer Noah.", days=[date(2025, 4, 3)])

    assert found(Rule.ACTION_OVERDUE, late).measure == 21
    assert found(Rule.ACTION_OVERDUE, late, {"working_days": 22, "slips": 2}) is None


def test_a_child_in_need_is_visited_every_so_many_working_days():
    seen = VisitFact(counted_from=date(2025, 1, 10), last_seen_on=date(2025, 4, 1))

    assert found(Rule.NO_VISIT, seen).since == date(2025, 5, 1)
    assert found(Rule.NO_VISIT, seen, {"days": 0, "in_need": 30}) is None


SINCE = date(2025, 3, 17)
STANDS = Raised(since=SINCE, measure=51, sentence="It stands still.")


def answered(answer, **said):
    return Answered(answer=answer, since=SINCE, version=1, **said)


@pytest.mark.parametrize(
    ("last", "version", "is_raised"),
    [
        (answered("act", act_by=TODAY), 1, False),
        (answered("act", act_by=TODAY - timedelta(days=1)), 1, True),
        (answered("accept", review_on=TODAY + timedelta(days=1)), 1, False),
        (answered("accept", review_on=TODAY), 1, True),
        (answered("accept", review_on=TODAY + timedelta(days=1), is_gone=True), 1, False),
        (answered("wrong"), 1, False),
        (answered("wrong"), 2, True),
        (answered("wrong", is_gone=True), 1, True),
    ],
)
def test_what_was_answered_is_raised_again_when_its_answer_has_run_out(last, version, is_raised):
    assert is_raised_again(STANDS, last, version=version, on=TODAY) is is_raised


def test_the_next_visit_that_is_missed_is_another_standstill():
    earlier = Answered(answer="wrong", since=date(2025, 3, 1), version=1)

    assert is_raised_again(STANDS, earlier, version=1, on=TODAY)
