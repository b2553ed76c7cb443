"""What becomes of a referral in Ravenshire: assessment, enquiry, conference, plans, closure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

from lintel.demo.chance import Chance, Shares
from lintel.demo.events import ChildContact, Enquiry, Episode, Involvement, NeedPlan, ProtectionPlan
from lintel.demo.story import RECOVERY_WEEK, Story, along
from lintel.statute.calendar import LONDON, england

NO_FURTHER_ACTION = 0.065
NEEDS = Shares(
    {"N1": 0.57, "N2": 0.07, "N3": 0.05, "N4": 0.09, "N5": 0.14, "N6": 0.04, "N7": 0.01, "N8": 0.02, "N9": 0.01}
)
# Enquiries per referral that is assessed, conferences per enquiry, plans per conference (DOMAIN.md 11.4); a referral
# that the old threshold would not have let in leads to fewer.
ENQUIRY = {False: 0.40, True: 0.33}
CONFERENCE = {False: 0.37, True: 0.27}
PLAN_AFTER_CONFERENCE = 0.86
PATHS = {
    False: Shares({"no need": 0.345, "early help": 0.23, "brief": 0.225, "need plan": 0.20}),
    True: Shares({"no need": 0.49, "early help": 0.22, "brief": 0.20, "need plan": 0.09}),
}
PATHS_LATER = {
    False: Shares({"no need": 0.31, "early help": 0.31, "brief": 0.20, "need plan": 0.18}),
    True: Shares({"no need": 0.42, "early help": 0.35, "brief": 0.15, "need plan": 0.08}),
}
# Working days from referral to authorisation, England 2025 (DOMAIN.md 11.3), with the pull just before day 45.
ASSESSMENT_BANDS = Shares({
    (0, 0): 0.018, (1, 10): 0.117, (11, 20): 0.173, (21, 30): 0.158, (31, 40): 0.202, (41, 45): 0.189, (46, 50): 0.058,
    (51, 60): 0.043, (61, 85): 0.042,
})  # fmt: skip
CONFERENCE_BANDS = Shares({(6, 10): 0.087, (11, 12): 0.10, (13, 15): 0.627, (16, 20): 0.09, (21, 35): 0.096})
# Working days from authorisation until the assessment team no longer holds the child.
DAYS_TO_CLOSE = {
    "no need": (5, 13), "early help": (9, 20), "brief": (13, 38), "need plan": (7, 17), "protection": (4, 12),
}  # fmt: skip
CATEGORIES = Shares({"NEG": 0.48, "EMO": 0.37, "PHY": 0.09, "SAB": 0.05, "MUL": 0.01})
PROTECTION_MONTHS = Shares({(1, 3): 0.159, (3, 6): 0.11, (6, 12): 0.435, (12, 24): 0.252, (24, 36): 0.044})
FACTORS = Shares({
    "3B": 0.34, "4B": 0.30, "17A": 0.18, "16A": 0.17, "4A": 0.15, "2B": 0.15, "1B": 0.14, "3A": 0.10, "18C": 0.09,
    "5A": 0.07, "14A": 0.07, "6A": 0.04, "15A": 0.05, "7A": 0.03, "10A": 0.04, "24A": 0.03, "11A": 0.02, "19C": 0.03,
    "8F": 0.01, "20": 0.08,
})  # fmt: skip
CLOSES_AS = {"no need": "RC8", "early help": "RC9", "brief": "RC7"}


class Casework:
    """Lets every episode unfold; `Allocation` says who holds it."""

    def __init__(self, story: Story, seed: int) -> None:
        self.story = story
        self.episodes: list[Episode] = []
        self.under_way: list[Episode] = []
        self._chance = Chance(seed, "casework")
        self._agenda: dict[date, list[tuple[Callable[[Episode, date], None], Episode]]] = defaultdict(list)
        # Set by the council, which knows both this and allocation and the front door.
        self.wait_for_a_worker: Callable[[list[Episode], bool], None] = lambda episodes, is_urgent: None
        self.hand_to_safeguarding: Callable[[Episode, date], None] = lambda episode, day: None
        self.leave: Callable[[Episode, date, str], None] = lambda episode, day, reason: None
        self.step_down: Callable[[Episode, date], None] = lambda episode, day: None

    def carry_on(self, day: date) -> None:
        """Everything that is due on this day, and what that makes due on the same day."""
        while due := self._agenda.pop(day, []):
            for act, episode in due:
                if episode.closed_on is None:
                    act(episode, day)

    # --- the referral -------------------------------------------------------------------------------------------------

    def open_referrals(self, contacts: list[ChildContact], decided_at: datetime) -> list[Episode]:
        """Open an episode for each child of one contact; brothers and sisters mostly go the same way."""
        day = decided_at.date()
        need = self._chance.share(NEEDS)
        is_nfa = self._chance.happens(NO_FURTHER_ACTION)
        opened = [
            Episode(each.child, each, each.contact.source, decided_at, need, is_nfa) for each in contacts
        ]  # fmt: skip
        for episode in opened:
            episode.child.episode = episode
            self.episodes.append(episode)
            if not is_nfa:
                self.under_way.append(episode)
            self._at(_eighteenth_birthday(episode.child.born_on), self._come_of_age, episode)
        if is_nfa:
            for episode in opened:
                self._at(day + timedelta(days=self._chance.between(0, 1)), self._close_without_assessment, episode)
            return opened
        is_marginal = self._chance.happens(self.story.marginal_share(day))
        is_urgent = self._begin_enquiries(opened, is_marginal)
        self._choose_paths(opened, is_marginal)
        self.wait_for_a_worker(opened, is_urgent)
        return opened

    def _choose_paths(self, opened: list[Episode], is_marginal: bool) -> None:
        day = opened[0].referred_on
        paths = (PATHS_LATER if day >= self.story.week_of_change(RECOVERY_WEEK) else PATHS)[is_marginal]
        band, shared = self._chance.share(ASSESSMENT_BANDS), self._chance.share(paths)
        length = self._chance.between(*band)
        for episode in opened:
            conferences = [e for e in episode.enquiries if e.conference_on]
            if conferences:
                episode.path = "protection" if conferences[0].led_to_plan else "need plan"
            else:
                episode.path = shared if self._chance.happens(0.85) else self._chance.share(paths)
            sooner = 0 if self._chance.happens(0.9) else self._chance.between(1, 5)
            episode.assessment_days = max(0, length - sooner)

    def _begin_enquiries(self, opened: list[Episode], is_marginal: bool) -> bool:
        """Decide by luck whether these children come to a strategy discussion, and when; say whether at once."""
        chance = self._chance
        luck = chance.uniform()
        if luck > ENQUIRY[is_marginal] * 1.13:
            return False
        is_urgent = chance.happens(0.68)
        triggered_at = opened[0].referred_at + timedelta(minutes=chance.between(10, 240))
        if not is_urgent:
            later_on = england().due_on(trigger=opened[0].referred_on, working_days=chance.between(4, 24))
            triggered_at = datetime.combine(later_on, time(chance.between(9, 15), chance.between(0, 59)), LONDON)
        held_at = self._held_at(triggered_at)
        begins = luck < ENQUIRY[is_marginal]
        meets, leads = begins and chance.happens(CONFERENCE[is_marginal]), chance.happens(PLAN_AFTER_CONFERENCE)
        days = self._days_to_conference(held_at)
        for episode in opened:
            enquiry = Enquiry(triggered_at, held_at, begins)
            if begins:
                open_for = min(days, chance.between(6, 15))
                enquiry.ended_on = england().due_on(trigger=held_at.date(), working_days=open_for)
            if meets and chance.happens(0.95):
                enquiry.conference_on = england().due_on(trigger=held_at.date(), working_days=days)
                enquiry.led_to_plan = leads
                self._at(enquiry.conference_on, self._hold_conference, episode)
            episode.enquiries.append(enquiry)
        return is_urgent

    def _held_at(self, triggered_at: datetime) -> datetime:
        """Within hours when all can come; under strain the police cannot, and days pass."""
        strain = self.story.strain(triggered_at.date())
        hours = self._chance.long_tailed(median=6 + 12 * strain, spread=0.8 + 0.3 * strain)
        held_at = (triggered_at.astimezone(UTC) + timedelta(hours=hours)).astimezone(LONDON)
        held_at = held_at.replace(second=0, microsecond=0)
        is_working_day = england().is_working_day(held_at.date())
        if is_working_day and 8 <= held_at.hour < 19:
            return held_at
        is_early = is_working_day and held_at.hour < 8
        day = held_at.date() if is_early else england().next_working_day(held_at.date())
        return datetime.combine(day, time(self._chance.between(9, 16), self._chance.one_of((0, 15, 30, 45))), LONDON)

    def _days_to_conference(self, held_at: datetime) -> int:
        days = self._chance.between(*self._chance.share(CONFERENCE_BANDS))
        late = self._chance.happens(0.18 * self.story.strain(held_at.date()))
        return days + self._chance.between(2, 9) if late else days

    # --- the assessment -----------------------------------------------------------------------------------------------

    def begin_assessment(self, episode: Episode, day: date) -> None:
        """A worker has accepted the child; the assessment's end follows from the referral and from the wait."""
        waited = england().working_days_between(episode.referred_on, day)
        # While children wait, duty workers see them and gather what is known: half of the wait is not lost.
        days = episode.assessment_days + max(0, waited - 2) // 2
        # Overloaded managers sign later; what is left to do after that is done sooner.
        episode.signed_late_by = round(self.story.strain(day) * self._chance.between(0, 16))
        days += episode.signed_late_by
        if 45 < days <= 54 and waited > 2 and self._chance.happens(0.4):
            days = self._chance.between(41, 45)
        due = england().due_on(trigger=episode.referred_on, working_days=days)
        episode.review_on = england().due_on(trigger=episode.referred_on, working_days=self._chance.between(12, 20))
        self._at(max(due, day), self._authorise, episode)

    def _authorise(self, episode: Episode, day: date) -> None:
        holder = episode.holder
        if holder is None or self._awaits_conference(episode, day):
            self._at(england().due_on(trigger=day, working_days=3), self._authorise, episode)
            return
        self._sign_off(episode, day, holder)
        tail = max(2, self._chance.between(*DAYS_TO_CLOSE[episode.path]) - episode.signed_late_by)
        self._at(england().due_on(trigger=day, working_days=tail), self._finish, episode)
        if episode.path == "need plan":
            starts_on = england().due_on(trigger=day, working_days=self._chance.between(2, 8))
            self._at(starts_on, self._begin_need_plan, episode)

    def _sign_off(self, episode: Episode, day: date, holder: Involvement) -> None:
        episode.authorised_on = day
        episode.assessed_by, episode.assessed_in = holder.worker, holder.team
        episode.needs_support = episode.path != "no need"
        episode.child_seen = self._chance.happens(0.965)
        episode.factors = self._factors(episode)

    def _awaits_conference(self, episode: Episode, day: date) -> bool:
        """An assessment of a child on the way to a conference is finished for the conference."""
        is_coming = any(e.conference_on and e.conference_on > day for e in episode.enquiries)
        return is_coming and day < england().due_on(trigger=episode.referred_on, working_days=42)

    def _factors(self, episode: Episode) -> tuple[str, ...]:
        if episode.path == "no need" and self._chance.happens(0.3):
            return ("21",)
        return tuple(sorted({self._chance.share(FACTORS) for _ in range(self._chance.between(1, 4))}))

    def _finish(self, episode: Episode, day: date) -> None:
        if episode.holder is None:
            self._at(england().due_on(trigger=day, working_days=3), self._finish, episode)
        elif episode.path in CLOSES_AS:
            self._close(episode, day, CLOSES_AS[episode.path])
        elif episode.path == "protection" and not episode.protection_plans:
            self._at(england().due_on(trigger=day, working_days=5), self._finish, episode)
        else:
            self.hand_to_safeguarding(episode, day)

    # --- conferences and plans ----------------------------------------------------------------------------------------

    def _hold_conference(self, episode: Episode, day: date) -> None:
        if not next(e for e in episode.enquiries if e.conference_on == day).led_to_plan:
            return
        low, high = self._chance.share(PROTECTION_MONTHS)
        category = self._chance.share(CATEGORIES)
        ends_on = day + timedelta(days=self._chance.between(round(30.4 * low), round(30.4 * high)))
        plan = ProtectionPlan(
            day, category, category if self._chance.happens(0.93) else self._chance.share(CATEGORIES),
            episode.child.protection_plans, self._chance.happens(0.06), ends_on,
        )  # fmt: skip
        episode.child.protection_plans += 1
        review = day + timedelta(days=self._chance.between(80, 92))
        while review < ends_on:
            plan.reviews.append(review)
            review += timedelta(days=self._chance.between(160, 183))
        plan.reviews.append(ends_on)
        episode.protection_plans.append(plan)
        self._at(ends_on, self._end_protection, episode)
        if self._chance.happens(0.10):
            self._at(day + timedelta(days=self._chance.between(40, 200)), self._enquire_again, episode)

    def _end_protection(self, episode: Episode, day: date) -> None:
        if episode.authorised_on is None or episode.holder is None:
            episode.protection_plans[-1].ends_on = day + timedelta(days=14)
            episode.protection_plans[-1].reviews[-1] = day + timedelta(days=14)
            self._at(day + timedelta(days=14), self._end_protection, episode)
        elif self._chance.happens(0.65):
            self._begin_need_plan(episode, day)
        else:
            self._at(day + timedelta(days=self._chance.between(5, 40)), self._end_work, episode)

    def _begin_need_plan(self, episode: Episode, day: date) -> None:
        median = 85 if episode.protection_plans else 135
        length = max(21, round(self._chance.long_tailed(median=median * self._length_of_plans(day), spread=0.6)))
        episode.need_plans.append(NeedPlan(day, day + timedelta(days=length)))
        self._at(day + timedelta(days=length), self._end_work, episode)
        if self._chance.happens(0.06):
            self._at(day + timedelta(days=self._chance.between(20, 120)), self._enquire_again, episode)

    def _length_of_plans(self, day: date) -> float:
        """In the recovery, plans end sooner because early help takes over."""
        return along(self.story.weeks_since_change(day), (RECOVERY_WEEK, 1.0), (RECOVERY_WEEK + 10, 0.8))

    def _end_work(self, episode: Episode, day: date) -> None:
        if episode.holder is None or episode.authorised_on is None or episode.holder.team == episode.assessed_in:
            for plan in episode.need_plans[-1:]:
                plan.ends_on = max(plan.ends_on, day + timedelta(days=10))
            self._at(day + timedelta(days=10), self._end_work, episode)
            return
        self._close(episode, day, "RC9" if self._chance.happens(0.4) else "RC7")

    def _enquire_again(self, episode: Episode, day: date) -> None:
        """A second enquiry while work goes on; it does not lead to another conference."""
        triggered_at = datetime.combine(day, time(self._chance.between(9, 16), self._chance.between(0, 59)), LONDON)
        held_at = self._held_at(triggered_at)
        ended_on = england().due_on(trigger=held_at.date(), working_days=self._chance.between(6, 15))
        episode.enquiries.append(Enquiry(triggered_at, held_at, True, ended_on))

    # --- the end ------------------------------------------------------------------------------------------------------

    def _close_without_assessment(self, episode: Episode, day: date) -> None:
        episode.closed_on, episode.closure_reason = day, "RC7"
        episode.child.episode = None

    def _come_of_age(self, episode: Episode, day: date) -> None:
        if episode.holder is None:
            self._at(england().due_on(trigger=day, working_days=3), self._come_of_age, episode)
            return
        if episode.authorised_on is None:
            self._sign_off(episode, day, episode.holder)
        self._close(episode, day, "RC7")

    def _close(self, episode: Episode, day: date, reason: str) -> None:
        self.leave(episode, day, "")
        episode.closed_on, episode.closure_reason = day, reason
        episode.child.episode = None
        for need_plan in episode.need_plans:
            need_plan.ends_on = min(need_plan.ends_on, day)
        for protection_plan in episode.protection_plans:
            protection_plan.ends_on = min(protection_plan.ends_on, day)
        if reason == "RC9":
            self.step_down(episode, day)

    def _at(self, day: date, act: Callable[[Episode, date], None], episode: Episode) -> None:
        # What would have been due before the story reaches it is done as soon as it can be.
        self._agenda[max(day, episode.referred_on)].append((act, episode))


def _eighteenth_birthday(born_on: date) -> date:
    return born_on + timedelta(days=6_575)  # 18 years with their leap days
