"""Reading decided contacts as the models of `variation` and `environment` want them. Only what was known then."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Min, Q

from lintel.oversight.alike.environment import Moment
from lintel.oversight.alike.variation import Case
from lintel.statute.ages import age_band, age_on
from lintel.statute.calendar import LONDON, local_day
from lintel.statute.codes import REFERRAL_SOURCE_GROUP
from lintel.steps.front_door.codes import Channel, Outcome
from lintel.steps.front_door.models import Contact, Decision

NO_AGE = 99


@dataclass(frozen=True, kw_only=True)
class Decided:
    """One decided contact: the moment, and for the questions asked afterwards the groups its children belong to."""

    moment: Moment
    contact: int
    ethnicity_groups: tuple[str, ...]
    sexes: tuple[str, ...]
    has_disability: bool


def decided_contacts(*, since: datetime, until: datetime) -> list[Decided]:
    """Every contact decided here in the time, once, however many children are in it."""
    held = Decision.objects.filter(decided_at__gt=since, decided_at__lte=until, returned_at__isnull=True)
    rows = held.order_by("child_contact__contact", "decided_at", "pk").values_list(
        "child_contact__contact", "decided_by", "decided_at", "outcome", "known", "child_contact__contact__source",
        "child_contact__contact__concerns", "child_contact__contact__channel", "child_contact__child__date_of_birth",
        "child_contact__child__ethnicity", "child_contact__child__sex", "child_contact__child__has_disability",
    )  # fmt: skip
    by_contact: dict[int, list[Any]] = {}
    for row in rows:
        # What went straight to the child's own worker, or to another authority, met no threshold here.
        if Outcome(row[3]) not in (Outcome.TO_ALLOCATED_WORKER, Outcome.OTHER_AUTHORITY):
            by_contact.setdefault(row[0], []).append(row)
    queue = _Queue(since, until)
    return [_decided(contact, lines, queue) for contact, lines in by_contact.items()]


class _Queue:
    """How many contacts waited at a moment."""

    def __init__(self, since: datetime, until: datetime) -> None:
        lines = (
            Contact.objects.live()
            .filter(received_at__lte=until)
            .annotate(settled_at=Min("children__decided_at", filter=Q(children__decided_at__isnull=False)))
        )
        month = since - timedelta(days=31)
        held = lines.filter(received_at__gt=month).values_list("received_at", "settled_at")
        self.received = sorted(received for received, _ in held if received)
        self.settled = sorted(settled for _, settled in held if settled)

    def waiting_at(self, moment: datetime) -> int:
        return max(0, bisect_right(self.received, moment) - bisect_left(self.settled, moment))


def _decided(contact: int, lines: Sequence[Any], queue: _Queue) -> Decided:
    _, decider, at, _, known, source, concerns, channel, *_ = lines[0]
    local = at.astimezone(LONDON)
    children = known.get("children", [])
    case = Case(
        decider=decider, is_statutory=any(Outcome(line[3]).is_statutory for line in lines),
        source=REFERRAL_SOURCE_GROUP.get(source, ""), concerns=frozenset(concerns),
        age_band=_youngest([line[8] for line in lines], local_day(at)),
        earlier_contacts=_earlier(children, "contact"), earlier_referrals=_earlier(children, "referral"),
        hour=local.hour, weekday=local.weekday(), completeness=completeness_of(known),
    )  # fmt: skip
    return Decided(
        moment=Moment(case=case, channel=Channel(channel).words, waiting=queue.waiting_at(at)), contact=contact,
        ethnicity_groups=tuple(sorted({line[9] for line in lines})), sexes=tuple(sorted({line[10] for line in lines})),
        has_disability=any(line[11] for line in lines),
    )  # fmt: skip


def completeness_of(known: Mapping[str, Any]) -> float:
    """The share of what a referral should say that this one said (K13)."""
    contact, children = known.get("contact", {}), known.get("children", [])
    items = [
        bool(contact.get("words")), bool(contact.get("concerns")), bool(contact.get("informant")),
        bool(contact.get("happened_at")), bool(known.get("adults")),
        bool(children) and all(child.get("date_of_birth") for child in children),
        bool(children) and all(child.get("consent") for child in children),
    ]  # fmt: skip
    return sum(items) / len(items)


def _earlier(children: Sequence[Mapping[str, Any]], step: str) -> int:
    """How many earlier ones stood in front of the decision maker, for the child with most of them."""
    return max((sum(line["step"] == step for line in child.get("chronology", [])) for child in children), default=0)


def _youngest(born: Sequence[date | None], today: date) -> str:
    youngest = min((age_on(day, today) if day else NO_AGE for day in born), default=NO_AGE)
    return age_band(None if youngest == NO_AGE else youngest)
