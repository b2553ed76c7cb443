"""Opening an assessment: found for this viewer or not at all, and written down that it was opened."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from django.utils import timezone

from lintel.foundation.access.permissions import may
from lintel.foundation.audit_log.actions import note_each
from lintel.journey.assessing.actions import NobodyHoldsThem, NotTheirs
from lintel.journey.assessing.page import ChildPart, Page
from lintel.journey.assessing.queries import assessment_page
from lintel.steps.assessments.actions import NobodyToAssess, NotOnThatDay, NotTheirOwn
from lintel.steps.assessments.authorising.actions import (
    FactorsDoNotGoTogether,
    NoOutcomeYet,
    NotSent,
    OwnAssessment,
    SentAlready,
    WrittenSinceRead,
)
from lintel.steps.assessments.codes import State
from lintel.steps.assessments.permissions import WRITE_ASSESSMENTS
from lintel.steps.assessments.writing.actions import (
    AuthorisedAlready,
    ChangedSince,
    NothingSaid,
    NotTheirChildren,
    SignedByThem,
    WithdrawnAlready,
)

# What is said where an act is refused. The page stays, with every word on it.
REFUSALS: dict[type[Exception], str] = {
    AuthorisedAlready: "A manager has authorised it; what stands in it does not change any more.",
    ChangedSince: "A colleague changed this since you opened it. Open it in another tab, and take over what you want.",
    FactorsDoNotGoTogether: "These factors cannot stand together.",
    NobodyHoldsThem: "No worker has these children yet. Find them a worker first.",
    NobodyToAssess: "Choose at least one child.",
    NoOutcomeYet: "Say first what it leads to for each child you send.",
    NotSent: "It is no longer with you: it was sent back, or not sent.",
    NotTheirOwn: "You are the author or wrote in it. Somebody else looks at it half-way.",
    NotTheirs: "You may not see one of these children.",
    NotTheirChildren: "You may not see one of these children.",
    NotOnThatDay: "The day must not be after today.",
    NothingSaid: "There was nothing written.",
    OwnAssessment: "You are the author or wrote in it, so somebody else authorises it. Nobody signs off their own.",
    SentAlready: "It is with the manager already.",
    SignedByThem: "You have authorised a child’s assessment in this family, so you do not write in it.",
    WithdrawnAlready: "A colleague withdrew it first.",
    WrittenSinceRead: "Somebody wrote in it after you opened this page. Read it again below; then authorise it.",
}
REFUSED = tuple(REFUSALS)


def page_of(request: HttpRequest, pk: int, *, with_history: bool = True) -> Page:
    """
    One assessment. Whoever opens it to read leaves an entry for each child.

    :param with_history: whether what happened before is read as well; a page that saves itself does without.
    :raises Http404: if there is none, or none this viewer may see.
    """
    page = assessment_page(pk, viewer=request.user, on=timezone.localdate(), with_history=with_history)
    if page is None:
        raise Http404
    if request.method == "GET":
        about = [(part.assessment, part.pk, {}) for part in page.children]
        note_each("assessment opened", about, by=request.user, at=timezone.now())
    return page


def part_of(page: Page, child_id: int) -> ChildPart:
    """
    One child's part of it.

    :raises Http404: if the child is not in it, or may not be seen.
    """
    part = page.part(child_id)
    if part is None:
        raise Http404
    return part


def may_write(request: HttpRequest, page: Page, child_id: int | None) -> bool:
    """Whether a part may be written by this viewer now; for the shared part, whether they may read it at all."""
    if not may(request.user, WRITE_ASSESSMENTS):
        return False
    if child_id is None:
        return page.sees_shared and page.is_open
    part = page.part(child_id)
    return part is not None and part.state is not State.AUTHORISED
