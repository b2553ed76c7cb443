"""The numbers of protection as partner agencies and we read them: one page, one answer, for both."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from lintel.foundation.access.gate import allow
from lintel.foundation.access.permissions import may
from lintel.oversight.performance.partnership.queries import WEEKS, numbers_of_both_sides
from lintel.oversight.performance.permissions import SEE_INDICATORS, SEE_NUMBERS_OF_BOTH_SIDES
from lintel.web.partners.second_step import with_second_step
from lintel.web.partners.words import lag_in_words


@require_GET
@allow(SEE_NUMBERS_OF_BOTH_SIDES)
@with_second_step
def numbers(request: HttpRequest) -> HttpResponse:
    """Discussions, police notices, answers and the ladder: the whole service, and each agency's share."""
    found = numbers_of_both_sides(viewer=request.user, at=timezone.now())
    return render(request, "partners/numbers.html", {
        "found": found, "weeks": WEEKS, "opens_indicators": may(request.user, SEE_INDICATORS),
        "answers": [(each.agency, lag_in_words(each.lag)) for each in found.answers if each.lag.asked] if found else [],
        "of_all": lag_in_words(found.answers_of_all) if found else {},
    })  # fmt: skip
