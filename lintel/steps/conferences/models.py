from __future__ import annotations

from django.db import models
from django.db.models import Q

from lintel.foundation.provenance.models import happens_no_later_than, keep_history
from lintel.statute.codes import ABUSE_CATEGORY
from lintel.steps.conferences.codes import Attendance, Kind, ReformRole, Shared, Side, View
from lintel.steps.conferences.escalating.models import ChairsRequest as ChairsRequest
from lintel.steps.conferences.escalating.models import ChairsRequestRung as ChairsRequestRung

CATEGORIES = ["", *ABUSE_CATEGORY.codes]


@keep_history
class ConferenceRequest(models.Model):
    """
    A conference that was asked for: about one child, or about brothers and sisters together.

    When it is due is each child's own, worked out from what began it and never stored; `booked_for` moves nothing.
    `sent_once` is drawn where it is typed, so that asking a second time asks for no second conference.
    """

    sent_once = models.UUIDField(unique=True)
    kind = models.CharField(max_length=12, choices=[(k, k) for k in Kind])
    why = models.TextField(help_text="What the conference is to decide, in words the family understands.")
    told_of_move_on = models.DateField(null=True, help_text="Of a transfer-in: when we were told of the move.")
    moved_from = models.CharField(max_length=120, blank=True, default="", help_text="The authority they move from.")
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    chair = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="chaired")
    booked_for = models.DateTimeField(null=True)
    place = models.CharField(max_length=200, blank=True, default="")
    held_on = models.DateField(null=True)
    held_written_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(why=""), name="a_conference_is_asked_for_with_a_reason"),
            models.CheckConstraint(
                condition=Q(kind=Kind.TRANSFER_IN, told_of_move_on__isnull=False)
                | (~Q(kind=Kind.TRANSFER_IN) & Q(told_of_move_on__isnull=True)),
                name="a_transfer_in_says_when_we_were_told_of_the_move",
            ),
            models.CheckConstraint(
                condition=Q(held_on__isnull=True, held_written_at__isnull=True)
                | Q(held_on__isnull=False, held_written_at__isnull=False, chair__isnull=False),
                name="a_conference_that_was_held_had_a_chair",
            ),
        ]
        indexes = [models.Index(fields=["booked_for"])]


@keep_history
class ChildInConference(models.Model):
    """
    One child's part of a conference: after which enquiry, or under which plan, and what was decided about this child.

    Nobody else's decision is theirs: brothers and sisters share a conference and nothing that it decides.
    """

    request = models.ForeignKey(ConferenceRequest, on_delete=models.PROTECT, related_name="children")
    child = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="asked_conferences")
    enquiry = models.ForeignKey("enquiries.Section47Enquiry", null=True, on_delete=models.PROTECT, related_name="+")
    reviewed_plan = models.ForeignKey("plans.CpPlan", null=True, on_delete=models.PROTECT, related_name="+")
    conference = models.OneToOneField(
        "enquiries.Conference", null=True, on_delete=models.PROTECT, related_name="part", help_text="Once it was held."
    )
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_because = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["request", "child"], name="a_child_is_in_a_conference_once"),
            models.UniqueConstraint(
                fields=["child"], condition=Q(conference__isnull=True, withdrawn_at__isnull=True),
                name="a_child_waits_for_one_conference_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(enquiry__isnull=True) | Q(reviewed_plan__isnull=True),
                name="a_conference_follows_an_enquiry_or_reviews_a_plan",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
                | (Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False, conference__isnull=True)
                   & ~Q(withdrawn_because="")),
                name="a_conference_is_called_off_by_somebody_for_a_reason",
            ),
        ]  # fmt: skip


@keep_history
class Postponement(models.Model):
    """That a conference was moved from the day it was booked for: who could not, why, and who keeps the child safe."""

    request = models.ForeignKey(ConferenceRequest, on_delete=models.PROTECT, related_name="postponements")
    side = models.CharField(max_length=12, choices=[(s, s) for s in Side], help_text="Who could not.")
    because = models.TextField()
    meanwhile = models.TextField(blank=True, default="", help_text="What keeps the children safe until then.")
    was_booked_for = models.DateTimeField()
    booked_for = models.DateTimeField()
    postponed_at = models.DateTimeField()
    postponed_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(because=""), name="a_conference_is_postponed_for_a_reason"),
        ]


@keep_history
class Invitation(models.Model):
    """Somebody who is asked to a conference, and whether they came. Words that were sent are not attendance."""

    request = models.ForeignKey(ConferenceRequest, on_delete=models.PROTECT, related_name="invitations")
    side = models.CharField(max_length=12, choices=[(s, s) for s in Side])
    name = models.CharField(max_length=120)
    person = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="invitations")
    agency = models.ForeignKey("agencies.Agency", null=True, on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField()
    invited_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    attendance = models.CharField(max_length=12, choices=[(a, a) for a in Attendance], blank=True, default="")
    why_not = models.TextField(blank=True, default="", help_text="Why somebody did not come, or was asked not to.")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="somebody_who_is_invited_has_a_name"),
            models.UniqueConstraint(fields=["request", "side", "name"], name="somebody_is_invited_once"),
        ]


@keep_history
class ConferenceReport(models.Model):
    """A report for a conference, whose it is, and when, how and by whom the family had it before."""

    request = models.ForeignKey(ConferenceRequest, on_delete=models.PROTECT, related_name="reports")
    side = models.CharField(max_length=12, choices=[(s, s) for s in Side])
    author = models.CharField(max_length=120)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    shared_on = models.DateField(null=True)
    shared_how = models.CharField(max_length=16, choices=[(s, s) for s in Shared], blank=True, default="")
    shared_with = models.TextField(blank=True, default="", help_text="Who of the family had it.")
    shared_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["request", "side", "author"], name="a_report_is_somebodys_once"),
            models.CheckConstraint(
                condition=Q(shared_on__isnull=True, shared_by__isnull=True)
                | (Q(shared_on__isnull=False, shared_by__isnull=False) & ~Q(shared_how="") & ~Q(shared_with="")),
                name="a_shared_report_says_how_with_whom_and_by_whom",
            ),
        ]


@keep_history
class AgencyView(models.Model):
    """What one agency thinks should become of one child, apart from all others. Whether it dissents is worked out."""

    part = models.ForeignKey(ChildInConference, on_delete=models.PROTECT, related_name="views")
    side = models.CharField(max_length=12, choices=[(s, s) for s in Side])
    said_by = models.CharField(max_length=120)
    view = models.CharField(max_length=10, choices=[(v, v) for v in View])
    category = models.CharField(max_length=3, blank=True, default="")
    words = models.TextField(help_text="Why, in the agency’s own words.")
    written_at = models.DateTimeField()
    written_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["part", "side", "said_by"], name="an_agency_says_once_what_it_thinks"),
            models.CheckConstraint(condition=~Q(words=""), name="an_agency_says_why"),
            models.CheckConstraint(condition=Q(category__in=CATEGORIES), name="a_view_names_a_census_category"),
        ]


@keep_history
class ConferenceDecision(models.Model):
    """
    What a conference decided about one child: a plan or none, its category, why, and what the family says of it.

    `cp_plan` is the plan it began, went on with, or ended.
    """

    part = models.OneToOneField(ChildInConference, on_delete=models.PROTECT, related_name="decision")
    led_to_plan = models.BooleanField()
    category = models.CharField(max_length=3, blank=True, default="")
    because = models.TextField()
    childs_view = models.TextField(blank=True, default="", help_text="In the child’s own words.")
    parents_view = models.TextField(blank=True, default="", help_text="In their own words, each by name.")
    cp_plan = models.ForeignKey("plans.CpPlan", null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(because=""), name="a_conference_decides_for_a_reason"),
            models.CheckConstraint(
                condition=(Q(led_to_plan=True) & ~Q(category="")) | Q(led_to_plan=False, category=""),
                name="a_child_protection_plan_has_a_category_and_nothing_else_has",
            ),
            models.CheckConstraint(condition=Q(category__in=CATEGORIES), name="a_decision_names_a_census_category"),
        ]


@keep_history
class PlanLead(models.Model):
    """Who leads a child protection plan: a social worker, one at a time."""

    cp_plan = models.ForeignKey("plans.CpPlan", on_delete=models.PROTECT, related_name="leads")
    worker = models.ForeignKey("workforce.Worker", on_delete=models.PROTECT, related_name="leads_plans")
    from_on = models.DateField()
    until_on = models.DateField(null=True, help_text="The first day they no longer lead it.")
    named_at = models.DateTimeField()
    named_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["cp_plan"], condition=Q(until_on__isnull=True), name="one_person_leads_a_plan_at_a_time"
            ),
            happens_no_later_than("from_on", "until_on", name="nobody_stops_leading_a_plan_before_they_begin"),
        ]


@keep_history
class CoreGroupMember(models.Model):
    """Somebody of the group that carries a child protection plan out: of the family, or of an agency."""

    cp_plan = models.ForeignKey("plans.CpPlan", on_delete=models.PROTECT, related_name="core_group")
    side = models.CharField(max_length=12, choices=[(s, s) for s in Side])
    name = models.CharField(max_length=120)
    person = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="core_groups")
    agency = models.ForeignKey("agencies.Agency", null=True, on_delete=models.PROTECT, related_name="+")
    joined_on = models.DateField()
    left_on = models.DateField(null=True)
    named_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="somebody_of_a_core_group_has_a_name"),
            models.UniqueConstraint(
                fields=["cp_plan", "side", "name"], condition=Q(left_on__isnull=True),
                name="somebody_is_in_a_core_group_once",
            ),
            happens_no_later_than("joined_on", "left_on", name="nobody_leaves_a_core_group_before_joining"),
        ]  # fmt: skip


@keep_history
class CoreGroupMeeting(models.Model):
    """One meeting of a core group about one child's plan: who was there, and what it came to."""

    cp_plan = models.ForeignKey("plans.CpPlan", on_delete=models.PROTECT, related_name="core_group_meetings")
    held_on = models.DateField()
    present = models.TextField(help_text="Who was there, as the family knows them.")
    words = models.TextField(help_text="What has changed for the child, and what each does next.")
    written_at = models.DateTimeField()
    written_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(present="") & ~Q(words=""), name="a_core_group_says_who_came_and_what_it_came_to"
            ),
            models.UniqueConstraint(fields=["cp_plan", "held_on"], name="a_core_group_meets_once_a_day"),
        ]
        indexes = [models.Index(fields=["cp_plan", "held_on"])]


@keep_history
class RoleTitle(models.Model):
    """What the authority calls a role of the reforms from a day on, on whose word; earlier days keep what held then."""

    role = models.CharField(max_length=6, choices=[(r, r) for r in ReformRole])
    title = models.CharField(max_length=80)
    effective_from = models.DateField()
    source = models.CharField(max_length=200)
    reason = models.TextField()
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["role", "effective_from"], name="a_role_is_renamed_once_a_day"),
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(reason="") & ~Q(source=""), name="a_role_has_a_title_a_source_and_a_reason"
            ),
        ]
