"""How it ended and who went on: closings, children handed to another authority, families who step down."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING

from lintel.foundation.access.permissions import may
from lintel.journey.chronology.reading import told
from lintel.journey.chronology.reading.making import joined, kept_together_with, origin, record_of, said, short
from lintel.journey.chronology.rules import Line, Part
from lintel.statute import codes
from lintel.statute.calendar import local_day
from lintel.steps.chronology_entries.codes import ItemKind
from lintel.steps.early_help.models import EarlyHelpRequest
from lintel.steps.early_help.permissions import SEE_EARLY_HELP
from lintel.steps.front_door.permissions import SEE_CONTACTS
from lintel.steps.plans.permissions import SEE_PLANS
from lintel.steps.referrals.models import Closing, Referral, Transfer

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


def closures(children: Collection[int], *, viewer: User) -> Iterator[Line]:
    """How episodes of need ended; of one that was closed here what came of it and what the family was told."""
    may_read = may_read_how_it_ended(viewer)
    hidden = kept_together_with(Closing, "referral__child", "closed_at", "closed_by", viewer=viewer)
    found = Referral.objects.filter(child__in=children, closed_on__isnull=False).exclude(is_nfa=True)
    for it in found.select_related("source_file", "team", "closing"):
        assert it.closed_on is not None
        closing = getattr(it, "closing", None)
        reason = codes.CLOSURE_REASON.label(it.closure_reason) if it.closure_reason else "Reason not recorded."
        is_told = closing and may_read and (closing.closed_at, closing.closed_by_id) not in hidden
        words = _of_the_closing(closing) if closing and is_told else ""
        opening = f"{reason} · open since {it.referred_on:%-d %B %Y}"
        yield Line(
            on=it.closed_on, what="Episode of need closed", step="closure", pk=it.pk, came_from=origin(it),
            whose=(it.child_id,), kinds=(ItemKind.CLOSURE,), records=(f"{record_of(it)}/closed",),
            detail=f"{opening} {words}".strip(),
            parts=tuple(Part(whose=(it.child_id,), words=each) for each in (opening, words) if each),
        )  # fmt: skip


def _of_the_closing(it: Closing) -> str:
    return joined(
        short(it.outcome), f"The family was told: {short(it.told)}",
        f"Still owed: {short(it.owed)}" if it.owed else "",
        f"Nobody else was waited for: {short(it.despite)}" if it.despite else "",
    )  # fmt: skip


def transfers(children: Collection[int], *, viewer: User) -> Iterator[Line]:
    """Children handed on to another authority: begun, sent, acknowledged, accepted or called off."""
    may_read = may_read_how_it_ended(viewer)
    hidden = kept_together_with(Transfer, "child", "begun_at", "begun_by", viewer=viewer)
    for it in Transfer.objects.filter(child__in=children):
        is_told = may_read and (it.begun_at, it.begun_by_id) not in hidden
        for on, what, words in _stages(it):
            yield Line(
                on=on, what=what, detail=words if is_told else "", step="transfer", pk=it.pk, whose=(it.child_id,),
                kinds=(ItemKind.MOVE,), records=(f"{record_of(it)}/{what.split()[0].lower()}",), came_from="transfers",
            )  # fmt: skip


def _stages(it: Transfer) -> Iterator[tuple[date, str, str]]:
    began = joined(
        f"Moved on {it.moved_on:%-d %B %Y}; known from: {short(it.known_from)}", f"Meanwhile: {short(it.meanwhile)}"
    )
    yield local_day(it.begun_at), f"Handing on to {it.authority} begun", began
    happened: tuple[tuple[datetime | None, str, str], ...] = (
        (it.sent_at, f"Sent to {it.authority}", short(it.summary)),
        (it.acknowledged_at, f"Acknowledged by {it.authority}", it.acknowledged_by),
        (it.called_off_at, f"Called off: handing on to {it.authority}", short(it.called_off_because)),
    )  # fmt: skip
    yield from ((local_day(at), what, words) for at, what, words in happened if at)
    if it.accepted_on:
        yield it.accepted_on, f"Accepted by {it.authority}", it.accepted_by


def asked_of_early_help(children: Collection[int], *, viewer: User) -> Iterator[Line]:
    """What was asked of early help; of a family who steps down what worked, what remains, and what if it gets worse."""
    may_read = may(viewer, SEE_EARLY_HELP)
    hidden = kept_together_with(EarlyHelpRequest, "child", "asked_at", "asked_by", viewer=viewer)
    for it in EarlyHelpRequest.objects.filter(child__in=children).select_related("team"):
        line = told.asking(it)
        yield line
        if may_read and it.referral_id is not None and (it.asked_at, it.asked_by_id) not in hidden:
            yield Line(
                on=line.on, what="Step-down to early help", detail=_of_the_step_down(it), step="early_help", pk=it.pk,
                whose=line.whose, kinds=line.kinds, records=(f"{record_of(it)}/step-down",), came_from="early help",
            )  # fmt: skip


def _of_the_step_down(it: EarlyHelpRequest) -> str:
    return joined(
        f"What worked: {short(it.worked)}" if it.worked else "", f"What remains: {short(it.remains)}",
        f"If it gets worse: {short(it.contingency)}", f"The family says: {said(it.family_says)}",
    )  # fmt: skip


def may_read_how_it_ended(viewer: User) -> bool:
    """Whoever reads plans, and whoever reads the contact with which a child comes back."""
    return may(viewer, SEE_PLANS) or may(viewer, SEE_CONTACTS)
