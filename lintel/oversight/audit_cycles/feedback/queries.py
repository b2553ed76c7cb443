"""Asking what was said of the work on an audited child, and who may say it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from lintel.foundation.access.permissions import may
from lintel.foundation.access.visibility import visible_children
from lintel.foundation.people.models import SafeContact
from lintel.journey.families.queries import family
from lintel.oversight.audit_cycles.gathering import workers_holding
from lintel.oversight.audit_cycles.permissions import GIVE_FEEDBACK
from lintel.oversight.audits.codes import Voice
from lintel.oversight.audits.models import Audit, Feedback

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


def audit_to_speak_of(pk: int, *, viewer: User) -> Audit | None:
    """An audit whose child this person may see and on which they may speak for somebody."""
    audit = Audit.objects.filter(pk=pk, child__in=visible_children(viewer)).select_related("child", "cycle").first()
    if audit is None or not may(viewer, GIVE_FEEDBACK):
        return None
    return audit


def may_speak_for(voice: Voice, audit: Audit, *, viewer: User, on: date) -> bool:
    """The worker who holds the child says what they think; they or the auditor write down what the family says."""
    if not may(viewer, GIVE_FEEDBACK) or not visible_children(viewer).filter(pk=audit.child_id).exists():
        return False
    holds = (
        viewer.worker_id is not None and workers_holding([audit.child_id], on).get(audit.child_id) == viewer.worker_id
    )
    return holds or (voice is not Voice.WORKER and audit.auditor_id == viewer.pk)


def to_be_heard(audit: Audit, *, viewer: User) -> dict[Voice, Feedback]:
    """What was asked for and said about an audit, by whose voice; for those who may see the child."""
    if not visible_children(viewer).filter(pk=audit.child_id).exists():
        return {}
    return {Voice(each.voice): each for each in Feedback.objects.filter(audit=audit).order_by("pk")}


def feedback_beside(audit: Audit, *, viewer: User) -> dict[Voice, Feedback]:
    """
    What an auditor reads beside the tool: of two audits of one record both auditors read the same, and what was said
    beside an audit that was withdrawn is read by whoever has it now.
    """
    first = audit.twin_of or audit
    found: dict[Voice, Feedback] = {}
    for each in (first.instead_of, first, audit.instead_of, audit):
        if each is not None:
            heard = to_be_heard(each, viewer=viewer)
            found |= {voice: said for voice, said in heard.items() if said.agreed is not None or voice not in found}
    return found


def how_to_reach_them(audit: Audit, *, viewer: User, on: date) -> list[SafeContact]:
    """How the family may be reached without danger, before anybody is asked (hard stop 11)."""
    found = family(audit.child_id, viewer=viewer, on=on)
    return list(found.rules) if found else []
