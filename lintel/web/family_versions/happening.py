"""What happened with a version: shared, said back, disagreed with. One form each, and every word of it kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from lintel.foundation.access.gate import allow
from lintel.foundation.access.permissions import may
from lintel.foundation.people.naming import name_of
from lintel.steps.family_versions import actions
from lintel.steps.family_versions.codes import Way
from lintel.steps.family_versions.permissions import PASS_OVER_SAFE_CONTACT, WRITE_FAMILY_VERSIONS
from lintel.steps.family_versions.queries import safe_contact_of, where_to_write
from lintel.web.components.keeping import done, opened
from lintel.web.family_versions import forms
from lintel.web.family_versions.shown import Shown, one_shown, viewer_of

BEFORE = "Say how before it leaves your hands: where it would not be safe, you are told here, and it stays with you."
NOT_SAFE = (
    "Not like this. {0} Read it together and leave no paper, or ask where it is safe. If it has happened already, tell "
    "your manager now."
)
REFUSALS: dict[type[Exception], tuple[str | None, str]] = {
    actions.NotFinished: (None, "It is a draft: finish it first."),
    actions.ReplacedAlready: (None, "Another version took its place. Share that one."),
    actions.GivesAnAddressAway: (None, "A confidential address stands in it now. Write it anew without it."),
    actions.NotTheirFamily: (None, "You may not see this child any more. Nothing was written down."),
    actions.NothingSaid: (None, "There was nothing written."),
}  # fmt: skip


@require_http_methods(["GET", "POST"])
@allow(WRITE_FAMILY_VERSIONS)
def share(request: HttpRequest, pk: int) -> HttpResponse:
    """Sharing it: on which day and how; refused where it would not be safe (hard stop 11)."""
    viewer, shown = viewer_of(request), one_shown(pk, viewer=viewer_of(request))
    to = shown.version.to
    form = opened(
        request, forms.Share, may_pass_over=may(viewer, PASS_OVER_SAFE_CONTACT),
        initial={"shared_on": timezone.localdate(), "where": where_to_write(to, viewer=viewer)},
    )  # fmt: skip

    def do(typed: dict[str, Any]) -> None:
        way = Way(typed.pop("way"))
        actions.share(shown.version, **typed, way=way, by=viewer, at=timezone.now())

    rules = safe_contact_of(shown.child, to, viewer=viewer)
    return _do(
        request,
        shown,
        form,
        do,
        title=f"Share with {shown.to}",
        said="Shared, and written down.",
        rules=rules,
        before=BEFORE,
    )


@require_http_methods(["GET", "POST"])
@allow(WRITE_FAMILY_VERSIONS)
def hear_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Keeping what they said when asked to say it back."""
    viewer, shown = viewer_of(request), one_shown(pk, viewer=viewer_of(request))
    form = opened(request, forms.HearBack, initial={"said_on": timezone.localdate()})

    def do(typed: dict[str, Any]) -> None:
        actions.hear_back(
            shown.version, said_on=typed["said_on"], worry=typed["worry_words"], ask=typed["ask_words"],
            next_steps=typed["next_words"], worry_said=typed["worry_said"] == "yes",
            ask_said=typed["ask_said"] == "yes", next_said=typed["next_said"] == "yes", by=viewer, at=timezone.now(),
        )  # fmt: skip

    return _do(request, shown, form, do, title=f"What {shown.to} said back", said="Their words are kept.")


@require_http_methods(["GET", "POST"])
@allow(WRITE_FAMILY_VERSIONS)
def disagree(request: HttpRequest, pk: int) -> HttpResponse:
    """Keeping what they do not agree with."""
    viewer, shown = viewer_of(request), one_shown(pk, viewer=viewer_of(request))
    form = opened(request, forms.Disagree, initial={"said_on": timezone.localdate()})

    def do(typed: dict[str, Any]) -> None:
        actions.write_disagreement(shown.version, **typed, by=viewer, at=timezone.now())

    said = "Kept. It stands with the paper from now on."
    return _do(request, shown, form, do, title=f"What {shown.to} does not agree with", said=said)


def _do(
    request: HttpRequest, shown: Shown, form: django_forms.Form, do: Callable[[dict[str, Any]], None], *, title: str,
    said: str, rules: Sequence[str] = (), before: str = "",
) -> HttpResponse:  # fmt: skip
    """A form about one version: shown, or done and back to it; what is refused is said there, and the words stay."""
    if request.method == "POST" and form.is_valid():
        try:
            do(dict(form.cleaned_data))
        except actions.NotSafe as refusal:
            form.add_error("way", NOT_SAFE.format(refusal.why))
        except actions.NotOnThatDay:
            day = "shared_on" if "shared_on" in form.fields else "said_on"
            form.add_error(day, "The day must not be before it was finished, nor after today")
        except tuple(REFUSALS) as refusal:
            form.add_error(*REFUSALS[type(refusal)])
        else:
            done(request)
            messages.success(request, said)
            return redirect("family_versions:one", shown.version.pk)
    return render(request, "family_versions/typed.html", {
        "shown": shown, "name": name_of(shown.child), "form": form, "title": title, "rules": rules, "before": before,
    })  # fmt: skip
