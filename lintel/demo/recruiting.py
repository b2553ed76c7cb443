"""Posts on their way and how earlier ones were filled, hours that are kept free of cases, and who speaks what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from lintel.demo import names
from lintel.demo.chance import Chance
from lintel.demo.staff import ASHGILL, BECKSIDE, CASTLE, DALEFOOT, SAFEGUARDING_TEAMS, Staff
from lintel.demo.staff_records import ORIGIN
from lintel.demo.story import Story
from lintel.foundation.workforce.codes import Basis, Protection
from lintel.foundation.workforce.models import Appointment, Post, ProtectedTime, Recruitment, Team, Worker
from lintel.journey.imports import keys

ESK, FELL, GRANGE = SAFEGUARDING_TEAMS
LANGUAGES = ("Arabic", "British Sign Language", "Lithuanian", "Polish", "Punjabi", "Romanian", "Urdu")
SPEAK_ANOTHER = 0.22
FUND = "Recovery fund"
# How long agency workers who cover as the record ends have been there.
AGENCY_COVER_SINCE_WEEKS = (3, 2, 1)
# Every so many posts, the first offer came to nothing.
FALLS_THROUGH_EVERY = 7
BECAUSE = (
    "They took a post nearer home.", "Their present employer asked them to stay, and they did.",
    "A reference did not bear out what they had told us.",
)  # fmt: skip
PRACTICE_HOURS, UNION_HOURS = Decimal("3.7"), Decimal("7.4")


@dataclass(frozen=True)
class Coming:
    """
    A post that is empty as the record ends.

    :param weeks: how long ago it was signed for, offered, accepted, and its checks done; as far as it has come.
    :param starts_in: in how many weeks the agreed start is; below nought where somebody has started.
    """

    team: str
    weeks: tuple[float, ...] = ()
    starts_in: float | None = None
    funding_line: str = FUND
    fell_weeks_ago: float | None = None


COMING = (
    Coming(ASHGILL),
    Coming(BECKSIDE, funding_line=""),
    Coming(DALEFOOT, (3,)),
    Coming(GRANGE, (17,)),
    Coming(CASTLE, (9, 2)),
    Coming(ESK, (19, 3), fell_weeks_ago=8),
    Coming(CASTLE, (8, 4, 3)),
    Coming(BECKSIDE, (10, 5, 4), starts_in=5),
    Coming(DALEFOOT, (11, 7, 6, 1), starts_in=2),
    Coming(FELL, (14, 9, 8, 3), starts_in=-0.5),
    Coming(ASHGILL, (12, 6, 5), funding_line=""),
)


@dataclass(frozen=True)
class Records:
    """What is laid down, in this order."""

    posts: list[Post]
    workers: list[Worker]
    appointments: list[Appointment]
    recruitments: list[Recruitment]
    protected_time: list[ProtectedTime]


def languages(staff: Staff, seed: int) -> dict[str, list[str]]:
    """What some workers speak besides English, by staff id."""
    chance = Chance(seed, "languages")
    return {
        staff_id: [chance.one_of(LANGUAGES)] for staff_id in staff.names if chance.happens(SPEAK_ANOTHER)
    }  # fmt: skip


def recruiting(
    staff: Staff, story: Story, team_of: dict[str, Team], post_of: dict[str, Post], appointed: list[Appointment], *,
    seed: int,
) -> Records:  # fmt: skip
    """Everything of this, for a council whose teams, posts and appointments are laid down already."""
    chance = Chance(seed, "recruiting")
    found = Records([], [], [], _history(post_of, appointed, chance), _protected(appointed, story))
    for number, coming in enumerate(COMING, start=1):
        _empty_post(found, coming, number, story, team_of[coming.team], staff, chance)
    for weeks_ago in AGENCY_COVER_SINCE_WEEKS:
        _agency_cover(found, team_of[DALEFOOT], story.until - timedelta(weeks=weeks_ago), staff, chance)
    return found


def _history(post_of: dict[str, Post], appointed: list[Appointment], chance: Chance) -> list[Recruitment]:
    """How the posts that were signed for came to their first holders."""
    first: dict[str, Appointment] = {}
    for each in appointed:
        if each.post is not None and each.post.requisition_signed_on is not None:
            first.setdefault(each.post.key, each)
    found = []
    for number, (key, holder) in enumerate(first.items(), start=1):
        signed_on = post_of[key.removeprefix("post:")].requisition_signed_on
        if signed_on is not None and holder.starts_on > signed_on:
            found += _how_it_was_filled(holder, signed_on, number, chance)
    return found


def _how_it_was_filled(holder: Appointment, signed_on: date, number: int, chance: Chance) -> list[Recruitment]:
    """From the requisition to the start, in the time there was; now and then at the second go."""
    days = (holder.starts_on - signed_on).days

    def after(share: float) -> date:
        return signed_on + timedelta(days=round(days * (share + 0.06 * chance.uniform())))

    said = {**ORIGIN, "post": holder.post, "signed_on": signed_on}
    key = f"recruitment:{holder.post.key if holder.post else ''}"
    found = []
    if number % FALLS_THROUGH_EVERY == 0:
        found.append(
            Recruitment(
                **said, key=f"{key}:1", advertised_on=after(0.03), offered_on=after(0.12), fell_through_on=after(0.22),
                fell_through_because=BECAUSE[number % len(BECAUSE)],
            )
        )  # fmt: skip
    accepted_on = after(0.45)
    found.append(
        Recruitment(
            **said, key=f"{key}:2", advertised_on=after(0.03) if not found else None, offered_on=after(0.36),
            offer_accepted_on=accepted_on, checks_done_on=after(0.80), starts_on=holder.starts_on,
            start_agreed_on=accepted_on, appointment=holder,
        )
    )  # fmt: skip
    return found


def _empty_post(
    found: Records, coming: Coming, number: int, story: Story, team: Team, staff: Staff, chance: Chance
) -> None:
    def ago(weeks: float) -> date:
        return story.until - timedelta(days=round(7 * weeks))

    signed_on = ago(coming.weeks[0]) if coming.weeks else None
    post = Post(
        **ORIGIN, key=f"post:second wave {number}", title="Social worker", team=team, is_case_holding=True,
        funding_line=coming.funding_line, opens_on=ago(max(coming.weeks, default=6)), requisition_signed_on=signed_on,
    )  # fmt: skip
    found.posts.append(post)
    if signed_on is None:
        return
    said = {**ORIGIN, "post": post, "signed_on": signed_on}
    if coming.fell_weeks_ago is not None:
        found.recruitments.append(
            Recruitment(
                **said, key=f"recruitment:{post.key}:1", advertised_on=ago(coming.weeks[0] - 1),
                offered_on=ago(coming.fell_weeks_ago + 3), offer_accepted_on=ago(coming.fell_weeks_ago + 2),
                fell_through_on=ago(coming.fell_weeks_ago), fell_through_because=BECAUSE[0],
            )
        )  # fmt: skip
    reached = dict(zip(("offered_on", "offer_accepted_on", "checks_done_on"), map(ago, coming.weeks[1:]), strict=False))
    starts_on = None if coming.starts_in is None else ago(-coming.starts_in)
    has_started = starts_on is not None and starts_on < story.until
    found.recruitments.append(
        Recruitment(
            **said, key=f"recruitment:{post.key}:2", **reached, starts_on=starts_on,
            start_agreed_on=reached.get("offer_accepted_on") if starts_on else None,
            appointment=_newcomer(found, post, starts_on, staff, chance) if has_started and starts_on else None,
        )
    )  # fmt: skip


def _agency_cover(found: Records, team: Team, starts_on: date, staff: Staff, chance: Chance) -> None:
    """Somebody of an agency who has come for a while and is still there; the post has no funding line of its own."""
    post = Post(
        **ORIGIN, key=f"post:agency cover now {len(found.posts) + 1}", title="Agency social worker", team=team,
        is_case_holding=True, funding_line="", opens_on=starts_on,
    )  # fmt: skip
    found.posts.append(post)
    _newcomer(found, post, starts_on, staff, chance, basis=Basis.AGENCY)


def _newcomer(
    found: Records, post: Post, starts_on: date, staff: Staff, chance: Chance, *, basis: Basis = Basis.PERMANENT
) -> Appointment:
    """Somebody who has just started and holds no case yet."""
    name, taken = "", set(staff.names.values()) | {worker.name for worker in found.workers}
    while not name or name in taken:
        culture = chance.share(names.WORKER_CULTURES)
        name = f"{names.given_name(culture, 'F', chance)} {names.family_name(culture, chance)}"
    staff_id = f"S{9_000 + len(found.workers)}"
    worker = Worker(
        **ORIGIN, key=keys.worker(staff_id=staff_id), staff_id=staff_id, name=name,
        swe_number=f"SW09{len(found.workers):04d}",
    )  # fmt: skip
    appointment = Appointment(
        **ORIGIN, key=keys.appointment(worker.key, post.team.key, starts_on), worker=worker, team=post.team, post=post,
        job_title=post.title, fte=1, basis=basis, is_case_holding=True, starts_on=starts_on,
    )  # fmt: skip
    found.workers.append(worker)
    found.appointments.append(appointment)
    return appointment


def _protected(appointed: list[Appointment], story: Story) -> list[ProtectedTime]:
    """Half a day a week in the first year of practice; and a day a week for whoever speaks for the union."""
    found = {}
    for each in appointed:
        if each.is_newly_qualified and each.starts_on >= story.starts_on:
            found.setdefault(each.worker.key, _kept(
                each, Protection.NEWLY_QUALIFIED, PRACTICE_HOURS, "First year in practice: half a day a week to learn.",
                ends_on=each.starts_on + timedelta(days=365),
            ))  # fmt: skip
    there = [each for each in appointed if each.is_case_holding and each.leaves_on is None]
    for each in there[:1]:
        words = "Branch secretary of the union: a day a week."
        found.setdefault(each.worker.key, _kept(each, Protection.UNION, UNION_HOURS, words))
    return list(found.values())


def _kept(
    appointment: Appointment, reason: Protection, hours: Decimal, why: str, *, ends_on: date | None = None
) -> ProtectedTime:
    return ProtectedTime(
        **ORIGIN, key=f"protected time:{appointment.worker.key}:{reason}", worker=appointment.worker, reason=reason,
        hours_per_week=hours, why=why, starts_on=appointment.starts_on, ends_on=ends_on,
    )  # fmt: skip
