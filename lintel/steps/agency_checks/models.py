from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import Q

from lintel.foundation.provenance.models import happens_no_later_than, keep_history
from lintel.steps.agency_checks.codes import ChaseMeans, Known, LawfulBasis

# What was asked stands as it was asked; only what comes of it is added.
WHAT_COMES_OF_IT = [
    "answered_at", "answered_by", "answered_by_name", "written_down_by", "words", "withdrawn_at", "withdrawn_by",
    "withdrawn_because",
]  # fmt: skip


def _is_rewritten(*columns: str) -> pgtrigger.Q:
    changed = pgtrigger.Q()
    for column in columns:
        changed |= pgtrigger.Q(**{f"old__{column}__df": pgtrigger.F(f"new__{column}")})
    return changed


class AgencyCheckQuerySet(models.QuerySet["AgencyCheck"]):
    def owed(self) -> AgencyCheckQuerySet:
        """Checks to which an answer is owed."""
        return self.filter(answered_at__isnull=True, withdrawn_at__isnull=True)


@keep_history
class AgencyCheck(models.Model):
    """
    One question to one agency about children in a contact, and what the agency answered.

    The agency sees `asked_about` and the question, and nothing else of the contact. `words` are the agency's own and
    are never edited here; what it adds later stands beside them (`Addition`). `shared_for` says what it is shared for.
    """

    contact = models.ForeignKey("front_door.Contact", on_delete=models.PROTECT, related_name="agency_checks")
    children = models.ManyToManyField("front_door.ChildContact", through="AskedAbout", related_name="+")
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="checks")
    question = models.TextField()
    lawful_basis = models.CharField(max_length=15, choices=[(b, b) for b in LawfulBasis])
    basis_words = models.TextField(help_text="Why the basis holds here.")
    shared_for = models.CharField(max_length=200, help_text="What an answer is shared for; kept with it.")
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    due_at = models.DateTimeField()
    words = models.TextField(blank=True, default="", help_text="The agency’s answer, word for word.")
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    answered_by_name = models.CharField(max_length=120, blank=True, default="", help_text="Who said it by telephone.")
    written_down_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_because = models.TextField(blank=True, default="")

    objects = AgencyCheckQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(question="") & ~Q(basis_words="") & ~Q(shared_for=""),
                name="a_check_says_what_is_asked_on_what_basis_and_what_for",
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answered_by__isnull=True, written_down_by__isnull=True)
                | Q(answered_at__isnull=False, answered_by__isnull=False, written_down_by__isnull=True)
                | (Q(answered_at__isnull=False, answered_by__isnull=True, written_down_by__isnull=False)
                   & ~Q(answered_by_name="")),
                name="an_answer_is_from_a_member_or_told_to_somebody_who_wrote_it_down",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
                | (Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(withdrawn_because="")),
                name="a_check_is_withdrawn_by_somebody_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True) | Q(withdrawn_at__isnull=True),
                name="a_check_is_answered_or_withdrawn_not_both",
            ),
            happens_no_later_than("asked_at", "due_at", name="a_check_is_due_after_it_is_asked"),
            happens_no_later_than("asked_at", "answered_at", name="a_check_is_answered_after_it_is_asked"),
            happens_no_later_than("asked_at", "withdrawn_at", name="a_check_is_withdrawn_after_it_is_asked"),
        ]  # fmt: skip
        indexes = [models.Index(fields=["agency", "asked_at"]), models.Index(fields=["contact"])]
        triggers = [
            pgtrigger.ReadOnly(name="what_was_asked_is_never_rewritten", exclude=WHAT_COMES_OF_IT),
            pgtrigger.Protect(
                name="an_answer_is_never_rewritten",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__answered_at__isnull=False)
                & _is_rewritten("words", "answered_at", "answered_by", "answered_by_name", "written_down_by"),
            ),
        ]


@keep_history
class AskedAbout(models.Model):
    """
    One child a check is about: who the agency is told it is, frozen as asked, and whether the agency knows them.

    An address is here only where the asker chose to give it, and never a confidential one.
    """

    check_asked = models.ForeignKey(AgencyCheck, on_delete=models.PROTECT, related_name="asked_about")
    child_contact = models.ForeignKey("front_door.ChildContact", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=250)
    date_of_birth = models.DateField(null=True)
    address = models.TextField(blank=True, default="")
    known = models.CharField(max_length=12, choices=[(k, k) for k in Known], blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["check_asked", "child_contact"], name="a_child_is_asked_about_once")
        ]
        triggers = [
            pgtrigger.ReadOnly(name="who_was_asked_about_is_never_rewritten", exclude=["known"]),
            pgtrigger.Protect(
                name="what_an_agency_knows_is_never_rewritten",
                operation=pgtrigger.Update,
                condition=~pgtrigger.Q(old__known="") & _is_rewritten("known"),
            ),
        ]


class Addition(models.Model):
    """What an agency adds to an answer later; the answer itself stays as it was."""

    check_asked = models.ForeignKey(AgencyCheck, on_delete=models.PROTECT, related_name="additions")
    words = models.TextField()
    added_at = models.DateTimeField()
    added_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(words=""), name="an_addition_says_something")]
        triggers = [pgtrigger.Protect(name="only_ever_added_to", operation=pgtrigger.Update | pgtrigger.Delete)]


class Chase(models.Model):
    """That an agency was reminded: by somebody, or by the clock, which also says how far up the ladder it went."""

    check_asked = models.ForeignKey(AgencyCheck, on_delete=models.PROTECT, related_name="chases")
    means = models.CharField(max_length=9, choices=[(m, m) for m in ChaseMeans])
    words = models.CharField(max_length=300, blank=True, default="")
    rung = models.PositiveSmallIntegerField(null=True)
    chased_at = models.DateTimeField()
    chased_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["check_asked", "rung"], condition=Q(rung__isnull=False), name="a_rung_is_climbed_once"
            ),
            models.CheckConstraint(
                condition=Q(means=ChaseMeans.CLOCK, chased_by__isnull=True, rung__isnull=False)
                | (~Q(means=ChaseMeans.CLOCK) & Q(chased_by__isnull=False, rung__isnull=True)),
                name="an_agency_is_chased_by_somebody_or_by_the_clock",
            ),
        ]
        triggers = [pgtrigger.Protect(name="only_ever_added_to", operation=pgtrigger.Update | pgtrigger.Delete)]
