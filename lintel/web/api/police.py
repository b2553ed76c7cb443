"""Handing police notifications in: one by one, or a file of them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Router
from ninja.responses import Status
from pydantic import ValidationError

from lintel.foundation.agencies.codes import AgencyKind
from lintel.foundation.api_keys.actions import deliver
from lintel.foundation.api_keys.codes import KeyScope
from lintel.foundation.api_keys.models import ApiKey
from lintel.journey.notifications.actions import NotReadable, receive_batch, receive_message
from lintel.steps.police_notifications.models import Batch
from lintel.steps.police_notifications.reading.files import FileUnreadable
from lintel.web.api.contacts import REFUSALS, DeliveryName
from lintel.web.api.keys import ApiKeyDoor, key_of
from lintel.web.api.problems import Refused, answer, problem
from lintel.web.api.schemas import BatchReceipt, NotificationIn, NotificationReceipt

router = Router(tags=["Police notifications"])
MOST_IN_A_BATCH = 5_000
KINDS_OF_FILE = {
    "text/csv": {"schema": {"type": "string"}, "example": "Incident number,Incident date,Child 1 name\n"},
    "application/xml": {"schema": {"type": "string"}},
    "application/json": {"schema": {
        "type": "array", "maxItems": MOST_IN_A_BATCH, "minItems": 1,
        "items": {"$ref": "#/components/schemas/NotificationIn"},
    }},
}  # fmt: skip


@router.post(
    "/police/notifications", auth=ApiKeyDoor(KeyScope.NOTIFICATIONS_WRITE),
    response={201: NotificationReceipt} | REFUSALS, operation_id="hand_in_notification",
    summary="Hand in one police notification",
)  # fmt: skip
def hand_in_notification(
    request: HttpRequest, idempotency_key: DeliveryName, notification: NotificationIn
) -> Status[Any] | HttpResponse:
    """
    Tell us of one incident. It is received at this moment. Sent again under the force's own reference it is the same
    notice, and changed it is another version of it.

    One that cannot be taken in as it is (422) is kept all the same, and somebody here is told of it.
    """
    key, at = _police(request), timezone.now()
    return _once(
        request, key, idempotency_key, at, lambda: _take(notification.plain(), notification.reference, key, at)
    )


@router.post(
    "/police/notifications/batch", auth=ApiKeyDoor(KeyScope.NOTIFICATIONS_WRITE),
    response={201: BatchReceipt} | REFUSALS, operation_id="hand_in_batch",
    summary="Hand in a file of police notifications",
    openapi_extra={"requestBody": {"required": True, "content": KINDS_OF_FILE}},
)  # fmt: skip
def hand_in_batch(request: HttpRequest, idempotency_key: DeliveryName) -> Status[Any] | HttpResponse:
    """
    A CSV or XML file as the force writes it, or a list in JSON. All of it is taken in, or none.

    Every row is accepted or set aside with its reasons; rows set aside are kept, and somebody here is told of them.
    """
    key, at = _police(request), timezone.now()
    if request.content_type == "application/json":
        # A list goes the way of a file: grouped by household, all in one batch.
        content = json.dumps([each.plain() for each in _notices(request.body)]).encode()
    else:
        content = request.body
    return _once(request, key, idempotency_key, at, lambda: _take_file(content, key, at))


def _police(request: HttpRequest) -> ApiKey:
    key = key_of(request)
    if key.agency.kind != AgencyKind.POLICE:
        raise Refused(403, "This key is not a police force’s.")
    return key


def _once(request: HttpRequest, key: ApiKey, name: str, at: datetime, take: Any) -> Status[Any] | HttpResponse:
    status, said = deliver(key, name, path=request.path, body=request.body, take=take, at=at)
    if status >= 400:
        return answer(status, said["detail"], errors=said["errors"])
    return Status(status, said)


def _take(plain: Mapping[str, Any], reference: str, key: ApiKey, at: datetime) -> tuple[int, dict[str, Any]]:
    try:
        received = receive_message(plain, agency=key.agency, received_at=at, by=key.account, at=at)
    except NotReadable as refusal:
        errors = [{"where": each.column, "what": each.words} for each in refusal.problems]
        return 422, problem(
            422, "It cannot be taken in as it is. It is kept, and somebody here will look at it. Mend it and send it"
            " again under a new Idempotency-Key.", errors=errors,
        )  # fmt: skip
    contact = received.notification.contact
    return 201, {
        "reference": reference, "contact_reference": contact.reference if contact else "",
        "received_at": at.isoformat(), "turned_out": received.how.value,
    }  # fmt: skip


def _take_file(body: bytes, key: ApiKey, at: datetime) -> tuple[int, dict[str, Any]]:
    try:
        batch = receive_batch(body, file_name=f"API {at:%Y-%m-%d %H.%M}", agency=key.agency, by=key.account, at=at)
    except FileUnreadable as unreadable:
        raise Refused(422, str(unreadable)) from unreadable
    return 201, {
        "received_at": at.isoformat(), "rows_in": batch.rows_in, "rows_accepted": batch.rows_accepted,
        "rows_set_aside": batch.rows_set_aside, "notices_new": batch.notices_new, "notices_same": batch.notices_same,
        "notices_changed": batch.notices_changed, "set_aside": _set_aside(batch),
    }  # fmt: skip


def _set_aside(batch: Batch) -> list[dict[str, Any]]:
    return [
        {"row": row.number, "reference": row.reference, "what": [reason["words"] for reason in row.reasons]}
        for row in batch.set_aside.order_by("number")
    ]


def _notices(body: bytes) -> list[NotificationIn]:
    """
    The notices of a list in JSON.

    :raises Refused: if it is no such list; nothing of it is then taken in.
    """
    try:
        listed = json.loads(body)
    except (ValueError, RecursionError) as unreadable:
        raise Refused(400, "The body is not JSON that can be read.") from unreadable
    if not isinstance(listed, list) or not 0 < len(listed) <= MOST_IN_A_BATCH:
        raise Refused(422, f"Send a list of notifications, at most {MOST_IN_A_BATCH:,} at once.")
    found = []
    for place, each in enumerate(listed):
        try:
            found.append(NotificationIn.model_validate(each))
        except (ValidationError, TypeError) as wrong:
            raise Refused(422, f"Nothing was taken in: entry {place + 1} of the list is not a notification.") from wrong
    return found
