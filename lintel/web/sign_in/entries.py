"""
Entries in the audit log for what allauth and axes do on their own.

Elsewhere we use no signals: whoever reads an action must see what it leads to. Here there is no action of ours to read.
The packages change passwords, second steps and lock-outs inside their own views, and tell of it by signals only.
Signing in and out is noted where we do have a hook: `foundation.access.sign_in`.
"""

from __future__ import annotations

from typing import Any

from allauth.account.signals import password_changed, password_reset, password_set
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authentication_failed
from axes.signals import user_locked_out
from django.db.models.signals import post_delete, post_save
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


# Allauth's own signals about these come after the transaction; the entry must be written inside it.
WAYS = {Authenticator.Type.TOTP: "second step", Authenticator.Type.RECOVERY_CODES: "recovery codes"}


@receiver(post_save, sender=Authenticator)
def way_in_was_added(instance: Authenticator, created: bool, **_: Any) -> None:
    if created:
        note(f"{WAYS[instance.type]} added", by=instance.user, at=timezone.now(), subject=instance.user)


@receiver(post_delete, sender=Authenticator)
def way_in_was_removed(instance: Authenticator, **_: Any) -> None:
    note(f"{WAYS[instance.type]} removed", by=instance.user, at=timezone.now(), subject=instance.user)


@receiver(authentication_failed)
def code_was_wrong(user: User, **_: Any) -> None:
    note("sign-in refused: wrong code", by=None, at=timezone.now(), subject=user)
