"""One's own account."""

from allauth.mfa.models import Authenticator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from lintel.foundation.access.gate import SIGNED_IN, allow


@require_safe
@allow(SIGNED_IN)
def account(request: HttpRequest) -> HttpResponse:
    """Who one is here, and how one signs in."""
    own = {kept.type: kept for kept in Authenticator.objects.filter(user=request.user.pk)}
    codes = own.get(Authenticator.Type.RECOVERY_CODES)
    context = {
        "has_second_step": Authenticator.Type.TOTP in own,
        "codes_left": len(codes.wrap().get_unused_codes()) if codes else 0,
    }
    return render(request, "sign_in/account.html", context)


@require_safe
@allow(SIGNED_IN)
def to_account(request: HttpRequest) -> HttpResponse:
    """Where allauth sends people when it has finished with their second step."""
    return redirect("account")
