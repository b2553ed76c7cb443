"""
Addresses of signing in.

Only those of allauth's views that we want, each with who may open it; there is no sign-up among them. Names are
allauth's, since its views look each other up by them.
"""

from allauth.account import views as signing_in
from allauth.mfa.base import views as second_step
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from django.conf import settings
from django.urls import path, re_path

from lintel.foundation.access.gate import PUBLIC, SIGNED_IN, allow
from lintel.web.sign_in import queries, views

anybody = allow(PUBLIC)
signed_in = allow(SIGNED_IN)

invented = {"people_to_sign_in_as": queries.people_to_sign_in_as, "demo_password": settings.DEMO_PASSWORD}

urlpatterns = [
    path("sign-in/", anybody(signing_in.LoginView.as_view(extra_context=invented)), name="account_login"),
    path("sign-in/code/", anybody(second_step.authenticate), name="mfa_authenticate"),
    path("sign-in/closed/", anybody(signing_in.account_inactive), name="account_inactive"),
    path("sign-in/again/", signed_in(signing_in.reauthenticate), name="account_reauthenticate"),
    path("sign-in/again/code/", signed_in(second_step.reauthenticate), name="mfa_reauthenticate"),
    path("sign-out/", anybody(signing_in.logout), name="account_logout"),
    path("password/forgotten/", anybody(signing_in.password_reset), name="account_reset_password"),
    path("password/forgotten/sent/", anybody(signing_in.password_reset_done), name="account_reset_password_done"),
    re_path(
        r"^password/new/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        anybody(signing_in.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path(
        "password/new/done/",
        anybody(signing_in.password_reset_from_key_done),
        name="account_reset_password_from_key_done",
    ),
    path("account/", views.account, name="account"),
    path("account/password/", signed_in(signing_in.password_change), name="account_change_password"),
    path("account/first-password/", signed_in(signing_in.password_set), name="account_set_password"),
    path("account/second-step/", views.to_account, name="mfa_index"),
    path("account/second-step/on/", signed_in(totp.activate_totp), name="mfa_activate_totp"),
    path("account/second-step/off/", signed_in(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("account/recovery-codes/", signed_in(recovery_codes.view_recovery_codes), name="mfa_view_recovery_codes"),
    path(
        "account/recovery-codes/new/",
        signed_in(recovery_codes.generate_recovery_codes),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "account/recovery-codes/download/",
        signed_in(recovery_codes.download_recovery_codes),
        name="mfa_download_recovery_codes",
    ),
]
