from __future__ import annotations

import pghistory
import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from lintel.foundation.provenance.models import Traced, happens_no_later_than, keep_history
from lintel.steps.front_door.codes import (
    CallKind,
    Channel,
    Concern,
    Consent,
    Identity,
    InformantKind,
    Means,
    Outcome,
    OutcomeBasis,
    Part,
    Priority,
)
from lintel.steps.front_door.telling.models import PassedOn as PassedOn

# What came with the knock. Corrections are added beside it; it is never rewritten.
ANY_OF_THE_KNOCK_CHANGES = (
    pgtrigger.Q(old__channel__df=pgtrigger.F("new__channel"))
    | pgtrigger.Q(old__received_at__df=pgtrigger.F("new__received_at"))
    | pgtrigger.Q(old__received_on__df=pgtrigger.F("new__received_on"))
    | pgtrigger.Q(old__words__df=pgtrigger.F("new__words"))
    | pgtrigger.Q(old__original__df=pgtrigger.F("new__original"))
)


class ContactQuerySet(models.QuerySet["Contact"]):
    def live(self) -> ContactQuerySet:
        """Contacts that came in here, not from a file."""
        return self.exclude(channel=Channel.FILE).filter(held_by_team__isnull=False)

    def awaiting_decision(self) -> ContactQuerySet:
        """Live contacts with a child about whom nothing is decided yet."""
        undecided = ChildContact.objects.filter(contact=models.OuterRef("pk"), decided_on__isnull=True)
        return self.live().filter(models.Exists(undecided))


@keep_history
class Contact(Traced):
    """
    One event at the front door: somebody told us something about one child or several.

    `received_on` is always known; `received_at` only where the source gives a time. The same holds for when the thing
    itself happened. A contact that came in here (not from a file) always has an owner: a team's desk, or one person
    of it (hard stop 2).
    """

    reference = models.CharField(max_length=60, blank=True, default="")
    channel = models.CharField(max_length=12, choices=[(c, c) for c in Channel], default=Channel.FILE)
    source = models.CharField(max_length=3, blank=True, default="", help_text="CIN referral source code, or empty.")
    happened_on = models.DateField(null=True)
    happened_at = models.DateTimeField(null=True)
    received_on = models.DateField()
    received_at = models.DateTimeField(null=True)

    words = models.TextField(blank=True, default="", help_text="What was said or written, word for word.")
    original = models.TextField(blank=True, default="", help_text="The message as it came, where it was a message.")
    items_said = ArrayField(
        models.CharField(max_length=20),
        null=True,
        help_text="What a form asked for and was told (K13); empty elsewhere.",
    )
    concerns = ArrayField(models.CharField(max_length=20, choices=[(c, c) for c in Concern]), default=list)
    priority = models.CharField(max_length=5, choices=[(p, p) for p in Priority], blank=True, default="")
    priority_reason = models.TextField(blank=True, default="")
    further_incidents = models.PositiveSmallIntegerField(
        default=0, help_text="How many further incidents of these children the police told us of in a year."
    )
    danger_flagged_at = models.DateTimeField(null=True, help_text="Somebody said a child is in danger now.")
    danger_cleared_at = models.DateTimeField(null=True)
    danger_cleared_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    danger_cleared_because = models.TextField(blank=True, default="")

    held_by_team = models.ForeignKey("workforce.Team", null=True, on_delete=models.PROTECT, related_name="+")
    held_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="held_contacts")
    held_since = models.DateTimeField(null=True)
    ready_at = models.DateTimeField(null=True, help_text="What was to be gathered is gathered; it can be decided.")
    thought_of_with = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="thought_of_too",
        help_text="The contact of the same household or the same event it is decided together with.",
    )  # fmt: skip

    objects = ContactQuerySet.as_manager()

    class Meta(Traced.Meta):
        constraints = [
            *Traced.Meta.constraints,
            models.CheckConstraint(
                condition=Q(received_at__isnull=True) | Q(received_on__isnull=False), name="a_receipt_time_has_its_day"
            ),
            happens_no_later_than("happened_on", "received_on", name="a_contact_is_received_after_it_happened"),
            models.CheckConstraint(
                condition=Q(held_by__isnull=True) | Q(held_by_team__isnull=False),
                name="a_contact_somebody_holds_is_on_a_desk",
            ),
            models.CheckConstraint(
                condition=Q(held_by_team__isnull=True, held_since__isnull=True)
                | Q(held_by_team__isnull=False, held_since__isnull=False, received_at__isnull=False),
                name="a_contact_with_an_owner_says_since_when",
            ),
            models.CheckConstraint(condition=Q(priority="") | ~Q(priority_reason=""), name="a_priority_has_its_reason"),
            models.CheckConstraint(
                condition=Q(danger_cleared_at__isnull=True, danger_cleared_by__isnull=True)
                | (
                    Q(danger_cleared_at__isnull=False, danger_cleared_by__isnull=False, danger_flagged_at__isnull=False)
                    & ~Q(danger_cleared_because="")
                ),
                name="a_danger_is_cleared_by_somebody_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(thought_of_with__isnull=True) | ~Q(thought_of_with=models.F("pk")),
                name="a_contact_is_not_thought_of_with_itself",
            ),
        ]
        indexes = [models.Index(fields=["received_on"]), models.Index(fields=["held_by_team", "received_at"])]
        triggers = [
            pgtrigger.Protect(
                name="the_knock_is_never_rewritten",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__held_by_team__isnull=False) & ANY_OF_THE_KNOCK_CHANGES,
            ),
            pgtrigger.Protect(
                name="a_live_contact_keeps_an_owner",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__held_by_team__isnull=False, new__held_by_team__isnull=True),
            ),
        ]


@keep_history
class ChildContact(Traced):
    """
    One child in a contact, and what was decided for that child.

    A child whom nobody has looked up yet is a person of their own until an officer says who they are; so every child
    is counted, and has a clock, from the first second.
    """

    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="children")
    child = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="child_contacts")
    as_told = models.JSONField(default=dict, help_text="Who the child is, in the words of whoever told us.")
    # A number and no foreign key: merging moves every row that points at a person, and this says what was.
    registered_as = models.BigIntegerField(
        null=True, help_text="The record made when this was written down; empty where somebody we knew was told of."
    )
    identity = models.CharField(max_length=11, choices=[(i, i) for i in Identity], blank=True, default="")
    identity_checked_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    identity_checked_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=20, choices=[(o, o) for o in Outcome], blank=True, default="")
    outcome_basis = models.CharField(max_length=8, choices=[(b, b) for b in OutcomeBasis], blank=True, default="")
    decided_on = models.DateField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey("workforce.Worker", null=True, on_delete=models.PROTECT, related_name="+")
    rationale = models.TextField(blank=True, default="")
    consent = models.CharField(max_length=14, choices=[(c, c) for c in Consent], blank=True, default="")
    consent_reason = models.TextField(blank=True, default="")
    # The same concern, closed "awaiting information" and opened again: the earlier clock runs on (K04).
    continues = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="continued_by")

    class Meta(Traced.Meta):
        constraints = [
            *Traced.Meta.constraints,
            models.UniqueConstraint(fields=["contact", "child"], name="a_child_is_in_a_contact_once"),
            models.CheckConstraint(
                condition=Q(outcome="", outcome_basis="", decided_on__isnull=True, decided_at__isnull=True)
                | (~Q(outcome="") & ~Q(outcome_basis="") & Q(decided_on__isnull=False)),
                name="a_decision_has_an_outcome_a_basis_and_a_day",
            ),
            models.CheckConstraint(
                condition=Q(identity__in=["", Identity.NOT_CHECKED])
                | Q(identity_checked_by__isnull=False, identity_checked_at__isnull=False),
                name="who_a_child_is_was_checked_by_somebody",
            ),
        ]
        indexes = [models.Index(fields=["decided_on"]), models.Index(fields=["child"])]


@keep_history
class AdultInContact(models.Model):
    """A grown-up whom a contact speaks of, and what they have to do with it as told."""

    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="adults")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="adult_contacts")
    part = models.CharField(max_length=20, choices=[(p, p) for p in Part])
    as_told = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contact", "person", "part"], name="an_adult_has_a_part_in_a_contact_once")
        ]


@keep_history
class Informant(models.Model):
    """
    Who told us. A sealed informant's name is shown only to those who may open it, and never to the family.

    `safe_way` says how they may be reached safely, where they said so.
    """

    contact = models.OneToOneField(Contact, on_delete=models.PROTECT, related_name="informant")
    kind = models.CharField(max_length=12, choices=[(k, k) for k in InformantKind])
    name = models.CharField(max_length=120, blank=True, default="")
    post = models.CharField(max_length=120, blank=True, default="", help_text="What they are: head teacher, neighbour.")
    organisation = models.CharField(max_length=120, blank=True, default="")
    agency = models.ForeignKey("agencies.Agency", null=True, on_delete=models.PROTECT, related_name="+")
    told_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    telephone = models.CharField(max_length=40, blank=True, default="")
    email = models.CharField(max_length=200, blank=True, default="")
    address = models.TextField(blank=True, default="")
    safe_way = models.TextField(blank=True, default="")
    original = models.TextField(
        blank=True, default="", help_text="Their message as it came, where it is sealed with them."
    )
    is_sealed = models.BooleanField(default=True)


class ConsentStep(models.Model):
    """What was said about agreement, step by step; the last is what holds."""

    child_contact = models.ForeignKey(ChildContact, on_delete=models.PROTECT, related_name="consent_steps")
    consent = models.CharField(max_length=14, choices=[(c, c) for c in Consent])
    of_whom = models.CharField(max_length=120, blank=True, default="")
    reason = models.TextField(blank=True, default="")
    said_at = models.DateTimeField()
    recorded_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(consent__in=[Consent.SOUGHT, Consent.GIVEN]) | ~Q(reason=""),
                name="doing_without_consent_has_its_reason",
            )
        ]


@pghistory.track(pghistory.UpdateEvent("corrected", row=pghistory.Old), pghistory.DeleteEvent("removed"))
class Decision(models.Model):
    """
    What one decision maker decided for one child, and what was known at that moment.

    `known` is frozen: what stood in front of the decision maker, as plain values, and `known_sha256` its hash. Where
    policy asks for a manager's signature the decision holds once it is signed.
    """

    child_contact = models.ForeignKey(ChildContact, on_delete=models.PROTECT, related_name="decisions")
    outcome = models.CharField(max_length=20, choices=[(o, o) for o in Outcome])
    threshold_version = models.PositiveIntegerField(null=True, help_text="Number of the version in force.")
    level = models.PositiveSmallIntegerField(null=True)
    level_name = models.CharField(max_length=120, blank=True, default="")
    indicators = ArrayField(models.TextField(), default=list, help_text="Wordings of the version relied on.")
    rationale = models.TextField()
    alternatives = models.TextField(blank=True, default="")
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    known = models.JSONField()
    known_sha256 = models.CharField(max_length=64)
    signature_asked_because = models.TextField(blank=True, default="")
    signed_at = models.DateTimeField(null=True)
    signed_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    returned_at = models.DateTimeField(null=True)
    returned_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    returned_because = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["child_contact"], condition=Q(returned_at__isnull=True), name="a_child_contact_is_decided_once"
            ),
            models.CheckConstraint(condition=~Q(rationale=""), name="a_decision_has_its_rationale"),
            models.CheckConstraint(
                condition=Q(signed_by__isnull=True) | ~Q(signed_by=models.F("decided_by")),
                name="nobody_signs_their_own_decision",
            ),
            models.CheckConstraint(
                condition=Q(returned_at__isnull=True) | (Q(signed_at__isnull=True) & ~Q(returned_because="")),
                name="a_decision_is_returned_unsigned_and_for_a_reason",
            ),
            happens_no_later_than("decided_at", "signed_at", name="a_decision_is_signed_after_it_is_made"),
        ]
        triggers = [
            pgtrigger.ReadOnly(
                name="what_was_decided_is_never_rewritten",
                exclude=["signed_at", "signed_by", "returned_at", "returned_by", "returned_because"],
            )
        ]


@keep_history
class Told(models.Model):
    """That whoever told us was told what happens and why; or why it was safer not to."""

    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="told")
    means = models.CharField(max_length=9, choices=[(m, m) for m in Means], blank=True, default="")
    to = models.CharField(max_length=200, blank=True, default="")
    text = models.TextField(blank=True, default="")
    told_at = models.DateTimeField()
    told_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    not_told_because = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=(~Q(text="") & ~Q(means="")) | ~Q(not_told_because=""),
                name="whoever_told_us_is_told_or_there_is_a_reason",
            )
        ]


@keep_history
class Remark(models.Model):
    """
    Something a colleague adds to a contact in their own words: what they learned, or what they would have decided.

    It decides nothing and is never rewritten; another remark is added beside it.
    """

    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="remarks")
    words = models.TextField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(words=""), name="a_remark_says_something")]
        triggers = [pgtrigger.ReadOnly(name="a_remark_is_never_rewritten")]


class OneLine(models.Model):
    """A call that is not a referral, in one line."""

    kind = models.CharField(max_length=20, choices=[(k, k) for k in CallKind])
    words = models.CharField(max_length=500)
    said = models.TextField(blank=True, default="", help_text="All that was written down, if more than the line.")
    child = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    received_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")


class Handover(models.Model):
    """One team's desk handed to another at the end of a shift, in words, with what was open."""

    from_team = models.ForeignKey("workforce.Team", on_delete=models.PROTECT, related_name="+")
    to_team = models.ForeignKey("workforce.Team", on_delete=models.PROTECT, related_name="+")
    words = models.TextField()
    contacts = models.ManyToManyField(Contact, related_name="handovers")
    handed_at = models.DateTimeField()
    handed_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(from_team=models.F("to_team")), name="a_desk_is_handed_to_another"),
            models.CheckConstraint(condition=~Q(words=""), name="a_handover_says_what_is_open"),
        ]


class OnDesk(models.Model):
    """Somebody's time at a desk, as they said themselves; it tells how many are in the room."""

    user = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    team = models.ForeignKey("workforce.Team", on_delete=models.PROTECT, related_name="+")
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(ended_at__isnull=True), name="a_person_sits_at_one_desk"
            ),
            happens_no_later_than("began_at", "ended_at", name="nobody_leaves_a_desk_before_they_sit_down"),
        ]


class PassedOver(models.Model):
    """That somebody was given a contact by "pull next" and left it, and why."""

    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="passed_over")
    by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reason = models.TextField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="passing_over_has_its_reason")]
