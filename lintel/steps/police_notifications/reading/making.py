"""From the cells of a row, an element or a message to a notice, or to the reasons why it is none."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from lintel.statute.calendar import LONDON, local_day
from lintel.steps.police_notifications.codes import Part
from lintel.steps.police_notifications.reading import cells
from lintel.steps.police_notifications.reading.headings import of_a_person, of_the_notice, part_of, whose
from lintel.steps.police_notifications.reading.notices import Notice, PersonTold, Problem, RowRead

LONGEST = 20_000
LONGEST_REFERENCE = 60
# The clocks of two organisations are not the same to the minute.
CLOCKS_DIFFER = timedelta(minutes=10)
BEYOND = "beyond the headings"
NOT_KEPT = "contains a character that cannot be kept (a zero byte or half of a character)"
_NOT_KEPT = re.compile("[\0\ud800-\udfff]")

Cells = Mapping[str, str]


def row_of(
    number: int, told: Cells, people: Sequence[tuple[Part, Cells]], *, raw: Mapping[str, str], received_at: datetime
) -> RowRead:
    """One row, read: a notice or its problems."""
    kept = {_kept(name)[:200]: _kept(text) for name, text in raw.items() if str(text).strip()}
    read = [*told.items(), *(cell for _, columns in people for cell in columns.items())]
    problems = _characters(list(raw.items())) or _characters(read) or _faults(told, people, received_at)
    if problems:
        return RowRead(number, kept, problems=tuple(problems))
    return RowRead(number, kept, notice=_notice(told, people, raw=kept, received_at=received_at))


def of_columns(row: Mapping[str, str]) -> tuple[dict[str, str], list[tuple[Part, dict[str, str]]]]:
    """The incident and the people out of the columns of one line."""
    told: dict[str, str] = {}
    people: dict[tuple[Part, str], dict[str, str]] = {}
    for heading, text in row.items():
        if not text.strip():
            continue
        if name := of_the_notice(heading):
            told.setdefault(name, text.strip())
        elif found := whose(heading):
            part, place, column = found
            people.setdefault((part, place), {}).setdefault(column, text.strip())
    return told, [(part, columns) for (part, _), columns in people.items()]


def of_message(
    plain: Mapping[str, object],
) -> tuple[dict[str, str], list[tuple[Part, dict[str, str]]], dict[str, str]]:
    """The incident, the people and the raw texts of a message: names and values, with a list of `people`."""
    told: dict[str, str] = {}
    raw: dict[str, str] = {}
    people: list[tuple[Part, dict[str, str]]] = []
    for heading, value in plain.items():
        if heading == "people" and isinstance(value, list):
            people = [each for entry in value if isinstance(entry, Mapping) and (each := _person_of(entry))]
            raw |= {f"people {place}": json.dumps(entry, default=str) for place, entry in enumerate(value, start=1)}
            continue
        raw[str(heading)] = _said(value)
        if (name := of_the_notice(str(heading))) and raw[str(heading)].strip():
            told.setdefault(name, raw[str(heading)].strip())
    return told, people, raw


def children_in(kept: Cells, *, received_at: datetime) -> list[PersonTold]:
    """
    The children whom the cells of a row that was set aside name, whichever kind of file or message it came by.

    What cannot be read may be a child: it is one of whom nothing else is told than those words.
    """
    alone = [each for heading, text in kept.items() if (each := _kept_alone(heading, text))]
    columns = {heading: text for heading, text in kept.items() if not _kept_alone(heading, text)}
    people = [*alone, *of_columns(columns)[1]]
    return [_person(part, told, [], received_at) for part, told in people if part == Part.CHILD]


def _kept_alone(heading: str, text: str) -> tuple[Part, Cells] | None:
    """A person whom a message or an XML file tells of, kept in one cell; and whatever else may hide one."""
    word, _, number = heading.rpartition(" ")
    if heading == BEYOND:
        return Part.CHILD, {"name": text}
    if word == "people" and number.isdecimal():
        try:
            return _person_of(json.loads(text))
        except (ValueError, AttributeError, RecursionError):
            return Part.CHILD, {"name": text}
    if word in set(Part) and number.isdecimal() and ": " in text:
        said = (piece.partition(": ") for piece in text.split("; "))
        return Part(word), {known: value for name, _, value in said if (known := of_a_person(name)) and value}
    return None


def _person_of(entry: Mapping[str, object]) -> tuple[Part, dict[str, str]] | None:
    texts = {str(heading): _said(value).strip() for heading, value in entry.items()}
    role = next((texts[h] for h in texts if h.casefold() in ("role", "part", "type")), "")
    columns = {name: text for heading, text in texts.items() if text and (name := of_a_person(heading))}
    return (part_of(role) or Part.OTHER, columns) if columns else None


def _said(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


def _kept(text: str) -> str:
    return _NOT_KEPT.sub("\ufffd", str(text))[:LONGEST]


# --- what keeps a row out ---------------------------------------------------------------------------------------------


def _characters(whole: Sequence[tuple[str, str]]) -> list[Problem]:
    spoilt = [_kept(name)[:60] for name, text in whole if _NOT_KEPT.search(f"{name}{text}")]
    return [Problem(name, f"“{name}” {NOT_KEPT}") for name in dict.fromkeys(spoilt)]


def _faults(told: Cells, people: Sequence[tuple[Part, Cells]], received_at: datetime) -> list[Problem]:
    found = []
    reference = told.get("reference", "")
    if not reference:
        found.append(Problem("reference", "There is no police reference"))
    elif len(reference) > LONGEST_REFERENCE:
        found.append(Problem("reference", f"The police reference is longer than {LONGEST_REFERENCE} characters"))
    found += _when(told, received_at)
    if not people and not told.get("narrative") and not told.get("place"):
        found.append(Problem("", "Nobody is named, and nothing is said about what happened or where"))
    found += [
        Problem(name, f"The {name} is longer than {LONGEST:,} characters")
        for name, text in told.items()
        if len(text) > LONGEST
    ]
    return found


def _when(told: Cells, received_at: datetime) -> list[Problem]:
    text = told.get("occurred", "")
    if not text:
        return [Problem("occurred", "It does not say when the incident was")]
    on, at = occurred(told)
    if on is None:
        return [Problem("occurred", f"“{text[:40]}” is not a date we can read")]
    if on > local_day(received_at) or (at is not None and at > received_at + CLOCKS_DIFFER):
        return [Problem("occurred", f"The incident is said to be on {on:%-d %B %Y}, after we received the notice")]
    return []


def occurred(told: Cells) -> tuple[date | None, datetime | None]:
    """The day of the incident, and the moment where a time is told."""
    at = _moment(told, "occurred")
    if at is not None:
        return local_day(at), at
    return cells.day_of(told.get("occurred", "")), None


def _moment(told: Cells, name: str) -> datetime | None:
    text, clock = told.get(name, ""), told.get(f"{name}_time", "")
    if (whole := cells.moment_of(text)) is not None:
        return whole
    on, at = cells.day_of(text), cells.time_of(clock)
    return datetime.combine(on, at, tzinfo=LONDON) if on and at else None


# --- the notice -------------------------------------------------------------------------------------------------------


def _notice(
    told: Cells, people: Sequence[tuple[Part, Cells]], *, raw: Mapping[str, str], received_at: datetime
) -> Notice:
    on, at = occurred(told)
    assert on is not None
    doubts: list[str] = []
    is_ahead = at is not None and at > received_at
    if at is not None and is_ahead:
        said = f"{at.astimezone(LONDON):%H:%M}"
        doubts.append(f"The incident is said to be at {said}, after we had the notice: taken as when we had it")
    grade = told.get("grade", "")
    return Notice(
        reference=" ".join(told["reference"].split()), occurred_on=on,
        occurred_at=received_at if is_ahead else at,
        occurred_as_told=at if is_ahead else None,
        triaged_at=_other_time(told, "triaged", doubts), sent_at=_other_time(told, "sent", doubts),
        about=cells.about_of(told.get("about", "")), grade=cells.grade_of(grade), grade_as_told=grade[:60],
        officer=told.get("officer", "")[:120], place=told.get("place", "")[:300],
        postcode=told.get("postcode", "").upper()[:10], narrative=told.get("narrative", ""),
        children_present=cells.yes_or_no(told.get("children_present", "")),
        is_danger_now=cells.yes_or_no(told.get("danger", "")) is True,
        people=tuple(_person(part, columns, doubts, received_at) for part, columns in people), doubts=tuple(doubts),
        raw=json.dumps(dict(raw), ensure_ascii=False),
    )  # fmt: skip


def _other_time(told: Cells, name: str, doubts: list[str]) -> datetime | None:
    found = _moment(told, name)
    if found is None and told.get(name):
        doubts.append(f"“{told[name][:40]}” is not a time we can read: {name} is left empty")
    return found


def _person(part: Part, columns: Cells, doubts: list[str], received_at: datetime) -> PersonTold:
    given, family = columns.get("given", ""), columns.get("family", "")
    if columns.get("name") and not (given and family):
        whole = cells.names_of(columns["name"])
        given, family = given or whole[0], family or whole[1]
    born = _born(columns, doubts, received_at)
    expected = cells.day_of(columns.get("expected", ""))
    is_unborn = cells.yes_or_no(columns.get("unborn", "")) is True or given.strip().lower() == "unborn"
    if born is not None and born > local_day(received_at):
        expected, born, is_unborn = expected or born, None, True
    return PersonTold(
        part=part, given=given[:120], family=family[:120], date_of_birth=born,
        expected_on=expected if is_unborn or expected else None, is_unborn=is_unborn or expected is not None,
        sex=cells.sex_of(columns.get("sex", "")), ethnicity=columns.get("ethnicity", "")[:60],
        address=columns.get("address", "")[:300], postcode=columns.get("postcode", "").upper()[:10],
        telephone=columns.get("telephone", "")[:40], relationship=columns.get("relationship", "")[:60],
        school=columns.get("school", "")[:120], words=columns.get("words", ""),
        present=cells.yes_or_no(columns.get("present", "")), witnessed=cells.yes_or_no(columns.get("witnessed", "")),
        injured=cells.yes_or_no(columns.get("injured", "")),
    )  # fmt: skip


def _born(columns: Cells, doubts: list[str], received_at: datetime) -> date | None:
    text = columns.get("born", "")
    born = cells.day_of(text)
    if born is not None and born > local_day(received_at) and len(text.strip()) <= 8:
        born = born.replace(year=born.year - 100)  # two digits of a year: 68 is 1968
    if text and born is None:
        doubts.append(f"“{text[:40]}” is not a date of birth we can read: it is left empty")
    return born
