"""What a person is called, how old they are, and whether a letter goes where they live, as plain values."""

import re
from collections.abc import Iterable
from datetime import date

from lintel.foundation.people.codes import BirthDateCertainty, NameKind


def called(names: Iterable[tuple[str, str, str]], *, la_child_id: str) -> str:
    """
    The legal name, or any other that is known; for a child known only by a number, the number.

    :param names: (kind, given, family), in the order they were recorded.
    """
    for _, given, family in sorted(names, key=lambda name: name[0] != NameKind.LEGAL):
        if whole := f"{given} {family}".strip():
            return whole
    return f"Child {la_child_id}" if la_child_id else "Name not known"


def age_in_words(born: date | None, *, certainty: str, on: date) -> str:
    """11, 7 months, about 6, unborn (due 30 Jun 2025); where nobody knows, it says so."""
    if born is None:
        return "age not known"
    if certainty == BirthDateCertainty.EXPECTED:
        return f"unborn, due {born:%-d %b %Y}"
    months = (on.year - born.year) * 12 + on.month - born.month - (on.day < born.day)
    about = "about " if certainty == BirthDateCertainty.ESTIMATED else ""
    if months < 1:
        return f"{about}{max((on - born).days, 0)} days"
    if months < 24:
        return f"{about}{months} month{'' if months == 1 else 's'}"
    return f"{about}{months // 12}"


def is_written_to(lines: str, to: str) -> bool:
    """
    Whether a letter's address holds the first line of another, or its house and street, word by word: 3 Canal Street
    is not in 13's. The rest, town and postcode, is often written differently or left out.
    """
    first, *others = (_words(part) for part in re.split(r"[,\n]", lines.strip()))
    if len(first) == 1:
        first = _words(lines)[:3]  # "3, Canal Street": the number alone says too little
    streets = [part for part in others if len(part) > 1 and part[0][0].isdigit()]  # "Flat 2, 4 Mill Lane"
    words = _words(to)
    return any(
        words[start : start + len(wanted)] == wanted
        for wanted in (first, *streets)
        if wanted
        for start in range(len(words))
    )


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())
