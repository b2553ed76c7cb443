"""Accounts and roles; the audit trail."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lintel.foundation.access import actions, queries
from lintel.foundation.access.gate import allow
from lintel.foundation.access.models import User
from lintel.foundation.access.permissions import MANAGE_ACCOUNTS, READ_AUDIT_LOG
from lintel.foundation.access.roles import Role
from lintel.foundation.audit_log.actions import note
from lintel.foundation.audit_log.queries import trail
from lintel.foundation.workforce.queries import teams
from lintel.web.admin import forms

REFUSED = (
    actions.AccountExists, actions.PasswordTooWeak, actions.RoleAlreadyHeld, actions.RoleNeedsATeam,
    actions.RolesDoNotMix, actions.NotYourOwn, actions.LastAdministrator, actions.RoleNotHeld,
)  # fmt: skip


@require_http_methods(["GET", "POST"])
@allow(MANAGE_ACCOUNTS)
def accounts(request: HttpRequest) -> HttpResponse:
    """Who may sign in; and opening another account."""
    form = forms.Account(request.POST or None)
    if form.is_valid():
        try:
            user = actions.open_account(**form.cleaned_data, by=request.user, at=timezone.now())
        except REFUSED as refusal:
            form.add_error(None, _words(refusal))
        else:
            messages.success(request, f"{user.name} has an account. Now give them a role.")
            return redirect("admin:account", pk=user.pk)
    return render(request, "admin/accounts.html", {"accounts": queries.accounts(viewer=request.user), "form": form})


@require_http_methods(["GET", "POST"])
@allow(MANAGE_ACCOUNTS)
def account(request: HttpRequest, pk: int) -> HttpResponse:
    """One account: its roles, giving another, ending one."""
    user = _user(request, pk)
    by_id = {str(team.pk): team for team in teams(viewer=request.user)}
    form = forms.RoleGrant(request.POST or None, teams=[(pk, team.name) for pk, team in by_id.items()])
    if form.is_valid():
        role, team = Role(form.cleaned_data["role"]), by_id.get(form.cleaned_data["team"])
        try:
            actions.grant_role(user, role=role, team=team, by=request.user, at=timezone.now())
        except REFUSED as refusal:
            form.add_error(None, _words(refusal))
        else:
            messages.success(request, f"{user.name} is now {role.title.lower()}.")
            return redirect("admin:account", pk=pk)
    held = [grant for grant in user.role_grants.select_related("team").order_by("pk") if grant.ended_at is None]
    roles = [(grant, Role(grant.role)) for grant in held]
    return render(request, "admin/account.html", {"user": user, "roles": roles, "form": form})


@require_POST
@allow(MANAGE_ACCOUNTS)
def end_role(request: HttpRequest, pk: int, grant: int) -> HttpResponse:
    """End a role."""
    user = _user(request, pk)
    held = user.role_grants.select_related("team").filter(pk=grant, ended_at__isnull=True).first()
    if held is None:
        raise Http404
    try:
        actions.end_role(user, role=Role(held.role), team=held.team, by=request.user, at=timezone.now())
    except REFUSED as refusal:
        messages.warning(request, _words(refusal))
    return redirect("admin:account", pk=pk)


@require_POST
@allow(MANAGE_ACCOUNTS)
def close_account(request: HttpRequest, pk: int) -> HttpResponse:
    """Close an account, or open it again. What its owner did stays in the trail."""
    user = _user(request, pk)
    act = actions.close_account if user.is_active else actions.reopen_account
    try:
        act(user, by=request.user, at=timezone.now())
    except REFUSED as refusal:
        messages.warning(request, _words(refusal))
    return redirect("admin:account", pk=pk)


@require_GET
@allow(READ_AUDIT_LOG)
def audit_trail(request: HttpRequest) -> HttpResponse:
    """Who saw, changed, exported or was refused what. Reading it is an entry as well."""
    person, child = request.GET.get("person", ""), request.GET.get("child", "")
    user = queries.account(int(person), viewer=request.user) if person.isdigit() else None
    child_id = int(child) if child.isdigit() and len(child) < 16 else None
    # Before asking, so that the page shows this reading as well and its count is right.
    note("audit log read", by=request.user, at=timezone.now(), child_id=child_id, about=user.pk if user else None)
    entries = trail(viewer=request.user, user=user, child_id=child_id)
    page = Paginator(entries, 50).get_page(request.GET.get("page"))
    along = {"person": person if user else "", "child": child_id or ""}
    return render(request, "admin/audit_trail.html", {"page": page, "along": along, "person": user, "child": child_id})


def _user(request: HttpRequest, pk: int) -> User:
    user = queries.account(pk, viewer=request.user)
    if user is None or user.is_service_account:
        raise Http404
    return user


def _words(refusal: Exception) -> str:
    """What the refusal says or, where it says nothing, what its class says of itself."""
    return str(refusal) or (type(refusal).__doc__ or "").split("\n")[0]
