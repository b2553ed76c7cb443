from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import Q

from lintel.foundation.provenance.models import happens_no_later_than
from lintel.oversight.supervision.rubric.six_numbers import SixNumbers, from_nought_to_three

LONGEST_LINE = 300

OFFERED_BY_ITS_SUPERVISOR = """
    IF NOT EXISTS (SELECT 1 FROM supervision_supervisionsession
                   WHERE id = NEW.session_id AND supervisor_id = NEW.offered_by_id) THEN
        RAISE EXCEPTION 'only its supervisor offers a session to be observed' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""
NEITHER_OF_THE_PAIR = """
    IF NEW.observer_id = NEW.offered_by_id OR EXISTS (
        SELECT 1 FROM supervision_supervisionsession s JOIN access_user u ON u.worker_id = s.worker_id
        WHERE s.id = NEW.session_id AND u.id = NEW.observer_id
    ) THEN
        RAISE EXCEPTION 'nobody observes their own supervision' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""
AGREED_BY_ITS_WORKER = """
    IF NEW.agreed_by_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM supervision_supervisionsession s JOIN access_user u ON u.worker_id = s.worker_id
        WHERE s.id = NEW.session_id AND u.id = NEW.agreed_by_id
    ) THEN
        RAISE EXCEPTION 'a worker agrees for themselves' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""
RATED_STAYS = """
    IF EXISTS (SELECT 1 FROM supervision_observedrating WHERE observation_id = OLD.id) THEN
        RAISE EXCEPTION 'what was rated is not taken back' USING ERRCODE = 'check_violation';
    END IF;
    RETURN OLD;
"""
AGREED_AND_HELD = """
    IF NOT EXISTS (
        SELECT 1 FROM supervision_observation o JOIN supervision_supervisionsession s ON s.id = o.session_id
        WHERE o.id = NEW.observation_id AND o.observer_id = NEW.rated_by_id AND o.agreed_at IS NOT NULL
              AND s.held_on <= (NEW.rated_at AT TIME ZONE 'Europe/London')::date
    ) THEN
        RAISE EXCEPTION 'its observer rates a session both agreed to, once its day has come'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""
WRITTEN = pgtrigger.Insert | pgtrigger.Update


class Observation(models.Model):
    """
    That a supervisor lets somebody sit in on a session, and that the worker has agreed. No history: it is taken back
    whole, and nothing is left of it.
    """

    session = models.OneToOneField(
        "supervision.SupervisionSession", on_delete=models.PROTECT, related_name="observation"
    )  # fmt: skip
    observer = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    offered_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    offered_at = models.DateTimeField()
    agreed_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    agreed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(agreed_by__isnull=True, agreed_at__isnull=True)
                | Q(agreed_by__isnull=False, agreed_at__isnull=False),
                name="somebody_agrees_to_be_observed_at_a_moment",
            ),
            happens_no_later_than("offered_at", "agreed_at", name="a_session_is_offered_before_it_is_agreed_to"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="only_its_supervisor_offers_a_session", when=pgtrigger.Before, operation=WRITTEN,
                func=OFFERED_BY_ITS_SUPERVISOR,
            ),
            pgtrigger.Trigger(
                name="nobody_observes_their_own_supervision", when=pgtrigger.Before, operation=WRITTEN,
                func=NEITHER_OF_THE_PAIR,
            ),
            pgtrigger.Trigger(
                name="a_worker_agrees_for_themselves", when=pgtrigger.Before, operation=WRITTEN,
                func=AGREED_BY_ITS_WORKER,
            ),
            pgtrigger.Protect(
                name="an_offer_stands_or_is_taken_back_whole", operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__session__df=pgtrigger.F("new__session"))
                | pgtrigger.Q(old__observer__df=pgtrigger.F("new__observer"))
                | pgtrigger.Q(old__agreed_by__isnull=False),
            ),
            pgtrigger.Trigger(
                name="what_was_rated_is_not_taken_back", when=pgtrigger.Before, operation=pgtrigger.Delete,
                func=RATED_STAYS,
            ),
        ]  # fmt: skip


class ObservedRating(SixNumbers):
    """What an observer saw, locked as it is handed in: six dimensions from 0 to 3, and a line if they like."""

    observation = models.OneToOneField(Observation, on_delete=models.PROTECT, related_name="rating")
    rated_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    rated_at = models.DateTimeField()
    words = models.CharField(max_length=LONGEST_LINE, blank=True, default="", help_text="A line to the two of them.")

    class Meta:
        constraints = from_nought_to_three("observed_")
        triggers = [
            pgtrigger.Protect(name="an_observed_rating_is_locked", operation=pgtrigger.Update | pgtrigger.Delete),
            pgtrigger.Trigger(
                name="only_what_both_agreed_to_is_rated", when=pgtrigger.Before, operation=pgtrigger.Insert,
                func=AGREED_AND_HELD,
            ),
        ]  # fmt: skip
