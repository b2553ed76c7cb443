"""The weekly table of an answer, as text for a terminal."""

from __future__ import annotations

from lintel.oversight.demand.what_if.summary import Summary

HEADS = ("week of", "referrals", "waiting", "80% of runs", "longest", "p50", "p90", "max", "open late", "pounds")
WIDTHS = (12, 9, 8, 15, 8, 5, 5, 5, 10, 10)


def as_text(summary: Summary, *, every: int = 4) -> str:
    """Every so many weeks: referrals, waiting with its band, days of the longest wait, caseloads, late, cost."""
    lines = [_line(HEADS)]
    for week in range(0, summary.weeks, every):
        low, high = summary.band("waiting", "low80")[week], summary.band("waiting", "high80")[week]
        named = ("caseload_p50", "caseload_p90", "caseload_max", "open_late", "pounds")
        lines.append(
            _line(
                (
                    f"{summary.week_of(week):%d %b %Y}", f"{summary.band('referrals')[week]:,}",
                    f"{summary.band('waiting')[week]:,}", f"{low:,} to {high:,}",
                    f"{summary.band('oldest_wait')[week]:,}",
                    *(f"{summary.band(name)[week]:,}" for name in named),
                )
            )
        )  # fmt: skip
    return "\n".join(lines)


def _line(cells: tuple[str, ...]) -> str:
    first, *rest = (cell.rjust(width) for cell, width in zip(cells, WIDTHS, strict=True))
    return " ".join((cells[0].ljust(len(first)), *rest))
