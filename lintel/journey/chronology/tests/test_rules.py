"""A chronology shows what had happened by a day, newest first."""

from datetime import date

from lintel.journey.chronology.rules import Line, as_at, in_order


def line(on: date, what: str, *, step: str = "contact", until: date | None = None) -> Line:
    return Line(on=on, what=what, step=step, lasts=until is not None, until=until)


def test_the_newest_stands_first():
    first, second = line(date(2025, 2, 17), "Contact"), line(date(2025, 3, 3), "Visit", step="visit")

    assert in_order([first, second]) == [second, first]


def test_on_one_day_a_referral_stands_above_the_contact_that_led_to_it():
    contact = line(date(2025, 2, 17), "Contact")
    referral = line(date(2025, 2, 17), "Referral", step="referral")

    assert in_order([contact, referral]) == [referral, contact]


def test_what_happened_later_is_not_shown():
    assert as_at([line(date(2025, 3, 4), "Visit")], date(2025, 3, 3)) == []


def test_what_ended_later_was_still_open_on_the_day():
    plan = line(date(2025, 1, 6), "Child in need plan", until=date(2025, 4, 1))

    assert as_at([plan], date(2025, 3, 3))[0].until is None
    assert as_at([plan], date(2025, 4, 1))[0].until == date(2025, 4, 1)
