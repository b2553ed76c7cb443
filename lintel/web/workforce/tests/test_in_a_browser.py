"""The pages of the workforce with posts in every stage, at a desk and on a telephone."""

import pytest

from lintel.foundation.workforce.codes import Stage

pytestmark = [pytest.mark.django_db, pytest.mark.slow(takes=15)]
DAY = "?as_at=2025-03-03"


@pytest.fixture
def addresses(posts, bells, protected) -> list[str]:
    one = posts.north[Stage.START].pk
    return [
        f"/workforce/{DAY}", f"/workforce/on-their-way/{DAY}", f"/workforce/posts/{DAY}", f"/workforce/people/{DAY}",
        *(f"/workforce/posts/{post.pk}/{DAY}" for post in posts.north.values()),
        f"/workforce/posts/{posts.not_funded.pk}/{DAY}", "/workforce/posts/open/",
        f"/workforce/posts/{one}/started/", f"/workforce/posts/{one}/fell-through/", f"/workforce/posts/{one}/agree/",
    ]  # fmt: skip


@pytest.mark.long
def test_every_page_of_the_workforce_is_in_order(visit, phone, helen, addresses):
    for window in (visit("/workforce/", as_=helen), phone("/workforce/", as_=helen)):
        for address in addresses:
            window.go(address).is_in_order()


def test_a_post_is_filled_without_javascript(without_javascript, ola, posts):
    page = without_javascript(f"/workforce/posts/{posts.north[Stage.VACANCY].pk}/", as_=ola)

    page.follow("Ask for it to be filled").press("Ask for it to be filled")
    page.follow("Write down an offer").press("Write down an offer")
    page.follow("The offer was accepted").press("The offer was accepted")

    assert "Accepted, checks under way since" in page.words


def test_the_way_from_the_workforce_to_a_post_is_links_alone(visit, ola, posts):
    page = visit("/start/", as_=ola).follow("Workforce").follow("Posts on their way")

    page.follow("Social worker").is_in_order()

    assert page.heading == "Social worker"
