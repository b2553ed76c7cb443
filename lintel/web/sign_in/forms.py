"""Allauth's forms in our words: what each box is called, its hint, and what to say when it is empty."""

from __future__ import annotations

from typing import Any, ClassVar, NamedTuple

from allauth.account import forms as account
from allauth.mfa.base import forms as second_step
from allauth.mfa.totp import forms as totp
from django import forms


class Words(NamedTuple):
    """What stands beside a box, and what is said when it is left empty."""

    label: str
    if_empty: str
    hint: str = ""


ADDRESS = Words("E-mail address", "Enter your e-mail address")
PASSWORD = Words("Password", "Enter your password")
OLD_PASSWORD = Words("The password you use now", "Enter the password you use now")
NEW_PASSWORD = Words(
    "New password",
    "Enter a new password",
    "At least 12 characters. Three words that do not belong together are easy to remember and hard to guess.",
)
NEW_PASSWORD_AGAIN = Words("New password, once more", "Enter the new password once more")
CODE = Words("Code", "Enter the code", "The 6 numbers your app shows now, or one of your recovery codes.")
FIRST_CODE = Words("The 6 numbers your app shows now", "Enter the 6 numbers your app shows")


class InOurWords(forms.Form):
    """Puts our words on the fields of a form."""

    words: ClassVar[dict[str, Words]]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, said in self.words.items():
            field = self.fields[name]
            field.label, field.help_text = said.label, said.hint
            field.error_messages["required"] = said.if_empty
            if isinstance(field, forms.EmailField):
                field.validators[0].message = "Enter an e-mail address, like name@example.org"  # type: ignore[attr-defined]
                field.widget.attrs["autocomplete"] = "username"


class SignIn(InOurWords, account.LoginForm):  # type: ignore[misc]
    words = {"login": ADDRESS, "password": PASSWORD}


class ChangePassword(InOurWords, account.ChangePasswordForm):  # type: ignore[misc]
    words = {"oldpassword": OLD_PASSWORD, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD_AGAIN}


class FirstPassword(InOurWords, account.SetPasswordForm):  # type: ignore[misc]
    words = {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD_AGAIN}


class ForgottenPassword(InOurWords, account.ResetPasswordForm):  # type: ignore[misc]
    words = {"email": ADDRESS}


class NewPassword(InOurWords, account.ResetPasswordKeyForm):  # type: ignore[misc]
    words = {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD_AGAIN}


class PasswordAgain(InOurWords, account.ReauthenticateForm):  # type: ignore[misc]
    words = {"password": PASSWORD}


class Code(InOurWords, second_step.AuthenticateForm):  # type: ignore[misc]
    words = {"code": CODE}


class CodeAgain(InOurWords, second_step.ReauthenticateForm):  # type: ignore[misc]
    words = {"code": CODE}


class FirstCode(InOurWords, totp.ActivateTOTPForm):  # type: ignore[misc]
    words = {"code": FIRST_CODE}
