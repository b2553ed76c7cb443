from __future__ import annotations

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from lintel.foundation.provenance.models import happens_no_later_than, keep_history
from lintel.steps.enquiry_work.codes import Became, Outcome, Section


def _says(field: str) -> Q:
    """More than blanks."""
    return Q(**{f"{field}__regex": r"\S"})


def _stands_as_signed(name: str) -> pgtrigger.Trigger:
    """
    Nothing is added to, changed in or taken from an enquiry that is signed.

    It first takes hold of the enquiry's row, so that of writing and signing at once the second sees the first.
    """
    return pgtrigger.Trigger(
        name=name, level=pgtrigger.Row, when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete, declare=[("signed", "TIMESTAMPTZ")],
        func="""
            IF TG_OP = 'DELETE' THEN
                SELECT signed_at INTO signed FROM enquiry_work_enquirywork WHERE id = OLD.work_id FOR UPDATE;
            ELSE
                SELECT signed_at INTO signed FROM enquiry_work_enquirywork WHERE id = NEW.work_id FOR UPDATE;
            END IF;
            IF signed IS NOT NULL THEN
                RAISE EXCEPTION 'a_signed_enquiry_does_not_change' USING ERRCODE = 'check_violation';
            END IF;
            IF TG_OP = 'DELETE' THEN
                RETURN OLD;
            END IF;
            RETURN NEW;
        """,
    )  # fmt: skip


@keep_history
class EnquiryWork(models.Model):
    """
    What is written of one child's enquiry, up to the manager's signature, after which none of it changes.

    Its author is the worker whose enquiry it is; whoever wrote a word of it is a `Writer` beside them.
    """

    enquiry = models.OneToOneField("enquiries.Section47Enquiry", on_delete=models.PROTECT, related_name="work")
    began_at = models.DateTimeField()
    began_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=13, blank=True, default="", choices=[(o, o) for o in Outcome])
    written_at = models.DateTimeField(null=True, help_text="When anything in it was last written or taken back.")
    signed_at = models.DateTimeField(null=True)
    signed_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(signed_at__isnull=True, signed_by__isnull=True)
                | (Q(signed_at__isnull=False, signed_by__isnull=False) & ~Q(outcome="")),
                name="an_enquiry_is_signed_by_somebody_with_an_outcome",
            ),
            happens_no_later_than("began_at", "signed_at", name="an_enquiry_is_signed_after_it_is_written"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="nobody_signs_what_they_wrote", level=pgtrigger.Row, when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                condition=pgtrigger.Condition("NEW.signed_by_id IS NOT NULL"),
                func="""
                    IF EXISTS (SELECT 1 FROM enquiry_work_writer
                               WHERE work_id = NEW.id AND user_id = NEW.signed_by_id)
                    OR EXISTS (SELECT 1 FROM enquiries_section47enquiry AS enquiry
                               JOIN access_user AS author ON author.worker_id = enquiry.worker_id
                               WHERE enquiry.id = NEW.enquiry_id AND author.id = NEW.signed_by_id) THEN
                        RAISE EXCEPTION 'nobody_signs_what_they_wrote: enquiry work %', NEW.id
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
            pgtrigger.Protect(
                name="a_signed_enquiry_does_not_change", operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Condition("OLD.signed_at IS NOT NULL"),
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["signed_at"])]


@keep_history
class Passage(models.Model):
    """One section of the analysis as it stands. `version` grows by one with every change."""

    work = models.ForeignKey(EnquiryWork, on_delete=models.PROTECT, related_name="passages")
    section = models.CharField(max_length=15, choices=[(s, s) for s in Section])
    words = models.TextField(blank=True, default="")
    version = models.PositiveIntegerField()
    written_at = models.DateTimeField()
    written_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["work", "section"], name="a_section_of_an_enquiry_is_one_passage"),
            models.CheckConstraint(condition=Q(version__gte=1), name="a_passage_of_an_enquiry_begins_with_its_first"),
        ]
        triggers = [_stands_as_signed("a_passage_stands_as_signed")]


class Writer(models.Model):
    """Somebody who wrote something into an enquiry, whatever became of their words. They never sign it."""

    work = models.ForeignKey(EnquiryWork, on_delete=models.PROTECT, related_name="writers")
    user = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["work", "user"], name="a_writer_of_an_enquiry_is_named_once")]
        triggers = [
            _stands_as_signed("writers_stand_as_signed"),
            pgtrigger.Protect(name="a_writer_is_never_forgotten", operation=pgtrigger.Update | pgtrigger.Delete),
        ]


@keep_history
class ItemUse(models.Model):
    """
    What becomes of a line of the child's chronology: used in a section, or as somebody says in a word; or set aside.

    `record` names what the line was read from: "front_door.childcontact/12".
    """

    work = models.ForeignKey(EnquiryWork, on_delete=models.PROTECT, related_name="items")
    record = models.CharField(max_length=80)
    section = models.CharField(max_length=15, blank=True, default="", choices=[(s, s) for s in Section])
    how = models.TextField(blank=True, default="", help_text="A word on how it is used.")
    set_aside_because = models.TextField(blank=True, default="")
    written_at = models.DateTimeField()
    written_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=((~Q(section="") | _says("how")) & Q(set_aside_because=""))
                | (Q(section="", how="") & _says("set_aside_because")),
                name="an_item_is_used_or_set_aside_for_a_reason",
            ),
            models.UniqueConstraint(fields=["work", "record"], name="an_item_is_weighed_once_in_an_enquiry"),
        ]
        triggers = [_stands_as_signed("items_stand_as_signed")]


@keep_history
class Sending(models.Model):
    """An enquiry before a manager: sent, and sent back with what is missing where it was."""

    work = models.ForeignKey(EnquiryWork, on_delete=models.PROTECT, related_name="sendings")
    sent_at = models.DateTimeField()
    sent_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    returned_at = models.DateTimeField(null=True)
    returned_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    missing = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["work"], condition=Q(returned_at__isnull=True), name="an_enquiry_is_sent_one_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(returned_at__isnull=True, missing="")
                | (Q(returned_at__isnull=False, returned_by__isnull=False) & _says("missing")),
                name="an_enquiry_is_sent_back_with_what_is_missing",
            ),
            happens_no_later_than("sent_at", "returned_at", name="an_enquiry_comes_back_after_it_is_sent"),
        ]
        triggers = [_stands_as_signed("sendings_stand_as_signed")]


class SignedItem(models.Model):
    """
    A significant item of history as it read when the enquiry was signed, and what had become of it; one that nobody
    had used or set aside is printed as uncovered, with the name of whoever signed.

    `whose` are the children it is about, by number: a reader from whom one of them is kept does not read it.
    """

    work = models.ForeignKey(EnquiryWork, on_delete=models.PROTECT, related_name="signed_items")
    record = models.CharField(max_length=80)
    happened_on = models.DateField()
    what = models.TextField()
    detail = models.TextField(blank=True, default="")
    matters_because = models.CharField(max_length=300)
    whose = ArrayField(models.BigIntegerField())
    became = models.CharField(max_length=9, choices=[(b, b) for b in Became])
    section = models.CharField(max_length=15, blank=True, default="")
    said = models.TextField(blank=True, default="", help_text="How it is used, or why it was set aside.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["work", "record"], name="an_item_stands_once_on_a_signed_enquiry"),
            models.CheckConstraint(
                condition=Q(became=Became.UNCOVERED, section="", said="")
                | Q(became=Became.SET_ASIDE, section="") & _says("said")
                | Q(became=Became.USED) & (~Q(section="") | _says("said")),
                name="a_signed_item_is_uncovered_or_says_what_became_of_it",
            ),
        ]
        triggers = [_stands_as_signed("signed_items_stand_as_signed")]
