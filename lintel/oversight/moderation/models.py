from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import Q

from lintel.foundation.provenance.models import happens_no_later_than, keep_history
from lintel.oversight.audits.models import GRADES

SOMEBODY_ELSE = """
    IF EXISTS (SELECT 1 FROM audits_audit a WHERE a.id = NEW.audit_id AND a.auditor_id = NEW.moderator_id) THEN
        RAISE EXCEPTION 'nobody moderates their own audit' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""


@keep_history
class Moderation(models.Model):
    """
    An audit that was drawn to be moderated: the record read again, and graded, before the first grade is shown.

    `drawn_because` is kept for the reckoning and is shown to nobody before the grade is locked: that an audit was
    drawn for its grade would give the grade away.
    """

    audit = models.ForeignKey("audits.Audit", on_delete=models.PROTECT, related_name="moderations")
    moderator = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    drawn_because = models.CharField(max_length=20)
    drawn_at = models.DateTimeField()
    record_read_at = models.DateTimeField(null=True)
    grade = models.PositiveSmallIntegerField(choices=GRADES, null=True)
    why = models.TextField(blank=True, default="")
    locked_at = models.DateTimeField(null=True)
    evidence_supports = models.BooleanField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["audit", "moderator"], name="a_moderator_reads_an_audit_once"),
            models.CheckConstraint(
                condition=Q(locked_at__isnull=True)
                | (Q(grade__isnull=False, record_read_at__isnull=False, moderator__isnull=False) & ~Q(why="")),
                name="a_moderated_grade_is_locked_after_the_record_was_read",
            ),
            models.CheckConstraint(
                condition=Q(evidence_supports__isnull=True) | Q(locked_at__isnull=False),
                name="evidence_is_judged_after_the_own_grade_is_locked",
            ),
            happens_no_later_than("record_read_at", "locked_at", name="a_moderator_reads_before_grading"),
        ]
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
                ),
            ),
        ]
