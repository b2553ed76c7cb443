"""
What a pair needs to know before it talks: a list of children with its reasons, and a pack for each.

One question for each kind of record, however many children: a pack opens at once (`test_packs.py` counts them).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from lintel.foundation.access.permissions import may
from lintel.foundation.access.visibility import visible_children
from lintel.foundation.local_limits.queries import all_limits
from lintel.foundation.people.queries import ChildLine, child_lines
from lintel.journey.chronology.news.queries import News, changed_since
from lintel.journey.chronology.openly import Openly
from lintel.journey.chronology.reading.family import secret_addresses
from lintel.oversight.drift.queries import open_flags_of
from lintel.oversight.supervision import queries
from lintel.oversight.supervision.models import ChildDiscussed, Direction
from lintel.oversight.supervision.proposing import About
from lintel.oversight.supervision.risk_words import quoted
from lintel.statute.calendar import LONDON, england, local_day
from lintel.steps.chronology_entries.models import WrittenEvent
from lintel.steps.early_help.models import EarlyHelpRequest
from lintel.steps.enquiries.models import ReasonableCause
from lintel.steps.promises.models import Promise
from lintel.steps.promises.queries import owed_to
from lintel.steps.safety_plans.models import SafetyPlan
from lintel.steps.safety_plans.permissions import SEE_SAFETY_PLANS
from lintel.steps.visits.models import Visit

if TYPE_CHECKING:
    from lintel.foundation.access.models import User

# What is new where nobody spoke of a child before, and how far back a pack looks at most.
LOOKS_BACK, AT_MOST = timedelta(days=28), timedelta(days=84)
WORDS_SHOWN = 3


@dataclass(frozen=True, kw_only=True)
class OwnWords:
    """What a child said at a visit or, of one who does not speak, what was observed."""

    on: date
    words: str
    is_said: bool


@dataclass(frozen=True, kw_only=True)
class Pack:
    """One child: what was not done first, then what changed, what the child said, what was promised and not kept."""

    line: ChildLine
    why: Sequence[str]
    since: date
    last: ChildDiscussed | None
    undone: Sequence[Direction]
    to_do: Sequence[Direction]
    drift: Sequence[str]
    news: Sequence[News]
    own_words: Sequence[OwnWords]
    owed: Sequence[Promise]
    seen_on: date | None
    alone_on: date | None


def about_children(worker: int, *, viewer: User, at: datetime) -> list[About]:
    """What is known of every child a worker holds, for proposing whom to speak of: of those the viewer may see."""
    today = local_day(at)
    held = queries.children_held(worker, viewer=viewer, on=today)
    lines = child_lines(held, viewer=viewer)
    undone = _past_their_day(queries.directions_of(lines, viewer=viewer), today)
    chosen, flags = queries.chosen_by(worker, viewer=viewer), drift_of(lines, viewer=viewer, at=at)
    last = queries.last_of(lines, viewer=viewer, before=today + timedelta(days=1))
    since = {child: _since(last.get(child), today) for child in lines}
    risk, closing = _risk(lines, since=since, viewer=viewer), _closing(lines, viewer=viewer)
    limits, calendar = all_limits(), england()
    return [
        About(
            child=child, name=line.name, held_since=held[child], chosen=chosen.get(child), drift=tuple(flags[child]),
            undone=tuple(f"{each.what} (due {_due(each):%-d %B})" for each in undone[child]),
            risk=tuple(risk[child]), closing=closing.get(child, ""),
            last_on=last[child].session.held_on if child in last else None,
            again_by=limits.time_limit("supervision_child", on=last[child].session.held_on).due_on(
                last[child].session.held_on, calendar
            ) if child in last else None,
        )
        for child, line in lines.items()
    ]  # fmt: skip


def packs(
    children: Mapping[int, Sequence[str]], *, viewer: User, at: datetime, before: date | None = None
) -> list[Pack]:  # fmt: skip
    """
    A pack for each of these children whom the viewer may see, in the order given.

    :param children: why each is spoken of, in words.
    :param before: the day of the session; what was said in it is not what was said last time.
    """
    day = before or local_day(at)
    lines = child_lines(children, viewer=viewer)
    openly = secret_addresses(list(lines))
    last = queries.last_of(lines, viewer=viewer, before=day)
    since = {child: _since(last.get(child), day) for child in lines}
    flags, given = drift_of(lines, viewer=viewer, at=at), queries.directions_of(lines, viewer=viewer)
    if before is not None:
        given = defaultdict(list, {child: _given_before(found, before) for child, found in given.items()})
    undone = _past_their_day(given, day)
    news = _news(since, viewer=viewer)
    owed, visits = _by_child(owed_to(lines, viewer=viewer)), _visits(lines, viewer=viewer)
    return [
        Pack(
            line=lines[child], why=why, since=since[child], last=last.get(child), undone=undone[child],
            to_do=[each for each in given[child] if each not in undone[child]], drift=flags[child],
            news=news[child], own_words=_own_words(visits[child], openly), owed=owed[child],
            seen_on=_latest(visits[child], "child_seen"), alone_on=_latest(visits[child], "seen_alone"),
        )
        for child, why in children.items() if child in lines
    ]  # fmt: skip


def drift_of(children: Collection[int], *, viewer: User, at: datetime) -> dict[int, list[str]]:
    """Open flags of drift in words, by child."""
    found = defaultdict[int, list[str]](list)
    for child, flags in open_flags_of(children, viewer=viewer, at=at).items():
        found[child] = [flag.sentence for flag in flags]
    return found


def _since(last: ChildDiscussed | None, day: date) -> date:
    return max(last.session.held_on, day - AT_MOST) if last else day - LOOKS_BACK


def _given_before(found: Sequence[Direction], day: date) -> list[Direction]:
    """What a session gives itself is not what it asks about."""
    return [each for each in found if each.discussed.session.held_on < day]


def _past_their_day(given: Mapping[int, Sequence[Direction]], day: date) -> defaultdict[int, list[Direction]]:
    late = {child: [each for each in found if _due(each) < day] for child, found in given.items()}
    return defaultdict(list, late)


def _due(direction: Any) -> date:
    """The day a direction was last carried to, which the question put beside it."""
    due: date = direction.due_now
    return due


def _news(since: Mapping[int, date], *, viewer: User) -> dict[int, list[News]]:
    found: dict[int, list[News]] = {child: [] for child in since}
    if not since:
        return found
    first = datetime.combine(min(since.values()), time(), LONDON)
    for each in changed_since(since, since=first, viewer=viewer):
        for child in set(each.children) & set(since):
            if local_day(each.at) >= since[child]:
                found[child].append(each)
    return found


def _visits(children: Iterable[int], *, viewer: User) -> defaultdict[int, list[Visit]]:
    found = defaultdict[int, list[Visit]](list)
    seen = Visit.objects.filter(child__in=visible_children(viewer).filter(pk__in=list(children)))
    for visit in seen.order_by("-visited_on", "-pk"):
        found[visit.child_id].append(visit)
    return found


def _own_words(visits: Sequence[Visit], openly: Openly) -> list[OwnWords]:
    said = [
        OwnWords(on=each.visited_on, words=openly(each.own_words or each.observed), is_said=bool(each.own_words))
        for each in visits
        if each.own_words or each.observed
    ]
    return said[:WORDS_SHOWN]


def _latest(visits: Sequence[Visit], how: str) -> date | None:
    return next((each.visited_on for each in visits if getattr(each, how)), None)


def _by_child(found: Iterable[Promise]) -> defaultdict[int, list[Promise]]:
    owed = defaultdict[int, list[Promise]](list)
    for each in found:
        owed[each.child_id].append(each)
    return owed


def _risk(children: Collection[int], *, since: Mapping[int, date], viewer: User) -> defaultdict[int, list[str]]:
    """What people wrote of danger since each child was last spoken of, in their words, with the day."""
    found = defaultdict[int, list[str]](list)
    if not children:
        return found
    openly, first = secret_addresses(list(children)), min(since.values())
    seen = visible_children(viewer).filter(pk__in=list(children))
    for child, on, words in (*_causes(seen, first), *_safety_plans(seen, first, viewer), *_written(seen, first)):
        if on >= since[child]:
            found[child].append(openly(words))
    return found


def _causes(seen: Any, first: date) -> Iterator[tuple[int, date, str]]:
    stamped = ReasonableCause.objects.filter(child__in=seen, stamped_at__date__gte=first).order_by("-stamped_at")
    for child, at, reason in stamped.values_list("child_id", "stamped_at", "reason"):
        yield child, local_day(at), f"Thought likely to be harmed on {local_day(at):%-d %B}: “{reason}”"


def _safety_plans(seen: Any, first: date, viewer: User) -> Iterator[tuple[int, date, str]]:
    if may(viewer, SEE_SAFETY_PLANS):
        made = SafetyPlan.objects.filter(child__in=seen, withdrawn_at__isnull=True, made_at__date__gte=first)
        for child, at, words in made.order_by("-made_at").values_list("child_id", "made_at", "words"):
            yield child, local_day(at), f"Safety plan of {local_day(at):%-d %B}: “{words}”"


def _written(seen: Any, first: date) -> Iterator[tuple[int, date, str]]:
    """Of visits and the chronology, the first sentence with a word of the list."""
    visits = Visit.objects.filter(child__in=seen, visited_on__gte=first).order_by("-visited_on", "-pk")
    for child, on, said, heard in visits.values_list(
        "child_id", "visited_on", "own_words", "family_visit__seen_and_heard"
    ):
        yield from ((child, on, f"Visit on {on:%-d %B}: “{each}”") for each in quoted(f"{said}\n{heard or ''}")[:1])
    events = WrittenEvent.objects.filter(about__child__in=seen, happened_on__gte=first, withdrawn_at__isnull=True)
    for child, on, words in events.order_by("-happened_on", "-pk").values_list(
        "about__child_id", "happened_on", "words"
    ):
        yield from ((child, on, f"Chronology, {on:%-d %B}: “{each}”") for each in quoted(words)[:1])


def _closing(children: Collection[int], *, viewer: User) -> dict[int, str]:
    """Of whom it was proposed that they step down, and early help has not met them yet."""
    asked = EarlyHelpRequest.objects.filter(
        child__in=visible_children(viewer).filter(pk__in=list(children)), referral__isnull=False,
        first_met_at__isnull=True, ended_at__isnull=True, sent_back_at__isnull=True,
    )  # fmt: skip
    return {child: f"Closing: step-down proposed on {local_day(at):%-d %B}"
            for child, at in asked.values_list("child_id", "asked_at")}  # fmt: skip
