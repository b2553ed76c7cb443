"""What allauth says and stores, said and stored our way."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

from allauth.core.internal import ratelimit
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from lintel.foundation.access.sign_in import AccountsAreGivenNotTaken

TOO_MANY = "There were too many wrong attempts. Wait 15 minutes, then try again."


class SignIn(AccountsAreGivenNotTaken):
    """The account rules of `foundation.access`, in the words of our screens."""

    error_messages = AccountsAreGivenNotTaken.error_messages | {
        "email_password_mismatch": "That e-mail address and password do not belong together. Check both and try again.",
        "enter_current_password": "That is not your password. Type the one you sign in with now.",
        "incorrect_password": "That is not your password.",
        "too_many_login_attempts": TOO_MANY,
        "rate_limited": TOO_MANY,
    }

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Axes counts the wrong passwords for one address; this counts those from one place, whatever the address."""
        # Allauth takes this one back when the password was right.
        self._login_failed_rl_usage = ratelimit.consume(request, app="allauth.account", action="wrong_password")
        if not self._login_failed_rl_usage:
            raise self.validation_error("too_many_login_attempts")

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("account")


class SecondStep(DefaultMFAAdapter):  # type: ignore[misc]
    """The second step; its secrets are encrypted in the database, so that a stolen copy opens nothing."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": "That code is not right, or it has run out. Type the one your app shows now.",
    }

    def encrypt(self, text: str) -> str:
        return _lock().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _lock().decrypt(encrypted_text.encode()).decode()


def _lock() -> Fernet:
    key = hashlib.sha256(b"second step\0" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))
