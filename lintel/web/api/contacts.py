"""Handing contacts in, and asking what became of them."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import Header, Path, Router
from ninja.responses import Status as Answer

from lintel.foundation.api_keys.actions import deliver
from lintel.foundation.api_keys.codes import KeyScope
from lintel.journey.referrers.actions import Telling, hand_in
from lintel.journey.referrers.codes import Standing
from lintel.journey.referrers.queries import MyContact, my_contact
from lintel.statute.calendar import local_day
from lintel.web.api.keys import ApiKeyDoor, key_of
from lintel.web.api.schemas import ContactIn, Problem, Receipt, Status

router = Router(tags=["Contacts"])

DeliveryName = Annotated[
    str,
    Header(
        alias="Idempotency-Key", min_length=8, max_length=200, pattern=r"^[\x21-\x7e]+$",
        description="Your own name for this delivery. Sent again with the same body, it is answered the same; what it"
        " asks for is done once.",
    ),
]  # fmt: skip
REFUSALS = {status: Problem for status in (400, 401, 403, 413, 422, 429)}


@router.post(
    "/contacts", auth=ApiKeyDoor(KeyScope.CONTACTS_WRITE), response={201: Receipt} | REFUSALS,
    operation_id="hand_in_contact", summary="Hand in a contact",
)  # fmt: skip
def hand_in_contact(request: HttpRequest, idempotency_key: DeliveryName, contact: ContactIn) -> Answer[Any]:
    """
    Tell the front door about children. It is received at this moment, is on a desk at once, and its clock runs.

    If a child is in danger now, ring 999 as well.
    """
    key, at = key_of(request), timezone.now()

    def take() -> tuple[int, Any]:
        made = hand_in(
            _telling(contact, idempotency_key, local_day(at)), agency=key.agency, writer=contact.writer.writer(),
            by=key.account, at=at,
        )  # fmt: skip
        assert made.received_at is not None
        return 201, {
            "reference": made.reference, "received_at": made.received_at.isoformat(),
            "standing": Standing.WITH_US.value, "standing_in_words": Standing.WITH_US.words,
        }  # fmt: skip

    return Answer(*deliver(key, idempotency_key, path=request.path, body=request.body, take=take, at=at))


@router.get(
    "/contacts/{reference}", auth=ApiKeyDoor(KeyScope.STATUS_READ),
    response={200: Status} | {status: Problem for status in (401, 403, 404, 422, 429)},
    operation_id="contact_status", summary="Ask what became of a contact",
)  # fmt: skip
def contact_status(
    request: HttpRequest, reference: Annotated[str, Path(max_length=60, description="The receipt number.")]
) -> dict[str, Any]:
    """Where one of the contacts stands that were handed in by your own account, and what you were told."""
    found = my_contact(reference, viewer=key_of(request).account)
    if found is None:
        raise Http404
    return _status(found)


def _telling(contact: ContactIn, name: str, today: Any) -> Telling:
    return Telling(
        once=name, words=contact.words, done=contact.done, children=[child.told(today) for child in contact.children],
        adults=[adult.told(today) for adult in contact.adults], concerns=contact.concerns,
        happened_at=contact.happened_at, is_danger_now=contact.is_danger_now, consent=contact.consent,
        consent_reason=contact.consent_reason,
    )  # fmt: skip


def _status(found: MyContact) -> dict[str, Any]:
    return {
        "reference": found.reference, "received_at": found.received_at, "standing": found.standing,
        "standing_in_words": found.standing.words, "told_at": found.told_at, "told": found.told_words,
        "told_due_on": found.told_due_on,
    }  # fmt: skip
