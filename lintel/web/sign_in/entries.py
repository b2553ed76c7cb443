"""
Entries in the audit log for what allauth and axes do on their own.

Elsewhere we use no signals: whoever reads an action must see what it leads to. Here there is no action of ours to read.
The packages change passwords, second steps and lock-outs inside their own views, and tell of it by signals only.
Signing in and out is noted where we do have a hook: `foundation.access.sign_in`.
"""

from __future__ import annotations

from typing import Any

from allauth.account.signals import password_changed, password_reset, password_set
from allauth.mfa.signals import authentication_failed, authenticator_added, authenticator_removed, authenticator_reset
from axes.signals import user_locked_out
from django.dispatch import receiver
from django.utils import timezone

from lintel.foundation.access.models import User
from lintel.foundation.audit_log.actions import note


@receiver(user_locked_out)
def locked_out(username: str | None, **_: Any) -> None:
    account = User.objects.filter(email__iexact=username or "").first()
    note("sign-in locked for 15 minutes", by=None, at=timezone.now(), subject=account)


@receiver([password_changed, password_set])
def password_was_changed(user: User, **_: Any) -> None:
    note("own password changed", by=user, at=timezone.now(), subject=user)


@receiver(password_reset)
def password_was_reset(user: User, **_: Any) -> None:
    note("password reset by e-mail", by=user, at=timezone.now(), subject=user)


@receiver(authenticator_added)
def second_step_was_turned_on(user: User, authenticator: Any, **_: Any) -> None:
    note("second step added", by=user, at=timezone.now(), subject=user, kind=authenticator.type)


@receiver(authenticator_removed)
def second_step_was_turned_off(user: User, authenticator: Any, **_: Any) -> None:
    note("second step removed", by=user, at=timezone.now(), subject=user, kind=authenticator.type)


@receiver(authenticator_reset)
def recovery_codes_were_renewed(user: User, authenticator: Any, **_: Any) -> None:
    note("recovery codes renewed", by=user, at=timezone.now(), subject=user, kind=authenticator.type)


@receiver(authentication_failed)
def code_was_wrong(user: User, **_: Any) -> None:
    note("sign-in refused: wrong code", by=None, at=timezone.now(), subject=user)
