from __future__ import annotations

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from lintel.foundation.provenance.models import Traced, happens_no_later_than, keep_history
from lintel.steps.assessments.codes import NO_FACTORS, Outcome


def _said(column: str) -> Q:
    return ~Q(**{column: ""})


def _one_of(first: str, second: str, *, name: str) -> models.CheckConstraint:
    """Either the one is said or the other, never both and never neither."""
    either = (_said(first) & Q(**{second: ""})) | (Q(**{first: ""}) & _said(second))
    return models.CheckConstraint(condition=either, name=name)


def _nobody_signs_their_own(name: str, *, clash: str) -> pgtrigger.Trigger:
    """
    Nobody authorises what they wrote, and nobody writes into what they authorised (hard stop 8).

    Both first take hold of the family's row, so that of two at once the second sees the first.

    :param clash: what must not be, once the row is held; `author` is the worker whose assessment it is.
    """
    return pgtrigger.Trigger(
        name=name, level=pgtrigger.Row, when=pgtrigger.Before, operation=pgtrigger.Insert | pgtrigger.Update,
        declare=[("author", "BIGINT")],
        func=f"""
            IF NEW.family_id IS NOT NULL THEN
                SELECT worker_id INTO author FROM assessments_familyassessment WHERE id = NEW.family_id FOR UPDATE;
                IF {clash} THEN
                    RAISE EXCEPTION 'nobody_authorises_what_they_wrote: family assessment %', NEW.family_id
                        USING ERRCODE = 'check_violation';
                END IF;
            END IF;
            RETURN NEW;
        """,  # noqa: S608 — our own words, no values
    )  # fmt: skip


@keep_history
class PracticeModel(models.Model):
    """
    A practice model as it was laid down: its sections, what each asks, and in which order.

    A new version is a new row. An assessment keeps the one it began with, so that its passages stay readable under the
    names they were written under.
    """

    key = models.CharField(max_length=40, unique=True, help_text="Code and version, such as systemic/1.")
    name = models.CharField(max_length=80)
    about = models.TextField(blank=True, default="")
    sections = models.JSONField(help_text="In order: code, title, prompts, and whether it is shared or each child's.")
    laid_at = models.DateTimeField()
    laid_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.CheckConstraint(condition=_said("name"), name="a_practice_model_has_a_name")]


@keep_history
class PracticeChoice(models.Model):
    """Which practice model new assessments follow, from a day on."""

    model = models.ForeignKey(PracticeModel, on_delete=models.PROTECT, related_name="choices")
    in_force_from = models.DateField()
    because = models.TextField()
    chosen_at = models.DateTimeField()
    chosen_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=_said("because"), name="a_practice_model_is_chosen_for_a_reason")
        ]


@keep_history
class FamilyAssessment(models.Model):
    """
    One single assessment of a child, or of brothers and sisters together: what they share is written once.

    Each child's own part, clock, needs and outcome are an `Assessment`, which points here. Children may have different
    outcomes on different days.
    """

    practice_model = models.CharField(max_length=40, help_text="Code of the practice model whose prompts it follows.")
    worker = models.ForeignKey("workforce.Worker", on_delete=models.PROTECT, related_name="+", help_text="Its author.")
    team = models.ForeignKey("workforce.Team", null=True, on_delete=models.PROTECT, related_name="+")
    began_at = models.DateTimeField()
    began_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    told_on = models.DateField(null=True, help_text="When the family was told, in plain words, that this is done.")
    told_how = models.TextField(blank=True, default="", help_text="What they were told, and how.")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(practice_model=""), name="an_assessment_follows_a_practice_model"),
            models.CheckConstraint(
                condition=Q(told_on__isnull=True) | _said("told_how"), name="a_family_is_told_in_words"
            ),
        ]


@keep_history
class Assessment(Traced):
    """
    One child's assessment. Complete when authorised; empty answers mean that the source does not say.

    `family` is empty where it was read from a file.
    """

    family = models.ForeignKey(FamilyAssessment, null=True, on_delete=models.PROTECT, related_name="assessments")
    child = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="assessments")
    referral = models.ForeignKey("referrals.Referral", null=True, on_delete=models.PROTECT, related_name="assessments")
    started_on = models.DateField()
    review_on = models.DateField(null=True, help_text="The internal review point.")
    authorised_on = models.DateField(null=True)
    child_seen = models.BooleanField(null=True)
    needs_support = models.BooleanField(null=True, help_text="Whether social care support was found to be needed.")
    factors = ArrayField(models.CharField(max_length=3), default=list, help_text="CIN factors at end of assessment.")
    team = models.ForeignKey("workforce.Team", null=True, on_delete=models.PROTECT, related_name="+")
    worker = models.ForeignKey("workforce.Worker", null=True, on_delete=models.PROTECT, related_name="+")
    authorised_at = models.DateTimeField(null=True)
    authorised_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=20, blank=True, default="", choices=[(o, o) for o in Outcome])
    outcome_because = models.TextField(blank=True, default="")
    concluded_at = models.DateTimeField(null=True, help_text="When factors, outcome and reasons were last written.")
    exceeded_because = models.TextField(blank=True, default="", help_text="Why it took longer than it may.")
    as_authorised = models.JSONField(
        null=True, help_text="What stood in its sections when it was authorised, shared and own, by section."
    )

    class Meta(Traced.Meta):
        constraints = [
            *Traced.Meta.constraints,
            happens_no_later_than("started_on", "authorised_on", name="an_assessment_is_authorised_after_it_starts"),
            models.UniqueConstraint(
                # One that an earlier episode left unfinished stays as it is, and does not bar the next.
                fields=["child", "referral"], condition=Q(family__isnull=False, authorised_on__isnull=True),
                nulls_distinct=False, name="a_child_has_one_assessment_under_way_in_an_episode",
            ),
            models.CheckConstraint(
                condition=Q(family__isnull=True)
                | Q(authorised_on__isnull=True, authorised_at__isnull=True, authorised_by__isnull=True)
                # Begun elsewhere, gone on with here, and authorised there after all: a file says so.
                | Q(source_file__isnull=False, authorised_at__isnull=True, authorised_by__isnull=True)
                | (
                    Q(authorised_on__isnull=False, authorised_at__isnull=False, authorised_by__isnull=False)
                    & _said("outcome")
                ),
                name="an_assessment_is_authorised_by_somebody_with_an_outcome",
            ),
            models.CheckConstraint(
                condition=Q(family__isnull=True) | ~Q(factors__contains=[NO_FACTORS]) | Q(factors=[NO_FACTORS]),
                name="no_factors_stands_alone",
            ),
        ]  # fmt: skip
        triggers = [
            _nobody_signs_their_own(
                "nobody_authorises_what_they_wrote",
                clash="""EXISTS (SELECT 1 FROM access_user WHERE id = NEW.authorised_by_id AND worker_id = author)
                      OR EXISTS (SELECT 1 FROM assessments_writer
                                 WHERE family_id = NEW.family_id AND user_id = NEW.authorised_by_id)""",
            )
        ]  # fmt: skip
        indexes = [models.Index(fields=["child", "started_on"]), models.Index(fields=["authorised_on"])]


@keep_history
class Need(models.Model):
    """
    What one child needs, in plain words: the need, what shows it, what will be different for the child, and by when.

    A plan is built from needs, and the family's version says them again. One that is no longer true is withdrawn with
    a reason, never rubbed out.
    """

    child = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="needs")
    assessment = models.ForeignKey(
        Assessment, null=True, on_delete=models.PROTECT, related_name="needs",
        help_text="Where it was found; empty where it came up later.",
    )  # fmt: skip
    words = models.TextField()
    evidence = models.TextField(blank=True, default="")
    different = models.TextField(blank=True, default="", help_text="What will be different for the child.")
    by_when = models.DateField(null=True)
    impact = models.TextField(blank=True, default="", help_text="What it does to the child: “When…, Mia…”.")
    written_at = models.DateTimeField()
    written_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_because = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(words=""), name="a_need_says_what_is_needed"),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_because="")
                | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_because="")),
                name="a_need_is_withdrawn_with_a_reason",
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["child", "written_at"])]


@keep_history
class Passage(models.Model):
    """
    One section of an assessment as it stands: the shared part's where `child` is empty, else that child's own.

    `version` grows by one with every change. Whoever writes says which version they had read, so two who write the same
    passage meet, and two who write different ones do not.
    """

    family = models.ForeignKey(FamilyAssessment, on_delete=models.PROTECT, related_name="passages")
    child = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    section = models.CharField(max_length=40)
    words = models.TextField(blank=True, default="")
    version = models.PositiveIntegerField()
    written_at = models.DateTimeField()
    written_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["family", "child", "section"],
                nulls_distinct=False,
                name="a_section_is_one_passage_for_each_part",
            ),
            models.CheckConstraint(condition=Q(version__gte=1), name="a_passage_begins_with_its_first_version"),
        ]


class Writer(models.Model):
    """Somebody who wrote something into an assessment, whatever became of their words. They never authorise it."""

    family = models.ForeignKey(FamilyAssessment, on_delete=models.PROTECT, related_name="writers")
    user = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["family", "user"], name="a_writer_is_named_once")]
        triggers = [
            _nobody_signs_their_own(
                "nobody_writes_into_what_they_authorised",
                clash="""EXISTS (SELECT 1 FROM assessments_assessment
                                 WHERE family_id = NEW.family_id AND authorised_by_id = NEW.user_id)""",
            )
        ]


@keep_history
class ToSee(models.Model):
    """Somebody to be seen or asked for an assessment, and by when. Part of its plan."""

    family = models.ForeignKey(FamilyAssessment, on_delete=models.PROTECT, related_name="to_see")
    who = models.CharField(max_length=120)
    by_when = models.DateField(null=True)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    done_on = models.DateField(null=True)
    dropped_because = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=_said("who"), name="a_plan_says_whom_to_see"),
            models.CheckConstraint(
                condition=Q(done_on__isnull=True) | Q(dropped_because=""), name="somebody_is_seen_or_dropped_never_both"
            ),
        ]


@keep_history
class ParentView(models.Model):
    """
    What a parent or carer thinks, in their words; or why they were not asked.

    `person` is who is known. Where no father or no mother is on record, `child` is whose, and the view says why nobody
    was asked, or what somebody said who was found.
    """

    family = models.ForeignKey(FamilyAssessment, on_delete=models.PROTECT, related_name="parent_views")
    person = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    child = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    words = models.TextField(blank=True, default="")
    not_sought_because = models.TextField(blank=True, default="")
    written_at = models.DateTimeField()
    written_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            _one_of("words", "not_sought_because", name="a_view_is_recorded_or_there_is_a_reason"),
            models.UniqueConstraint(
                fields=["family", "person", "child"],
                nulls_distinct=False,
                name="a_parent_has_one_view_in_an_assessment",
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=True, child__isnull=False) | Q(person__isnull=False, child__isnull=True),
                name="a_view_is_of_a_person_or_of_a_childs_unknown_parent",
            ),
        ]


@keep_history
class Midpoint(models.Model):
    """A manager looks at an assessment half-way: what direction they give, or why none."""

    family = models.ForeignKey(FamilyAssessment, on_delete=models.PROTECT, related_name="midpoints")
    held_at = models.DateTimeField()
    held_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    direction = models.TextField(blank=True, default="")
    none_because = models.TextField(blank=True, default="")

    class Meta:
        constraints = [_one_of("direction", "none_because", name="a_midpoint_gives_a_direction_or_says_why_none")]


@keep_history
class HistoryUse(models.Model):
    """A line of a child's chronology: the section that uses it, or why it was set aside."""

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="history")
    record = models.CharField(max_length=80, help_text="What the line was read from: front_door.childcontact/12.")
    section = models.CharField(max_length=40, blank=True, default="")
    set_aside_because = models.TextField(blank=True, default="")
    written_at = models.DateTimeField()
    written_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            _one_of("section", "set_aside_because", name="history_is_used_or_set_aside_for_a_reason"),
            models.UniqueConstraint(
                fields=["assessment", "record"], name="a_line_of_history_is_weighed_once_in_an_assessment"
            ),
        ]


@keep_history
class Sending(models.Model):
    """One child's assessment before a manager: sent, and sent back with what is missing where it was."""

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="sendings")
    sent_at = models.DateTimeField()
    sent_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    returned_at = models.DateTimeField(null=True)
    returned_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    missing = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["assessment"],
                condition=Q(returned_at__isnull=True),
                name="an_assessment_is_sent_one_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(returned_at__isnull=True, missing="")
                | (Q(returned_at__isnull=False, returned_by__isnull=False) & _said("missing")),
                name="an_assessment_is_sent_back_with_what_is_missing",
            ),
        ]
