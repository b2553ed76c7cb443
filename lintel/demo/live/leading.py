"""What leaders of Ravenshire look at: six findings with their two keys, a meeting four weeks ago, records they read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from lintel.demo.live.people import AtTheDoor
from lintel.foundation.access.models import User
from lintel.foundation.agencies.codes import AgencyKind
from lintel.foundation.agencies.models import Agency
from lintel.oversight.audits.codes import Grade
from lintel.oversight.fanlight.actions import guess, lock_estimate, open_record, reflect
from lintel.oversight.ledger.actions import Found, agree_action, open_finding, say_again
from lintel.oversight.ledger.models import Finding
from lintel.oversight.meetings.actions import Agreed, act_on, begin, close, leave_alone, raise_number, say_who_looks
from lintel.oversight.meetings.codes import Forum, Kind
from lintel.oversight.meetings.models import Item, Meeting
from lintel.statute.calendar import local_day

VISIT_2019, VISIT_2020, INSPECTION = (
    (date(2019, 3, 7), "Focused visit, March 2019"), (date(2020, 1, 21), "Focused visit, January 2020"),
    (date(2022, 5, 20), "Inspection, May 2022"),
)  # fmt: skip
MEETS_EVERY = timedelta(weeks=4)


@dataclass(frozen=True)
class _Told:
    """One finding: where, what, how it is measured, when it was said, and what is done."""

    area: str
    words: str
    indicator: str
    said: tuple[tuple[date, str], ...]
    action: str
    at_least: float | None = None
    at_most: float | None = None
    is_of_police: bool = False


LEDGER = (
    _Told(
        "Working with the police", "Strategy discussions and enquiries do not come as soon as they should", "K61",
        (VISIT_2020, INSPECTION), "Name a sergeant who joins by telephone within four hours", at_least=0.95,
        is_of_police=True,
    ),
    _Told(
        "Working with the police", "We hear weeks late of domestic abuse with children present", "K21", (VISIT_2020,),
        "Send notices in the same shift, and ring on the first day without one", at_most=0.1, is_of_police=True,
    ),
    _Told(
        "Caseloads", "Caseloads are not manageable, and work is neither focused nor in time", "K36", (VISIT_2020,),
        "Fill the four posts that are funded, and pace what is handed over", at_most=0.1,
    ),
    _Told(
        "Assessments and plans", "Children’s needs are not at the centre, and parents cannot see what we worry about",
        "K110", (VISIT_2020, INSPECTION), "Read each family version aloud with one family a month", at_least=0.8,
    ),
    _Told(
        "Audits", "Audits look at compliance more than at quality, and few are moderated", "K92", (VISIT_2020,),
        "Moderate three in ten at random, and everything outstanding or inadequate", at_least=0.3,
    ),
    _Told(
        "Supervision", "Social workers do not get critical challenge and case direction in supervision", "K70",
        (VISIT_2019, VISIT_2020, INSPECTION), "No manager supervises more than seven workers", at_least=0.9,
    ),
)  # fmt: skip
LOOKED_AT = {
    "K01": (None, None), "K02": (0.95, None), "K06": (None, None), "K21": (None, 0.1), "K30": (None, 40.0),
    "K36": (None, 0.1), "K50": (0.8, None), "K123": (3.0, None),
}  # fmt: skip
BEFORE = ("K01", "K06", "K123")
SAW = (
    (Grade.GOOD, "Each visit says what the worker did, and two what the child said. I could not find why we come."),
    (Grade.REQUIRES_IMPROVEMENT, "A clear story, and a plan a parent could follow. Supervision changed nothing."),
    (Grade.GOOD, "Three workers in a year. Nobody wrote down what the school has known all along."),
)  # fmt: skip
SAW_TOO = (
    (Grade.REQUIRES_IMPROVEMENT, "The father is in the first line and nowhere after. Nobody asked where he is."),
    (Grade.REQUIRES_IMPROVEMENT, "A good visit, and a plan nobody changed after it. I could not see who decided that."),
)


def leaders_lead(people: AtTheDoor, *, now: datetime) -> None:
    """Write down the ledger, one meeting that is over, and what leaders read; asked again, nothing."""
    if Finding.objects.exists():
        return
    head = people.head_of_service
    before = now - MEETS_EVERY
    findings = {told.indicator: _written_down(told, people, at=before) for told in LEDGER}
    _meeting(head, people.manager, findings, at=before)
    for code, (at_least, at_most) in LOOKED_AT.items():
        say_who_looks(
            code, owner=people.manager if code in ("K01", "K02") else head, forum=Forum.PERFORMANCE, at_least=at_least,
            at_most=at_most, by=head, at=now,
        )  # fmt: skip
    for leader, seen in ((head, SAW), (people.principal, SAW_TOO), (people.second_principal, SAW_TOO[1:])):
        _records(leader, seen, now=now)
    lock_estimate(0.75, by=head, at=now - timedelta(hours=1))


def _written_down(told: _Told, people: AtTheDoor, *, at: datetime) -> Finding:
    head, first = people.head_of_service, told.said[0]
    found = Found(
        area=told.area, words=told.words, owner=head, indicator=told.indicator, at_least=told.at_least,
        at_most=told.at_most, wanted_share=0.5,
    )  # fmt: skip
    finding = open_finding(found, said_on=first[0], source=first[1], by=head, at=at)
    for said_on, source in told.said[1:]:
        say_again(finding, said_on=said_on, source=source, by=head, at=at)
    police = Agency.objects.filter(kind=AgencyKind.POLICE).first() if told.is_of_police else None
    agree_action(
        told.action, finding=finding, agency=police, owner=None if police else people.principal,
        due_on=local_day(at) + timedelta(weeks=10), by=head, at=at,
    )  # fmt: skip
    return finding


def _meeting(head: User, manager: User, findings: dict[str, Finding], *, at: datetime) -> Meeting:
    """Four weeks ago: what was special was acted on, what somebody only wondered about was left alone."""
    for code in BEFORE:
        say_who_looks(code, owner=head, forum=Forum.PERFORMANCE, at_least=None, at_most=None, by=head, at=at)
    meeting = begin(Forum.PERFORMANCE, by=head, at=at)
    for item in Item.objects.filter(meeting=meeting, kind__in=(Kind.SIGNAL, Kind.LIMIT)).order_by("position"):
        agreed = Agreed(
            words="Look at the twenty latest together with the front door", owner=manager,
            due_on=local_day(at) + MEETS_EVERY, review_on=local_day(at) + 2 * MEETS_EVERY,
            finding=findings.get(item.indicator),
        )  # fmt: skip
        although = "It stays outside what was agreed." if Kind(item.kind).may_be_chance else ""
        act_on(
            item, explanation="It has been so since the threshold was changed.", although=although, agreed=agreed,
            by=head, at=at,
        )  # fmt: skip
    raised = raise_number(meeting, code="K39", why="Somebody heard that half of us are agency.", by=head, at=at)
    leave_alone(raised, explanation="It is where it was all year.", by=head, at=at)
    return close(meeting, by=head, at=at + timedelta(hours=1))


def _records(leader: User, seen: Sequence[tuple[Grade, str]], *, now: datetime) -> None:
    """A record in each of the last weeks, with what was seen; this week's is still to be guessed."""
    for weeks, (grade, words) in enumerate(seen, start=1):
        at = now - timedelta(weeks=weeks)
        record = open_record(guess(grade, by=leader, at=at), by=leader, at=at + timedelta(minutes=2))
        reflect(record, words=words, by=leader, at=at + timedelta(minutes=40))
