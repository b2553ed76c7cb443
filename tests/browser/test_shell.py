"""The pages every seat shares, as people meet them."""

import pytest

ANYBODY = ["/sign-in/", "/accessibility/", "/cookies/", "/password/forgotten/", "/password/forgotten/sent/",
           "/sign-in/closed/", "/password/new/3-wrong/", "/password/new/done/", "/no-such-page/"]  # fmt: skip
SIGNED_IN = ["/", "/account/", "/account/password/", "/sign-out/", "/no-such-page/"]


@pytest.mark.parametrize("path", ANYBODY)
def test_a_page_for_anybody_is_in_order_at_a_desk(visit, cast, path):
    visit(path).is_in_order()


@pytest.mark.parametrize("path", ANYBODY)
def test_a_page_for_anybody_is_in_order_on_a_telephone(phone, cast, path):
    phone(path).is_in_order()


@pytest.mark.parametrize("path", SIGNED_IN)
def test_a_page_for_those_signed_in_is_in_order_at_a_desk(visit, helen, path):
    visit(path, as_=helen).is_in_order()


@pytest.mark.parametrize("path", SIGNED_IN)
def test_a_page_for_those_signed_in_is_in_order_on_a_telephone(phone, helen, path):
    phone(path, as_=helen).is_in_order()
