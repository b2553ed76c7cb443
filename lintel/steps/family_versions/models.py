from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import Q

from lintel.foundation.provenance.models import keep_history
from lintel.steps.family_versions.codes import About, Reader, Way

# What nobody changes once it is finished. Whose record it belongs to may still move when two records are merged.
FINISHED_FOR_EVER = (
    "about", "reader", "title", "letter", "going_well", "next_steps", "ring", "written_at", "finished_at",
)  # fmt: skip
WORDS_CHANGE_THOUGH_FINISHED = "OLD.finished_at IS NOT NULL AND ({})".format(
    " OR ".join(f"OLD.{name} IS DISTINCT FROM NEW.{name}" for name in FINISHED_FOR_EVER)
)
REFUSE_WHERE_FINISHED = """
IF EXISTS (
    SELECT 1 FROM family_versions_familyversion
    WHERE id IN (COALESCE(NEW.version_id, OLD.version_id), OLD.version_id) AND finished_at IS NOT NULL
) THEN
    RAISE EXCEPTION 'A finished family version does not change.';
END IF;
IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
RETURN NEW;
"""


def _of_one_thing() -> Q:
    """That it points at what it is about, and at nothing else."""
    empty = {"assessment__isnull": True, "cin_plan__isnull": True, "cp_plan__isnull": True}
    allowed = Q(about=About.LETTER, **empty)
    for about in (About.ASSESSMENT, About.CIN_PLAN, About.CP_PLAN):
        allowed |= Q(about=about, **(empty | {f"{about}__isnull": False}))
    return allowed


@keep_history
class FamilyVersion(models.Model):
    """
    What an assessment or a plan says, or a letter, in plain words, for one person of a family.

    A draft until it is finished; from then on its words are as they were read, and another version takes its place.
    """

    child = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="family_versions")
    about = models.CharField(max_length=10, choices=[(a, a) for a in About])
    assessment = models.ForeignKey("assessments.Assessment", null=True, on_delete=models.PROTECT, related_name="+")
    cin_plan = models.ForeignKey("plans.CinPlan", null=True, on_delete=models.PROTECT, related_name="+")
    cp_plan = models.ForeignKey("plans.CpPlan", null=True, on_delete=models.PROTECT, related_name="+")
    to = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+", help_text="Who reads it.")
    reader = models.CharField(max_length=12, choices=[(r, r) for r in Reader])
    title = models.CharField(max_length=160)
    letter = models.TextField(blank=True, default="", help_text="The words it opens with, or the whole of a letter.")
    going_well = models.TextField(blank=True, default="")
    next_steps = models.TextField(blank=True, default="", help_text="What happens next, and when.")
    ring = models.TextField(help_text="Whom to ring.")
    written_at = models.DateTimeField()
    written_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    finished_at = models.DateTimeField(null=True)
    finished_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    replaces = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="replaced_by")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=_of_one_thing(), name="a_family_version_is_about_one_thing"),
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(ring=""), name="a_family_version_says_what_it_is_and_whom_to_ring"
            ),
            models.CheckConstraint(
                condition=Q(finished_at__isnull=True, finished_by__isnull=True)
                | Q(finished_at__isnull=False, finished_by__isnull=False),
                name="a_family_version_is_finished_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(replaces__isnull=True) | ~Q(replaces=models.F("id")),
                name="a_family_version_does_not_replace_itself",
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["child", "written_at"])]
        triggers = [
            pgtrigger.Protect(
                name="words_stay_as_they_were_read", operation=pgtrigger.Update,
                condition=pgtrigger.Condition(WORDS_CHANGE_THOUGH_FINISHED),
            ),
            pgtrigger.Protect(
                name="what_was_finished_is_not_thrown_away", operation=pgtrigger.Delete,
                condition=pgtrigger.Q(old__finished_at__isnull=False),
            ),
        ]  # fmt: skip


@keep_history
class Worry(models.Model):
    """One worry in a family version: what it is, what it does to the child, what would be better, and who does what."""

    version = models.ForeignKey(FamilyVersion, on_delete=models.PROTECT, related_name="worries")
    place = models.PositiveSmallIntegerField()
    need = models.ForeignKey(
        "assessments.Need", null=True, on_delete=models.PROTECT, related_name="+",
        help_text="Where its words came from; empty where it was written for the family alone.",
    )  # fmt: skip
    worry = models.TextField()
    impact = models.TextField(blank=True, default="", help_text="“When…, Mia…”.")
    better = models.TextField(blank=True, default="", help_text="What will be different for the child, and by when.")
    ask = models.TextField(blank=True, default="", help_text="What we ask of whoever reads it.")
    will_do = models.TextField(blank=True, default="", help_text="What we will do.")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(worry=""), name="a_worry_says_what_it_is"),
            models.UniqueConstraint(fields=["version", "place"], name="each_worry_has_its_place"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="worries_stay_as_they_were_read", when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete, func=REFUSE_WHERE_FINISHED,
            )
        ]  # fmt: skip


@keep_history
class Sharing(models.Model):
    """That a family version reached the person it is for: on which day, how, and in which language."""

    version = models.ForeignKey(FamilyVersion, on_delete=models.PROTECT, related_name="sharings")
    shared_on = models.DateField()
    way = models.CharField(max_length=13, choices=[(w, w) for w in Way])
    where = models.CharField(max_length=200, blank=True, default="", help_text="The address it went to.")
    language = models.CharField(max_length=60, blank=True, default="", help_text="Besides English, by plain name.")
    interpreter = models.CharField(max_length=120, blank=True, default="", help_text="Who put it into their language.")
    rule = models.TextField(blank=True, default="", help_text="The safe-contact rule that was passed over.")
    despite = models.TextField(blank=True, default="", help_text="Why it was passed over.")
    recorded_at = models.DateTimeField()
    shared_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(way__in=[Way.POST, Way.EMAIL]) | ~Q(where=""), name="what_is_sent_says_where_it_went"
            ),
            models.CheckConstraint(
                condition=Q(rule="", despite="") | (~Q(rule="") & ~Q(despite="")),
                name="a_safe_contact_rule_is_passed_over_with_a_reason",
            ),
        ]
        indexes = [models.Index(fields=["version", "shared_on"])]


@keep_history
class TeachBack(models.Model):
    """What the reader said, asked to say it back: the worry, what is asked of them, and what happens next."""

    version = models.ForeignKey(FamilyVersion, on_delete=models.PROTECT, related_name="said_back")
    said_on = models.DateField()
    worry_said = models.BooleanField()
    worry_words = models.TextField(blank=True, default="")
    ask_said = models.BooleanField()
    ask_words = models.TextField(blank=True, default="")
    next_said = models.BooleanField()
    next_words = models.TextField(blank=True, default="")
    recorded_at = models.DateTimeField()
    asked_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=(Q(worry_said=False) | ~Q(worry_words=""))
                & (Q(ask_said=False) | ~Q(ask_words=""))
                & (Q(next_said=False) | ~Q(next_words="")),
                name="what_they_could_say_is_kept_in_their_words",
            )
        ]
        indexes = [models.Index(fields=["version", "said_on"])]


@keep_history
class Disagreement(models.Model):
    """What the reader does not agree with, in their own words; it stands with the paper for ever."""

    version = models.ForeignKey(FamilyVersion, on_delete=models.PROTECT, related_name="disagreements")
    words = models.TextField()
    said_on = models.DateField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(words=""), name="a_disagreement_is_in_their_words")]


@keep_history
class Translation(models.Model):
    """A finished family version in another language, sentence by sentence, by the numbers of its own sentences."""

    version = models.ForeignKey(FamilyVersion, on_delete=models.PROTECT, related_name="translations")
    language = models.CharField(max_length=12, help_text="Its code, such as pl or ur.")
    sentences = models.JSONField(help_text="By the number of the English sentence.")
    put_in_at = models.DateTimeField()
    put_in_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "language"], name="a_family_version_has_one_text_in_a_language"),
            models.CheckConstraint(condition=~Q(language=""), name="a_translation_says_its_language"),
        ]
