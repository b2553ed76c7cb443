"""Keeping what a cycle of audits teaches, and who does what about it."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction

from lintel.foundation.access.permissions import require
from lintel.foundation.audit_log.actions import note
from lintel.oversight.audit_cycles.codes import LearningTheme
from lintel.oversight.audit_cycles.learning.naming import without_names
from lintel.oversight.audit_cycles.learning.queries import answers_to_learn_from, words_to_quote
from lintel.oversight.audit_cycles.models import CalibrationCase, CalibrationSession, Cycle, Learning, Quote, Tag
from lintel.oversight.audit_cycles.permissions import LEARN
from lintel.oversight.audits.models import Answer, AuditAction, Citation

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from lintel.foundation.access.models import User
    from lintel.oversight.audits.models import Audit


class NothingSaid(Exception):
    """This is said in words, or not at all."""


class NotToBeRead(Exception):
    """Only of audits whose grade is open, of children one may see."""


class NobodyToDoIt(Exception):
    """What follows is somebody's, by a day."""


class MayNameSomebody(Exception):
    """The words may still name somebody."""

    def __init__(self, doubtful: Collection[str]) -> None:
        super().__init__(", ".join(doubtful))
        self.doubtful = tuple(doubtful)


class NothingToCompare(Exception):
    """No audit of this cycle has two grades that differ."""


class HeldAlready(Exception):
    """The session was held; what was agreed stands."""


@transaction.atomic
def tag(
    themes: Collection[LearningTheme], *, answer: Answer | None = None, action: AuditAction | None = None, by: User,
    at: datetime,
) -> None:  # fmt: skip
    """
    Say what an answer or an action is about: these themes and no others.

    :raises NotAllowed: if this person keeps no learning.
    :raises NotToBeRead: where the audit's grade is not open, or the child is kept from them.
    """
    require(by, LEARN)
    of = answer or action
    if of is None or not answers_to_learn_from(of.audit.cycle, viewer=by).filter(audit=of.audit_id).exists():
        raise NotToBeRead
    held = {each.theme: each for each in Tag.objects.select_for_update().filter(answer=answer, action=action)}
    for theme in held.keys() - set(themes):
        held[theme].delete()
    Tag.objects.bulk_create(
        Tag(theme=theme, answer=answer, action=action, tagged_at=at, tagged_by=by)
        for theme in themes
        if theme not in held
    )
    note("audit tagged with what it teaches", by=by, at=at, subject=of, child_id=of.audit.child_id)


@transaction.atomic
def learn(
    cycle: Cycle, *, theme: LearningTheme, words: str, what_follows: str = "", owner: User | None = None,
    due_on: date | None = None, by: User, at: datetime,
) -> Learning:  # fmt: skip
    """
    Write down what a cycle taught about a theme and what follows; written again, the earlier words are kept in history.

    :raises NotAllowed: if this person keeps no learning.
    :raises NothingSaid, NobodyToDoIt: see there.
    """
    require(by, LEARN)
    if not words.strip():
        raise NothingSaid
    if what_follows.strip() and (owner is None or due_on is None):
        raise NobodyToDoIt
    learning, _ = Learning.objects.select_for_update().update_or_create(
        cycle=cycle, theme=theme,
        defaults={
            "words": words.strip(), "what_follows": what_follows.strip(), "owner": owner, "due_on": due_on,
            "written_at": at, "written_by": by,
        },
    )  # fmt: skip
    note("learning of a cycle written down", by=by, at=at, subject=learning, theme=theme)
    return learning


@transaction.atomic
def quote(
    cycle: Cycle, citation: Citation, *, words: str, is_read_for_names: bool = False, by: User, at: datetime
) -> Quote:
    """
    Choose words of the record for the report. Names, places, days and numbers are taken out.

    :param is_read_for_names: somebody has looked at the words a machine was not sure of.
    :raises NotAllowed: if this person keeps no learning.
    :raises NotToBeRead, NothingSaid: see there.
    :raises MayNameSomebody: where words may still be names and nobody has said that they are not.
    """
    require(by, LEARN)
    if not words_to_quote(cycle, viewer=by).filter(pk=citation.pk).exists():
        raise NotToBeRead
    if not words.strip():
        raise NothingSaid
    stripped = without_names(words.strip(), citation.audit.child_id)
    if stripped.doubtful and not is_read_for_names:
        raise MayNameSomebody(stripped.doubtful)
    kept, _ = Quote.objects.select_for_update().update_or_create(
        cycle=cycle, citation=citation, defaults={"words": stripped.text, "chosen_at": at, "chosen_by": by}
    )
    note("words chosen for a report of audits", by=by, at=at, subject=kept, child_id=citation.audit.child_id)
    return kept


@transaction.atomic
def take_back(kept: Quote, *, by: User, at: datetime) -> None:
    """
    Take chosen words out of the report again.

    :raises NotAllowed: if this person keeps no learning.
    """
    require(by, LEARN)
    note("words taken out of a report of audits", by=by, at=at, subject=kept, child_id=kept.citation.audit.child_id)
    kept.delete()


@transaction.atomic
def plan_calibration(cycle: Cycle, *, audits: Sequence[Audit], by: User, at: datetime) -> CalibrationSession:
    """
    Bring together the audits whose two grades lay furthest apart, to be talked about; planned again, nothing.

    :raises NotAllowed: if this person keeps no learning.
    :raises NothingToCompare: where there is no such audit.
    """
    require(by, LEARN)
    if not audits:
        raise NothingToCompare
    session, is_new = CalibrationSession.objects.get_or_create(
        cycle=cycle, defaults={"planned_at": at, "planned_by": by}
    )
    if is_new:
        CalibrationCase.objects.bulk_create(CalibrationCase(session=session, audit=each) for each in audits)
        note("calibration session planned", by=by, at=at, subject=session, audits=len(audits))
    return session


@transaction.atomic
def hold_calibration(
    session: CalibrationSession, *, held_on: date, agreed: str, said: dict[int, str], by: User, at: datetime
) -> CalibrationSession:
    """
    Write down a session that was held: what was said of each audit, and what all will do the same from now on.

    :param said: by the id of the `CalibrationCase`.
    :raises NotAllowed: if this person keeps no learning.
    :raises HeldAlready, NothingSaid: see there.
    """
    require(by, LEARN)
    session = CalibrationSession.objects.select_for_update().get(pk=session.pk)
    if session.held_on is not None:
        raise HeldAlready
    if not agreed.strip():
        raise NothingSaid
    for case in session.cases.all():
        case.said = said.get(case.pk, "").strip()
        case.save(update_fields=["said"])
    session.held_on, session.agreed = held_on, agreed.strip()
    session.save(update_fields=["held_on", "agreed"])
    note("calibration session held", by=by, at=at, subject=session)
    return session
