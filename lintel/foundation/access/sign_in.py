"""
How people sign in: allauth, with accounts given by an administrator rather than taken.

Signing in and out, and every refused attempt, is an entry in the audit log. An account nobody used for 35 days is
disabled at the next attempt, whether or not the background worker got to it first.
"""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from lintel.foundation.access.actions import disable_unused_accounts
from lintel.foundation.access.models import User
from lintel.foundation.audit_log.actions import note


class AccountsAreGivenNotTaken(DefaultAccountAdapter):  # type: ignore[misc]
    """Nobody opens an account for themselves."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def populate_username(self, request: HttpRequest, user: Any) -> None:
        """There are no user names; people sign in with their e-mail address."""

    def pre_login(self, request: HttpRequest, user: User, **circumstances: Any) -> HttpResponse | None:
        disable_unused_accounts(at=timezone.now())
        user.refresh_from_db(fields=["is_active"])
        if not user.is_active:
            note("sign-in refused: the account is closed", by=None, at=timezone.now(), subject=user)
        response: HttpResponse | None = super().pre_login(request, user, **circumstances)
        return response

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        # What was typed is kept only where it is an account's address: people type passwords into the wrong box.
        typed = str(credentials.get("email") or credentials.get("username") or "")
        account = User.objects.filter(email__iexact=typed).first()
        note("sign-in refused: wrong address or password", by=None, at=timezone.now(), subject=account)

    def login(self, request: HttpRequest, user: User) -> None:
        super().login(request, user)
        note("signed in", by=user, at=timezone.now(), subject=user)

    def logout(self, request: HttpRequest) -> None:
        if request.user.is_authenticated:
            note("signed out", by=request.user, at=timezone.now(), subject=request.user)
        super().logout(request)
