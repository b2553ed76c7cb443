"""What whoever is invited opens by the link they were sent, without an account. It names no child."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from lintel.foundation.access.gate import PUBLIC, allow
from lintel.steps.enquiries.discussing.following.actions import say_minutes_read_by_token
from lintel.steps.enquiries.discussing.following.queries import receipt_of
from lintel.steps.enquiries.discussing.rules import kept_of
from lintel.steps.enquiries.discussing.slots import actions
from lintel.steps.enquiries.discussing.slots.queries import calendar_entry_by_token, offered_to
from lintel.web.components.joining import OwnTimes, WhetherICan
from lintel.web.components.keeping import without_errors
from lintel.web.discussing.rates import is_too_often

TOO_OFTEN = "A great many answers came from your network in the last hour, so this one could not be taken in. Ring us."
FULL = "You have offered many times already. Ring us if none of them suits."
NO_ROBOT = "noindex, nofollow"


@never_cache
@require_http_methods(["GET", "POST"])
@allow(PUBLIC)
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """Which time, how to join, and saying whether one can, or when else."""
    found = offered_to(token, viewer=None)
    if found is None:
        return _page(request, "over.html", {}, status=404)
    said = {"reply": found.reply, "because": found.because} if found.reply else {}
    forms = {"form": without_errors(WhetherICan(initial=said)), "times": without_errors(OwnTimes())}
    problem, status = "", 200
    if request.method == "POST":
        step = "times" if request.POST.get("step") == "time" else "form"
        forms[step] = (OwnTimes if step == "times" else WhetherICan)(request.POST)
        problem, status = _take(request, token, forms[step])
        if not problem and forms[step].is_valid():
            return redirect(f"{reverse('discussing:answer', args=[token])}?thanks={step}")
    context = {
        "found": found, "token": token, "problem": problem, **forms,
        "thanks": request.GET.get("thanks", "") if request.method != "POST" else "",
    }  # fmt: skip
    return _page(request, "answer.html", context, status=status)


@never_cache
@require_http_methods(["GET", "POST"])
@allow(PUBLIC)
def receipt(request: HttpRequest, token: str) -> HttpResponse:
    """Saying that one has read the minutes, which came another way: this page has nothing of them."""
    found = receipt_of(kept_of(token), viewer=None)
    if found is None:
        return _page(request, "over.html", {}, status=404)
    if request.method == "POST":
        if is_too_often(request):
            return _page(request, "receipt.html", {"found": found, "problem": TOO_OFTEN}, status=429)
        say_minutes_read_by_token(token, at=timezone.now())
        return redirect("discussing:receipt", token)
    return _page(request, "receipt.html", {"found": found, "problem": ""})


@never_cache
@require_safe
@allow(PUBLIC)
def calendar(request: HttpRequest, token: str) -> HttpResponse:
    """The entry for a calendar: when and how to join."""
    link = request.build_absolute_uri(reverse("discussing:answer", args=[token]))
    entry = calendar_entry_by_token(token, link=link, organiser=settings.DEFAULT_FROM_EMAIL, viewer=None)
    if entry is None:
        raise Http404
    return calendar_file(entry.text(at=timezone.now()))


def calendar_file(text: str) -> HttpResponse:
    """A calendar entry to be saved."""
    answer = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="strategy-discussion.ics"'
    answer["X-Robots-Tag"] = NO_ROBOT
    return answer


def _take(request: HttpRequest, token: str, form: Any) -> tuple[str, int]:
    """Write down what was sent, where it is whole; what stands in the way, in words, and its number."""
    if is_too_often(request):
        return TOO_OFTEN, 429
    if not form.is_valid():
        return "", 200
    now = timezone.now()
    try:
        if isinstance(form, OwnTimes):
            actions.offer_time_by_token(token, span=form.span, at=now)
        else:
            actions.reply_by_token(token, reply=form.said, because=form.cleaned_data["because"], at=now)
    except actions.InThePast:
        form.add_error("on", "That time is over")
    except actions.TooManyTimes:
        return FULL, 409
    except actions.NoSuchInvitation:
        return "This time was moved or is off meanwhile. Say below when you can.", 409
    return "", 200


def _page(request: HttpRequest, name: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    ringing = {"telephone": settings.FRONT_DOOR_TELEPHONE, "hours_open": settings.FRONT_DOOR_HOURS}
    page = render(request, f"discussing/public/{name}", ringing | context, status=status)
    page["X-Robots-Tag"] = NO_ROBOT
    return page
