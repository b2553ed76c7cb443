"""The telephone: one page that is typed while somebody talks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from lintel.foundation.access.gate import allow
from lintel.foundation.drafts.actions import keep
from lintel.foundation.people.naming import name_of
from lintel.foundation.people.registering.actions import Particulars
from lintel.journey.calls.actions import NotOpen, send_to_the_desk, update_on_open_case
from lintel.journey.handovers.actions import cannot_wait
from lintel.journey.identities.queries import offered_to
from lintel.statute.calendar import local_day
from lintel.steps.front_door.codes import CallKind
from lintel.steps.front_door.desk import queries
from lintel.steps.front_door.desk.calls import actions
from lintel.steps.front_door.desk.models import Call
from lintel.steps.front_door.models import Contact
from lintel.steps.front_door.permissions import WORK_THE_DESK
from lintel.web.components.keeping import done, opened
from lintel.web.front_door import forms
from lintel.web.front_door.told import all_that_was_said, child_told, in_one_line, knock_of, picked, read_all

IN_ONE_LINE = {"advice": (CallKind.ADVICE, "Advice given"), "wrong_number": (CallKind.WRONG_NUMBER, "Wrong number")}
EMPTY_ROWS = {f"{rows}-TOTAL_FORMS": ["1"] for rows in ("children", "adults")} | {
    f"{rows}-INITIAL_FORMS": ["0"] for rows in ("children", "adults")
}
CHOOSE = "Choose first which child it is: type a name and press “Look them up”."
NOT_OPEN = "Nobody works with this child now, so there is nobody to pass it to. Send it to the desk instead."


@dataclass
class Typed:
    """The three forms of the page."""

    told: Any
    children: Any
    adults: Any

    def is_read(self) -> bool:
        return read_all([self.told, self.children, self.adults])


@require_http_methods(["GET", "POST"])
@allow(WORK_THE_DESK)
def take_call(request: HttpRequest) -> HttpResponse:
    """Picking up the telephone: from this moment the call has its time of receipt."""
    if request.method == "POST":
        call = actions.take_call(by=request.user, at=timezone.now())
        if words := request.POST.get("words", "").strip():
            path = reverse("front_door:call", args=[call.pk])
            keep(EMPTY_ROWS | {"words": [words]}, path=path, page="taken up again", of=request.user, at=timezone.now())
        return redirect("front_door:call", call.pk)
    return render(request, "front_door/take_call.html", {"calls": queries.calls_begun(viewer=request.user)})


@require_http_methods(["GET", "POST"])
@allow(WORK_THE_DESK)
def call(request: HttpRequest, pk: int) -> HttpResponse:
    """The call on one page, the child first; it ends as a contact, or in one line."""
    it = queries.call(pk, viewer=request.user)
    if it is None:
        raise Http404
    if it.ended_at is not None and request.method == "GET":
        messages.info(request, "This call is written down already.")
        return redirect("front_door:contact", it.contact_id) if it.contact_id else redirect("front_door:today")
    end = request.POST.get("end", "")
    _as_pressed(request, end)
    typed = Typed(
        told=opened(request, forms.CallTold), children=opened(request, forms.Children, prefix="children"),
        adults=opened(request, forms.Adults, prefix="adults"),
    )  # fmt: skip
    if request.method == "POST":
        typed.is_read()
        if it.ended_at is not None:
            return _ended_before(request, it, typed)
        if answer := _ended(request, it, typed, end, timezone.now()):
            done(request)
            return answer
    return _page(request, it, typed)


def _page(request: HttpRequest, it: Call, typed: Typed) -> HttpResponse:
    rows = [(form, picked(_number(form["person"].value()), viewer=request.user)) for form in typed.children]
    return render(request, "front_door/call.html", {
        "call": it, "form": typed.told, "children": typed.children, "rows": rows, "adults": typed.adults,
        "name_of": name_of,
    } | _offered(request, typed.children))  # fmt: skip


@require_POST
@allow(WORK_THE_DESK)
def candidates(request: HttpRequest, pk: int) -> HttpResponse:
    """Only the children we know who may be meant: asked for by the page while somebody types."""
    if queries.call(pk, viewer=request.user) is None:
        raise Http404
    children = forms.Children(request.POST, prefix="children")
    return render(request, "front_door/candidates.html", _offered(request, children))


def _offered(request: HttpRequest, children: Any) -> dict[str, Any]:
    """Whom each child of the call may be, of the children we know; for a child that is picked, nobody."""
    told = [child_told(_typed(form), viewer=request.user, on=timezone.localdate()) for form in children]
    sought = [Particulars() if each.person else each.particulars for each in told]
    return {"offered": offered_to(sought, viewer=request.user), "looked": any(each != Particulars() for each in sought)}


def _typed(form: Any) -> dict[str, Any]:
    """What stands in one child's boxes, read or not."""
    if not form.is_bound:
        return {}
    form.full_clean()
    return dict(form.cleaned_data)


def _as_pressed(request: HttpRequest, end: str) -> None:
    """Put one more row on the page, or the record that was picked into its row, as the button says."""
    sent: QueryDict = request.POST.copy()
    if end in ("children", "adults"):
        rows = _number(sent.get(f"{end}-TOTAL_FORMS"))
        sent[f"{end}-TOTAL_FORMS"] = str(min(rows + 1, 20))
    if "pick" in sent:
        row, _, person = sent["pick"].partition(":")
        sent[f"children-{_number(row)}-person"] = str(_number(person) or "")
    if request.method == "POST":
        request.POST = sent  # type: ignore[assignment]


def _ended(request: HttpRequest, it: Call, typed: Typed, end: str, at: datetime) -> HttpResponse | None:
    """What the button that was pressed makes of the call; None where the page is shown again."""
    if end == "now":
        return _now(request, it, typed, at)
    if end == "desk":
        return _to_the_desk(request, it, typed, at)
    if end in IN_ONE_LINE:
        kind, otherwise = IN_ONE_LINE[end]
        line, said = in_one_line(typed.told.cleaned_data, otherwise), _all(typed)
        actions.end_in_one_line(it, kind=kind, words=line, said=said, by=request.user, at=at)
        messages.success(request, f"Noted in one line: {line}")
        return redirect("front_door:queue")
    return _update(request, it, typed, at) if end == "update" else None


def _ended_before(request: HttpRequest, it: Call, typed: Typed) -> HttpResponse:
    """Sent again after it was written down, perhaps by a press too many: what was sent is shown, and nothing lost."""
    words = _all(typed) or in_one_line(typed.told.cleaned_data, "")
    return render(request, "front_door/ended.html", {"call": it, "words": words}, status=409)


def _now(request: HttpRequest, it: Call, typed: Typed, at: datetime) -> HttpResponse:
    """It cannot wait: what is typed is saved first, whatever it is; then the page says whom to ring."""
    contact = _written_down(request, it, typed, at)
    reason = in_one_line(typed.told.cleaned_data, "A caller said that a child is in danger now.")
    cannot_wait(contact, reason=reason, by=request.user, at=at)
    messages.success(request, f"Saved as {contact.reference}. It stands first, and the managers are told.")
    return redirect("front_door:ring", contact.pk)


def _to_the_desk(request: HttpRequest, it: Call, typed: Typed, at: datetime) -> HttpResponse | None:
    if not typed.is_read():
        return None
    knock = knock_of(it, typed.told, typed.children, typed.adults, viewer=request.user, on=local_day(it.begun_at))
    if not (knock.words or knock.children or knock.adults):
        typed.told.add_error("words", "Write down what they said, or name a child, as far as they know")
        return None
    contact = _written_down(request, it, typed, at)
    messages.success(request, f"It is at the desk. The caller can be told this number: {contact.reference}")
    return redirect("front_door:contact", contact.pk)


def _written_down(request: HttpRequest, it: Call, typed: Typed, at: datetime) -> Contact:
    knock = knock_of(it, typed.told, typed.children, typed.adults, viewer=request.user, on=local_day(it.begun_at))
    return send_to_the_desk(it, knock, desk=queries.my_desk(viewer=request.user), by=request.user, at=at)


def _update(request: HttpRequest, it: Call, typed: Typed, at: datetime) -> HttpResponse | None:
    """News about a child somebody works with: one line, and the worker is told."""
    numbers = [_number(form["person"].value()) for form in typed.children]
    child = next(filter(None, (picked(number, viewer=request.user) for number in numbers)), None)
    line = in_one_line(typed.told.cleaned_data, "")
    if child is None or not line:
        typed.told.add_error("line", CHOOSE if child is None else "Write the news in one line")
        return None
    try:
        _, told = update_on_open_case(it, child, words=line, said=_all(typed), by=request.user, at=at)
    except NotOpen:
        typed.told.add_error("line", NOT_OPEN)
        return None
    messages.success(request, f"Noted in one line. Told at once: {', '.join(told)}, and their manager.")
    return redirect("front_door:queue")


def _all(typed: Typed) -> str:
    return all_that_was_said(typed.told, typed.children, typed.adults)


def _number(text: Any) -> int:
    """What a hidden box holds as a number, or 0."""
    return int(text) if str(text).isdecimal() and len(str(text)) < 19 else 0
