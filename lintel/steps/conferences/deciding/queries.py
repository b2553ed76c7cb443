"""What conferences decided, for whoever may see every child in them, and for whoever chaired them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q, QuerySet

from lintel.foundation.access.permissions import may
from lintel.foundation.access.visibility import kept_from
from lintel.foundation.people.naming import name_of
from lintel.steps.conferences.codes import View
from lintel.steps.conferences.models import AgencyView, ChildInConference, ConferenceDecision, ConferenceRequest
from lintel.steps.conferences.permissions import CHAIR_CONFERENCES
from lintel.steps.conferences.queries import requests
from lintel.steps.conferences.rules import dissents

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """One child's part of a conference: what was decided, if anything is yet, and who said and thought what."""

    part: ChildInConference
    name: str
    decision: ConferenceDecision | None
    views: list[tuple[AgencyView, bool]]

    @property
    def dissent(self) -> list[AgencyView]:
        """The agencies that disagree with what was decided."""
        return [view for view, is_dissent in self.views if is_dissent]


def held(*, viewer: User) -> QuerySet[ConferenceRequest]:
    """
    Conferences that were held and whose outcome this viewer may read: those of which they may see every child, and
    those they chaired. Once no child is under a plan a chair sees the children no more, and can still read and print
    what they wrote; not where a child is kept from them by a restriction.
    """
    found = ConferenceRequest.objects.filter(held_on__isnull=False)
    reach = Q(pk__in=requests(viewer=viewer).values("pk"))
    if may(viewer, CHAIR_CONFERENCES):
        hidden = ChildInConference.objects.filter(request=OuterRef("pk"), child__in=kept_from(viewer))
        reach |= Q(~Exists(hidden), chair=viewer)
    return found.filter(reach).select_related("chair").order_by("-held_on", "-pk")


def outcomes_of(request: ConferenceRequest, *, viewer: User) -> list[Outcome]:
    """What a conference came to for each child in it; nothing where it is not this viewer's to read."""
    if not held(viewer=viewer).filter(pk=request.pk).exists():
        return []
    parts = request.children.filter(withdrawn_at__isnull=True).select_related("child", "decision__cp_plan")
    return [
        Outcome(
            part=part, name=name_of(part.child), decision=(decision := getattr(part, "decision", None)),
            views=_with_dissent(part.views.order_by("written_at", "pk"), decision),
        )
        for part in parts.prefetch_related("child__names").order_by("pk")
    ]  # fmt: skip


def _with_dissent(views: Iterable[AgencyView], decision: ConferenceDecision | None) -> list[tuple[AgencyView, bool]]:
    return [
        (
            view,
            decision is not None
            and dissents(View(view.view), view.category, led_to_plan=decision.led_to_plan, decided=decision.category),
        )
        for view in views
    ]
