"""Laying down practice models, and choosing the one that new assessments follow."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction

from lintel.foundation.access.permissions import require
from lintel.foundation.audit_log.actions import note
from lintel.steps.assessments import permissions
from lintel.steps.assessments.models import PracticeChoice, PracticeModel
from lintel.steps.assessments.practice.reading import NotAPracticeModel, Practice, as_rows, read, shipped

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


class LaidDownAlready(Exception):
    """There is one with this code and version already. Give it the next version: the old one stays as it is."""


class NothingSaid(Exception):
    """This is said in words, or not at all."""


@transaction.atomic
def add_practice_model(text: str, *, by: User, at: datetime) -> PracticeModel:
    """
    Lay down a practice model of the authority's own, out of the text of its file.

    :raises NotAllowed: if this person may not choose practice models.
    :raises NotAPracticeModel: if the text is none; the words say what is missing.
    :raises LaidDownAlready: if this version is there, shipped or laid down.
    """
    require(by, permissions.CHOOSE_PRACTICE_MODEL)
    practice = read(text)
    if practice.key in shipped() or PracticeModel.objects.filter(key=practice.key).exists():
        raise LaidDownAlready
    return lay_down(practice, by=by, at=at)


@transaction.atomic
def choose(key: str, *, in_force_from: date, because: str, by: User, at: datetime) -> PracticeChoice:
    """
    Let new assessments follow a practice model from a day on. Those begun before keep theirs.

    :raises NotAllowed: if this person may not choose practice models.
    :raises NothingSaid: if no reason is given.
    :raises NotAPracticeModel: if there is none with this key.
    """
    require(by, permissions.CHOOSE_PRACTICE_MODEL)
    if not because.strip():
        raise NothingSaid
    model = PracticeModel.objects.filter(key=key).first()
    if model is None and key not in shipped():
        raise NotAPracticeModel("There is no such practice model.")
    choice = PracticeChoice.objects.create(
        model=model or lay_down(shipped()[key], by=by, at=at), in_force_from=in_force_from, because=because.strip(),
        chosen_at=at, chosen_by=by,
    )  # fmt: skip
    note("practice model chosen", by=by, at=at, subject=choice, model=key, in_force_from=str(in_force_from))
    return choice


def lay_down(practice: Practice, *, by: User, at: datetime) -> PracticeModel:
    """
    Write a practice model into the record, so that what is written under it stays readable; once, however often asked.

    It follows from an act that was allowed, so there is no permission of its own.
    """
    model, is_new = PracticeModel.objects.get_or_create(
        key=practice.key,
        defaults={
            "name": practice.name, "about": practice.about, "sections": as_rows(practice), "laid_at": at, "laid_by": by,
        },
    )  # fmt: skip
    if is_new:
        note("practice model laid down", by=by, at=at, subject=model, model=practice.key)
    return model
