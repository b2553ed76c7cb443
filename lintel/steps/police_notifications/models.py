from __future__ import annotations

import pghistory
import pgtrigger
from django.db import models
from django.db.models import F, Q

from lintel.foundation.provenance.models import happens_no_later_than, keep_history
from lintel.steps.police_notifications.codes import About, BatchState, CameBy, Grade, Part, Party, Reason


@pghistory.track(
    pghistory.UpdateEvent("corrected", row=pghistory.Old), pghistory.DeleteEvent("removed", row=pghistory.Old),
    exclude=["content"],
)  # fmt: skip
class Batch(models.Model):
    """
    One file of notices, looked at before it is taken in. Nothing of it is lost: rows in = accepted + set aside.

    `content` is kept until it is taken in or withdrawn; each row's own text is kept for good, with its notice or with
    the reasons why it is none.
    """

    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="police_batches")
    file_name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField(null=True)
    state = models.CharField(max_length=9, choices=[(s, s) for s in BatchState], default=BatchState.READ)
    came_by = models.CharField(max_length=6, choices=[(c, c) for c in CameBy], default=CameBy.BATCH)
    received_at = models.DateTimeField()
    received_from = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    rows_in = models.PositiveIntegerField()
    rows_accepted = models.PositiveIntegerField()
    rows_set_aside = models.PositiveIntegerField()
    headings_not_known = models.JSONField(default=list)
    notices_new = models.PositiveIntegerField(default=0)
    notices_same = models.PositiveIntegerField(default=0)
    notices_changed = models.PositiveIntegerField(default=0)
    taken_in_at = models.DateTimeField(null=True)
    taken_in_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_because = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(rows_in=F("rows_accepted") + F("rows_set_aside")),
                name="every_row_of_a_batch_is_accepted_or_set_aside",
            ),
            models.CheckConstraint(
                condition=~Q(state=BatchState.TAKEN_IN) | Q(taken_in_at__isnull=False, taken_in_by__isnull=False),
                name="a_batch_is_taken_in_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state=BatchState.WITHDRAWN) | ~Q(withdrawn_because=""),
                name="a_batch_is_withdrawn_for_a_reason",
            ),
            happens_no_later_than("received_at", "taken_in_at", name="a_batch_is_taken_in_after_it_came"),
        ]

    def __str__(self) -> str:
        return self.file_name


@keep_history
class Notification(models.Model):
    """
    One notice of one incident, in one version. It always has a contact, and so an owner and a clock.

    Four times, never merged: when it happened, when the police triaged it, when they sent it, when we had it. A notice
    sent again unchanged is the same; changed, it is another version, and the one before it stays.
    """

    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="police_notifications")
    reference = models.CharField(max_length=60)
    version = models.PositiveSmallIntegerField(default=1)
    is_latest = models.BooleanField(default=True)
    changed = models.JSONField(default=list, help_text="In what it differs from the version before, in words.")
    contact = models.ForeignKey("front_door.Contact", on_delete=models.PROTECT, related_name="police_notifications")
    batch = models.ForeignKey(Batch, null=True, on_delete=models.PROTECT, related_name="notifications")
    batch_rows = models.JSONField(default=list)
    came_by = models.CharField(max_length=6, choices=[(c, c) for c in CameBy])
    about = models.CharField(max_length=14, choices=[(a, a) for a in About])
    occurred_on = models.DateField()
    occurred_at = models.DateTimeField(null=True)
    triaged_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    received_at = models.DateTimeField()
    grade = models.CharField(max_length=9, choices=[(g, g) for g in Grade])
    grade_as_told = models.CharField(max_length=60, blank=True, default="")
    officer = models.CharField(max_length=120, blank=True, default="")
    place = models.CharField(max_length=300, blank=True, default="")
    postcode = models.CharField(max_length=10, blank=True, default="")
    narrative = models.TextField(blank=True, default="")
    children_present = models.BooleanField(null=True)
    doubts = models.JSONField(default=list, help_text="What could not be read, in words; the raw notice has it.")
    said = models.JSONField(default=dict, help_text="The notice as names and texts, to compare versions by.")
    raw = models.TextField()
    sha256 = models.CharField(max_length=64, help_text="Of what it says; the same notice sent again has the same.")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "reference", "version"], name="a_police_reference_is_held_once_in_each_version"
            ),
            models.UniqueConstraint(
                fields=["agency", "reference"],
                condition=Q(is_latest=True),
                name="a_police_reference_has_one_latest_version",
            ),
            models.CheckConstraint(condition=~Q(reference=""), name="a_notification_has_its_police_reference"),
            happens_no_later_than("occurred_at", "received_at", name="a_notification_comes_after_its_incident"),
        ]
        indexes = [
            models.Index(fields=["agency", "received_at"]),
            models.Index(fields=["contact"]),
        ]
        triggers = [
            pgtrigger.ReadOnly(
                name="what_the_police_told_is_never_rewritten",
                fields=[
                    "agency", "reference", "version", "occurred_on", "occurred_at", "triaged_at", "sent_at",
                    "received_at", "grade", "grade_as_told", "narrative", "raw", "sha256", "came_by",
                ],
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.reference


@keep_history
class PersonInNotification(models.Model):
    """
    Somebody in a notice, as the police tell it. Blank ethnicity is normal.

    `child_contact` and `adult` say whom of the contact this is; who they are to us is said there, by an officer.
    """

    notification = models.ForeignKey(Notification, on_delete=models.PROTECT, related_name="people")
    part = models.CharField(max_length=19, choices=[(p, p) for p in Part])
    given = models.CharField(max_length=120, blank=True, default="")
    family = models.CharField(max_length=120, blank=True, default="")
    date_of_birth = models.DateField(null=True)
    expected_on = models.DateField(null=True)
    is_unborn = models.BooleanField(default=False)
    sex = models.CharField(max_length=1, blank=True, default="")
    ethnicity = models.CharField(max_length=60, blank=True, default="")
    address = models.CharField(max_length=300, blank=True, default="")
    postcode = models.CharField(max_length=10, blank=True, default="")
    telephone = models.CharField(max_length=40, blank=True, default="")
    relationship = models.CharField(max_length=60, blank=True, default="")
    school = models.CharField(max_length=120, blank=True, default="")
    words = models.TextField(blank=True, default="", help_text="What the child said, word for word.")
    present = models.BooleanField(null=True)
    witnessed = models.BooleanField(null=True)
    injured = models.BooleanField(null=True)
    likeness = models.CharField(
        max_length=270, blank=True, default="", help_text="Whole name and date of birth, folded; empty without either."
    )
    child_contact = models.ForeignKey(
        "front_door.ChildContact", null=True, on_delete=models.PROTECT, related_name="told_by_the_police"
    )
    adult = models.ForeignKey(
        "front_door.AdultInContact", null=True, on_delete=models.PROTECT, related_name="told_by_the_police"
    )

    class Meta:
        indexes = [models.Index(fields=["likeness"], condition=~Q(likeness=""), name="police_person_likeness")]

    @property
    def name(self) -> str:
        return f"{self.given} {self.family}".strip() or ("Unborn child" if self.is_unborn else "Name not known")


@keep_history
class Recognised(models.Model):
    """
    That a child in a notice is, in everything we can compare, a child of ours. Nothing is filed by it.

    The child's worker and their manager were told at once (`told_at`), and say whether it is the child.
    """

    person = models.ForeignKey(PersonInNotification, on_delete=models.PROTECT, related_name="recognised")
    child = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    because = models.CharField(max_length=200)
    told_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    is_the_child = models.BooleanField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "child"], name="a_child_is_recognised_in_a_notice_once"),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answered_by__isnull=True, is_the_child__isnull=True)
                | Q(answered_at__isnull=False, answered_by__isnull=False, is_the_child__isnull=False),
                name="whether_it_is_the_child_is_said_by_somebody",
            ),
        ]


@keep_history
class QuarantinedRow(models.Model):
    """A row set aside whole, with the reasons. It waits until it is mended by a row that says what was missing."""

    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="set_aside")
    number = models.PositiveIntegerField()
    cells = models.JSONField(help_text="A list of [heading, text], in the order of the file.")
    reasons = models.JSONField(help_text="A list of {column, words}.")
    reference = models.CharField(max_length=60, blank=True, default="")
    mended_by = models.ForeignKey(Notification, null=True, on_delete=models.PROTECT, related_name="+")
    mended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["batch", "number"], name="a_row_is_set_aside_once"),
            models.CheckConstraint(condition=~Q(reasons=[]), name="a_row_is_set_aside_for_a_reason"),
            models.CheckConstraint(
                condition=Q(mended_by__isnull=True) | Q(mended_at__isnull=False), name="a_row_is_mended_at_some_time"
            ),
        ]

    @property
    def says(self) -> dict[str, str]:
        """What stands in the row, by heading."""
        return dict(self.cells)

    @property
    def why(self) -> str:
        return ". ".join(reason["words"] for reason in self.reasons)


class BacklogDeclaration(models.Model):
    """What a partner says it has not triaged: how many, and since when the oldest waits. No personal data."""

    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="declarations")
    untriaged = models.PositiveIntegerField()
    oldest_on = models.DateField(null=True)
    declared_at = models.DateTimeField()
    declared_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    worse = models.JSONField(default=list, help_text="In what it is worse than the one before, in words.")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(untriaged=0, oldest_on__isnull=True) | Q(untriaged__gt=0, oldest_on__isnull=False),
                name="a_backlog_says_since_when_its_oldest_waits",
            )
        ]
        indexes = [models.Index(fields=["agency", "declared_at"])]


@keep_history
class Silence(models.Model):
    """That one way of sending was silent for longer than its own habit: no news is not good news."""

    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="silences")
    came_by = models.CharField(max_length=6, choices=[(c, c) for c in CameBy])
    latest_at = models.DateTimeField(help_text="When the last notice came.")
    silent_from = models.DateTimeField(help_text="When the silence became longer than 99 in 100 before it.")
    raised_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "came_by", "latest_at"], name="a_silence_is_raised_once"),
            happens_no_later_than("silent_from", "raised_at", name="a_silence_is_raised_after_it_began"),
        ]


@keep_history
class Escalation(models.Model):
    """
    One rung of the ladder: somebody named by post was told that a limit is broken, and by when they answer.

    Unanswered by then, the next rung is told. Whose hours broke the limit (`party`) answers.
    """

    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="escalations")
    party = models.CharField(max_length=7, choices=[(p, p) for p in Party])
    reason = models.CharField(max_length=7, choices=[(r, r) for r in Reason])
    words = models.CharField(max_length=300)
    rung = models.PositiveSmallIntegerField()
    told = models.CharField(max_length=120, help_text="The post that was told.")
    raised_at = models.DateTimeField()
    due_at = models.DateTimeField()
    comes_from = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="went_on_to")
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    answer = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(rung__gte=1, rung__lte=3), name="a_ladder_has_three_rungs"),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answered_by__isnull=True, answer="")
                | (Q(answered_at__isnull=False, answered_by__isnull=False) & ~Q(answer="")),
                name="an_escalation_is_answered_by_somebody_in_words",
            ),
            happens_no_later_than("raised_at", "due_at", name="an_escalation_is_due_after_it_is_raised"),
            happens_no_later_than("raised_at", "answered_at", name="an_escalation_is_answered_after_it_is_raised"),
        ]
        indexes = [models.Index(fields=["agency", "raised_at"])]
