"""Where the days went, looked at: of one child and of a cohort, at a desk and on a telephone."""

from datetime import date

import pytest

from lintel.oversight.performance.tests.builders import many_weeks

SEPTEMBER = "?as_at=2026-09-27"


@pytest.fixture
def service(cast):
    return many_weeks(weeks=30, a_week=2, seed=5)


@pytest.mark.slow(takes=30)
def test_the_cohort_its_list_and_a_child_can_be_read_at_both_widths(visit, phone, cast, service):
    for look in (visit(f"/where-the-days-went/{SEPTEMBER}", as_=cast.helen), phone("/start/", as_=cast.helen)):
        look.go(f"/where-the-days-went/{SEPTEMBER}").is_in_order()
        assert "Together" in look.words
        look.go(f"/where-the-days-went/list/{SEPTEMBER}&part=worker").is_in_order()
        first = look.page.locator("table a[href*='/time/']").first
        look.go(first.get_attribute("href")).is_in_order()
        assert look.heading == "Where the days went"
        assert "Together" in look.words


@pytest.mark.slow(takes=10)
def test_without_javascript_the_bar_and_its_table_are_there(without_javascript, cast, service):
    look = without_javascript(f"/where-the-days-went/{SEPTEMBER}", as_=cast.helen)

    look.is_in_order()
    assert look.page.locator(".lintel-chart--wide svg title").count() == 1


@pytest.mark.slow(takes=10)
def test_on_paper_the_wide_bar_stands_beside_its_table(visit, cast, service):
    look = visit(f"/where-the-days-went/{SEPTEMBER}", as_=cast.helen)

    look.page.emulate_media(media="print")

    assert look.page.locator(".lintel-chart--wide svg").is_visible()
    assert look.page.get_by_text("Together").last.is_visible()


def test_the_way_to_it_is_on_the_childs_page_and_on_k112(visit, cast, bells):
    look = visit(f"/children/{bells.mia.pk}/?as_at=2025-03-03", as_=cast.priya)
    look.follow("Where the days went").is_in_order()
    assert look.path.startswith(f"/children/{bells.mia.pk}/time/")

    look = visit("/indicators/K112/?as_at=2025-03-03", as_=cast.helen)
    look.follow("Where did the days go?").is_in_order()
    assert date(2025, 3, 3).isoformat() in look.path
