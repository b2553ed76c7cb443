"""Opening an enquiry: found for this viewer or not at all, and written down that it was opened."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from django.utils import timezone

from lintel.foundation.audit_log.actions import note
from lintel.journey.enquiring.actions import ItemsChangedSinceRead, NothingToAsk
from lintel.journey.enquiring.page import Page
from lintel.journey.enquiring.queries import enquiry_page
from lintel.steps.conferences.actions import AskedAlready
from lintel.steps.enquiry_work.actions import NothingSaid, NotTheirChild, SignedAlready
from lintel.steps.enquiry_work.signing.actions import (
    NoOutcomeYet,
    NotSent,
    OwnEnquiry,
    SentAlready,
    WrittenSinceRead,
)

# What is said where an act is refused. The page stays, with every word on it.
REFUSALS: dict[type[Exception], str] = {
    AskedAlready: "The child waits for a conference already.",
    ItemsChangedSinceRead: "Somebody has marked or weighed history since you opened this page. Read it again below.",
    NoOutcomeYet: "Say first what it leads to.",
    NotSent: "It is no longer with you: it was sent back, or not sent.",
    NotTheirChild: "You may no longer see this child.",
    NothingSaid: "There was nothing written.",
    NothingToAsk: "The conference is asked for already, or none is needed.",
    OwnEnquiry: "You are the author or wrote in it, so somebody else signs it. Nobody signs off their own enquiry.",
    SentAlready: "It is with the manager already.",
    SignedAlready: "A manager has signed it; what stands in it does not change any more.",
    WrittenSinceRead: "Somebody wrote in it after you opened this page. Read it again below; then sign it.",
}
REFUSED = tuple(REFUSALS)


def page_of(request: HttpRequest, pk: int) -> Page:
    """
    One child's enquiry. Whoever opens it to read leaves an entry.

    :raises Http404: if there is none, or none this viewer may see.
    """
    now = timezone.now()
    page = enquiry_page(pk, viewer=request.user, at=now)
    if page is None:
        raise Http404
    if request.method == "GET":
        note("enquiry opened", by=request.user, at=now, subject=page.enquiry, child_id=page.enquiry.child_id)
    return page
