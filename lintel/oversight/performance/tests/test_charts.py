"""Charts as SVG: accessible, without script or style, every point a link; and CSV files that carry the definition."""

import random
import re
from datetime import date, timedelta

import pytest
from lxml import etree

from lintel.oversight.performance.answers import Change, NewLimits, Point, Reading, Series, State
from lintel.oversight.performance.cases import NO_FILTERS, Case, Filters, Period
from lintel.oversight.performance.charts import chart_of
from lintel.oversight.performance.csv_files import csv_of_cases, csv_of_series, safe
from lintel.oversight.performance.spc import p_chart

MONDAY = date(2026, 1, 5)
HREF = "{http://www.w3.org/2000/svg}a"


@pytest.fixture(autouse=True)
def an_empty_cache(settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}


@pytest.fixture(scope="module")
def drawn() -> Series:
    """Thirty-six weeks; the threshold is changed in week 26. One week had nothing to count."""
    luck = random.Random(3)
    totals = [229 if week != 5 else 0 for week in range(36)]
    counts = [sum(luck.random() < (0.3 if w < 26 else 0.5) for _ in range(n)) for w, n in enumerate(totals)]
    chart = p_chart(counts, totals)
    points = tuple(
        Point(Period.week_of(MONDAY + timedelta(days=7 * w)), c, n, m.value, m.centre, m.lower, m.upper, m.signals)
        for w, (c, n, m) in enumerate(zip(counts, totals, chart.marks, strict=True))
    )
    changes = (Change(1, "New threshold <document> & form", date(2026, 7, 6), "Ada Mole", number=1),)
    notes = (NewLimits(1, date(2026, 3, 2), "A reason", "Ada Mole"),)
    return Series(
        "K06", points[-1].week.end, NO_FILTERS, State.KNOWN, "", points, changes, notes, "Limits from 26 weeks."
    )


def address(point: Point) -> str:
    return f"/indicators/K06/list/?week={point.week.start}&source=Police"


def picture(series: Series, **options) -> etree._Element:
    return etree.fromstring(chart_of(series, **options).encode())


@pytest.mark.finding("S22")
@pytest.mark.parametrize("narrow", [False, True])
def test_every_point_leads_to_the_list_of_its_week(drawn, narrow):
    links = picture(drawn, link=address, narrow=narrow).findall(f".//{HREF}")

    assert [link.get("href") for link in links] == [address(p) for p in drawn.points if p.value is not None]
    assert all(link.get("aria-label").startswith("Week of ") for link in links)


def test_signals_are_in_the_order_of_tabs_and_the_rest_is_reached_through_the_table(drawn):
    links = picture(drawn, link=address).findall(f".//{HREF}")

    tabbed = [link for link in links if link.get("tabindex") is None]

    assert len(tabbed) == len(drawn.signals) > 0
    assert all("signal:" in link.get("aria-label") for link in tabbed)


def test_signals_differ_in_shape_and_not_only_in_colour(drawn):
    links = picture(drawn, link=address).findall(f".//{HREF}")

    shapes = {("signal:" in link.get("aria-label"), "A" in link[0].get("d")) for link in links}

    assert shapes == {(True, False), (False, True)}


def test_the_picture_names_and_describes_itself(drawn):
    svg = picture(drawn)
    by_id = {element.get("id"): element.text for element in svg.iter() if element.get("id")}

    assert svg.get("role") == "img"
    assert by_id[svg.get("aria-labelledby")] == "Conversion of contacts to referrals, week by week"
    assert "36 weeks from 5 January 2026" in by_id[svg.get("aria-describedby")]
    assert "signal" in by_id[svg.get("aria-describedby")]


def test_a_picture_with_links_is_not_an_image_to_screen_readers(drawn):
    assert picture(drawn, link=address).get("role") == "group"


@pytest.mark.parametrize("narrow", [False, True])
def test_nothing_in_the_picture_needs_what_a_strict_policy_refuses(drawn, narrow):
    svg = chart_of(drawn, link=address, narrow=narrow)

    assert not re.search(
        r"<script|<style|\sstyle=|\son\w+=|@import|url\(|javascript:|https?://(?!www\.w3\.org/2000/svg)", svg
    )
    assert set(re.findall(r'font-family="([^"]*)"', svg)) == {"Arial, Helvetica, sans-serif"}


def test_the_picture_scales_with_the_page(drawn):
    svg = picture(drawn)

    assert svg.get("width") == "100%"
    assert svg.get("height") is None
    assert re.fullmatch(r"0 0 [\d.]+ [\d.]+", svg.get("viewBox"))


@pytest.mark.finding("S1")
def test_changes_and_new_limits_stand_on_the_chart_and_changes_are_named_in_its_description(drawn):
    svg = picture(drawn)
    words = ["".join(text.itertext()) for text in svg.iter("{http://www.w3.org/2000/svg}text")]

    assert {"1", "L"} <= set(words)
    assert "1: New threshold <document> & form, 6 July 2026, decided by Ada Mole" in svg[1].text


def test_a_series_without_points_has_no_picture():
    assert chart_of(Series("K06", MONDAY, NO_FILTERS, State.NOT_IN_DATA)) == ""


def test_a_finished_picture_is_kept_whatever_its_points_lead_to(drawn, monkeypatch):
    chart_of(drawn, link=address)
    monkeypatch.setattr("vl_convert.vegalite_to_svg", lambda spec: pytest.fail("drawn again"))

    assert "/elsewhere/" in chart_of(drawn, link=lambda point: "/elsewhere/")


def test_a_hostile_address_stays_inside_its_quotes(drawn):
    svg = picture(drawn, link=lambda point: '/x/?a="><script>alert(1)</script>')

    assert svg.find(f".//{HREF}").get("href") == '/x/?a="><script>alert(1)</script>'


# --- CSV ---


def test_a_series_as_csv_begins_with_its_definition(drawn):
    lines = csv_of_series(drawn).splitlines()

    assert lines[0] == "# Code: K06"
    assert any("# Definition: Of the child-contacts decided" in line.replace('"', "") for line in lines)
    assert any("# Narrowed to: nothing" in line for line in lines)
    assert len([line for line in lines if line.startswith("2026-")]) == 36


def test_a_list_as_csv_says_what_it_was_narrowed_to():
    reading = Reading(
        "K06", MONDAY, Period(MONDAY, MONDAY), Filters(source_group="Police"), State.KNOWN, numerator=1, denominator=1,
        shown="1 of 1",
    )  # fmt: skip
    case = Case(kind="front_door.childcontact", pk=7, on=MONDAY, label="=HYPERLINK(1)", child_ids=(3,))

    text = csv_of_cases(reading, [case], known_as={3: "@RAV-3"})

    assert "# Narrowed to: source Police" in text
    assert "'=HYPERLINK(1)" in text
    assert "'@RAV-3" in text


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1+1", "@SUM(1)", "\t=1", "\r=1", " =1"])
def test_a_cell_that_a_spreadsheet_would_run_is_made_harmless(cell):
    assert safe(cell) == "'" + cell


@pytest.mark.parametrize(("cell", "written"), [(-3, "-3"), (-0.5, "-0.5"), (None, ""), ("Ada", "Ada"), (12.0, "12")])
def test_numbers_and_plain_words_stay_as_they_are(cell, written):
    assert safe(cell) == written
