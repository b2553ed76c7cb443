"""Looking for drift every night, answering a flag, setting a rule's numbers, and checking by hand who saw it first."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from django.db import connection, transaction

from lintel.foundation.access.models import User
from lintel.foundation.access.permissions import require
from lintel.foundation.access.visibility import visible_children
from lintel.foundation.audit_log.actions import note, note_each
from lintel.foundation.notices.actions import say_all_answered, tell
from lintel.oversight.drift import permissions, queries
from lintel.oversight.drift.chairs import chairs_of
from lintel.oversight.drift.codes import RULES, Answer, Rule
from lintel.oversight.drift.gathering import Found, gathered
from lintel.oversight.drift.models import CheckSeed, Flag, HandCheck, Look, RuleVersion
from lintel.oversight.drift.named import author_of, entries_before, found_in
from lintel.oversight.drift.owners import Owners
from lintel.oversight.drift.rules import Answered, Raised, is_raised_again, judged
from lintel.oversight.drift.versions import InForce, in_force
from lintel.statute.calendar import LONDON, england, local_day

if TYPE_CHECKING:
    from collections.abc import Iterable

DRIFT_LOCK = 716_008
# What was raised again goes to the chair of the child’s plan as well; without one, to the manager above the owner.
TO_THE_CHAIR_FROM = 2
# Accepting for longer is closing.
LATEST_REVIEW = timedelta(days=92)
Key = tuple[str, int, str, int]


class NotTheirChild(Exception):
    """Somebody answers flags only about children they may see."""


class NothingSaid(Exception):
    """A flag is answered in words, or not at all."""


class NotOnThatDay(Exception):
    """What is done is done by a day to come; what is accepted is looked at again within three months."""


class AnsweredAlready(Exception):
    """A colleague answered this flag first."""


class NotBeforeTheFlag(Exception):
    """No such entry about the child was written by a manager before the flag was raised."""


class NotNumbersOfTheRule(Exception):
    """A rule has its own numbers, each a whole number that is not negative, and at least one is another one."""


class NotConfirmed(Exception):
    """Only a confirmed delay is checked by hand."""


class NotByThemselves(Exception):
    """Who answered a flag, or wrote the entry that named the delay, does not check it."""


class NotDrawn(Exception):
    """Chance draws what is checked by hand; nobody chooses it."""


# --- every night ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Looked:
    """What looking for drift came to. `without_owner` is nought unless nobody at all may answer flags."""

    raised: int
    no_longer: int
    without_owner: int


@transaction.atomic
def look_for_drift(*, by: User | None, at: datetime) -> Looked:
    """
    Look at the work of every child by the twelve rules, raise what is new or has come back, and bring open flags up to
    date. Nothing is closed. Looked at again on the same day it raises nothing twice.
    """
    _one_at_a_time()
    _seed_is_there(at)
    on = local_day(at)
    versions, found = in_force(on=on), {}
    for each in gathered(on=on):
        version = versions[each.rule]
        raised = judged(each.rule, each.fact, numbers=version.numbers, on=on, calendar=england())
        if raised is not None:
            found[each.key] = (each, raised)
    open_flags, last = _standing()
    owners = Owners(
        {child for _, child, *_ in found} | {flag.child_id for flag in open_flags.values()}, on=on
    )  # fmt: skip
    passed_on = _bring_up_to_date(open_flags, found, owners, by=by, at=at)
    _measure_on(last, found)
    gone = _no_longer({**last, **open_flags}, found, on=on, by=by, at=at)
    new = [
        (each, raised, last.get(key))
        for key, (each, raised) in found.items()
        if key not in open_flags and _is_due(last.get(key), raised, versions[each.rule], on)
    ]
    made, orphans = _raise(new, versions, owners, on=on, by=by, at=at)
    _tell_of(made, passed_on, on, by=by, at=at)
    came_to = Looked(raised=len(made), no_longer=gone, without_owner=orphans)
    look = Look.objects.create(looked_at=at, **asdict(came_to))
    note("drift looked for", subject=look, by=by, at=at, **asdict(came_to))
    return came_to


def look_once_a_day(*, at: datetime) -> Looked | None:
    """Look for drift unless that was done since the day began; None where it was."""
    begins = datetime.combine(local_day(at), time.min, tzinfo=LONDON)
    if Look.objects.filter(looked_at__gte=begins, looked_at__lte=at).exists():
        return None
    return look_for_drift(by=None, at=at)


def _seed_is_there(at: datetime) -> None:
    if not CheckSeed.objects.exists():
        CheckSeed.objects.create(seed=secrets.token_hex(32), made_at=at)


def _one_at_a_time() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [DRIFT_LOCK])


def _standing() -> tuple[dict[Key, Flag], dict[Key, Flag]]:
    """The open flags, and the last answered one of everything that has none open."""
    rows = Flag.objects.select_for_update(of=("self",)).filter(raised_again__isnull=True).order_by("raised_at", "pk")
    open_flags: dict[Key, Flag] = {}
    answered: dict[Key, Flag] = {}
    for flag in rows:
        key = (flag.rule, flag.child_id, flag.kind, flag.about)
        (open_flags if flag.answered_at is None else answered)[key] = flag
    return open_flags, answered


def _bring_up_to_date(
    flags: Mapping[Key, Flag], found: Mapping[Key, tuple[Found, Raised]], owners: Owners, *, by: User | None,
    at: datetime,
) -> list[Flag]:  # fmt: skip
    """An open flag says what stands so today, and is whoever's who is there to answer it; those passed on."""
    passed_on = []
    for key, flag in flags.items():
        owner = owners.of(flag.team_id, flag.child_id)
        was = (flag.sentence, flag.since, flag.measure, flag.no_longer_since, flag.owner_id)
        if key in found:
            raised = found[key][1]
            flag.sentence, flag.since, flag.measure, flag.no_longer_since = (
                raised.sentence, raised.since, raised.measure, None,
            )  # fmt: skip
        if owner is not None:
            flag.owner = owner
        if was == (flag.sentence, flag.since, flag.measure, flag.no_longer_since, flag.owner_id):
            continue
        flag.save(update_fields=["sentence", "since", "measure", "no_longer_since", "owner"])
        if was[-1] != flag.owner_id:
            note("flag of drift passed on", subject=flag, child_id=flag.child_id, by=by, at=at, to=flag.owner_id)
            passed_on.append(flag)
    return passed_on


def _measure_on(answered: Mapping[Key, Flag], found: Mapping[Key, tuple[Found, Raised]]) -> None:
    """What was answered “wrong” is measured while the record says so: a quick answer makes no rule look better."""
    for key, flag in answered.items():
        if flag.answer != Answer.WRONG or flag.no_longer_since is not None or key not in found:
            continue
        raised = found[key][1]
        if raised.since <= flag.since and raised.measure > flag.measure:
            flag.measure = raised.measure
            flag.save(update_fields=["measure"])


def _no_longer(
    flags: Mapping[Key, Flag], found: Mapping[Key, tuple[Found, Raised]], *, on: date, by: User | None, at: datetime
) -> int:
    gone = [flag for key, flag in flags.items() if key not in found and flag.no_longer_since is None]
    for flag in gone:
        flag.no_longer_since = on
        flag.save(update_fields=["no_longer_since"])
    note_each("flag of drift no longer so", [(flag, flag.child_id, {}) for flag in gone], by=by, at=at)
    return len(gone)


def _is_due(last: Flag | None, raised: Raised, version: InForce, on: date) -> bool:
    if last is None:
        return True
    answered = Answered(
        answer=last.answer, since=last.since, version=last.version, act_by=last.act_by, review_on=last.review_on,
        is_gone=last.no_longer_since is not None,
    )  # fmt: skip
    return is_raised_again(raised, answered, version=version.number, on=on)


def _raise(
    new: Iterable[tuple[Found, Raised, Flag | None]], versions: Mapping[Rule, InForce], owners: Owners, *, on: date,
    by: User | None, at: datetime,
) -> tuple[list[Flag], int]:  # fmt: skip
    made, orphans = [], 0
    for each, raised, last in new:
        owner = owners.of(each.team_id, each.child_id)
        if owner is None:
            orphans += 1
            continue
        made.append(
            Flag(
                rule=each.rule, version=versions[each.rule].number, child_id=each.child_id, kind=each.kind,
                about=each.about, since=raised.since, measure=raised.measure, sentence=raised.sentence, raised_at=at,
                team_id=each.team_id, owner=owner, again_of=last, times=last.times + 1 if last else 1,
            )
        )  # fmt: skip
    again = [flag for flag in made if flag.times >= TO_THE_CHAIR_FROM]
    chairs = chairs_of({flag.child_id for flag in again})
    for flag in again:
        flag.chair = chairs.get(flag.child_id) or owners.above(flag.owner, flag.team_id, flag.child_id)
    Flag.objects.bulk_create(made)
    details = [(flag, flag.child_id, {"rule": flag.rule, "times": flag.times}) for flag in made]
    note_each("flag of drift raised", details, by=by, at=at)
    return made, orphans


def _tell_of(
    made: Iterable[Flag], passed_on: Iterable[Flag], on: date, *, by: User | None, at: datetime
) -> None:  # fmt: skip
    """Each owner once, with how many are newly theirs; of what came back each chair, or the manager above."""
    theirs = [*made, *passed_on]
    people = {flag.owner_id: flag.owner for flag in theirs}
    for owner, count in Counter(flag.owner_id for flag in theirs).items():
        what = "1 flag of drift is" if count == 1 else f"{count} flags of drift are"
        tell(
            key=f"drift/{owner}/{on}", words=f"{what} newly yours to answer.", path="/drift/", user=people[owner],
            by=by, at=at,
        )  # fmt: skip
    chairs = chairs_of({flag.child_id for flag in made if flag.chair is not None})
    for flag in made:
        if flag.chair is not None:
            where = "under a plan you chair" if chairs.get(flag.child_id) == flag.chair else "in a team you answer for"
            tell(
                key=f"drift to chair/{flag.pk}", path=f"/drift/flags/{flag.pk}/", user=flag.chair, by=by, at=at,
                child_id=flag.child_id, words=f"Raised again {where}: {RULES[Rule(flag.rule)].title}",
            )  # fmt: skip


# --- answering --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Said:
    """
    An answer to a flag, in words.

    :param by_when: of what is done, the last day; of what is accepted, the day it is looked at again; else None.
    :param named_first: the entry in which a manager named it before the flag was raised; else empty.
    """

    answer: Answer
    words: str
    by_when: date | None = None
    named_first: str = ""


@transaction.atomic
def answer(flag: Flag, said: Said, *, by: User, at: datetime) -> Flag:
    """
    Answer a flag: act by a day, accept with a day to look again, or say that it is wrong.

    :raises NotAllowed: if this person answers no flags.
    :raises NotTheirChild, NothingSaid, NotOnThatDay, AnsweredAlready, NotBeforeTheFlag: see there.
    """
    require(by, permissions.ANSWER_FLAGS)
    flag = Flag.objects.select_for_update(of=("self",)).get(pk=flag.pk)
    if not visible_children(by).filter(pk=flag.child_id).exists():
        raise NotTheirChild
    if flag.answered_at is not None:
        raise AnsweredAlready
    if not said.words.strip():
        raise NothingSaid
    _refuse_another_day(said, local_day(at))
    if said.named_first and said.answer is not Answer.WRONG:
        entry = found_in(entries_before(flag), said.named_first)
        if entry is None:
            raise NotBeforeTheFlag
        flag.named_first, flag.named_first_at = entry.record, entry.at
        flag.named_first_words = f"{entry.what}, {entry.by}: {entry.words}"
    flag.answer, flag.words, flag.answered_by, flag.answered_at = said.answer, said.words.strip(), by, at
    flag.act_by = said.by_when if said.answer is Answer.ACT else None
    flag.review_on = said.by_when if said.answer is Answer.ACCEPT else None
    flag.save()
    note(
        "flag of drift answered", subject=flag, child_id=flag.child_id, by=by, at=at, answer=str(said.answer),
        rule=flag.rule,
    )  # fmt: skip
    if not Flag.objects.open().filter(owner=by).exists():
        say_all_answered(key_begins=f"drift/{by.pk}/", by=by, at=at)
    return flag


def _refuse_another_day(said: Said, today: date) -> None:
    if said.answer is Answer.WRONG:
        return
    latest = today + LATEST_REVIEW
    first = today if said.answer is Answer.ACT else today + timedelta(days=1)
    if said.by_when is None or not first <= said.by_when <= latest:
        raise NotOnThatDay


# --- the rules themselves ---------------------------------------------------------------------------------------------


@transaction.atomic
def set_numbers(
    rule: Rule, numbers: Mapping[str, int], *, effective_from: date, why: str, by: User, at: datetime
) -> RuleVersion:
    """
    Give a rule other numbers from a day on, today or later. What was raised under the earlier ones keeps them.

    :raises NotAllowed: if this person sets no numbers.
    :raises NothingSaid, NotOnThatDay, NotNumbersOfTheRule: see there.
    """
    require(by, permissions.SET_RULES)
    _one_at_a_time()
    if not why.strip():
        raise NothingSaid
    if effective_from < local_day(at):
        raise NotOnThatDay
    before = in_force(on=effective_from)[rule].numbers
    fits = set(numbers) == set(before) and all(0 <= number <= 366 for number in numbers.values())
    if not fits or dict(numbers) == before:
        raise NotNumbersOfTheRule
    last = RuleVersion.objects.filter(rule=rule).order_by("number").last()
    row = RuleVersion.objects.create(
        rule=rule, number=last.number + 1 if last else 2, numbers=dict(numbers), effective_from=effective_from,
        why=why.strip(), set_by=by, set_at=at,
    )  # fmt: skip
    note("numbers of a rule of drift set", subject=row, by=by, at=at, rule=rule, numbers=dict(numbers))
    return row


@transaction.atomic
def check_by_hand(flag: Flag, *, agrees: bool, words: str, by: User, at: datetime) -> HandCheck:
    """
    Say, after reading the record, whether it is as the manager said who named a confirmed delay first.

    :raises NotAllowed: if this person checks nothing by hand.
    :raises NotTheirChild, NotConfirmed, NotDrawn, NotByThemselves, NothingSaid, AnsweredAlready: see there.
    """
    require(by, permissions.CHECK_FIRST)
    flag = Flag.objects.select_for_update(of=("self",)).get(pk=flag.pk)
    if not visible_children(by).filter(pk=flag.child_id).exists():
        raise NotTheirChild
    if not flag.answer or not Answer(flag.answer).is_confirmed:
        raise NotConfirmed
    if not queries.is_to_be_checked(flag, viewer=by):
        raise NotDrawn
    if by.pk in (flag.answered_by_id, author_of(flag)):
        raise NotByThemselves
    if not words.strip():
        raise NothingSaid
    if HandCheck.objects.filter(flag=flag).exists():
        raise AnsweredAlready
    check = HandCheck.objects.create(flag=flag, agrees=agrees, words=words.strip(), checked_at=at, checked_by=by)
    note("who saw a delay first checked by hand", subject=check, child_id=flag.child_id, by=by, at=at, agrees=agrees)
    return check
