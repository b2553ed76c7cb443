"""Keeping the library, and opening it to somebody who has written down their own view."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from lintel.foundation.access.permissions import require
from lintel.foundation.audit_log.actions import note
from lintel.oversight.alike import permissions
from lintel.oversight.alike.examples import queries
from lintel.oversight.alike.examples.models import CaseExample, ProvisionalView
from lintel.steps.front_door.codes import Concern

if TYPE_CHECKING:
    from lintel.foundation.access.models import User
    from lintel.steps.front_door.models import Contact

# Shorter than this is not a view; nobody can have thought it.
SHORTEST_VIEW = 20


class WordsMissing(Exception):
    """An example says what was told, how it was decided and what makes it hard."""


class TooShort(Exception):
    """A provisional view says in a sentence what somebody thinks and why."""


class WithdrawnAlready(Exception):
    """The example was withdrawn already."""


@transaction.atomic
def keep_example(
    title: str, *, text: str, concerns: Sequence[Concern], level: int, rationale: str, annotation: str,
    decided: Mapping[str, int] | None = None, by: User, at: datetime,
) -> CaseExample:  # fmt: skip
    """
    Keep an example in the library. It names nobody: whoever keeps it has read it for that.

    :param decided: how many decided for each level before they talked.
    :raises NotAllowed: if this person may not keep the library.
    :raises WordsMissing: if it lacks its title, words, rationale or annotation.
    """
    require(by, permissions.KEEP_EXAMPLES)
    if not all(words.strip() for words in (title, text, rationale, annotation)):
        raise WordsMissing
    example = CaseExample.objects.create(
        title=title.strip(), text=text.strip(), concerns=[str(each) for each in concerns], level=level,
        decided=dict(decided or {}), rationale=rationale.strip(), annotation=annotation.strip(), kept_by=by, kept_at=at,
    )  # fmt: skip
    note("example kept", by=by, at=at, subject=example)
    return example


@transaction.atomic
def withdraw_example(pk: int, *, because: str, by: User, at: datetime) -> CaseExample:
    """
    Take an example out of the library; it stays on record that it was there, and to whom it was shown.

    :raises NotAllowed: if this person may not keep the library.
    :raises WordsMissing: if it does not say why.
    :raises WithdrawnAlready: if it is out already.
    """
    require(by, permissions.KEEP_EXAMPLES)
    if not because.strip():
        raise WordsMissing
    example = CaseExample.objects.select_for_update().get(pk=pk)
    if example.withdrawn_at is not None:
        raise WithdrawnAlready
    example.withdrawn_at, example.withdrawn_by, example.withdrawn_because = at, by, because.strip()
    example.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_because"])
    note("example withdrawn", by=by, at=at, subject=example)
    return example


@transaction.atomic
def open_examples(contact: Contact, *, words: str, level: int | None = None, by: User, at: datetime) -> ProvisionalView:
    """
    Write down one's own view of a contact, and be shown similar examples. Who was shown which, and when, is kept.

    :raises NotAllowed: if this person may not look up examples.
    :raises Contact.DoesNotExist: if the contact is not theirs to read.
    :raises TooShort: if the view is not a sentence.
    """
    contact = queries.contact_to_think_about(contact.pk, viewer=by)
    if len(words.strip()) < SHORTEST_VIEW:
        raise TooShort
    view = ProvisionalView.objects.create(
        contact=contact, words=words.strip(), level=level, written_by=by, written_at=at
    )
    view.shown = [example.pk for example, _ in queries.find_similar(contact, viewer=by)]
    view.save(update_fields=["shown"])
    note("similar examples opened", by=by, at=at, subject=contact, view=view.pk, shown=view.shown)
    return view
