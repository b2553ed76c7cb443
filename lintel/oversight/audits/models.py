from __future__ import annotations

from typing import TYPE_CHECKING

import pgtrigger
from django.db import models
from django.db.models import F, Q

from lintel.foundation.provenance.models import happens_no_later_than, keep_history
from lintel.oversight.audits.codes import Grade, Voice

if TYPE_CHECKING:
    from lintel.foundation.access.models import User

GRADES = [(int(grade), grade.words) for grade in Grade]

# Hard stop 10, where no screen and no script gets past it.
WITH_BOTH_ANSWERS_AND_EVIDENCE = """
    IF (SELECT count(*) FROM audits_answer a
        WHERE a.audit_id = NEW.audit_id AND a.question IN ('right_plan', 'in_time')
          AND a.verdict <> '' AND a.words <> ''
          AND EXISTS (SELECT 1 FROM audits_citation c WHERE c.audit_id = a.audit_id AND c.question = a.question)) < 2
    THEN
        RAISE EXCEPTION 'an audit answers both core questions with evidence' USING ERRCODE = 'check_violation';
    END IF;
    IF NOT EXISTS (SELECT 1 FROM audits_citation c WHERE c.audit_id = NEW.audit_id AND c.question = '') THEN
        RAISE EXCEPTION 'a grade has evidence' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""
# Blindness, where no screen and no script gets past it. The table of moderations is laid by `oversight.moderation`.
STAYS_SEALED = """
    IF OLD.sealed AND NOT NEW.sealed THEN
        IF EXISTS (SELECT 1 FROM moderation_moderation m WHERE m.audit_id = NEW.audit_id AND m.locked_at IS NULL) THEN
            RAISE EXCEPTION 'a grade stays sealed until its moderator has locked theirs'
                USING ERRCODE = 'check_violation';
        END IF;
        IF EXISTS (SELECT 1 FROM audits_audit a JOIN audits_audit t ON t.id = a.twin_of_id OR t.twin_of_id = a.id
                   WHERE a.id = NEW.audit_id AND t.submitted_at IS NULL AND t.withdrawn_at IS NULL) THEN
            RAISE EXCEPTION 'a grade stays sealed until the other auditor has handed theirs in'
                USING ERRCODE = 'check_violation';
        END IF;
    END IF;
    RETURN NEW;
"""
WHILE_IT_IS_IN_HAND = """
    IF EXISTS (SELECT 1 FROM audits_audit a WHERE a.id = COALESCE(NEW.audit_id, OLD.audit_id)
               AND (a.submitted_at IS NOT NULL OR a.withdrawn_at IS NOT NULL)) THEN
        RAISE EXCEPTION 'an audit handed in is not rewritten' USING ERRCODE = 'check_violation';
    END IF;
    RETURN COALESCE(NEW, OLD);
"""


def _only_in_hand(name: str) -> pgtrigger.Trigger:
    """What belongs to an audit stays as it was when the audit was handed in."""
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        func=WHILE_IT_IS_IN_HAND,
    )


@keep_history
class Audit(models.Model):
    """
    One child's record, to be read by one auditor with one tool.

    `twin_of` is set on the second of two audits of the same record by two people who do not know of each other's.
    `instead_of` is a withdrawn audit that was given to this auditor.
    The grade is not here but in `Grading`, so that a list of audits cannot show it by accident.
    """

    cycle = models.ForeignKey(
        "audit_cycles.Cycle", null=True, blank=True, on_delete=models.PROTECT, related_name="audits"
    )
    child = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    auditor = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    tool = models.CharField(max_length=60)
    tool_version = models.PositiveSmallIntegerField()
    stratum = models.CharField(max_length=120, blank=True, default="")
    twin_of = models.OneToOneField("self", null=True, blank=True, on_delete=models.PROTECT, related_name="twin")
    instead_of = models.OneToOneField("self", null=True, blank=True, on_delete=models.PROTECT, related_name="instead")
    planned_at = models.DateTimeField()
    planned_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField()
    opened_at = models.DateTimeField(null=True)
    facts_at = models.DateTimeField(null=True, help_text="When the record was last asked for its facts.")
    submitted_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_because = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True, withdrawn_because="")
                | (Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(withdrawn_because="")),
                name="an_audit_is_withdrawn_by_somebody_who_says_why",
            ),
            models.CheckConstraint(
                condition=Q(submitted_at__isnull=True) | Q(withdrawn_at__isnull=True),
                name="an_audit_handed_in_is_not_withdrawn",
            ),
            happens_no_later_than("planned_at", "submitted_at", name="an_audit_is_handed_in_after_it_is_planned"),
        ]
        indexes = [models.Index(fields=["auditor", "submitted_at"]), models.Index(fields=["child"])]


@keep_history
class Answer(models.Model):
    """
    What an audit answers to one question of its tool.

    `fact` is what the system found in the record, and `fact_verdict` what that comes to; `contradiction` is why the
    auditor sees it otherwise. What fills itself in has the fact's verdict as its own.
    """

    audit = models.ForeignKey(Audit, on_delete=models.PROTECT, related_name="answers")
    question = models.CharField(max_length=60)
    verdict = models.CharField(max_length=40, blank=True, default="")
    words = models.TextField(blank=True, default="")
    is_filled_in = models.BooleanField(default=False, help_text="By the system, from the record.")
    fact = models.TextField(blank=True, default="")
    fact_verdict = models.CharField(max_length=20, blank=True, default="")
    contradiction = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["audit", "question"], name="an_audit_answers_a_question_once"),
        ]
        triggers = [_only_in_hand("an_answer_stays_as_it_was_handed_in")]


@keep_history
class Citation(models.Model):
    """A piece of the record that bears out an answer, or the grade (`question` is empty)."""

    audit = models.ForeignKey(Audit, on_delete=models.PROTECT, related_name="citations")
    question = models.CharField(max_length=60, blank=True, default="")
    source = models.CharField(max_length=120, help_text="The entry of the record that was highlighted.")
    source_words = models.CharField(max_length=200, help_text="What that entry is, and its day, in words.")
    quote = models.TextField()
    cited_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(quote="") & ~Q(source=""), name="evidence_is_quoted_from_the_record"),
        ]
        triggers = [_only_in_hand("evidence_stays_as_it_was_handed_in")]


@keep_history
class GradeInHand(models.Model):
    """The grade somebody is thinking of, kept while they read; nobody else's, and gone once it is handed in."""

    audit = models.OneToOneField(Audit, on_delete=models.PROTECT, related_name="grade_in_hand")
    grade = models.PositiveSmallIntegerField(choices=GRADES, null=True)
    why = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(grade__isnull=True) | Q(grade__in=[1, 2, 3, 4]), name="a_grade_in_hand_is_one_of_four"
            ),
        ]


@keep_history
class Grading(models.Model):
    """
    The grade an auditor gave. While it is sealed nobody but the auditor is shown it.

    It is sealed when the audit is handed in; it opens when the audit is not drawn for moderation, or when the
    moderator has locked a grade of their own.
    """

    audit = models.OneToOneField(Audit, on_delete=models.PROTECT, related_name="grading")
    grade = models.PositiveSmallIntegerField(choices=GRADES)
    why = models.TextField()
    given_at = models.DateTimeField()
    sealed = models.BooleanField(default=True)
    opened_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(grade__in=[1, 2, 3, 4]), name="a_grade_is_one_of_four"),
            models.CheckConstraint(condition=~Q(why=""), name="a_grade_says_why"),
            models.CheckConstraint(
                condition=Q(sealed=True, opened_at__isnull=True) | Q(sealed=False, opened_at__isnull=False),
                name="a_grade_is_sealed_until_the_moment_it_is_opened",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="a_grade_has_both_core_answers_and_evidence",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=WITH_BOTH_ANSWERS_AND_EVIDENCE,
            ),
            pgtrigger.Trigger(
                name="a_grade_stays_sealed_until_moderators_lock",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func=STAYS_SEALED,
            ),
            pgtrigger.ReadOnly(name="a_grade_handed_in_is_never_rewritten", fields=["audit", "grade", "why"]),
            pgtrigger.Protect(name="a_grade_stays", operation=pgtrigger.Delete),
        ]


@keep_history
class Escalation(models.Model):
    """A child found unsafe while their record was audited: the audit stops, and a manager is told at once."""

    audit = models.ForeignKey(Audit, on_delete=models.PROTECT, related_name="escalations")
    what = models.TextField()
    raised_at = models.DateTimeField()
    raised_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    told = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    what_was_done = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(what=""), name="an_escalation_says_what_was_found"),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answered_by__isnull=True, what_was_done="")
                | (Q(answered_at__isnull=False, answered_by__isnull=False) & ~Q(what_was_done="")),
                name="an_unsafe_child_is_answered_by_somebody_who_says_what_was_done",
            ),
            happens_no_later_than("raised_at", "answered_at", name="a_manager_answers_after_an_unsafe_child_is_found"),
        ]

    @property
    def everybody_told(self) -> list[User]:
        """Everybody who was told, in the order in which they were."""
        later = sorted(self.also_told.all(), key=lambda each: (each.told_at, each.pk))
        return [self.told, *(each.user for each in later)]


class AlsoTold(models.Model):
    """Who was told of an unsafe child besides the first: the next level at once, others while nobody answers."""

    escalation = models.ForeignKey(Escalation, on_delete=models.PROTECT, related_name="also_told")
    user = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    told_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["escalation", "user"], name="somebody_is_told_once_of_an_unsafe_child"),
        ]
        triggers = [
            pgtrigger.Protect(
                name="who_was_told_of_an_unsafe_child_stays", operation=pgtrigger.Update | pgtrigger.Delete
            ),
        ]


@keep_history
class AuditAction(models.Model):
    """What is to be done for one child after an audit; done by its owner, verified by somebody else."""

    audit = models.ForeignKey(Audit, on_delete=models.PROTECT, related_name="actions")
    child = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    what = models.TextField()
    for_what_change = models.TextField(help_text="What will be different in the child's life.")
    owner = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField()
    agreed_at = models.DateTimeField()
    agreed_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    done_at = models.DateTimeField(null=True)
    evidence = models.TextField(blank=True, default="")
    verified_at = models.DateTimeField(null=True)
    verified_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    sent_back_because = models.TextField(blank=True, default="", help_text="Why it was not yet done, the last time.")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(what="") & ~Q(for_what_change=""), name="an_audit_action_says_what_and_for_what_change"
            ),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True, evidence="") | (Q(done_at__isnull=False) & ~Q(evidence="")),
                name="an_audit_action_is_done_with_evidence",
            ),
            models.CheckConstraint(
                condition=Q(verified_at__isnull=True, verified_by__isnull=True)
                | Q(verified_at__isnull=False, verified_by__isnull=False, done_at__isnull=False),
                name="an_audit_action_is_verified_after_it_is_done",
            ),
            models.CheckConstraint(
                condition=Q(verified_by__isnull=True) | ~Q(verified_by=F("owner")),
                name="an_audit_action_is_verified_by_somebody_other_than_its_owner",
            ),
        ]
        indexes = [models.Index(fields=["due_on"])]


@keep_history
class Feedback(models.Model):
    """What a worker, a family or a child was asked about the work, and what they said; asked for, never required."""

    audit = models.ForeignKey(Audit, on_delete=models.PROTECT, related_name="feedback")
    voice = models.CharField(max_length=10, choices=[(voice, voice) for voice in Voice])
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    agreed = models.BooleanField(null=True, help_text="Whether they wished to say something.")
    words = models.TextField(blank=True, default="")
    heard_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["audit", "voice"], name="each_is_asked_once_about_an_audit"),
            models.CheckConstraint(
                condition=Q(words="") | Q(agreed=True, heard_at__isnull=False), name="words_are_given_by_agreement"
            ),
        ]
