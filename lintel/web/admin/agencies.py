"""The agencies we work with: naming them, whom to ring, and who signs in for them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods, require_POST

from lintel.foundation.access.actions import AccountExists, PasswordTooWeak
from lintel.foundation.access.gate import allow
from lintel.foundation.access.permissions import MANAGE_ACCOUNTS, may
from lintel.foundation.agencies import actions, queries
from lintel.foundation.agencies.codes import AgencyKind
from lintel.foundation.agencies.models import Agency, AgencyMember
from lintel.foundation.agencies.permissions import NAME_AGENCIES
from lintel.web.admin import forms

if TYPE_CHECKING:
    from lintel.foundation.access.models import User

REFUSED = (AccountExists, PasswordTooWeak, actions.AlreadyForAnAgency)
TAKEN = "There is an agency of this name already: open it from the list"
WITHOUT_LETTERS = "Give it a name with letters in it"


@require_http_methods(["GET", "POST"])
@allow(NAME_AGENCIES)
def agencies(request: HttpRequest) -> HttpResponse:
    """Every agency, whom to ring, and naming another."""
    named = queries.agencies(viewer=request.user)
    form = forms.Agency(request.POST or None)
    if request.method == "POST" and form.is_valid():
        key = slugify(form.cleaned_data["name"])[:60]
        if key and key not in {agency.key for agency in named}:
            agency = _name(key, form.cleaned_data, request)
            messages.success(request, f"{agency.name} is named. Now say who signs in for it.")
            return redirect("admin:agency", agency.pk)
        form.add_error("name", TAKEN if key else WITHOUT_LETTERS)
    return render(request, "admin/agencies.html", {
        "agencies": [(agency, AgencyKind(agency.kind)) for agency in named], "form": form,
    })  # fmt: skip


@require_http_methods(["GET", "POST"])
@allow(NAME_AGENCIES)
def agency(request: HttpRequest, pk: int) -> HttpResponse:
    """One agency: how it is reached, and its people."""
    found = _agency(request, pk)
    form = forms.Agency(request.POST or None, initial=vars(found))
    if request.method == "POST" and form.is_valid():
        _name(found.key, form.cleaned_data, request)
        messages.success(request, "It is changed.")
        return redirect("admin:agency", pk)
    return _page(request, found, details=form)


@require_POST
@allow(NAME_AGENCIES)
def join(request: HttpRequest, pk: int) -> HttpResponse:
    """Let somebody with a partner's account sign in for an agency."""
    found, free = _agency(request, pk), _free(request)
    form = forms.Joining(request.POST, partners=_to_choose(free))

    def let_in(typed: dict[str, Any]) -> AgencyMember:
        return actions.join_agency(
            found, user=free[typed["user"]], post=typed["post"], by=request.user, at=timezone.now()
        )

    return _somebody_new(request, found, form, let_in) or _page(request, found, joining=form)


@require_POST
@allow(MANAGE_ACCOUNTS)
def open_account(request: HttpRequest, pk: int) -> HttpResponse:
    """Open an account for somebody of an agency."""
    found, form = _agency(request, pk), forms.PartnerAccount(request.POST)

    def let_in(typed: dict[str, Any]) -> AgencyMember:
        return actions.open_account_for(found, **typed, by=request.user, at=timezone.now())

    return _somebody_new(request, found, form, let_in) or _page(request, found, account=form)


@require_POST
@allow(NAME_AGENCIES)
def leave(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """End that somebody signs in for an agency."""
    found = _agency(request, pk)
    member = next((each for each in queries.members_of(found, viewer=request.user) if each.pk == number), None)
    if member is None:
        raise Http404
    try:
        actions.leave_agency(member, by=request.user, at=timezone.now())
        messages.success(request, f"{member.user.name} sees nothing of {found.name} any more.")
    except actions.LeftAlready as refusal:
        messages.info(request, _words(refusal))
    return redirect("admin:agency", pk)


def _somebody_new(
    request: HttpRequest, found: Agency, form: Form, let_in: Callable[[dict[str, Any]], AgencyMember]
) -> HttpResponse | None:
    """Let somebody sign in for an agency, and back to its page; where that is refused the form says why."""
    if not form.is_valid():
        return None
    try:
        member = let_in(form.cleaned_data)
    except REFUSED as refusal:
        form.add_error(None, _words(refusal))
        return None
    messages.success(request, f"{member.user.name} signs in for {found.name} from now on.")
    return redirect("admin:agency", found.pk)


def _free(request: HttpRequest) -> dict[str, User]:
    return {str(user.pk): user for user in queries.partners_for_no_agency(viewer=request.user)}


def _to_choose(free: dict[str, User]) -> list[tuple[str, str]]:
    return [(key, f"{user.name}, {user.email}") for key, user in free.items()]


def _name(key: str, typed: dict[str, Any], request: HttpRequest) -> Agency:
    said = typed | {"kind": AgencyKind(typed["kind"])}
    return actions.name_agency(key=key, **said, by=request.user, at=timezone.now())  # type: ignore[arg-type]


def _page(request: HttpRequest, found: Agency, **sent: Any) -> HttpResponse:
    """The page of one agency; the form that was sent comes with its faults, the others as they are."""
    viewer = request.user
    free = _to_choose(_free(request))
    page = {
        "details": forms.Agency(initial=vars(found)), "joining": forms.Joining(partners=free) if free else None,
        "account": forms.PartnerAccount() if may(viewer, MANAGE_ACCOUNTS) else None,
    } | sent  # fmt: skip
    return render(request, "admin/agency.html", page | {
        "agency": found, "members": queries.members_of(found, viewer=viewer),
        "form": next(iter(sent.values()), None),
    })  # fmt: skip


def _agency(request: HttpRequest, pk: int) -> Agency:
    found = next((each for each in queries.agencies(viewer=request.user) if each.pk == pk), None)
    if found is None:
        raise Http404
    return found


def _words(refusal: Exception) -> str:
    """What its class says of itself; of an address that is taken, not the address alone."""
    said = "" if isinstance(refusal, AccountExists) else str(refusal)
    return said or (type(refusal).__doc__ or "").strip()
