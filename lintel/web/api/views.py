"""The description of the API, and giving and revoking keys."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from lintel.foundation.access.gate import PUBLIC, allow
from lintel.foundation.agencies.queries import agencies
from lintel.foundation.api_keys import actions, queries
from lintel.foundation.api_keys.codes import KeyScope
from lintel.foundation.api_keys.models import ApiKey
from lintel.foundation.api_keys.permissions import MANAGE_API_KEYS
from lintel.web.api import forms
from lintel.web.api.service import description


@require_GET
@allow(PUBLIC)
def openapi(request: HttpRequest) -> HttpResponse:
    """The description that machines read (OpenAPI 3.1)."""
    return JsonResponse(description(), json_dumps_params={"indent": 2})


@require_GET
@allow(PUBLIC)
def for_people(request: HttpRequest) -> HttpResponse:
    """The same for people."""
    return render(request, "api/for_people.html", {"api": description()})


@require_http_methods(["GET", "POST"])
@allow(MANAGE_API_KEYS)
def keys(request: HttpRequest) -> HttpResponse:
    """Every key; and giving another, whose secret is shown on the page that follows and never again."""
    by_id = {str(agency.pk): agency for agency in agencies(viewer=request.user)}
    form = forms.NewKey(request.POST or None, agencies=[(a.pk, a.name) for a in by_id.values()])
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            made = actions.make_key(
                name=typed["name"], agency=by_id[typed["agency"]], scopes=[KeyScope(each) for each in typed["scopes"]],
                expires_at=timezone.make_aware(datetime.combine(typed["expires_on"] + timedelta(days=1), time())),
                by=request.user, at=timezone.now(),
            )  # fmt: skip
        except actions.TooLong:
            form.add_error("expires_on", "The last day must be in the future, and within two years")
        else:
            return render(request, "api/made.html", {"made": made})
    return render(request, "api/keys.html", {
        "keys": [(key, _state(key)) for key in queries.api_keys(viewer=request.user)], "form": form,
        "scopes": {scope.value: scope.words for scope in KeyScope}, "has_agencies": bool(by_id),
    })  # fmt: skip


@require_http_methods(["GET", "POST"])
@allow(MANAGE_API_KEYS)
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Revoking a key."""
    key = queries.api_key(pk, viewer=request.user)
    if key is None:
        raise Http404
    form = forms.Revocation(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.revoke_key(key, because=form.cleaned_data["because"], by=request.user, at=timezone.now())
            messages.success(request, f"The key “{key.name}” opens nothing any more.")
        except actions.AlreadyRevoked:
            messages.info(request, "It was revoked already.")
        return redirect("api_keys:keys")
    return render(request, "api/revoke.html", {"key": key, "form": form})


def _state(key: ApiKey) -> str:
    if key.revoked_at is not None:
        return "revoked"
    return "expired" if key.expires_at <= timezone.now() else "good"
