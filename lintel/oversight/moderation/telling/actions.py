"""
Telling who may moderate that something waits, and auditors what was moderated.

All of it follows from acts that were allowed, so there is no permission of its own.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from lintel.foundation.notices.actions import say_all_answered, tell
from lintel.oversight.audits.models import Grading
from lintel.oversight.moderation import figures
from lintel.oversight.moderation.models import FiguresTold
from lintel.oversight.moderation.optimism import FEWEST_OF_ONE
from lintel.oversight.moderation.telling.queries import who_might_moderate
from lintel.statute.calendar import local_day

if TYPE_CHECKING:
    from lintel.foundation.access.models import User
    from lintel.oversight.moderation.models import Moderation

WAITS = "to moderate/"


def tell_that_it_waits(held: Moderation, *, by: User, at: datetime) -> None:
    """
    Tell those who might moderate an audit, other than who gives it back, that some wait; once a day, whatever waits.

    It says neither which nor how many: an audit drawn at random and one drawn for its grade are told alike.
    """
    for user in who_might_moderate(held, but=by):
        tell(
            key=f"{WAITS}{user.pk}/{local_day(at).isoformat()}", words="Audits wait to be moderated.",
            path="/moderation/", user=user, by=by, at=at,
        )  # fmt: skip


def say_it_was_taken(*, by: User, at: datetime) -> None:
    """Take it off this person's list that audits wait: they have taken one."""
    say_all_answered(key_begins=f"{WAITS}{by.pk}/", by=by, at=at)


def tell_it_was_given_on(held: Moderation, *, moderator: User, by: User, at: datetime) -> None:
    """Tell a moderator that an audit they had taken waits for somebody else now."""
    tell(
        key=f"moderation given on/{held.pk}/{moderator.pk}/{at.isoformat()}",
        words="An audit you had taken to moderate waits for somebody else now. You need do nothing.",
        path="/moderation/", user=moderator, by=by, at=at,
    )  # fmt: skip


def tell_auditor(held: Moderation, *, by: User, at: datetime) -> None:
    """Tell an auditor that their audit was moderated, once its grade is open."""
    if not Grading.objects.filter(audit=held.audit, sealed=False).exists():
        return
    tell(
        key=f"moderated/{held.pk}", words="An audit of yours was moderated: see both grades side by side.",
        path=f"/moderation/{held.pk}/", user=held.audit.auditor, by=by, at=at,
    )  # fmt: skip


def tell_figures(auditor: User, *, by: User, at: datetime) -> None:
    """
    Tell an auditor, once, that there is enough to say how their grades lie; before that nobody is shown it.

    Two moderators may come to it at once: one of them says so.
    """
    if FiguresTold.objects.filter(auditor=auditor).exists():
        return
    pairs = figures.how_many_of(auditor, until=local_day(at))
    if pairs < FEWEST_OF_ONE:
        return
    _, is_new = FiguresTold.objects.get_or_create(auditor=auditor, defaults={"pairs": pairs, "told_at": at})
    if is_new:
        tell(
            key=f"figures/{auditor.pk}", words=f"{pairs} audits of yours were moderated: see how your grades lie.",
            path="/quality/optimism/", user=auditor, by=by, at=at,
        )  # fmt: skip
