"""
Words that are typed and not sent yet: kept every few seconds, and there again after signing in.

    form = opened(request, forms.Decide)
    if request.method == "POST" and form.is_valid():
        …
        done(request)

and in the template `<form method="post" data-keep>` with `{{ csrf_input }}` in it.
"""

from __future__ import annotations

from typing import Any, TypeVar
from urllib.parse import urlsplit

from django.forms import BaseForm, BoundField
from django.forms.formsets import BaseFormSet
from django.forms.utils import ErrorDict, ErrorList
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.http import require_POST

from lintel.foundation.access.gate import SIGNED_IN, allow
from lintel.foundation.drafts.actions import forget, keep
from lintel.foundation.drafts.ended import keep_what_was_posted
from lintel.foundation.drafts.models import Draft
from lintel.foundation.drafts.pages import Page, marks, page_of, where_typed
from lintel.foundation.drafts.queries import drafts
from lintel.foundation.drafts.rules import same_words, worth_keeping

FormOrForms = TypeVar("FormOrForms", bound="BaseForm | BaseFormSet[Any]")


def opened(request: HttpRequest, form_class: type[FormOrForms], **details: Any) -> FormOrForms:
    """
    A form as its page opens it: bound to what was sent; else to the words this person typed here before; else empty.

    A form of kept words shows no errors, is not valid (nobody has sent it), and says `is_kept_draft`.
    """
    if request.method == "POST":
        return _marked(form_class(request.POST, request.FILES, **details), is_kept=False)
    found = drafts(request.path, viewer=request.user) if request.user.is_authenticated else []
    if not found:
        return _marked(form_class(**details), is_kept=False)
    kept = next((draft for draft in found if str(draft.pk) == request.GET.get("kept")), found[0])
    request.kept_page = Page(page_of(request).key, after=kept.page)  # type: ignore[attr-defined]
    request.kept_words = kept  # type: ignore[attr-defined]
    request.other_words = [  # type: ignore[attr-defined]
        draft for draft in found if draft.pk != kept.pk and not same_words(draft.fields, kept.fields)
    ]
    return without_errors(_marked(form_class(_typed(kept), **details), is_kept=True))


def done(request: HttpRequest) -> None:
    """Forget what was kept of a form that has now been sent."""
    if not request.user.is_authenticated:
        return
    page, path = page_of(request), urlsplit(where_typed(request)).path
    for where in {path, request.path}:
        forget(path=where, page=page.key, after=page.after, of=request.user, at=timezone.now())


def keep_as_typed(request: HttpRequest) -> None:
    """Keep a form as it was sent, for somebody who goes elsewhere first and comes back to it."""
    fields, page = worth_keeping(request.POST.lists()), page_of(request)
    fields.pop("step", None)  # which button was pressed is no word of theirs
    whose: Any = request.user
    keep(fields, path=request.path, page=page.key, after=page.after, of=whose, at=timezone.now())


def not_saved(
    request: HttpRequest, form: BaseForm, reason: str, *, go_on: tuple[str, str] | None = None
) -> HttpResponse:
    """
    What is answered where a sent form cannot be carried out any more: why, and every word that was written.

    :param go_on: where to go from here, as words and an address.
    """
    written = [(bound.label, said) for bound in form if not bound.is_hidden and (said := _as_written(bound))]
    context = {"written": written, "reason": reason, "go_on": go_on}
    return render(request, "components/not_saved.html", context, status=409)


@require_POST
@allow(SIGNED_IN)
def keep_words(request: HttpRequest) -> HttpResponse:
    """Keep what stands in a page; asked by the page itself. After the session has ended, the door keeps it."""
    fields, page = worth_keeping(request.POST.lists()), page_of(request)
    path, now = urlsplit(where_typed(request)).path, timezone.now()
    whose: Any = request.user
    is_kept = bool(fields) and keep(fields, path=path, page=page.key, after=page.after, of=whose, at=now)
    return JsonResponse({"kept_at": f"{timezone.localtime(now):%H:%M}" if is_kept else ""})


@require_POST
@allow(SIGNED_IN)
def start_empty(request: HttpRequest) -> HttpResponse:
    """Throw one version of the kept words away and open the form again."""
    path = urlsplit(where_typed(request)).path
    for draft in drafts(path, viewer=request.user):  # type: ignore[arg-type]
        if str(draft.pk) == request.POST.get("draft"):
            forget(path=path, page=draft.page, of=request.user, at=timezone.now())  # type: ignore[arg-type]
    return redirect(path)


def gone_stale(request: HttpRequest, reason: str = "") -> HttpResponse:
    """
    What is answered to a form whose token is not the browser's any more: somebody signed in since it was opened.

    The mark of the page is signed, so a form from elsewhere keeps nothing.
    """
    where = keep_what_was_posted(request)
    return render(request, "403_csrf.html", {"where": where}, status=403)


def marked_forms(request: HttpRequest) -> dict[str, Any]:
    """For every template: the hidden fields each form begins with."""
    return {"csrf_input": _LateInput(request)}


class _LateInput:
    """The hidden fields, written only where a page has a form: asking for the token sets its cookie."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    def __html__(self) -> str:
        token = format_html('<input type="hidden" name="csrfmiddlewaretoken" value="{}">', get_token(self.request))
        return SafeString(token + marks(self.request))

    __str__ = __html__


def _as_written(bound: BoundField) -> str:
    """What stands in a field, in the words of its page."""
    value = bound.value()
    words = {str(key): str(said) for key, said in getattr(bound.field, "choices", ())}
    each = value if isinstance(value, list | tuple) else [value]
    return ", ".join(words.get(str(one), "Yes" if one is True else str(one)) for one in each if one)


def _typed(draft: Draft) -> QueryDict:
    typed = QueryDict(mutable=True)
    for name, texts in draft.fields.items():
        typed.setlist(name, texts)
    return typed


def _marked(form: FormOrForms, *, is_kept: bool) -> FormOrForms:
    vars(form).update({"is_kept_draft": is_kept})
    return form


def without_errors(form: FormOrForms) -> FormOrForms:
    """Nobody has sent it yet, so nothing is wrong with it, and it is not valid either."""
    opened_forms: list[Any] = list(form.forms) if isinstance(form, BaseFormSet) else [form]
    for each in opened_forms:
        each._errors = ErrorDict()
    if isinstance(form, BaseFormSet):
        vars(form).update({"_errors": [], "_non_form_errors": ErrorList()})
    vars(form).update({"is_valid": lambda: False})
    return form
