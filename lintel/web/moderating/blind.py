"""Moderating: the record, one's own grade, and only then the first one beside it."""

from __future__ import annotations

from datetime import datetime

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lintel.foundation.access.gate import allow
from lintel.foundation.access.permissions import NotAllowed, may
from lintel.foundation.audit_log.actions import note
from lintel.foundation.drafts.actions import forget
from lintel.foundation.drafts.queries import drafts
from lintel.foundation.people.queries import child_lines
from lintel.oversight.audits.codes import Grade, Verdict
from lintel.oversight.audits.permissions import READ_AUDITS
from lintel.oversight.moderation import actions, permissions, queries
from lintel.oversight.moderation.codes import Lack
from lintel.oversight.moderation.models import Moderation
from lintel.oversight.moderation.queries import InHand, SideBySide
from lintel.web.components.keeping import done, keep_as_typed, not_saved, opened
from lintel.web.moderating import forms

ENTRIES_ON_A_PAGE, WAITING_ON_A_PAGE = 100, 30
SHOWN_DONE = 30
LOCKED_MEANWHILE = "Your grade of this audit is locked already; what was typed after that is not kept with it."


@require_GET
@allow(permissions.MODERATE)
def start(request: HttpRequest) -> HttpResponse:
    """What may be taken to be moderated, and what one has in hand and has done. No grade, and no child."""
    now = timezone.now()
    today = timezone.localdate(now)
    waiting, mine = queries.waiting(viewer=request.user, on=today), list(queries.mine(viewer=request.user))
    note("list of audits to moderate opened", by=request.user, at=now, waiting=len(waiting))
    return render(request, "moderating/start.html", {
        "waiting": Paginator(waiting, WAITING_ON_A_PAGE).get_page(request.GET.get("page")),
        "in_hand": [each for each in mine if each.judged_at is None],
        "over": [each for each in mine if each.judged_at is not None][:SHOWN_DONE],
        "names": child_lines([each.audit.child_id for each in mine if each.judged_at is None], viewer=request.user),
        "names_outsiders": may(request.user, permissions.NAME_OUTSIDERS),
        "left_behind": len(queries.left_behind(viewer=request.user, on=today)),
    })  # fmt: skip


@require_POST
@allow(permissions.MODERATE)
def take(request: HttpRequest, pk: int) -> HttpResponse:
    """Taking one: the record opens until it is done."""
    try:
        actions.take(pk, by=request.user, at=timezone.now())
    except actions.NotTheirs as refusal:
        messages.info(request, str(refusal))
        return redirect("moderating:start")
    return redirect("moderating:one", pk)


@require_http_methods(["GET", "POST"])
@allow(READ_AUDITS)
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """Before one's own grade is locked the record, and nothing of the audit; after it, both grades side by side."""
    now = timezone.now()
    try:
        held = queries.in_hand(pk, viewer=request.user, earlier=request.GET.get("from") == "all")
    except (Moderation.DoesNotExist, NotAllowed):
        return _side_by_side(request, pk, now)
    form = opened(request, forms.OwnGrade)
    if request.method == "POST":
        return _typed(request, held, form, now)
    note("record opened to moderate an audit", by=request.user, at=now, child_id=held.child)
    return _record(request, held, form)


def _typed(request: HttpRequest, held: InHand, form: forms.OwnGrade, now: datetime) -> HttpResponse:
    """What the pressed button asks for; whatever was typed stays a draft of one's own until the grade is locked."""
    if request.POST.get("step") == "lock":
        return _lock(request, held, form, now)
    keep_as_typed(request)
    if entry := request.POST.get("cite"):
        return redirect(f"{reverse('moderating:cite', args=[held.pk])}?{urlencode({'entry': entry})}")
    if (number := request.POST.get("uncite", "")).isdigit():
        actions.uncite(held.pk, citation=int(number), by=request.user, at=now)
        return redirect(f"{reverse('moderating:one', args=[held.pk])}#evidence")
    if request.POST.get("step") == "unsafe":
        return redirect("moderating:unsafe", held.pk)
    if request.POST.get("step") == "read":
        actions.read_record(held.pk, by=request.user, at=now)
        return redirect(f"{reverse('moderating:one', args=[held.pk])}#the-grade")
    if request.POST.get("step") == "back":
        actions.give_back(held.pk, by=request.user, at=now)
        done(request)
        messages.success(request, "Given back. Somebody else moderates it.")
        return redirect("moderating:start")
    return redirect("moderating:one", held.pk)


def _lock(request: HttpRequest, held: InHand, form: forms.OwnGrade, now: datetime) -> HttpResponse:
    if not form.is_valid():
        return _record(request, held, form, status=422)
    try:
        actions.lock(held.pk, **form.cleaned_data, by=request.user, at=now)
    except actions.CannotLock as refusal:
        for field, words in refusal.missing:
            form.add_error(field if field in form.fields else None, words)
        return _record(request, held, form, status=422)
    except actions.LockedAlready:
        return not_saved(request, form, LOCKED_MEANWHILE)
    done(request)
    # The same address now asks something else: no words of another tab come back into that.
    for kept in drafts(request.path, viewer=request.user):
        forget(path=kept.path, page=kept.page, of=request.user, at=now)
    messages.success(request, "Your grade is locked. Here is the first one beside it.")
    return redirect("moderating:one", held.pk)


def _record(request: HttpRequest, held: InHand, form: forms.OwnGrade, *, status: int = 200) -> HttpResponse:
    child = child_lines([held.child], viewer=request.user).get(held.child)
    return render(request, "moderating/record.html", {
        "held": held, "form": form, "name": child.name if child else "This child",
        "lines": Paginator(held.lines, ENTRIES_ON_A_PAGE).get_page(request.GET.get("page")),
        "everything": request.GET.get("from") == "all", "grades": sorted(Grade, reverse=True),
    }, status=status)  # fmt: skip


@require_http_methods(["GET", "POST"])
@allow(permissions.MODERATE)
def cite(request: HttpRequest, pk: int) -> HttpResponse:
    """Citing one entry of the record for one's own grade."""
    now = timezone.now()
    source = request.POST.get("entry") or request.GET.get("entry", "")
    entry = queries.entry_in_hand(pk, source, viewer=request.user)
    if entry is None:
        raise Http404
    form = opened(request, forms.Cite, initial={"entry": source, "quote": "\n".join(entry.words) or entry.what})
    if request.method == "POST" and form.is_valid():
        quote = form.cleaned_data["quote"]
        if entry.holds(quote):
            actions.cite(pk, source=entry.source, source_words=entry.title, quote=quote, by=request.user, at=now)
            done(request)
            messages.success(request, "Cited.")
            return redirect(f"{reverse('moderating:one', args=[pk])}#evidence")
        form.add_error("quote", "These words do not stand in this entry. Quote it as it is written.")
    return render(request, "moderating/cite.html", {"pk": pk, "form": form, "entry": entry})


def _side_by_side(request: HttpRequest, pk: int, now: datetime) -> HttpResponse:
    try:
        both = queries.side_by_side(pk, viewer=request.user)
    except Moderation.DoesNotExist:
        raise Http404 from None
    form = None
    if both.is_moderator and both.moderation.judged_at is None:
        questions = [(each.slug, each.words) for each in both.tool.asked_of_quality]
        form = opened(request, forms.Judge, questions=questions)
        if request.method == "POST" and form.is_valid():
            return _judge(request, both, form, now)
    note("two grades of an audit read", by=request.user, at=now, subject=both.moderation, child_id=both.audit.child_id)
    child = child_lines([both.audit.child_id], viewer=request.user).get(both.audit.child_id)
    return render(request, "moderating/both.html", {
        "both": both, "form": form, "name": child.name if child else "A child", "lacks": Lack,
        "verdicts": {each.value: each.words for each in Verdict}, "talk": _talk_form(request, both),
        "questions": {each.slug: each.words for each in both.tool.questions},
    })  # fmt: skip


def _judge(request: HttpRequest, both: SideBySide, form: forms.Judge, now: datetime) -> HttpResponse:
    said = form.cleaned_data
    try:
        actions.judge(
            both.moderation.pk, evidence_supports=said["evidence_supports"], why=said["supports_why"],
            core=form.core(), poor=said["poor"], by=request.user, at=now,
        )  # fmt: skip
    except actions.LockedAlready:
        return not_saved(request, form, "You have judged this audit already.")
    done(request)
    messages.success(request, "Done. The auditor is told, and sees both grades.")
    return redirect("moderating:one", both.moderation.pk)


def _talk_form(request: HttpRequest, both: SideBySide) -> forms.Talk | None:
    held = both.moderation
    if not both.is_moderator or held.judged_at is None or held.discussed_at is not None or not both.should_talk:
        return None
    return forms.Talk()


@require_http_methods(["GET", "POST"])
@allow(permissions.MODERATE)
def talk(request: HttpRequest, pk: int) -> HttpResponse:
    """Writing down what came of talking about two grades that lie apart."""
    try:
        both = queries.side_by_side(pk, viewer=request.user)
    except Moderation.DoesNotExist:
        raise Http404 from None
    if _talk_form(request, both) is None and request.method == "GET":
        return redirect("moderating:one", pk)
    form = opened(request, forms.Talk)
    if request.method == "POST" and form.is_valid():
        try:
            actions.talk_over(pk, words=form.cleaned_data["discussion"], by=request.user, at=timezone.now())
        except (actions.LockedAlready, actions.NotTheirs, actions.NotLockedYet):
            return not_saved(request, form, "It was written down already, or it is not yours to write.")
        done(request)
        messages.success(request, "Written down.")
        return redirect("moderating:one", pk)
    return render(request, "moderating/talk.html", {"both": both, "form": form})


@require_http_methods(["GET", "POST"])
@allow(permissions.NAME_OUTSIDERS)
def outsiders(request: HttpRequest) -> HttpResponse:
    """Who moderates from outside the service, and naming somebody."""
    users = queries.moderators(viewer=request.user)
    form = opened(request, forms.NameOutsider, users=users)
    if request.method == "POST" and form.is_valid():
        who = next(user for user in users if user.pk == form.cleaned_data["user"])
        actions.name_outsider(who, from_where=form.cleaned_data["from_where"], by=request.user, at=timezone.now())
        done(request)
        messages.success(request, f"{who.name} now moderates from outside.")
        return redirect("moderating:outsiders")
    return render(request, "moderating/outsiders.html", {
        "form": form, "outsiders": list(queries.outsiders(viewer=request.user)), "anybody": bool(users),
        "left_behind": queries.left_behind(viewer=request.user, on=timezone.localdate()),
    })  # fmt: skip


@require_POST
@allow(permissions.NAME_OUTSIDERS)
def take_from(request: HttpRequest, pk: int) -> HttpResponse:
    """Taking an audit from a moderator who has left, or does not come to it."""
    try:
        actions.take_from(pk, by=request.user, at=timezone.now())
    except (actions.NotTheirs, actions.LockedAlready):
        messages.info(request, "Nothing was changed: it was given back or locked meanwhile, or is in time.")
    else:
        messages.success(request, "It waits for another moderator now.")
    return redirect("moderating:outsiders")
