"""
Reading children's stories out of the record: one query for each kind, whatever the number of children.

Of whom one may be told is the business of whoever asks: `queries.py` for a page about a child, and the indicators,
whose lists hold only children their viewer may see.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import date, datetime
from typing import TypeVar

from django.db.models import F, Q

from lintel.journey.imports.last_visits import sheets_of_last_visits
from lintel.journey.whole_wait.claims import Asked, Episode, Knock, Reached, Stretch
from lintel.journey.whole_wait.rules import Moment
from lintel.journey.whole_wait.stories import Help, Story
from lintel.statute import codes
from lintel.statute.calendar import local_day
from lintel.steps.allocation.models import Allocation, Holding, Involvement
from lintel.steps.early_help.models import EarlyHelpEpisode, EarlyHelpRequest
from lintel.steps.front_door.models import ChildContact
from lintel.steps.plans.models import CinPlan, CpPlan
from lintel.steps.police_notifications.models import Notification
from lintel.steps.referrals.models import Referral
from lintel.steps.visits.models import Visit

Row = TypeVar("Row")
Of = dict[int, list[Row]]


def stories_of(children: Collection[int]) -> dict[int, Story]:
    """The stories of these children, by their ids; a child of whom nothing is recorded has an empty one."""
    knocks, decided = _knocks(children)
    (episodes, reached), asked = _episodes(children, decided), _asked(children)
    seen, visits = _visits(children)
    services = _services(children)
    return {
        child: Story(
            knocks=knocks.get(child, ()), episodes=episodes.get(child, ()), asked=asked.get(child, ()),
            contacts=[*reached.get(child, ()), *visits.get(child, ())],
            helps=[*services.get(child, ()), *seen.get(child, ())],
        )
        for child in children
    }  # fmt: skip


def _moment(on: date | None, at: datetime | None) -> Moment | None:
    if at is not None:
        return Moment(local_day(at), at)
    return Moment(on) if on else None


def _known(on: date, at: datetime | None) -> Moment:
    return Moment(on, at) if at is None else Moment(local_day(at), at)


def _at(at: datetime | None) -> Moment | None:
    return _moment(None, at)


# --- knocks ---------------------------------------------------------------------------------------------------------


def _knocks(children: Collection[int]) -> tuple[Of[Knock], dict[int, Moment]]:
    """The knocks of each child, and when each of their lines was decided."""
    columns = (
        "pk", "child_id", "contact_id", "contact__source", "contact__happened_on", "contact__happened_at",
        "contact__received_on", "contact__received_at", "outcome", "decided_on", "decided_at",
    )  # fmt: skip
    rows = list(ChildContact.objects.filter(child__in=children).order_by("pk").values_list(*columns))
    told = _told_by_the_police({row[2] for row in rows})
    found: Of[Knock] = defaultdict(list)
    decided: dict[int, Moment] = {}
    for pk, child, contact, source, hap_on, hap_at, rec_on, rec_at, outcome, dec_on, dec_at in rows:
        if (when := _moment(dec_on, dec_at)) is not None:
            decided[pk] = when
        happened, sent, agency = told.get(contact, (_moment(hap_on, hap_at), None, ""))
        found[child].append(
            Knock(
                pk=pk, received=_known(rec_on, rec_at), decided=when, outcome=outcome, happened=happened, sent=sent,
                is_of_the_police=bool(agency) or codes.REFERRAL_SOURCE_GROUP.get(source) == "Police",
                told_by=agency or (codes.REFERRAL_SOURCE.label(source) if source else ""),
            )
        )  # fmt: skip
    return found, decided


def _told_by_the_police(contacts: Collection[int]) -> dict[int, tuple[Moment, Moment | None, str]]:
    """By contact, its earliest incident, when that was sent, and by whom; each notice in its first version."""
    rows = Notification.objects.filter(contact__in=contacts, version=1).order_by("occurred_on", "occurred_at", "pk")
    found: dict[int, tuple[Moment, Moment | None, str]] = {}
    for contact, on, at, sent_at, agency in rows.values_list(
        "contact_id", "occurred_on", "occurred_at", "sent_at", "agency__name"
    ):
        found.setdefault(contact, (_known(on, at), _at(sent_at), agency))
    return found


# --- work with the child --------------------------------------------------------------------------------------------


def _episodes(children: Collection[int], decided: dict[int, Moment]) -> tuple[Of[Episode], Of[Reached]]:
    """The episodes of each child, and when workers first reached child or family."""
    held, reached = _held(children)
    offers, holders = _offers(children), _holders(children)
    columns = ("pk", "child_id", "child_contact_id", "referred_on", "referred_at", "is_nfa", "closed_on")
    found: Of[Episode] = defaultdict(list)
    rows = Referral.objects.filter(child__in=children).order_by("pk").values_list(*columns)
    for pk, child, line, referred_on, referred_at, is_nfa, closed_on in rows:
        found[child].append(
            Episode(
                decided=decided.get(line or 0) or _known(referred_on, referred_at), closed=_moment(closed_on, None),
                is_nfa=bool(is_nfa), held=tuple(held.get(pk, ())), offers=tuple(offers.get(pk, ())),
                holders=tuple(holders.get(pk, ())),
            )
        )  # fmt: skip
    return found, reached


def _held(children: Collection[int]) -> tuple[Of[Stretch], Of[Reached]]:
    """By episode, the workers who held it; and by child, when each of them first reached child or family."""
    # What was observed in lists and gave way to an exact start lasted no time at all: it never was.
    real = Involvement.objects.exclude(Q(began_is_observed=True) & Q(ended_on=F("began_on")))
    columns = (
        "child_id", "referral_id", "began_on", "began_at", "ended_on", "worker__name", "began_is_observed",
        "reached_on",
    )  # fmt: skip
    found: Of[Stretch] = defaultdict(list)
    reached: Of[Reached] = defaultdict(list)
    rows = real.filter(child__in=children).values_list(*columns)
    for child, episode, on, at, ended_on, name, is_observed, reached_on in rows:
        ends = _moment(ended_on, None)
        found[episode].append(Stretch(begins=_known(on, at), ends=ends, name=name, is_observed=is_observed))
        if reached_on:
            reached[child].append(Reached(at=Moment(reached_on)))
    return found, reached


def _offers(children: Collection[int]) -> Of[Stretch]:
    """By episode, the workers it was given to, until they accepted or declined or it was withdrawn."""
    columns = ("referral_id", "given_at", "accepted_at", "declined_at", "withdrawn_at", "worker__name")
    found: Of[Stretch] = defaultdict(list)
    rows = Allocation.objects.filter(child__in=children).values_list(*columns)
    for episode, given_at, accepted_at, declined_at, withdrawn_at, name in rows:
        answered = _at(accepted_at or declined_at or withdrawn_at)
        found[episode].append(Stretch(begins=_known(local_day(given_at), given_at), ends=answered, name=name))
    return found


def _holders(children: Collection[int]) -> Of[Stretch]:
    """By episode, the managers who held it while no worker did."""
    columns = ("referral_id", "since_at", "until_at", "manager__name")
    found: Of[Stretch] = defaultdict(list)
    for episode, since_at, until_at, name in Holding.objects.filter(child__in=children).values_list(*columns):
        found[episode].append(
            Stretch(begins=_known(local_day(since_at), since_at), ends=_at(until_at), name=name)
        )  # fmt: skip
    return found


def _asked(children: Collection[int]) -> Of[Asked]:
    columns = (
        "child_id", "team__name", "asked_at", "accepted_at", "sent_back_at", "first_met_at", "stepped_up_at",
        "ended_at",
    )  # fmt: skip
    found: Of[Asked] = defaultdict(list)
    rows = EarlyHelpRequest.objects.filter(child__in=children).order_by("pk").values_list(*columns)
    for child, team, asked_at, accepted_at, sent_back_at, met_at, stepped_up_at, ended_at in rows:
        over = min((at for at in (stepped_up_at, ended_at) if at), default=None)
        found[child].append(
            Asked(
                asked=Moment(local_day(asked_at), asked_at), accepted=_at(accepted_at), sent_back=_at(sent_back_at),
                # Only the day of a first meeting is ever said.
                first_met=Moment(local_day(met_at)) if met_at else None, over=_at(over), name=team,
            )
        )  # fmt: skip
    return found


# --- help -----------------------------------------------------------------------------------------------------------


def _services(children: Collection[int]) -> Of[Help]:
    found: Of[Help] = defaultdict(list)
    for model, words in (
        (EarlyHelpEpisode, "early help"), (CinPlan, "a child in need plan"), (CpPlan, "a child protection plan"),
    ):  # fmt: skip
        for pk, child, on in model._default_manager.filter(child__in=children).values_list(
            "pk", "child_id", "started_on"
        ):
            found[child].append(Help(kind=model._meta.label_lower, pk=pk, given=Moment(on), words=words))
    return found


def _visits(children: Collection[int]) -> tuple[Of[Help], Of[Reached]]:
    """The visits at which children were seen, and those at which they were not or that do not say so."""
    seen: Of[Help] = defaultdict(list)
    others: Of[Reached] = defaultdict(list)
    for pk, child, when, child_seen in _first_visits(children):
        if child_seen:
            seen[child].append(Help(kind="visits.visit", pk=pk, given=when, words="a visit"))
        else:
            others[child].append(Reached(at=when))
    return seen, others


def _first_visits(children: Collection[int]) -> Iterator[tuple[int, int, Moment, bool]]:
    """All visits but those of lists that give only the last one: before it there may have been others."""
    last_only = sheets_of_last_visits()
    columns = ("pk", "child_id", "visited_on", "visited_at", "child_seen", "source_file_id", "source_sheet")
    for pk, child, on, at, is_seen, file, sheet in Visit.objects.filter(child__in=children).values_list(*columns):
        if (file, sheet) not in last_only:
            yield pk, child, _known(on, at), bool(is_seen)
