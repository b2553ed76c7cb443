"""
Handing an audit in, drawing it to be moderated, and moderating it without knowing its grade.

No entry in the audit log written here says a grade, or why an audit was drawn.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q

from lintel.foundation.access.permissions import require
from lintel.foundation.access.reasons.actions import end_reason, give_reason
from lintel.foundation.access.visibility import kept_from
from lintel.foundation.audit_log.actions import note
from lintel.oversight.audits import actions as auditing
from lintel.oversight.audits.acting.actions import tell_owner
from lintel.oversight.audits.actions import open_grading, submit
from lintel.oversight.audits.codes import Core, Grade, Tag
from lintel.oversight.audits.models import Audit, Grading
from lintel.oversight.audits.queries import tool_of
from lintel.oversight.moderation import figures, permissions, queries, rules
from lintel.oversight.moderation.codes import Lack
from lintel.oversight.moderation.models import DrawSeed, JudgedAnswer, Moderation, ModeratorCitation, Outsider
from lintel.oversight.moderation.telling.actions import (
    say_it_was_taken,
    tell_auditor,
    tell_figures,
    tell_it_was_given_on,
    tell_that_it_waits,
)
from lintel.statute.calendar import local_day

if TYPE_CHECKING:
    from lintel.foundation.access.models import User

LONGEST_SOURCE, LONGEST_SOURCE_WORDS = 120, 200


class NotTheirs(Exception):
    """It is not this person's to moderate; the words say why."""


class LockedAlready(Exception):
    """The grade is locked, and what it rests on stays."""


class NotLockedYet(Exception):
    """Nothing is said of the first grade before one's own is locked."""


class NothingSaid(Exception):
    """This is said in words, or not at all."""


class CannotLock(Exception):
    """Something is missing without which a moderated grade is not locked; `missing` says the field, and what."""

    def __init__(self, missing: list[tuple[str, str]]) -> None:
        super().__init__(" ".join(words for _, words in missing))
        self.missing = missing


@transaction.atomic
def hand_in(audit: Audit, *, by: User, at: datetime) -> Grading:
    """
    Hand an audit in, and draw it to be moderated or not. A grade that is not drawn is open at once.

    :raises NotAllowed, Audit.DoesNotExist, CannotHandIn …: as `audits.actions.submit`.
    """
    _hold_both(audit.pk)
    given = submit(audit, by=by, at=at)
    policy = figures.policy(on=local_day(at))
    share = _share(policy, _asked_by_the_cycle(audit), on=local_day(at))
    found = rules.drawn(audit.pk, grade=given.grade, share=share, policy=policy, seed=_seed(at))
    if found is not None:
        drawn = Moderation.objects.bulk_create(
            Moderation(
                audit=audit, place=place, is_for_outside=found.outside and place == 1, drawn_because=found.because,
                chance=found.chance, drawn_at=at,
            )
            for place in range(1, found.moderators + 1)
        )  # fmt: skip
        for each in drawn:
            tell_that_it_waits(each, by=by, at=at)
    _open_what_may_be(given.audit, by=by, at=at)
    tell_owner(given.audit, owner=by, by=by, at=at)
    given.refresh_from_db()
    return given


@transaction.atomic
def withdraw(audit: Audit, *, because: str, by: User, at: datetime) -> Audit:
    """
    Withdraw an audit that is not to be done after all; the grade of the other of the same record need not wait for it.

    :raises NotAllowed, NothingSaid, HandedIn, Audit.DoesNotExist: as `audits.actions.withdraw`.
    """
    _hold_both(audit.pk)
    withdrawn = auditing.withdraw(audit, because=because, by=by, at=at)
    _open_what_may_be(withdrawn, by=by, at=at)
    tell_owner(withdrawn, owner=withdrawn.auditor, by=by, at=at)
    return withdrawn


@transaction.atomic
def take(pk: int, *, by: User, at: datetime) -> Moderation:
    """
    Take an audit to moderate; the moderator may see the child until it is done. Taken again, nothing happens.

    :raises NotAllowed: if this person moderates nothing.
    :raises NotTheirs: if it is not theirs to moderate, or somebody was quicker.
    """
    require(by, permissions.MODERATE)
    _hold_both(_audit_of(pk))
    held = Moderation.objects.select_for_update(of=("self",)).select_related("audit__child").filter(pk=pk).first()
    if held is None:
        raise NotTheirs("There is no such audit to moderate.")
    if held.moderator_id == by.pk:
        return held
    if held.moderator_id is not None:
        raise NotTheirs("A colleague took it first.")
    if why := queries.why_not(held, viewer=by, on=local_day(at)):
        raise NotTheirs(why)
    held.moderator, held.taken_at = by, at
    held.save(update_fields=["moderator", "taken_at"])
    note("audit taken to be moderated", by=by, at=at, subject=held, child_id=held.audit.child_id)
    say_it_was_taken(by=by, at=at)
    if by.worker_id:
        give_reason(
            child_id=held.audit.child_id, basis="audit", key=_reason(held), begins_on=local_day(at),
            worker_id=by.worker_id, by=by, at=at,
        )  # fmt: skip
    return held


@transaction.atomic
def give_back(pk: int, *, by: User, at: datetime) -> None:
    """
    Give an audit back unmoderated, for somebody else.

    :raises NotAllowed, NotTheirs, LockedAlready: see there.
    """
    _give_back(_in_hand(pk, by=by), by=by, at=at)


def _give_back(held: Moderation, *, by: User, at: datetime) -> None:
    moderator = held.moderator
    assert moderator is not None
    ModeratorCitation.objects.filter(moderation=held).delete()
    held.moderator, held.taken_at, held.record_read_at = None, None, None
    held.save(update_fields=["moderator", "taken_at", "record_read_at"])
    end_reason(key=_reason(held), ends_on=local_day(at), by=by, at=at)
    note("audit given back unmoderated", by=by, at=at, subject=held, child_id=held.audit.child_id)
    tell_owner(held.audit, owner=moderator, by=by, at=at)
    tell_that_it_waits(held, by=by, at=at)


@transaction.atomic
def take_from(pk: int, *, by: User, at: datetime) -> None:
    """
    Take an audit from a moderator who has left, or has had it for too long, so that somebody else moderates it and its
    grade opens some day.

    :raises NotAllowed: if this person names nobody from outside.
    :raises NotTheirs: if nobody has it, or who has it still moderates and is in time.
    :raises LockedAlready: see there.
    """
    require(by, permissions.NAME_OUTSIDERS)
    held = Moderation.objects.select_for_update(of=("self",)).select_related("audit", "moderator").filter(pk=pk).first()
    if held is None or held.moderator is None:
        raise NotTheirs("Nobody has it.")
    if held.locked_at is not None:
        raise LockedAlready
    if not queries.why_let_go(held, viewer=by, on=local_day(at)):
        raise NotTheirs("Whoever has it still moderates it, and is in time.")
    moderator = held.moderator
    _give_back(held, by=by, at=at)
    tell_it_was_given_on(held, moderator=moderator, by=by, at=at)


@transaction.atomic
def read_record(pk: int, *, by: User, at: datetime) -> Moderation:
    """
    Say that one has read the record. Said again, the first time holds.

    :raises NotAllowed, NotTheirs, LockedAlready: see there.
    """
    held = _in_hand(pk, by=by)
    if held.record_read_at is None:
        held.record_read_at = at
        held.save(update_fields=["record_read_at"])
        note("record read again by a moderator", by=by, at=at, subject=held, child_id=held.audit.child_id)
    return held


@transaction.atomic
def cite(pk: int, *, source: str, source_words: str, quote: str, by: User, at: datetime) -> ModeratorCitation:
    """
    Cite a passage of the record for one's own grade. The same again is cited once.

    :raises NotAllowed, NotTheirs, LockedAlready: see there.
    :raises NothingSaid: if nothing is quoted, or it does not say from where.
    """
    held = _in_hand(pk, by=by)
    if not quote.strip() or not source.strip():
        raise NothingSaid
    found, is_new = ModeratorCitation.objects.get_or_create(
        moderation=held, source=source.strip()[:LONGEST_SOURCE], quote=quote.strip(),
        defaults={"source_words": source_words.strip()[:LONGEST_SOURCE_WORDS], "cited_at": at},
    )  # fmt: skip
    if is_new:
        note("record cited by a moderator", by=by, at=at, subject=held, child_id=held.audit.child_id)
    return found


@transaction.atomic
def uncite(pk: int, *, citation: int, by: User, at: datetime) -> None:
    """
    Take a citation away again; one that is gone already is no fault.

    :raises NotAllowed, NotTheirs, LockedAlready: see there.
    """
    held = _in_hand(pk, by=by)
    ModeratorCitation.objects.filter(moderation=held, pk=citation).delete()
    note("moderator's citation taken away", by=by, at=at, subject=held, child_id=held.audit.child_id)


@transaction.atomic
def lock(pk: int, *, grade: Grade | None, why: str, by: User, at: datetime) -> Moderation:
    """
    Lock one's own grade. Only now is the first one shown; neither can be changed any more.

    :raises NotAllowed, NotTheirs, LockedAlready: see there.
    :raises CannotLock: if the record was not read, or the grade, its reason or its evidence is missing.
    """
    _hold_both(_audit_of(pk))
    held = _in_hand(pk, by=by)
    missing = rules.missing_to_lock(
        has_read=held.record_read_at is not None, grade=grade, why=why, cited=held.citations.count()
    )
    if missing:
        raise CannotLock(missing)
    held.grade, held.why, held.locked_at = grade, why.strip(), at
    held.save(update_fields=["grade", "why", "locked_at"])
    note("moderated grade locked", by=by, at=at, subject=held, child_id=held.audit.child_id)
    _open_what_may_be(held.audit, by=by, at=at)
    tell_owner(held.audit, owner=by, by=by, at=at)
    tell_figures(held.audit.auditor, by=by, at=at)
    return held


@transaction.atomic
def judge(
    pk: int, *, evidence_supports: bool, why: str = "", core: Mapping[Core, Collection[Lack]],
    poor: Collection[str] = (), by: User, at: datetime,
) -> Moderation:  # fmt: skip
    """
    Say, now that the audit is shown, whether its evidence supports its grade, and how well its questions are answered.

    :param core: what each core question's answer lacks; nothing where it is well answered.
    :param poor: the slugs of other questions about quality that are poorly answered.
    :raises NotAllowed, NotTheirs, NotLockedYet, LockedAlready: see there.
    :raises NothingSaid: if the evidence does not support the grade and nobody says why.
    """
    held = _taken(pk, by=by)
    if held.locked_at is None:
        raise NotLockedYet
    if held.judged_at is not None:
        raise LockedAlready
    if not evidence_supports and not why.strip():
        raise NothingSaid
    held.evidence_supports, held.supports_why, held.judged_at = evidence_supports, why.strip(), at
    held.save(update_fields=["evidence_supports", "supports_why", "judged_at"])
    JudgedAnswer.objects.bulk_create(_judged(held, core, poor))
    end_reason(key=_reason(held), ends_on=local_day(at), by=by, at=at)
    note("evidence of an audit judged", by=by, at=at, subject=held, child_id=held.audit.child_id)
    tell_auditor(held, by=by, at=at)
    return held


@transaction.atomic
def talk_over(pk: int, *, words: str, by: User, at: datetime) -> Moderation:
    """
    Write down what came of talking about two grades that lie apart. Neither grade changes.

    :raises NotAllowed, NotTheirs, NotLockedYet, LockedAlready, NothingSaid: see there.
    """
    held = _taken(pk, by=by)
    if held.judged_at is None:
        raise NotLockedYet
    if held.discussed_at is not None:
        raise LockedAlready
    if not words.strip():
        raise NothingSaid
    held.discussion, held.discussed_at = words.strip(), at
    held.save(update_fields=["discussion", "discussed_at"])
    note("two grades talked over", by=by, at=at, subject=held, child_id=held.audit.child_id)
    return held


@transaction.atomic
def name_outsider(user: User, *, from_where: str, by: User, at: datetime) -> Outsider:
    """
    Say that somebody moderates from outside the service, and from where: one audit in ten waits for them.

    :raises NotAllowed: if this person names nobody.
    :raises NotTheirs: if the one named moderates nothing.
    :raises NothingSaid: if it does not say from where.
    """
    require(by, permissions.NAME_OUTSIDERS)
    if not user.holds(permissions.MODERATE):
        raise NotTheirs("They hold no role that moderates.")
    if not from_where.strip():
        raise NothingSaid
    found, _ = Outsider.objects.update_or_create(
        user=user, defaults={"from_where": from_where.strip(), "named_at": at, "named_by": by}
    )
    note("moderator from outside named", by=by, at=at, subject=found)
    return found


def _audit_of(pk: int) -> int | None:
    return Moderation.objects.filter(pk=pk).values_list("audit_id", flat=True).first()


def _hold_both(pk: int | None) -> None:
    """Lock an audit and the other of the same record, always in the same order: of two at once, one is the last."""
    if pk is None:
        return
    both = Audit.objects.filter(Q(pk=pk) | Q(twin_of=pk) | Q(pk__in=Audit.objects.filter(pk=pk).values("twin_of")))
    list(both.select_for_update().order_by("pk").values_list("pk", flat=True))


def _open_what_may_be(audit: Audit, *, by: User, at: datetime) -> None:
    """Open the grades that wait for nobody any more: of this audit, and of the other of the same record."""
    twin = figures.twin_of(audit)
    for each, other in ((audit, twin), (twin, audit)):
        if each is not None and figures.may_be_opened(each, twin=other):
            open_grading(each, by=by, at=at)
            for judged in Moderation.objects.filter(audit=each, judged_at__isnull=False).select_related("audit"):
                tell_auditor(judged, by=by, at=at)


def _taken(pk: int, *, by: User) -> Moderation:
    require(by, permissions.MODERATE)
    theirs = Moderation.objects.filter(pk=pk, moderator=by).exclude(audit__child__in=kept_from(by))
    held = theirs.select_for_update().select_related("audit").first()
    if held is None:
        raise NotTheirs("It is not yours to moderate.")
    return held


def _in_hand(pk: int, *, by: User) -> Moderation:
    held = _taken(pk, by=by)
    if held.locked_at is not None:
        raise LockedAlready
    return held


def _judged(held: Moderation, core: Mapping[Core, Collection[Lack]], poor: Collection[str]) -> list[JudgedAnswer]:
    others = [each.slug for each in tool_of(held.audit).questions if each.tag is Tag.QUALITY and not each.is_core]
    found = {str(each): sorted(core.get(each, ())) for each in Core}
    found |= {slug: [Lack.POOR] if slug in poor else [] for slug in others}
    return [JudgedAnswer(moderation=held, question=slug, lacks=lacks) for slug, lacks in found.items()]


def _share(policy: rules.Policy, asked: float, *, on: date) -> float:
    """The random share in force; how far auditors were off lately need not be known where more is asked for anyway."""
    if asked >= max(policy.random_share, policy.raised_share):
        return asked
    return max(policy.share_after(figures.gap_lately(on=on)), asked)


def _asked_by_the_cycle(audit: Audit) -> float:
    percent = getattr(audit.cycle, "moderated_percent", None) if audit.cycle_id else None
    return (percent or 0) / 100


def _reason(held: Moderation) -> str:
    return f"moderation:{held.pk}"


def _seed(at: datetime) -> str:
    held = DrawSeed.objects.order_by("pk").first()
    if held is None:
        held = DrawSeed.objects.create(seed=secrets.token_hex(32), made_at=at)
    return held.seed
