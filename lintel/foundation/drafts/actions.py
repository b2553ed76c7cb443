"""Keeping what somebody typed, and forgetting it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from lintel.foundation.drafts.models import Draft, SavedForm
from lintel.foundation.drafts.rules import FORGOTTEN_AFTER, SAVED_FOR, VERSIONS, digest_of_link

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


@transaction.atomic
def keep(fields: Mapping[str, list[str]], *, path: str, page: str, of: User, after: str = "", at: datetime) -> bool:
    """
    Keep what stands in a page for whoever typed it, in place of what that page kept before; say whether it is kept.

    Every few seconds and for nobody else's eyes, so it leaves no entry in the audit log.

    :param after: the page whose kept words this one was opened with: they go on here, unless another tab was first.
    """
    mine = Draft.objects.select_for_update().filter(user=of, path=path)
    here = mine.filter(page=page).first()
    if here is None and after:
        here = mine.filter(page=after, sent_at__isnull=True).first()
    if here is None:
        here = Draft(user=of, path=path)
    if here.sent_at is not None:
        return False
    here.page, here.fields, here.kept_at = page, dict(fields), at
    here.save()
    too_old = mine.filter(sent_at__isnull=True).order_by("-kept_at", "-pk").values("pk")[VERSIONS:]
    Draft.objects.filter(pk__in=list(too_old.values_list("pk", flat=True))).delete()
    return True


@transaction.atomic
def forget(*, path: str, page: str, after: str = "", of: User, at: datetime) -> None:
    """
    Forget what one page kept, because it was sent or is not wanted: also if its last "keep" is still on its way.

    What another tab of the same address keeps is not touched.
    """
    Draft.objects.filter(user=of, path=path, page=after).delete()
    Draft.objects.update_or_create(user=of, path=path, page=page, defaults={"fields": {}, "kept_at": at, "sent_at": at})


@transaction.atomic
def save_for_later(fields: Mapping[str, list[str]], *, link: str, kind: str, at: datetime) -> None:
    """
    Save what somebody without an account typed, under a link only they have; saved again, it is the newest that counts.

    Of them nothing is known, so there is nobody to write into the audit log.
    """
    SavedForm.objects.update_or_create(
        token_sha256=digest_of_link(link), defaults={"kind": kind, "fields": dict(fields), "saved_at": at}
    )


@transaction.atomic
def forget_saved(link: str) -> None:
    """Forget a saved form: it has been sent."""
    SavedForm.objects.filter(token_sha256=digest_of_link(link)).delete()


@transaction.atomic
def forget_the_old(*, at: datetime) -> int:
    """Forget drafts nobody has come back to for thirty days, and saved forms whose link has run out; say how many."""
    drafts, _ = Draft.objects.filter(kept_at__lt=at - FORGOTTEN_AFTER).delete()
    saved, _ = SavedForm.objects.filter(saved_at__lt=at - SAVED_FOR).delete()
    return drafts + saved


@transaction.atomic
def drop(draft: Draft) -> None:
    """
    Forget a draft whose words stand in the record already. Its page may keep others, so nothing says it was sent.

    For nobody else's eyes, so it leaves no entry in the audit log.
    """
    draft.delete()
