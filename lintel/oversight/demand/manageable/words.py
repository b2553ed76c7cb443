"""What manageable takes, in words before any table: how many, by when, what else would do, and how sure that is."""

from __future__ import annotations

from datetime import date, timedelta

from demand_engine.delay import Delay, InTime
from demand_engine.goal import Chance
from demand_engine.plan import Plan, decide_by
from demand_engine.question import Answer, ByPosts, Mix, OnAverage, OneWay, Question, WhyNot

PACE_IN_VAIN = {
    WhyNot.NOTHING_CHANGES: "There is no change of conversion to pace.",
    WhyNot.TOO_MANY_ALREADY: "No pace does it without new posts: children would wait even without the change.",
    WhyNot.NOT_BORNE_OUT: "A pace that did it in the search was not borne out on fresh runs.",
}
SHORTER_IN_VAIN = {
    WhyNot.NOT_BORNE_OUT: "A shortening of assessments that did it in the search was not borne out on fresh runs.",
}


def at_once(average: OnAverage, *, ceiling: int, peak: float) -> str:
    """The arithmetic of averages as a sentence."""
    words = (
        f"On average, in the long run: with {average.conversion:.0%} accepted,"
        f" {_number(average.workers, 'full-time worker')} hold everybody at {ceiling} or fewer."
        f" {_there_are(average.workers_in_post)} in post by then."
    )
    if peak >= 0.5:
        waits = "child waits" if round(peak) == 1 else "children wait"
        words += f" At the ceilings of today, {round(peak):,} {waits} at the peak."
    return words


def in_words(answer: Answer, question: Question, *, today: date) -> list[str]:
    """
    The answer, a sentence or two each.

    :param today: to say which days have passed.
    """
    if answer.is_met_already:
        return [f"Nothing needs to be done. {_how_sure('As it stands, the goal', answer.as_it_stands)}"]
    return [
        *_posts(answer, question, today),
        *_pace(answer.by_pace),
        *_shorter(answer.by_shorter),
        *_mix(answer, question),
        *_reach(answer.in_time, question),
        *_delay(answer.delays),
    ]


def _posts(answer: Answer, question: Question, today: date) -> list[str]:
    found = answer.by_posts
    if found is None:
        return ["More posts alone do not do it, however many."] if answer.posts_why_not else []
    return [
        f"To keep everybody at {answer.goal.ceiling_points} or fewer with {answer.on_average.conversion:.0%} accepted"
        f" takes {_how_many(found)}. {_beside_averages(answer)}",
        _sign_by(found.plan, question, today),
        f"{_how_sure('With these posts the goal', found.chance)} {_range(found)}",
    ]


def _how_many(found: ByPosts) -> str:
    more = found.workers - found.workers_there
    for_a_time = sum(posts.number for posts in found.plan.posts if posts.until_week is not None)
    if more <= 0:
        return f"{_number(found.plan.new_posts, 'more post')} for a time, before others are there"
    words = f"{_number(found.workers, 'worker')}: {more:,} more than the {found.workers_there:,} you have"
    extra = f" ({for_a_time} of the {found.plan.new_posts} new posts only for a time)" if for_a_time else ""
    return words + extra


def _beside_averages(answer: Answer) -> str:
    average = answer.on_average
    return f"By averages alone, without ups and downs, {average.workers:,} would do in the long run."


def _sign_by(plan: Plan, question: Question, today: date) -> str:
    scenario = question.scenario
    days = sorted((decide_by(scenario, posts, 0.5), decide_by(scenario, posts, 0.9)) for posts in plan.posts)
    first, surer = days[0]
    last = max(day for day, _ in days)
    words = f"The first of them must be signed for by {_day(first)}"
    words += f" (by {_day(surer)} to be surer)" if surer < first else ""
    words += f", the last by {_day(last)}." if last > first else "."
    passed = sum(day < today for day, _ in days)
    if passed == len(days):
        return words + (" Those days have passed." if len(days) > 1 else " That day has passed.")
    return words + (" The first of these days has passed." if passed else "")


def _range(found: ByPosts) -> str:
    if found.at_least == found.plan.new_posts:
        return f"One post fewer than these {found.plan.new_posts:,} is plainly too few."
    return f"The fewest that might do are {found.at_least:,} new posts; {found.plan.new_posts:,} surely do."


def _pace(found: OneWay | None) -> list[str]:
    if found is None:
        return []
    if found.plan and found.chance:
        return [
            f"Or pace the change over {found.plan.paced_over_weeks} weeks, with no new post."
            f" {_how_sure('The goal', found.chance)} ({found.weeks_looked_at} weeks looked at.)"
        ]
    if found.why_not is WhyNot.TOO_MANY_IN_THE_END:
        return ["No pace does it without new posts: once the change has happened, the workers there cannot hold it."]
    if found.why_not in PACE_IN_VAIN:
        return [PACE_IN_VAIN[found.why_not]]
    return [f"No pace does it without new posts.{_nearest(found)}"]


def _shorter(found: OneWay | None) -> list[str]:
    if found is None:
        return []
    if found.plan and found.chance:
        return [
            f"Or make every assessment {found.plan.per_cent_shorter}% shorter, with no new post."
            f" {_how_sure('The goal', found.chance)}"
        ]
    if found.why_not in SHORTER_IN_VAIN:
        return [SHORTER_IN_VAIN[found.why_not]]
    return [f"No shortening of assessments does it alone; more than 40% is not counted on.{_nearest(found)}"]


def _nearest(found: OneWay) -> str:
    if found.nearest is None or found.nearest_chance is None or found.nearest_chance.share > 0.9:
        return ""
    return f" What comes nearest, {_doing(found.nearest)}, misses the goal in {found.nearest_chance.share:.0%} of runs."


def _doing(plan: Plan) -> str:
    """A plan in short."""
    parts = []
    if plan.new_posts:
        parts.append(_number(plan.new_posts, "new post"))
    if plan.paced_over_weeks is not None:
        parts.append(f"the change over {plan.paced_over_weeks} weeks")
    if plan.per_cent_shorter:
        parts.append(f"assessments {plan.per_cent_shorter}% shorter")
    return _listed(parts) if parts else "nothing"


def _mix(answer: Answer, question: Question) -> list[str]:
    if answer.mix is None:
        return []
    words = (
        f"At your costs the cheapest found is {_doing(answer.mix.plan)}: £{answer.mix.pounds:,} over"
        f" {answer.weeks_of_cost} weeks."
    )
    alone = {name: found.pounds for name, found in _ways(answer) if found.plan != answer.mix.plan}
    if not alone:
        return [words]
    return [words + " " + _capital(_listed([f"{name} £{pounds:,}" for name, pounds in alone.items()])) + "."]


def _ways(answer: Answer) -> list[tuple[str, ByPosts | OneWay | Mix]]:
    """The ways that do it alone."""
    found: list[tuple[str, ByPosts | OneWay | Mix | None]] = [
        ("posts alone cost", answer.by_posts), ("pacing alone", answer.by_pace),
        ("shortening alone", answer.by_shorter),
    ]  # fmt: skip
    return [(name, way) for name, way in found if way is not None and way.plan is not None]


def _reach(reached: InTime | None, question: Question) -> list[str]:
    if reached is None or reached.agency_week == 0 == reached.first_week:
        return []
    start = question.scenario.starts_on
    words = (
        f"Nothing decided on {_day(question.decided_on)} acts before"
        f" {_day(start + timedelta(weeks=reached.agency_week))} (agency) or"
        f" {_day(start + timedelta(weeks=reached.first_week))} (permanent posts;"
        f" {_day(start + timedelta(weeks=reached.surer_week))} to be surer)."
    )
    if reached.at_risk is not None and reached.peak_at_risk:
        words += (
            f" Until then, whatever is decided, the goal is missed in {_share(reached.at_risk.share)} of runs, and in"
            f" the middle run {reached.peak_at_risk:,} wait at the peak."
        )
    if reached.late is not None:
        words += (
            f" Posts decided that day come up to {_number(reached.late.weeks, 'week')} late:"
            f" {_waiting(reached.late)} in the middle run."
        )
    return [words]


def _waiting(delay: Delay) -> str:
    return "1 child waits at the peak" if delay.peak_waiting == 1 else f"{delay.peak_waiting:,} wait at the peak"


def _delay(delays: tuple[Delay, ...]) -> list[str]:
    if len(delays) < 2 or delays[-1].child_weeks <= delays[0].child_weeks:
        return []
    by_weeks = {delay.weeks: delay for delay in delays}
    month = by_weeks.get(4, delays[-1])
    each = (month.child_weeks - delays[0].child_weeks) / month.weeks
    return [
        f"Each week that the posts come later costs about {round(each):,} weeks of children waiting, and more the"
        f" longer it goes on: {_number(month.weeks, 'week')} late, {_waiting(month)} in the middle run;"
        f" {_number(delays[-1].weeks, 'week')} late, {delays[-1].peak_waiting:,}."
    ]


def _how_sure(what: str, chance: Chance) -> str:
    return (
        f"{what} is missed in {_share(chance.share)} of {chance.runs:,} runs that took no part in the search; surely in"
        f" no more than {chance.at_most():.1%}."
    )


def _share(share: float) -> str:
    return "none" if share == 0 else f"{share:.1%}"


def _there_are(number: int) -> str:
    return "1 is" if number == 1 else f"{number:,} are"


def _number(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def _listed(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else ", ".join(parts[:-1]) + " and " + parts[-1]


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _day(day: date) -> str:
    return f"{day:%-d %B %Y}"
