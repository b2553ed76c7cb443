"""Refusals: one shape for all of them, and plain words for what is wrong."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, Throttled, ValidationError

from lintel.foundation.access.permissions import NotAllowed
from lintel.foundation.api_keys.actions import AnotherBody
from lintel.steps.front_door.intake.actions import NoDesk, NoReasonGiven, ReceivedBeforeItHappened
from lintel.web.api.schemas import NOT_KEPT

TITLES = {
    400: "This could not be read", 401: "No key, or not a good one", 403: "This key is not good for that",
    404: "There is nothing here", 413: "This is too large", 422: "Something in it is wrong",
    429: "Too many requests", 503: "Not ready yet",
}  # fmt: skip
MEDIA_TYPE = "application/problem+json"


class Refused(Exception):
    """A request is refused with a status and in words."""

    def __init__(self, status: int, detail: str) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail


def problem(status: int, detail: str, *, errors: Sequence[dict[str, str]] = ()) -> dict[str, Any]:
    """A refusal as plain values."""
    return {
        "type": "about:blank", "title": TITLES[status], "status": status, "detail": detail, "errors": list(errors),
    }  # fmt: skip


def answer(status: int, detail: str, *, errors: Sequence[dict[str, str]] = ()) -> HttpResponse:
    """A refusal as it is sent."""
    body = json.dumps(problem(status, detail, errors=errors))
    response = HttpResponse(body, status=status, content_type=MEDIA_TYPE)
    if status == 401:
        response["WWW-Authenticate"] = 'Bearer realm="Lintel"'
    return response


def say_plainly(api: NinjaAPI) -> None:
    """Let every refusal of the API be answered in this shape."""

    def on(exception: type[Exception], make: Any) -> None:
        api.add_exception_handler(exception, lambda request, error: make(request, error))

    on(ValidationError, _invalid)
    on(HttpError, _unreadable)
    on(Refused, lambda _, refused: answer(refused.status, refused.detail))
    on(AuthenticationError, lambda *_: answer(401, "Send your key in a header: “Authorization: Bearer lintel_…”."))
    on(Throttled, lambda *_: answer(429, "Wait a minute, then send it again with the same Idempotency-Key."))
    on(Http404, lambda *_: answer(404, "There is no such contact among those you handed in."))
    on(RequestDataTooBig, lambda *_: too_large())
    on(NotAllowed, lambda _, refused: answer(403, str(refused)))
    on(AnotherBody, lambda *_: answer(
        422, "This Idempotency-Key came before, with something else in it. What came first stands. Send a new delivery"
        " under a new key.",
    ))  # fmt: skip
    on(ReceivedBeforeItHappened, lambda *_: answer(422, "It is said to have happened later than now.", errors=[
        {"where": "happened_at", "what": "is later than now"},
    ]))  # fmt: skip
    on(NoReasonGiven, lambda *_: answer(422, "Say why you tell us all the same.", errors=[
        {"where": "consent_reason", "what": "is missing"},
    ]))  # fmt: skip
    on(NoDesk, lambda *_: answer(503, "There is no front door here yet to receive it. Ring the council."))


def too_large() -> HttpResponse:
    return answer(413, "Send at most 5 megabytes at once.")


def _unreadable(request: HttpRequest, error: HttpError) -> HttpResponse:
    return answer(400, "The body is not JSON that can be read.")


def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    found = [{"where": _where(each["loc"]), "what": _what(each)} for each in error.errors]
    if any(each["loc"][:1] == ("header",) or each["loc"][0] == "header" for each in error.errors):
        return answer(
            400, "Send a header Idempotency-Key with a name of your own for this delivery: 8 to 200 letters, digits or"
            " signs without spaces. Send the same one when you send it again.", errors=found,
        )  # fmt: skip
    return answer(422, "Nothing was taken in. Mend what is named below and send it again.", errors=found)


def _where(loc: Sequence[Any]) -> str:
    """`children[0].given` for ("body", "contact", "children", 0, "given")."""
    said = ""
    for part in loc[2:] if loc and loc[0] == "body" else loc[1:]:
        said += f"[{part}]" if isinstance(part, int) else f".{part}"
    return said.lstrip(".") or str(loc[0] if loc else "")


_WORDS = {
    "missing": "is missing", "extra_forbidden": "is not a field we know; nothing is dropped silently",
    "bool_parsing": "must be true or false", "bool_type": "must be true or false", "string_type": "must be a text",
    "list_type": "must be a list", "enum": "must be one of the words that the description lists",
    "timezone_aware": "must name a time zone, such as 2025-03-03T09:00:00Z", "model_type": "must be an object",
    "model_attributes_type": "must be an object", "json_invalid": "is not JSON", "string_unicode": NOT_KEPT,
}  # fmt: skip


def _what(error: dict[str, Any]) -> str:
    kind, limits = error["type"], error.get("ctx") or {}
    if kind == "value_error":
        return str(error["msg"]).removeprefix("Value error, ")
    if kind == "string_too_long":
        return f"is longer than {limits.get('max_length')} characters"
    if kind in ("string_too_short", "string_pattern_mismatch"):
        return "is empty, too short or has signs that are not allowed"
    if kind == "too_long":
        return f"has more than {limits.get('max_length')} entries"
    if kind.startswith("datetime"):
        return "must be a moment such as 2025-03-03T09:00:00Z"
    if kind.startswith("date"):
        return "must be a day such as 2018-04-20"
    return _WORDS.get(kind, "cannot be read")
