"""Writing findings down, agreeing and ending actions, and closing a finding with both keys."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import connection, transaction

from lintel.foundation.access.permissions import may, require
from lintel.foundation.agencies.models import Agency
from lintel.foundation.audit_log.actions import note
from lintel.foundation.notices.actions import tell
from lintel.oversight.audit_cycles.codes import Theme
from lintel.oversight.ledger import permissions, queries, rules
from lintel.oversight.ledger.codes import Ended
from lintel.oversight.ledger.models import Action, Closure, Finding, Said
from lintel.oversight.performance.registry import indicator as indicator_with
from lintel.statute.calendar import local_day

if TYPE_CHECKING:
    from lintel.foundation.access.models import User

LEDGER_LOCK = 716_120


class NothingSaid(Exception):
    """This is said in words, or not at all."""


class TargetMissing(Exception):
    """A finding has one target of its indicator, and a share that moderated audits are to bear out."""


class SaidInTheFuture(Exception):
    """A finding was said on a day that is over."""


class SaidOnThatDay(Exception):
    """The ledger says already that this was said on that day."""


class OnTheLedgerAlready(Exception):
    """The ledger has a finding in these words: said again, it stays one line."""


class NobodyOwnsIt(Exception):
    """An action is somebody's who can say how it ended, or an agency's, and not both."""


class DueBeforeToday(Exception):
    """An action is due on a day to come."""


class EndedAlready(Exception):
    """A colleague has ended this action already."""


class NotYours(Exception):
    """An action is ended by its owner, or by who keeps the ledger."""


class NotWithinItsLimit(Exception):
    """An agency's action is done when the indicator has kept to its limit for as long as agreed."""


class ClosedAlready(Exception):
    """This finding is closed."""


class KeysMissing(Exception):
    """A finding closes only with the indicator and moderated evidence; `missing` says in words what is not there."""

    def __init__(self, missing: list[str]) -> None:
        super().__init__(" ".join(missing))
        self.missing = missing


@dataclass(frozen=True, kw_only=True)
class Found:
    """
    What is written down of a finding: where, in which words, whose, and the two keys that will close it.

    :param theme: only moderated audits of cycles on it turn the second key; None for all audits of the service.
    """

    area: str
    words: str
    owner: User
    indicator: str
    at_least: float | None = None
    at_most: float | None = None
    weeks: int = 8
    wanted_share: float = 0.5
    theme: Theme | None = None


@transaction.atomic
def open_finding(found: Found, *, said_on: date, source: str, quote: str = "", by: User, at: datetime) -> Finding:
    """
    Write down a finding that was said for the first time.

    :raises NotAllowed: if this person does not keep the ledger.
    :raises NothingSaid, TargetMissing, SaidInTheFuture, OnTheLedgerAlready: see there.
    :raises NoSuchIndicator: if no indicator has this code.
    """
    require(by, permissions.KEEP_LEDGER)
    if not found.area.strip() or not found.words.strip():
        raise NothingSaid
    if (found.at_least is None) == (found.at_most is None) or not 0 < found.wanted_share <= 1 or found.weeks < 1:
        raise TargetMissing
    _refuse_a_second_line(found.words.strip())
    finding = Finding.objects.create(
        area=found.area.strip(), words=found.words.strip(), owner=found.owner,
        indicator=indicator_with(found.indicator).code, at_least=found.at_least, at_most=found.at_most,
        weeks=found.weeks, wanted_share=found.wanted_share, theme=found.theme or "", opened_at=at, opened_by=by,
    )  # fmt: skip
    note("finding opened", subject=finding, by=by, at=at, indicator=finding.indicator)
    _say(finding, said_on=said_on, source=source, quote=quote, by=by, at=at)
    return finding


@transaction.atomic
def say_again(
    finding: Finding, *, said_on: date, source: str, quote: str = "", by: User, at: datetime
) -> Said:  # fmt: skip
    """
    Write down that a finding was said on another day: one line with all its dates.

    If it was closed, and was said on a day its closing evidence speaks of or after it, it is open again, however late
    that is written down.

    :raises NotAllowed: if this person does not keep the ledger.
    :raises NothingSaid, SaidInTheFuture, SaidOnThatDay: see there.
    """
    require(by, permissions.KEEP_LEDGER)
    finding = Finding.objects.select_for_update().get(pk=finding.pk)
    said = _say(finding, said_on=said_on, source=source, quote=quote, by=by, at=at)
    closure = Closure.objects.select_for_update().filter(finding=finding, reopened_at__isnull=True).first()
    if closure is not None and said_on >= closure.evidence_since:
        closure.reopened_at, closure.reopened_by = at, said
        closure.save(update_fields=["reopened_at", "reopened_by"])
        note("finding opened again", subject=finding, by=by, at=at, said_on=str(said_on))
    return said


@transaction.atomic
def agree_action(
    words: str, *, finding: Finding | None = None, indicator: str = "", owner: User | None = None,
    agency: Agency | None = None, due_on: date, review_on: date | None = None, by: User, at: datetime,
) -> Action:  # fmt: skip
    """
    Agree an action about a finding, or about an indicator.

    :raises NotAllowed: if this person does not keep the ledger.
    :raises NothingSaid, NobodyOwnsIt, DueBeforeToday: see there.
    """
    require(by, permissions.KEEP_LEDGER)
    if not words.strip() or (finding is None and not indicator):
        raise NothingSaid
    if (owner is None) == (agency is None) or (agency is not None and finding is None):
        raise NobodyOwnsIt
    if owner is not None and not may(owner, permissions.END_ACTIONS):
        raise NobodyOwnsIt
    if due_on < local_day(at):
        raise DueBeforeToday
    action = Action.objects.create(
        finding=finding, indicator=indicator or (finding.indicator if finding else ""), words=words.strip(),
        owner=owner, agency=agency, due_on=due_on, review_on=review_on, agreed_at=at, agreed_by=by,
    )  # fmt: skip
    note("action of the ledger agreed", subject=action, by=by, at=at, indicator=action.indicator)
    if owner is not None and owner.pk != by.pk:
        tell(
            key=f"action of the ledger {action.pk}", words=f"Yours to do by {due_on:%-d %B %Y}: {action.words}",
            path=f"/findings/actions/{action.pk}/", user=owner, by=by, at=at,
        )  # fmt: skip
    return action


@transaction.atomic
def end_action(action: Action, *, ended_as: Ended, words: str, by: User, at: datetime) -> Action:
    """
    Say that an action is done, or that it is dropped, and in words what came of it.

    :raises NotAllowed: if this person ends no actions.
    :raises NotYours, EndedAlready, NothingSaid, NotWithinItsLimit: see there.
    """
    require(by, permissions.END_ACTIONS)
    action = Action.objects.select_for_update(of=("self",)).select_related("finding").get(pk=action.pk)
    if action.owner_id != by.pk and not may(by, permissions.KEEP_LEDGER):
        raise NotYours
    if action.ended_at is not None:
        raise EndedAlready
    if not words.strip():
        raise NothingSaid
    if action.agency_id is not None and ended_as is Ended.DONE:
        assert action.finding is not None  # held by the database
        first = queries.line_of(action.finding, viewer=by, as_at=local_day(at)).first
        if first is None or not first.is_turned:
            raise NotWithinItsLimit
    action.ended_as, action.ended_at, action.ended_by, action.ended_words = ended_as, at, by, words.strip()
    action.save(update_fields=["ended_as", "ended_at", "ended_by", "ended_words"])
    note("action of the ledger ended", subject=action, by=by, at=at, ended_as=ended_as)
    return action


@transaction.atomic
def put_off(action: Action, *, due_on: date, by: User, at: datetime) -> Action:
    """
    Give an action that goes on another day; the minutes of the meeting that did it say so.

    :raises NotAllowed: if this person does not keep the ledger.
    :raises EndedAlready, DueBeforeToday: see there.
    """
    require(by, permissions.KEEP_LEDGER)
    action = Action.objects.select_for_update().get(pk=action.pk)
    if action.ended_at is not None:
        raise EndedAlready
    if due_on < local_day(at):
        raise DueBeforeToday
    before, action.due_on = action.due_on, due_on
    action.save(update_fields=["due_on"])
    note("action of the ledger put off", subject=action, by=by, at=at, before=str(before), due_on=str(due_on))
    return action


@transaction.atomic
def close_finding(finding: Finding, *, words: str, by: User, at: datetime) -> Closure:
    """
    Close a finding. The indicator must have kept to its target and moderated audits must bear it out; both are frozen.

    :raises NotAllowed: if this person closes no findings.
    :raises ClosedAlready, NothingSaid: see there.
    :raises KeysMissing: without both keys, whatever the words say.
    """
    require(by, permissions.CLOSE_FINDINGS)
    finding = Finding.objects.select_for_update().get(pk=finding.pk)
    today = local_day(at)
    line = queries.line_of(finding, viewer=by, as_at=today)
    if line.closed is not None:
        raise ClosedAlready
    first, second = line.first, line.second
    if line.missing or first is None or second is None:
        raise KeysMissing(line.missing)
    if not words.strip():
        raise NothingSaid
    low, middle, high = second.low, second.middle, second.high
    if low is None or middle is None or high is None:
        raise KeysMissing(line.missing)
    closure = Closure.objects.create(
        finding=finding, closed_at=at, closed_by=by, words=words.strip(), indicator=finding.indicator,
        weeks_met=first.weeks_met, weeks_wanted=first.weeks_wanted,
        evidence_since=rules.evidence_since(said_on=line.said[-1].said_on, today=today), evidence_until=today,
        evidence_low=low, evidence_middle=middle, evidence_high=high,
        wanted_share=second.wanted, pairs=second.pairs, audits=second.audits,
    )  # fmt: skip
    note("finding closed", subject=finding, by=by, at=at, weeks_met=closure.weeks_met, pairs=closure.pairs)
    return closure


def _refuse_a_second_line(words: str) -> None:
    """A form sent twice, also in the same moment, is one line."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LEDGER_LOCK])
    if Finding.objects.filter(words__iexact=words).exists():
        raise OnTheLedgerAlready


def _say(finding: Finding, *, said_on: date, source: str, quote: str, by: User, at: datetime) -> Said:
    if not source.strip():
        raise NothingSaid
    if said_on > local_day(at):
        raise SaidInTheFuture
    if Said.objects.filter(finding=finding, said_on=said_on).exists():
        raise SaidOnThatDay
    said = Said.objects.create(
        finding=finding, said_on=said_on, source=source.strip(), quote=quote.strip(), written_at=at, written_by=by
    )
    note("finding said", subject=finding, by=by, at=at, said_on=str(said_on), source=said.source)
    return said
