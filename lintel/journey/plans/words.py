"""A plan in words, for whoever goes on with the family."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lintel.journey.plans.queries import Line, PlanPage


def plan_in_words(page: PlanPage) -> str:
    """A plan so far in a few lines, for whoever goes on with the family: needs, what was done, what changed."""
    found = []
    for thread in page.threads:
        found.append(f"{thread.need.words}")
        found += [f"– {line.action.words} ({line.action.owner}): {_came_to(line)}" for line in thread.lines]
        if thread.now:
            found.append(f"– {thread.now.change.words}, {thread.now.on:%-d %B %Y}: {thread.now.words}")
    return "\n".join(found)


def _came_to(line: Line) -> str:
    if line.action.done_on:
        return f"done {line.action.done_on:%-d %B %Y}. {line.action.answer}"
    return f"dropped. {line.action.answer}" if line.action.dropped_on else "not done yet"
