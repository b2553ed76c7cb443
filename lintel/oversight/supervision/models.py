from __future__ import annotations

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from lintel.foundation.provenance.models import happens_no_later_than, keep_history
from lintel.oversight.supervision.codes import Kind
from lintel.oversight.supervision.rubric.six_numbers import SixNumbers, from_nought_to_three

NOT_ONESELF = """
    IF EXISTS (SELECT 1 FROM access_user WHERE id = NEW.supervisor_id AND worker_id = NEW.worker_id) THEN
        RAISE EXCEPTION 'nobody supervises themselves' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""
STANDS_AS_SIGNED = """
    IF EXISTS (SELECT 1 FROM supervision_signature
               WHERE session_id = OLD.session_id AND is_of_supervisor)
       AND (NEW.changed, NEW.otherwise, NEW.challenge, NEW.none_needed_because)
           IS DISTINCT FROM (OLD.changed, OLD.otherwise, OLD.challenge, OLD.none_needed_because) THEN
        RAISE EXCEPTION 'what the supervisor signed does not change' USING ERRCODE = 'check_violation';
    END IF;
    IF EXISTS (SELECT 1 FROM supervision_signature
               WHERE session_id = OLD.session_id AND NOT is_of_supervisor)
       AND (NEW.workers_view, NEW.sees_it_differently) IS DISTINCT FROM (OLD.workers_view, OLD.sees_it_differently) THEN
        RAISE EXCEPTION 'what the worker signed does not change' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""
NOT_THEIR_OWN = """
    IF EXISTS (
        SELECT 1 FROM supervision_rubricdraw d
        JOIN supervision_childdiscussed c ON c.id = d.discussed_id
        JOIN supervision_supervisionsession s ON s.id = c.session_id
        JOIN access_user u ON u.id = NEW.rated_by_id
        WHERE d.id = NEW.draw_id AND (s.supervisor_id = u.id OR s.worker_id = u.worker_id)
    ) THEN
        RAISE EXCEPTION 'nobody reads their own supervision blind' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""


def _user(related_name: str = "+", *, null: bool = False) -> models.ForeignKey:  # type: ignore[type-arg]
    return models.ForeignKey("access.User", null=null, on_delete=models.PROTECT, related_name=related_name)


def _child(related_name: str = "+") -> models.ForeignKey:  # type: ignore[type-arg]
    return models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name=related_name)


@keep_history
class SupervisionSession(models.Model):
    """One talk of a supervisor with a worker about children. `minutes` is the time there was."""

    supervisor = _user("supervisions_held")
    worker = models.ForeignKey("workforce.Worker", on_delete=models.PROTECT, related_name="supervisions")
    held_on = models.DateField()
    kind = models.CharField(max_length=10, choices=[(k, k.words) for k in Kind], default=Kind.CASE)
    minutes = models.PositiveSmallIntegerField()
    begun_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(minutes__gte=1, minutes__lte=480), name="a_supervision_lasts_some_minutes_of_a_day"
            ),
            models.UniqueConstraint(
                fields=["worker", "supervisor", "held_on", "kind"], name="a_supervision_of_a_day_is_begun_once"
            ),
        ]
        indexes = [models.Index(fields=["worker", "held_on"])]
        triggers = [
            pgtrigger.Trigger(
                name="nobody_supervises_their_own_work", when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update, func=NOT_ONESELF,
            )
        ]  # fmt: skip


class OnTheList(models.Model):
    """A child as the list of a session had them: why, and whether they were to be spoken of. It stands as made."""

    session = models.ForeignKey(SupervisionSession, on_delete=models.PROTECT, related_name="listed")
    child = _child()
    place = models.PositiveSmallIntegerField()
    why = ArrayField(models.TextField())
    is_this_time = models.BooleanField()
    because = models.TextField(blank=True, default="", help_text="Why not this time.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "child"], name="a_child_is_on_a_supervision_list_once"),
            models.CheckConstraint(
                condition=Q(is_this_time=True) | ~Q(because=""), name="who_is_not_spoken_of_is_listed_with_the_reason"
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="a_supervision_list_drops_nobody", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="a_supervision_list_stands_as_made", operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__why__df=pgtrigger.F("new__why"))
                | pgtrigger.Q(old__is_this_time__df=pgtrigger.F("new__is_this_time")),
            ),
        ]  # fmt: skip


class ChosenByWorker(models.Model):
    """A child the worker wants to speak of next time, and why if they say so. Used up by the next session."""

    worker = models.ForeignKey("workforce.Worker", on_delete=models.PROTECT, related_name="+")
    child = _child()
    why = models.CharField(max_length=300, blank=True, default="")
    chosen_at = models.DateTimeField()
    used_by = models.ForeignKey(SupervisionSession, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["worker", "child"], condition=Q(used_by__isnull=True), name="a_child_is_chosen_once_at_a_time"
            )
        ]


@keep_history
class ChildDiscussed(models.Model):
    """
    What was said of one child: what changed, how else it could be understood, what was questioned, and the worker's
    own view. Directions and notes belong to it.
    """

    session = models.ForeignKey(SupervisionSession, on_delete=models.PROTECT, related_name="children")
    child = _child("supervisions")
    changed = models.TextField(help_text="What has changed for the child.")
    otherwise = models.TextField(blank=True, default="", help_text="How else it could be understood.")
    challenge = models.TextField(blank=True, default="", help_text="What was questioned, and what came of it.")
    none_needed_because = models.TextField(blank=True, default="")
    written_at = models.DateTimeField()
    written_by = _user()
    workers_view = models.TextField(blank=True, default="")
    sees_it_differently = models.BooleanField(default=False)
    viewed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "child"], name="a_child_is_spoken_of_once_in_a_supervision"),
            models.CheckConstraint(condition=~Q(changed=""), name="a_supervision_says_what_changed_for_the_child"),
            models.CheckConstraint(
                condition=~Q(challenge="") | ~Q(none_needed_because=""),
                name="a_supervision_challenges_or_says_why_not",
            ),
            models.CheckConstraint(
                condition=Q(sees_it_differently=False) | ~Q(workers_view=""),
                name="a_worker_who_sees_it_differently_says_how",
            ),
        ]
        indexes = [models.Index(fields=["child", "session"])]
        triggers = [
            pgtrigger.Trigger(
                name="a_signed_supervision_stands_as_signed", when=pgtrigger.Before, operation=pgtrigger.Update,
                func=STANDS_AS_SIGNED,
            ),
            pgtrigger.Protect(name="what_was_said_in_supervision_stays", operation=pgtrigger.Delete),
        ]  # fmt: skip


class DirectionQuerySet(models.QuerySet["Direction"]):
    def open(self) -> DirectionQuerySet:
        return self.filter(done_on__isnull=True, dropped_at__isnull=True)


@keep_history
class Direction(models.Model):
    """
    Who does what by when, for what change in the child's life. `due_on` is the first day agreed and never moves; a
    later day stands beside it (`DirectionMoved`).
    """

    discussed = models.ForeignKey(ChildDiscussed, on_delete=models.PROTECT, related_name="directions")
    what = models.TextField()
    owner = models.ForeignKey("workforce.Worker", on_delete=models.PROTECT, related_name="directions")
    due_on = models.DateField()
    for_what = models.TextField(help_text="For what change in the child’s life.")
    set_at = models.DateTimeField()
    set_by = _user()
    done_on = models.DateField(null=True)
    done_at = models.DateTimeField(null=True)
    done_by = _user(null=True)
    evidence = models.TextField(blank=True, default="", help_text="What shows that it is done.")
    dropped_at = models.DateTimeField(null=True)
    dropped_by = _user(null=True)
    dropped_because = models.TextField(blank=True, default="")

    objects = DirectionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(what="") & ~Q(for_what=""),
                name="a_direction_says_who_what_by_when_and_for_what_change",
            ),
            models.CheckConstraint(
                condition=Q(done_on__isnull=True, done_at__isnull=True, done_by__isnull=True)
                | Q(done_on__isnull=False, done_at__isnull=False, done_by__isnull=False),
                name="a_direction_is_done_by_somebody_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(done_by__isnull=True) | ~Q(evidence="") | ~Q(done_by=F("set_by")),
                name="a_direction_is_closed_with_evidence_or_by_somebody_else",
            ),
            models.CheckConstraint(
                condition=Q(dropped_at__isnull=True, dropped_by__isnull=True)
                | (
                    Q(dropped_at__isnull=False, dropped_by__isnull=False, done_on__isnull=True) & ~Q(dropped_because="")
                ),
                name="a_direction_is_dropped_by_somebody_for_a_reason",
            ),
        ]
        indexes = [models.Index(fields=["owner", "due_on"])]

    @property
    def is_open(self) -> bool:
        return self.done_on is None and self.dropped_at is None

    @property
    def is_after_signing(self) -> bool:
        """Whether it was made a direction after the supervisor signed: it binds, and it is not what was signed."""
        signed = self.discussed.session.signatures.all()
        return any(each.is_of_supervisor and each.signed_at < self.set_at for each in signed)


@keep_history
class DirectionMoved(models.Model):
    """That a direction was carried on: to which later day, and why. Its first day stays what it is judged by."""

    direction = models.ForeignKey(Direction, on_delete=models.PROTECT, related_name="moves")
    due_on = models.DateField()
    because = models.TextField()
    moved_at = models.DateTimeField()
    moved_by = _user()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(because=""), name="a_direction_is_carried_for_a_reason")]


@keep_history
class SupervisionNote(models.Model):
    """What was written as a direction and says too little to be one: kept as it is, and completed by whoever can."""

    discussed = models.ForeignKey(ChildDiscussed, on_delete=models.PROTECT, related_name="notes")
    words = models.TextField()
    owner = models.ForeignKey("workforce.Worker", null=True, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField(null=True)
    for_what = models.TextField(blank=True, default="")
    written_at = models.DateTimeField()
    written_by = _user()
    became = models.OneToOneField(Direction, null=True, on_delete=models.PROTECT, related_name="was_note")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(words="") | ~Q(for_what=""), name="a_supervision_note_says_something")
        ]


@keep_history
class Signature(models.Model):
    """That somebody stands by a record of supervision: the supervisor first, then the worker, never one for both."""

    session = models.ForeignKey(SupervisionSession, on_delete=models.PROTECT, related_name="signatures")
    is_of_supervisor = models.BooleanField()
    signed_by = _user()
    signed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "is_of_supervisor"], name="each_side_signs_a_supervision_once"),
            models.UniqueConstraint(fields=["session", "signed_by"], name="a_supervision_is_signed_by_two_people"),
        ]
        triggers = [
            pgtrigger.Protect(
                name="a_signature_is_never_taken_back", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]  # fmt: skip


@keep_history
class InspectionCall(models.Model):
    """The moment an inspection was announced: what is written down after it carries its mark."""

    called_at = models.DateTimeField()
    said_at = models.DateTimeField()
    said_by = _user()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["called_at"], name="an_inspection_is_announced_once_at_a_time"),
            happens_no_later_than("called_at", "said_at", name="an_inspection_is_announced_before_somebody_says_so"),
        ]


class PersonalRecord(models.Model):
    """
    The personal part: for two people. No child, no session, no history: it goes when its years are over, whole.
    """

    supervisor = _user()
    worker = models.ForeignKey("workforce.Worker", on_delete=models.PROTECT, related_name="+")
    held_on = models.DateField()
    words = models.TextField()
    agreed = models.TextField(blank=True, default="", help_text="What was agreed to make it better.")
    written_at = models.DateTimeField()
    written_by = _user()
    kept_until = models.DateField(help_text="The first day it is no longer kept.")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(words=""), name="a_personal_record_says_something"),
            happens_no_later_than("held_on", "kept_until", name="a_personal_record_is_kept_for_some_time"),
        ]
        indexes = [models.Index(fields=["kept_until"])]
        triggers = [pgtrigger.Protect(name="a_personal_record_stands_as_written", operation=pgtrigger.Update)]


class RubricSeed(models.Model):
    """What the draw is made with, kept so that anybody may check afterwards that nobody chose."""

    seed = models.CharField(max_length=64)
    made_at = models.DateTimeField()


class RubricDraw(models.Model):
    """A record that is read blind, and by how many. Nothing on the record's own pages points here."""

    discussed = models.OneToOneField(ChildDiscussed, on_delete=models.PROTECT, related_name="+")
    readers = models.PositiveSmallIntegerField()
    drawn_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(readers__in=[1, 2]), name="a_record_is_read_blind_by_one_or_two")
        ]


class Rating(SixNumbers):
    """What one reader gave a record, locked as it is handed in: each of six dimensions from 0 to 3."""

    draw = models.ForeignKey(RubricDraw, on_delete=models.PROTECT, related_name="ratings")
    rated_by = _user()
    rated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["draw", "rated_by"], name="nobody_reads_a_record_blind_twice"),
            *from_nought_to_three(),
        ]  # fmt: skip
        triggers = [
            pgtrigger.Protect(name="a_blind_rating_is_locked", operation=pgtrigger.Update | pgtrigger.Delete),
            pgtrigger.Trigger(
                name="nobody_rates_their_own_supervision", when=pgtrigger.Before, operation=pgtrigger.Insert,
                func=NOT_THEIR_OWN,
            ),
        ]  # fmt: skip


# The models of observed sessions stand with the rest of them, and belong to this app.
import lintel.oversight.supervision.observed.models  # noqa: E402, F401
