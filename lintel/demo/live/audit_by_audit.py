"""One audit and one moderation after another, each walked by the actions of whoever would do it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import cycle as round_and_round

from lintel.demo.chance import Chance, Shares
from lintel.demo.live import audit_words as words
from lintel.foundation.access.models import User
from lintel.journey.chronology.reading.work import assessments, referrals, visits
from lintel.journey.chronology.rules import Line
from lintel.oversight.audit_cycles.feedback.actions import hear
from lintel.oversight.audit_cycles.feedback.queries import may_speak_for
from lintel.oversight.audit_cycles.models import Cycle
from lintel.oversight.audits.actions import answer, cite, grade, open_audit
from lintel.oversight.audits.codes import Core, Grade, Voice
from lintel.oversight.audits.models import Audit
from lintel.oversight.moderation import actions as moderating
from lintel.oversight.moderation.codes import Lack
from lintel.oversight.moderation.models import Moderation
from lintel.statute.calendar import LONDON, england, local_day
from lintel.steps.allocation.models import Involvement

SEED = 1
# An optimist gives about every other grade one better; anybody is off by one now and then.
OPTIMISM, A_SLIP = 0.6, 0.1


@dataclass(frozen=True)
class Cast:
    """Who leads and who audits; whoever stands in `optimists` sees better work than others do."""

    lead: User
    auditors: Sequence[User]
    moderators: Sequence[User]
    optimists: Collection[int]


class Record:
    """What is cited of the children drawn, as it stands in their chronology; read at once, since so many are read."""

    def __init__(self, cycle: Cycle) -> None:
        drawn = list(cycle.children.filter(place__isnull=False).values_list("child_id", flat=True))
        self.lines: dict[int, list[Line]] = defaultdict(list)
        for line in (*referrals(drawn), *assessments(drawn), *visits(drawn)):
            if line.on <= cycle.until:
                self.lines[line.whose[0]].append(line)

    def cited(self, child: int, number: int) -> dict[str, str]:
        """One entry of a child's record, as it is cited."""
        latest = sorted(self.lines[child], key=lambda line: (line.on, line.pk), reverse=True)
        line = latest[number % min(4, len(latest))]
        title = f"{line.what}, {line.on:%-d %B %Y}"
        return {"source": line.records[0], "source_words": title, "quote": line.detail or line.what}


def audit_them(
    audits: Sequence[Audit], cast: Cast, read: Record, *, quality: Shares[Grade], since: date, chance: Chance
) -> dict[int, Grade]:  # fmt: skip
    """
    Each audit handed in on one of the days after a day.

    :returns: by the audit, the grade that somebody who sees rightly would give: one for each child.
    """
    right = {child: chance.share(quality) for child in sorted({each.child_id for each in audits})}
    for number, each in enumerate(audits):
        is_optimist = each.auditor_id in cast.optimists
        given = as_seen(right[each.child_id], is_optimist=is_optimist, chance=chance)
        _audit(each, given, read, number=number, at=_in_office_hours(number, since=since))
    return {each.pk: right[each.child_id] for each in audits}


def moderate_them(
    drawn: Sequence[Moderation], right: dict[int, Grade], cast: Cast, read: Record, *, chance: Chance, at: datetime
) -> None:  # fmt: skip
    """Each of these moderated by the next in turn who may."""
    turns = round_and_round(cast.moderators)
    for number, held in enumerate(drawn):
        by = _taken_by(held, turns, len(cast.moderators), at=at)
        if by is not None:
            given = as_seen(right[held.audit_id], is_optimist=False, chance=chance)
            _moderate(held, given, read, number=number, by=by, at=at)


def audits_of(cycle: Cycle) -> list[Audit]:
    """The audits of a cycle in the order they were given out: the second of two of one record at the end."""
    return list(Audit.objects.filter(cycle=cycle).select_related("child", "auditor", "cycle").order_by("pk"))


def drawn_of(cycle: Cycle) -> list[Moderation]:
    """What was drawn to be moderated of a cycle, in the order it was drawn."""
    return list(Moderation.objects.filter(audit__cycle=cycle).select_related("audit__child").order_by("pk"))


def as_seen(right: Grade, *, is_optimist: bool, chance: Chance) -> Grade:
    """The grade somebody gives who may see better work than there is, or slip by one."""
    higher = is_optimist and chance.happens(OPTIMISM)
    slip = chance.one_of((-1, 1)) if chance.happens(A_SLIP) else 0
    return Grade(min(Grade.OUTSTANDING, max(Grade.INADEQUATE, right + higher + slip)))


def _in_office_hours(number: int, *, since: date) -> datetime:
    """A different hour for each, on the three working days after a day."""
    day = england().due_on(trigger=since, working_days=1 + number % 3)
    return datetime.combine(day, time(9 + number % 7), tzinfo=LONDON)


def _audit(audit: Audit, given: Grade, read: Record, *, number: int, at: datetime) -> None:
    by = audit.auditor
    open_audit(audit, by=by, at=at)
    if (worker := _worker_with_an_account(audit, at=at)) is not None:
        hear(audit, voice=Voice.WORKER, agreed=True, words=words.WORKER, by=worker, at=at)
    if number % 5 == 0 and audit.twin_of_id is None:
        hear(audit, voice=Voice.FAMILY, agreed=number % 10 == 0, words=words.FAMILY, by=by, at=at)
    for question, verdict, said in words.answers(given, number, tool=audit.tool):
        answer(audit, question, verdict=verdict, words=said, contradiction=words.OTHERWISE, by=by, at=at)
    for place, question in enumerate((*Core, "")):
        cite(audit, question, **read.cited(audit.child_id, number + place), by=by, at=at)
    grade(audit, grade=given, why=words.WHY[given], by=by, at=at)
    moderating.hand_in(audit, by=by, at=at + timedelta(hours=1))


def _worker_with_an_account(audit: Audit, *, at: datetime) -> User | None:
    """Whoever was asked what they think of the work, if they can sign in and hold the child still."""
    asked = audit.feedback.filter(voice=Voice.WORKER).exists()
    held = Involvement.objects.in_force(local_day(at)).filter(child=audit.child_id)
    holder = User.objects.filter(worker__in=held.values("worker")).first() if asked else None
    may_say = holder and may_speak_for(Voice.WORKER, audit, viewer=holder, on=local_day(at))
    return holder if may_say else None


def _taken_by(held: Moderation, turns: Iterator[User], how_many: int, *, at: datetime) -> User | None:
    """The next in turn who may moderate it, and has taken it."""
    for who in (next(turns) for _ in range(how_many)):
        with suppress(moderating.NotTheirs):
            moderating.take(held.pk, by=who, at=at)
            return who
    return None


def _moderate(held: Moderation, given: Grade, read: Record, *, number: int, by: User, at: datetime) -> None:
    moderating.read_record(held.pk, by=by, at=at)
    moderating.cite(held.pk, **read.cited(held.audit.child_id, number), by=by, at=at)
    moderating.lock(held.pk, grade=given, why=words.WHY[given], by=by, at=at)
    is_borne_out = number % 4 != 1
    poor = words.POOR_OF[held.audit.tool]
    moderating.judge(
        held.pk, evidence_supports=is_borne_out, why="" if is_borne_out else words.NOT_BORNE_OUT,
        core={Core.RIGHT_PLAN: [Lack.SPECIFIC] if number % 3 == 0 else [], Core.IN_TIME: []},
        poor=[poor] if number % 2 else [], by=by, at=at,
    )  # fmt: skip
