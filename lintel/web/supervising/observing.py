"""Sessions that somebody sits in on: offered, agreed to, taken back, and what was seen. Only its people find one."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lintel.foundation.access.gate import allow
from lintel.foundation.access.models import User
from lintel.foundation.access.permissions import may
from lintel.foundation.audit_log.actions import note
from lintel.oversight.supervision import permissions
from lintel.oversight.supervision.codes import OBSERVED_SCORES, Dimension
from lintel.oversight.supervision.models import SupervisionSession
from lintel.oversight.supervision.observed import actions
from lintel.oversight.supervision.observed.models import Observation
from lintel.oversight.supervision.observed.queries import observations, who_may_observe
from lintel.web.components.keeping import done, not_saved, opened
from lintel.web.supervising import forms

# One sentence for the list and for one of it, whether there is anything on it: the log tells nobody who is observed.
OPENED = "observations of supervision opened"
GONE = "It is not yours to rate any more: it was taken back, which needs no reason."
OVER = "The day of the session is over or its record is signed, so nobody can sit in on it any more."


@require_GET
@allow(permissions.OPEN_SUPERVISION)
def listed(request: HttpRequest) -> HttpResponse:
    """One's own observed sessions, and those one is to sit in on."""
    found = list(observations(viewer=request.user))
    note(OPENED, by=request.user, at=timezone.now())
    context = {
        "found": [(each, _standing(each, request.user, timezone.localdate())) for each in found],
        "may_offer": may(request.user, permissions.SUPERVISE),
    }  # fmt: skip
    return render(request, "supervising/observed.html", context)


@require_http_methods(["GET", "POST"])
@allow(permissions.SUPERVISE)
def offer(request: HttpRequest, pk: int) -> HttpResponse:
    """The supervisor asks somebody to sit in on a coming session."""
    session = SupervisionSession.objects.filter(supervisor=request.user, pk=pk).select_related("worker").first()
    if session is None:
        raise Http404
    if session.held_on < timezone.localdate() or session.signatures.exists():
        messages.info(request, OVER)
        return redirect("supervising:session", pk)
    asked = who_may_observe(session, viewer=request.user)
    form = forms.Offer(request.POST or None, observers=[(each.pk, each.name) for each in asked])
    if request.method == "POST" and form.is_valid():
        return _offered(request, session, form.cleaned_data["observer"])
    return render(request, "supervising/offer.html", {"form": form, "session": session, "asked": asked})


@require_http_methods(["GET", "POST"])
@allow(permissions.OPEN_SUPERVISION)
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """How one stands, what was seen, and handing in what one saw."""
    found, today = observations(viewer=request.user).filter(pk=pk).first(), timezone.localdate()
    form = _form(request, found, today)
    if request.method == "POST" and form is not None and form.is_valid():
        return _handed_in(request, found, form)
    if found is None:
        raise Http404
    note(OPENED, by=request.user, at=timezone.now())
    given = getattr(found, "rating", None)
    words = dict(OBSERVED_SCORES)
    context = {
        "it": found, "form": form, "rating": given, "standing": _standing(found, request.user, today),
        "scores": [(each, words[score]) for each, score in zip(Dimension, given.scores, strict=True)] if given else [],
        "is_observer": found.observer_id == request.user.pk,
        "may_agree": found.session.worker_id == request.user.worker_id and found.agreed_at is None
        and found.session.held_on >= today,
    }  # fmt: skip
    return render(request, "supervising/observation.html", context)


@require_POST
@allow(permissions.BE_SUPERVISED)
def agree(request: HttpRequest, pk: int) -> HttpResponse:
    """The worker says yes, for themselves."""
    try:
        actions.agree(_found(request, pk), by=request.user, at=timezone.now())  # type: ignore[arg-type]
    except Observation.DoesNotExist:
        raise Http404 from None
    except actions.NotToCome:
        messages.info(request, OVER)
    else:
        messages.success(request, "You said yes. You can take it back until it is rated, without a reason.")
    return redirect("supervising:observation", pk)


@require_POST
@allow(permissions.OPEN_SUPERVISION)
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Whichever of them says no, or not any more."""
    try:
        actions.take_back(_found(request, pk), by=request.user, at=timezone.now())  # type: ignore[arg-type]
    except actions.RatedAlready:
        messages.info(request, "It is rated, and stands for the three of you.")
        return redirect("supervising:observation", pk)
    except Observation.DoesNotExist:  # the other said so in the same moment
        pass
    messages.success(request, "Nobody sits in. Nothing is left of it.")
    return redirect("supervising:observed")


def _found(request: HttpRequest, pk: int) -> Observation:
    found = observations(viewer=request.user).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _form(request: HttpRequest, found: Observation | None, today: date) -> forms.Observed | None:
    """The observer's form from the day on; sent after it was taken back, it still comes back with what was written."""
    if found is None:
        is_late = request.method == "POST" and may(request.user, permissions.RATE_SUPERVISION)
        return opened(request, forms.Observed) if is_late else None
    waits = found.observer_id == request.user.pk and found.session.held_on <= today
    if not waits or (hasattr(found, "rating") and request.method != "POST"):
        return None
    return opened(request, forms.Observed)


def _handed_in(request: HttpRequest, found: Observation | None, form: forms.Observed) -> HttpResponse:
    now, mine = timezone.now(), ("Sessions of mine that are observed", reverse("supervising:observed"))
    try:
        if found is None:
            raise Observation.DoesNotExist
        actions.hand_in(found, form.scores, form.cleaned_data["words"], by=request.user, at=now)  # type: ignore[arg-type]
    except Observation.DoesNotExist:
        return not_saved(request, form, GONE, go_on=mine)
    except actions.RatedAlready:
        return not_saved(request, form, "You have handed it in already. It stands as you handed it in.", go_on=mine)
    done(request)
    messages.success(request, "Handed in. The two of them read it, and nobody else.")
    return redirect("supervising:observation", found.pk)


def _offered(request: HttpRequest, session: SupervisionSession, observer: int) -> HttpResponse:
    try:
        actions.offer(session, observer, by=request.user, at=timezone.now())  # type: ignore[arg-type]
    except actions.NotToCome:
        messages.info(request, OVER)
        return redirect("supervising:session", session.pk)
    except actions.OfferedAlready:
        messages.info(request, "It is offered already. Take it back before you ask somebody else.")
    else:
        messages.success(request, f"Offered. Nobody sits in unless {session.worker.name} says yes.")
    return redirect("supervising:observation", session.observation.pk)


def _standing(found: Observation, viewer: User, today: date) -> str:
    """How it stands, in the words of whoever reads it."""
    worker = "you" if found.session.worker_id == viewer.worker_id else found.session.worker.name
    observer = "you" if found.observer_id == viewer.pk else found.observer.name
    if hasattr(found, "rating"):
        return "Rated"
    if found.agreed_at is None:
        return f"Waits for a yes or no from {worker}" if found.session.held_on >= today else "The day went by"
    if found.session.held_on > today:
        return f"Both said yes; {observer} will sit in"
    return f"Waits for what {observer} saw"
