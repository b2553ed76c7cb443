"""Looking at words, seeing a sentence differently, and a page to try it on words written elsewhere."""

from __future__ import annotations

import re

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from lintel.foundation.access.gate import allow
from lintel.foundation.audit_log.actions import note
from lintel.foundation.people.queries import child_lines
from lintel.journey.chronology.queries import ChildNotVisible, child, children_of_the_same_household
from lintel.oversight.reading import actions, queries
from lintel.oversight.reading.codes import MAY_BE_SAID_OF, Differently, Measure
from lintel.oversight.reading.copying import TOO_MUCH
from lintel.oversight.reading.permissions import LOOK_AT_WORDS
from lintel.oversight.reading.readability import READABLE_AT
from lintel.web.components.keeping import opened
from lintel.web.reading import forms
from lintel.web.reading.passages import look_at

MARK = re.compile(r"[0-9a-f]{64}")


@require_POST
@allow(LOOK_AT_WORDS)
def look(request: HttpRequest) -> HttpResponse:
    """What the words say: a part of the page they stand on or, without script, a page of its own. Keeps nothing."""
    looked = look_at(request.POST, viewer=request.user, on=timezone.localdate())
    is_part = request.POST.get("part") == "yes"
    return render(request, "reading/found.html" if is_part else "reading/looked.html", {
        "looked": looked, "is_part": is_part, "may_be_said": MAY_BE_SAID_OF, "Measure": Measure,
        "too_much": round(100 * TOO_MUCH), "readable_at": READABLE_AT,
    })  # fmt: skip


@require_POST
@allow(LOOK_AT_WORDS)
def differently(request: HttpRequest) -> HttpResponse:
    """“I see it differently”: counted, with a reason; the sentence is not kept."""
    code, _, rest = request.POST.get("differently", "").partition("|")
    mark, _, because = rest.partition("|")
    if code not in list(Measure) or because not in list(Differently) or not MARK.fullmatch(mark):
        raise Http404
    try:
        actions.see_differently(
            Measure(code), mark=mark, because=Differently(because), by=request.user, at=timezone.now()
        )
    except actions.NoSuchReason:
        raise Http404 from None
    if request.POST.get("part") == "yes":
        return HttpResponse("Noted: you see it differently.", content_type="text/plain; charset=utf-8")
    return render(request, "reading/noted.html", {"measure": Measure(code)})


@require_GET
@allow(LOOK_AT_WORDS)
def try_it(request: HttpRequest, pk: int) -> HttpResponse:
    """Looking at words that were written elsewhere, about a child and those they live with. Records nothing."""
    try:
        person = child(viewer=request.user, pk=pk)
    except ChildNotVisible:
        raise Http404 from None
    note("record opened", by=request.user, at=timezone.now(), subject=person, child_id=pk)
    together = [pk, *(other.pk for other in children_of_the_same_household(person, viewer=request.user))]
    people = queries.family(together, viewer=request.user, on=timezone.localdate())
    form = opened(request, forms.Words, children=people.children)
    return render(request, "reading/try_it.html", {
        "form": form, "line": child_lines([pk], viewer=request.user)[pk], "children": [c.key for c in people.children],
        "passages": form.passages(), "is_on": bool(queries.measures_on(viewer=request.user)),
    })  # fmt: skip
