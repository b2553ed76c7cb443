from __future__ import annotations

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from lintel.foundation.provenance.models import happens_no_later_than, keep_history
from lintel.oversight.audits.models import GRADES
from lintel.oversight.moderation.codes import Because, Lack

SOMEBODY_ELSE = """
    IF EXISTS (SELECT 1 FROM audits_audit a LEFT JOIN audits_audit t ON t.id = a.twin_of_id OR t.twin_of_id = a.id
               WHERE a.id = NEW.audit_id AND NEW.moderator_id IN (a.auditor_id, t.auditor_id)) THEN
        RAISE EXCEPTION 'nobody moderates their own audit' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""
WHILE_IT_IS_OPEN = """
    IF EXISTS (SELECT 1 FROM moderation_moderation m WHERE m.id = COALESCE(NEW.moderation_id, OLD.moderation_id)
               AND m.locked_at IS NOT NULL) THEN
        RAISE EXCEPTION 'what a locked grade rests on is not rewritten' USING ERRCODE = 'check_violation';
    END IF;
    RETURN COALESCE(NEW, OLD);
"""


class DrawSeed(models.Model):
    """What audits are drawn with. Kept so that anybody may check afterwards that nobody chose."""

    seed = models.CharField(max_length=64)
    made_at = models.DateTimeField()


@keep_history
class Moderation(models.Model):
    """
    An audit that was drawn to be moderated: the record read again, and graded, before the first grade is shown.

    `drawn_because` and `chance` are kept for the reckoning and are shown to nobody before the grade is locked: that an
    audit was drawn for its grade would give the grade away.
    """

    audit = models.ForeignKey("audits.Audit", on_delete=models.PROTECT, related_name="moderations")
    place = models.PositiveSmallIntegerField(default=1, help_text="1, or 2 for the second of two moderators.")
    is_for_outside = models.BooleanField(default=False, help_text="To be moderated by somebody from outside.")
    moderator = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    drawn_because = models.CharField(max_length=20, choices=[(b, b) for b in Because])
    chance = models.FloatField(default=1.0)
    drawn_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True)
    record_read_at = models.DateTimeField(null=True)
    grade = models.PositiveSmallIntegerField(choices=GRADES, null=True)
    why = models.TextField(blank=True, default="")
    locked_at = models.DateTimeField(null=True)
    evidence_supports = models.BooleanField(null=True)
    supports_why = models.TextField(blank=True, default="")
    judged_at = models.DateTimeField(null=True)
    discussion = models.TextField(blank=True, default="")
    discussed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["audit", "moderator"], name="a_moderator_reads_an_audit_once"),
            models.UniqueConstraint(fields=["audit", "place"], name="each_moderator_of_an_audit_has_a_place"),
            models.CheckConstraint(condition=Q(chance__gt=0, chance__lte=1), name="a_moderated_audit_had_a_chance"),
            models.CheckConstraint(
                condition=Q(moderator__isnull=True, taken_at__isnull=True)
                | Q(moderator__isnull=False, taken_at__isnull=False),
                name="a_moderation_taken_says_by_whom_and_when",
            ),
            models.CheckConstraint(
                condition=Q(locked_at__isnull=True)
                | (Q(grade__isnull=False, record_read_at__isnull=False, moderator__isnull=False) & ~Q(why="")),
                name="a_moderated_grade_is_locked_after_the_record_was_read",
            ),
            models.CheckConstraint(
                condition=Q(evidence_supports__isnull=True, judged_at__isnull=True)
                | Q(evidence_supports__isnull=False, judged_at__isnull=False, locked_at__isnull=False),
                name="evidence_is_judged_after_the_own_grade_is_locked",
            ),
            models.CheckConstraint(
                condition=~Q(evidence_supports=False) | ~Q(supports_why=""),
                name="evidence_that_does_not_support_a_grade_says_why",
            ),
            models.CheckConstraint(
                condition=Q(discussed_at__isnull=True, discussion="")
                | (Q(discussed_at__isnull=False, judged_at__isnull=False) & ~Q(discussion="")),
                name="a_talk_about_two_grades_says_what_came_of_it",
            ),
            happens_no_later_than("record_read_at", "locked_at", name="a_moderator_reads_before_grading"),
        ]
        indexes = [models.Index(fields=["locked_at"])]
        triggers = [
            pgtrigger.Trigger(
                name="nobody_moderates_their_own_audit",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=SOMEBODY_ELSE,
            ),
            pgtrigger.Protect(
                name="a_moderated_grade_is_locked",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__locked_at__isnull=False)
                & (
                    pgtrigger.Q(old__grade__df=pgtrigger.F("new__grade"))
                    | pgtrigger.Q(old__why__df=pgtrigger.F("new__why"))
                    | pgtrigger.Q(old__locked_at__df=pgtrigger.F("new__locked_at"))
                    | pgtrigger.Q(old__moderator__df=pgtrigger.F("new__moderator"))
                ),
            ),
            pgtrigger.Protect(name="a_moderation_stays", operation=pgtrigger.Delete),
        ]


@keep_history
class ModeratorCitation(models.Model):
    """A piece of the record that a moderator's own grade rests on."""

    moderation = models.ForeignKey(Moderation, on_delete=models.PROTECT, related_name="citations")
    source = models.CharField(max_length=120, help_text="The entry of the record, as the chronology names it.")
    source_words = models.CharField(max_length=200, help_text="What that entry is, and its day, in words.")
    quote = models.TextField()
    cited_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(quote="") & ~Q(source=""), name="a_moderator_quotes_from_the_record"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="what_a_locked_grade_rests_on_stays",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func=WHILE_IT_IS_OPEN,
            ),
        ]


@keep_history
class JudgedAnswer(models.Model):
    """What a moderator found an answer of the audit to lack, after locking a grade; nothing where it lacks nothing."""

    moderation = models.ForeignKey(Moderation, on_delete=models.PROTECT, related_name="judged_answers")
    question = models.CharField(max_length=60)
    lacks = ArrayField(models.CharField(max_length=10, choices=[(each, each) for each in Lack]), default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["moderation", "question"], name="an_answer_is_judged_once"),
        ]


class FiguresTold(models.Model):
    """That an auditor was told there is enough to say how their grades lie; nobody else is shown it before."""

    auditor = models.OneToOneField("access.User", on_delete=models.PROTECT, related_name="+")
    pairs = models.PositiveSmallIntegerField()
    told_at = models.DateTimeField()


@keep_history
class Outsider(models.Model):
    """Somebody who moderates from outside the service, and from where."""

    user = models.OneToOneField("access.User", on_delete=models.PROTECT, related_name="+")
    from_where = models.CharField(max_length=120)
    named_at = models.DateTimeField()
    named_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(from_where=""), name="somebody_from_outside_says_from_where"),
        ]
