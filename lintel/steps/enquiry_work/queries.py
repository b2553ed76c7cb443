"""Asking for the work of enquiries; always only of children the viewer may see."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from django.apps import apps
from django.db.models import Count, Prefetch, Q, QuerySet

from lintel.foundation.access.permissions import may
from lintel.foundation.access.visibility import visible_children
from lintel.foundation.people.models import Person
from lintel.steps.enquiry_work.codes import Became, Section
from lintel.steps.enquiry_work.models import EnquiryWork, ItemUse, Passage, Sending, SignedItem
from lintel.steps.enquiry_work.permissions import SEE_ENQUIRIES

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


def works(*, viewer: User) -> QuerySet[EnquiryWork]:
    """What is written of the enquiries about children this viewer may see, with what was sent and sent back."""
    if not may(viewer, SEE_ENQUIRIES):
        return EnquiryWork.objects.none()
    sendings = Prefetch("sendings", Sending.objects.select_related("sent_by", "returned_by").order_by("sent_at", "pk"))
    found = EnquiryWork.objects.filter(enquiry__child__in=visible_children(viewer))
    return found.select_related("signed_by").prefetch_related(sendings).order_by("pk")


def passages_of(work: EnquiryWork, *, viewer: User) -> dict[Section, Passage]:
    """What is written, by section."""
    if not works(viewer=viewer).filter(pk=work.pk).exists():
        return {}
    return {Section(each.section): each for each in work.passages.select_related("written_by")}


def words_at(passage: Passage, *, version: int, viewer: User) -> str:
    """What a passage said in one of its versions; nothing before its first."""
    assert viewer is not None
    if version == passage.version:
        return passage.words
    before = apps.get_model("enquiry_work", "PassageEvent")._default_manager
    said = before.filter(pgh_obj_id=passage.pk, version=version).values_list("words", flat=True).first()
    return said or ""


def uses_of(work: EnquiryWork, *, viewer: User) -> list[ItemUse]:
    """What was said of lines of the chronology."""
    if not works(viewer=viewer).filter(pk=work.pk).exists():
        return []
    return list(work.items.select_related("written_by").order_by("pk"))


def wrote_in(work: EnquiryWork, *, viewer: User) -> bool:
    """Whether this viewer wrote anything in it, so that somebody else signs it."""
    return work.writers.filter(user=viewer).exists()


def signed_items_of(work: EnquiryWork, *, viewer: User) -> list[SignedItem]:
    """The significant items as they stood at signing, earliest first; none about a child this viewer may not see."""
    if not works(viewer=viewer).filter(pk=work.pk).exists():
        return []
    items = list(work.signed_items.order_by("happened_on", "pk"))
    wanted = {pk for item in items for pk in item.whose}
    # A record merged since is read by whoever may see what it was merged into.
    now = {pk: into or pk for pk, into in Person.objects.filter(pk__in=wanted).values_list("pk", "merged_into")}
    seen = set(visible_children(viewer).filter(pk__in=now.values()).values_list("pk", flat=True))
    return [item for item in items if all(now.get(pk) in seen for pk in item.whose)]


# --- raw facts for the indicators -------------------------------------------------------------------------------------


class Covered(NamedTuple):
    """K66: one signed enquiry, how many items of history were significant, and what had become of them."""

    enquiry_id: int
    child_id: int
    team_id: int | None
    signed_at: datetime
    significant: int
    used: int
    set_aside: int

    @property
    def covered(self) -> int:
        return self.used + self.set_aside


def coverage_at_signing(*, viewer: User) -> list[Covered]:
    """K66, of children this viewer may see: a row for each enquiry that was signed here, the first signed first."""
    if not may(viewer, SEE_ENQUIRIES):
        return []
    found = EnquiryWork.objects.filter(enquiry__child__in=visible_children(viewer), signed_at__isnull=False)
    rows = found.annotate(
        significant=Count("signed_items"),
        used=Count("signed_items", filter=Q(signed_items__became=Became.USED)),
        set_aside=Count("signed_items", filter=Q(signed_items__became=Became.SET_ASIDE)),
    )
    columns = ("enquiry_id", "enquiry__child_id", "enquiry__team_id", "signed_at", "significant", "used", "set_aside")
    return [Covered(*row) for row in rows.order_by("signed_at", "pk").values_list(*columns)]
