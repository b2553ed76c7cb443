"""Audits drawn to be moderated and moderated, each made on the path a real one takes; and many pairs at once."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from lintel.foundation.local_limits.actions import LimitAlreadySet, set_local_limit
from lintel.foundation.people.models import Person
from lintel.oversight.audits.codes import Core, Grade
from lintel.oversight.audits.models import Answer, Audit, Citation, Grading
from lintel.oversight.audits.tests.builders import TOOL, an_auditor, opened, well_answered
from lintel.oversight.moderation import rules
from lintel.oversight.moderation.actions import cite, hand_in, judge, lock, read_record, take
from lintel.oversight.moderation.models import Moderation
from lintel.oversight.moderation.optimism import Pair
from tests.cast import NOW

if TYPE_CHECKING:
    from lintel.foundation.access.models import User
    from tests.cast import Bells, Cast

LATER = NOW + timedelta(days=1)
QUOTE = "Nobody asked Mia what the evenings are like."
WHY = "The record shows visits and no change; the plan would fit any child."


def share_is(share: float, cast: Cast, *, code: str = rules.RANDOM) -> None:
    """Agree on another number of the moderation policy, from long ago on."""
    with contextlib.suppress(LimitAlreadySet):
        set_local_limit(
            code, amount=Decimal(str(share)), effective_from=date(2024, 1, 1), source="Audit policy",
            reason="Agreed.", by=cast.sofia, at=NOW - timedelta(days=30),
        )  # fmt: skip


def everything_is_drawn(cast: Cast) -> None:
    """Moderate every audit: each by one person, nobody from outside."""
    share_is(1, cast)
    share_is(0, cast, code=rules.TWICE)
    share_is(0, cast, code=rules.OUTSIDE)


def audited(
    cast: Cast, child: Person, *, grade: Grade = Grade.GOOD, auditor: User | None = None, why: str = "",
    at: datetime = NOW,
) -> Audit:  # fmt: skip
    """An audit handed in and drawn, or not, as policy says."""
    auditor = auditor or an_auditor(cast)
    audit = opened(cast, child, auditor=auditor, tool=TOOL, at=at)
    well_answered(audit, by=auditor, grade_given=grade, at=at, **({"why": why} if why else {}))
    hand_in(audit, by=auditor, at=at + timedelta(minutes=1))
    audit.refresh_from_db()
    return audit


def drawn(cast: Cast, child: Person, **how: object) -> Moderation:
    """An audit handed in and waiting to be moderated."""
    everything_is_drawn(cast)
    return Moderation.objects.get(audit=audited(cast, child, **how), place=1)  # type: ignore[arg-type]


def a_moderator(cast: Cast) -> User:
    """Another auditor than `an_auditor` is by itself."""
    return an_auditor(cast, "Bea Holm")


def read(moderation: Moderation, *, by: User, at: datetime = LATER) -> Moderation:
    """Taken, the record read and cited; the grade not locked yet."""
    take(moderation.pk, by=by, at=at)
    read_record(moderation.pk, by=by, at=at)
    cite(
        moderation.pk, source=f"people.person/{moderation.audit.child_id}",
        source_words="Contact, 17 February 2025", quote=QUOTE, by=by, at=at,
    )  # fmt: skip
    return moderation


def locked(
    moderation: Moderation, *, by: User, grade: Grade = Grade.REQUIRES_IMPROVEMENT, why: str = WHY,
    at: datetime = LATER,
) -> Moderation:  # fmt: skip
    """Read, and a grade of one's own locked."""
    read(moderation, by=by, at=at)
    return lock(moderation.pk, grade=grade, why=why, by=by, at=at)


def judged(
    moderation: Moderation, *, by: User, grade: Grade = Grade.REQUIRES_IMPROVEMENT, supports: bool = True,
    core: dict[Core, tuple] | None = None, at: datetime = LATER,
) -> Moderation:  # fmt: skip
    """Locked, and the audit's evidence and answers judged."""
    locked(moderation, by=by, grade=grade, at=at)
    return judge(
        moderation.pk, evidence_supports=supports, why="" if supports else "The quotes say she was seen, not helped.",
        core=core or {}, by=by, at=at,
    )  # fmt: skip


def many_pairs(
    cast: Cast, child: Person, pairs: Sequence[Pair], *, auditors: Sequence[User], moderator: User,
    at: datetime = NOW,
) -> list[Audit]:  # fmt: skip
    """
    Audits of one child handed in, moderated and open, written in a few statements: for numbers that need many.

    A pair's `auditor` is a place among `auditors`; `stands_for` is one over its chance.
    """
    audits = Audit.objects.bulk_create(
        Audit(
            child=child, auditor=auditors[pair.auditor], tool=TOOL, tool_version=1, planned_at=at,
            planned_by=cast.sofia, due_on=at.date(), opened_at=at,
        )
        for pair in pairs
    )  # fmt: skip
    Answer.objects.bulk_create(
        Answer(audit=audit, question=core, verdict="partly", words="See the plan.") for audit in audits for core in Core
    )
    Citation.objects.bulk_create(
        Citation(audit=audit, question=question, source="a/1", source_words="A visit", quote="Seen.", cited_at=at)
        for audit in audits
        for question in (*Core, "")
    )
    Grading.objects.bulk_create(
        Grading(audit=audit, grade=pair.audited, why="From the record.", given_at=at, sealed=False, opened_at=at)
        for audit, pair in zip(audits, pairs, strict=True)
    )
    Audit.objects.filter(pk__in=[audit.pk for audit in audits]).update(submitted_at=at)
    Moderation.objects.bulk_create(
        Moderation(
            audit=audit, moderator=moderator, drawn_because="random", chance=1 / pair.stands_for, drawn_at=at,
            taken_at=at, record_read_at=at, grade=pair.moderated, why="From the record.", locked_at=at,
            evidence_supports=True, judged_at=at,
        )
        for audit, pair in zip(audits, pairs, strict=True)
    )  # fmt: skip
    return audits


def moderated_of_mia(cast: Cast, bells: Bells) -> Moderation:
    """An audit of Mia, moderated and judged, both grades open."""
    return judged(drawn(cast, bells.mia, auditor=an_auditor(cast, "Cal Wick")), by=a_moderator(cast))


def screens_of_moderation(cast: Cast, bells: Bells) -> dict[str, list[str]]:
    """
    Audits moderated, being moderated by Marcus (of a child his team does not hold), and enough for every number to have
    its interval; by who, the pages.
    """
    cal, marcus = an_auditor(cast, "Cal Wick"), cast.marcus
    auditors = [cal, *(an_auditor(cast, name) for name in ("Dot Ames", "Eli Frane"))]
    pairs = [Pair(auditor=n % 3, audited=3, moderated=2 + (n % 4 == 0)) for n in range(63)]
    many_pairs(cast, bells.ivy, pairs, auditors=auditors, moderator=a_moderator(cast))
    over = moderated_of_mia(cast, bells)
    in_hand, done, _ = (Moderation.objects.get(audit=audited(cast, bells.ivy, auditor=cal)) for _ in range(3))
    read(in_hand, by=marcus)
    locked(done, by=marcus)
    one, source = f"/moderation/{in_hand.pk}/", f"referrals.referral/{bells.referrals['ivy'].pk}"
    days = "?from=2025-01-01&until=2025-12-31"
    return {
        "helen": [
            f"/moderation/{over.pk}/", "/moderation/outsiders/", f"/quality/{days}", f"/quality/optimism/{days}",
            f"/quality/agreement/{days}", f"/quality/optimism/{cal.pk}/?as_at=2025-03-05",
        ],
        "marcus": ["/moderation/", one, f"{one}cite/?entry={source}", f"{one}unsafe/", f"/moderation/{done.pk}/"],
    }  # fmt: skip
