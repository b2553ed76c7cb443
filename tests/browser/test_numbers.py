"""The screens of numbers, children, accounts and the trail, as people meet them."""

import pytest

DAY = "?as_at=2025-03-03"
SCREENS = [
    ("helen", f"/{DAY}"), ("marcus", f"/{DAY}"), ("priya", f"/{DAY}"), ("sam", "/"), ("ola", f"/{DAY}"),
    ("anil", f"/indicators/{DAY}"), ("anil", f"/indicators/K01/{DAY}"), ("helen", f"/indicators/K06/{DAY}"),
    ("helen", f"/indicators/K35/{DAY}"), ("helen", "/indicators/K01/list/?from=2025-02-17&until=2025-02-23"),
    ("helen", f"/indicators/K35/list/{DAY}"), ("helen", f"/indicators/K30/list/{DAY}"), ("anil", "/changes/"),
    ("helen", "/indicators/K06/new-limits/"), ("helen", f"/why-did-referrals-change/{DAY}"),
    ("sam", "/accounts/people/"), ("grace", "/audit-trail/"), ("della", "/load-files/"),
    ("ola", "/indicators/K01/list/"),
]  # fmt: skip


@pytest.mark.parametrize(("who", "path"), SCREENS)
def test_a_screen_is_in_order_at_a_desk(visit, cast, bells, who, path):
    visit(path, as_=cast.people[who]).is_in_order()


@pytest.mark.parametrize(("who", "path"), SCREENS)
def test_a_screen_is_in_order_on_a_telephone(phone, cast, bells, who, path):
    phone(path, as_=cast.people[who]).is_in_order()


def test_a_childs_record_is_in_order(visit, phone, cast, bells):
    for look in (visit, phone):
        look(f"/children/{bells.mia.pk}/{DAY}", as_=cast.priya).is_in_order()


def test_the_way_from_home_to_a_child_needs_no_javascript(without_javascript, cast, bells):
    look = without_javascript("/indicators/K01/list/?from=2025-02-17&until=2025-02-23", as_=cast.helen)

    look.follow("Mia Bell")

    assert look.heading == "Mia Bell"


def test_everything_on_an_indicator_page_can_be_reached_with_the_keyboard(visit, cast, bells):
    look = visit(f"/indicators/K01/{DAY}", as_=cast.helen)

    reached = set()
    for _ in range(60):
        look.page.keyboard.press("Tab")
        reached.add(look.page.evaluate("() => document.activeElement.textContent.trim().slice(0, 40)"))

    assert "The list behind this number" in reached
    assert "How this is worked out" in reached
