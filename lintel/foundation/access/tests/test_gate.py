"""The door of a screen: whom it lets in, what a refusal undoes, and what it leaves in the audit log."""

import pytest
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path

from lintel.foundation.access.actions import close_account
from lintel.foundation.access.gate import PUBLIC, SIGNED_IN, allow
from lintel.foundation.access.permissions import MANAGE_ACCOUNTS, SEE_CHILDREN, require
from lintel.foundation.audit_log.actions import note
from lintel.foundation.audit_log.models import Entry
from tests.cast import NOW

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.urls(__name__)]


def begins_and_is_refused(request: HttpRequest) -> HttpResponse:
    note("half done", by=request.user, at=NOW)
    require(request.user, MANAGE_ACCOUNTS)
    return HttpResponse("done")


def begins_and_finds_nothing(request: HttpRequest) -> HttpResponse:
    note("half done", by=request.user, at=NOW)
    raise Http404


def breaks(request: HttpRequest) -> HttpResponse:
    note("half done", by=request.user, at=NOW)
    raise ZeroDivisionError


def opens(request: HttpRequest) -> HttpResponse:
    note("list opened", by=request.user if request.user.is_authenticated else None, at=NOW)
    return HttpResponse("come in")


urlpatterns = [
    path("accounts/", allow(MANAGE_ACCOUNTS)(opens)),
    path("children/", allow(SEE_CHILDREN)(opens)),
    path("mine/", allow(SIGNED_IN)(opens)),
    path("help/", allow(PUBLIC)(opens)),
    path("begins-and-is-refused/", allow(SIGNED_IN)(begins_and_is_refused)),
    path("begins-and-finds-nothing/", allow(SIGNED_IN)(begins_and_finds_nothing)),
    path("breaks/", allow(SIGNED_IN)(breaks)),
    path("sign-in/", allow(PUBLIC)(opens), name="account_login"),
]


PAGES = {"components/refused.html": "You may not {{ refusal.permission.name }}.", "404.html": "There is nothing here."}


@pytest.fixture(autouse=True)
def plain_pages(settings):
    """Pages of one line: how a refusal looks is the business of the screens, not of the door."""
    loader = ("django.template.loaders.locmem.Loader", PAGES)
    settings.TEMPLATES = [
        {"BACKEND": "django.template.backends.django.DjangoTemplates", "OPTIONS": {"loaders": [loader]}}
    ]


@pytest.fixture
def visit(client, transactional_db, cast):
    def visit(address, *, as_):
        if as_ is not None:
            client.force_login(as_)
        return client.get(address)

    return visit


def acts():
    return list(Entry.objects.order_by("pk").values_list("act", "by__name"))


def test_those_who_hold_the_permission_come_in(visit, cast):
    assert visit("/accounts/", as_=cast.sam).content == b"come in"


@pytest.mark.parametrize(
    "name", ["dawn", "priya", "marcus", "tom", "sofia", "anil", "helen", "grace", "ola", "ines", "della"]
)
def test_everybody_else_is_refused_and_the_refusal_is_written_down(visit, cast, name):
    answer = visit("/accounts/", as_=cast.people[name])

    assert answer.status_code == 403
    assert acts()[-1] == ("refused: manage accounts and roles", cast.people[name].name)
    assert Entry.objects.order_by("pk").last().details == {"path": "/accounts/"}


@pytest.mark.parametrize(("name", "status"), [("sam", 403), ("grace", 403), ("ola", 403), ("priya", 200), ("tom", 200)])
def test_those_who_run_guard_or_plan_do_not_list_children(visit, cast, name, status):
    assert visit("/children/", as_=cast.people[name]).status_code == status


@pytest.mark.parametrize("address", ["/accounts/", "/children/", "/mine/"])
def test_a_stranger_is_sent_to_the_sign_in_page_and_back(visit, address):
    answer = visit(address, as_=None)

    assert (answer.status_code, answer.headers["Location"]) == (302, f"/sign-in/?next={address}")


def test_a_public_page_lets_a_stranger_in(visit):
    assert visit("/help/", as_=None).status_code == 200


def test_a_refusal_half_way_undoes_what_was_begun_and_its_entry_stays(visit, cast):
    answer = visit("/begins-and-is-refused/", as_=cast.tom)

    assert answer.status_code == 403
    assert ("half done", cast.tom.name) not in acts()
    assert acts()[-1] == ("refused: manage accounts and roles", cast.tom.name)


def test_what_is_not_there_or_not_theirs_is_written_down_too(visit, cast):
    answer = visit("/begins-and-finds-nothing/", as_=cast.tom)

    assert answer.status_code == 404
    assert ("half done", cast.tom.name) not in acts()
    assert acts()[-1] == ("refused: it is not there, or not theirs", cast.tom.name)


def test_a_screen_that_breaks_leaves_nothing_half_done(visit, cast):
    with pytest.raises(ZeroDivisionError):
        visit("/breaks/", as_=cast.tom)

    assert ("half done", cast.tom.name) not in acts()


def test_somebody_whose_account_is_closed_while_signed_in_is_out_at_once(visit, cast):
    visit("/mine/", as_=cast.tom)
    close_account(cast.tom, by=cast.sam, at=NOW)

    assert visit("/mine/", as_=None).status_code == 302


def test_a_door_can_be_read_off_the_view():
    assert [pattern.callback.permission for pattern in urlpatterns[:4]] == [
        MANAGE_ACCOUNTS, SEE_CHILDREN, SIGNED_IN, PUBLIC,
    ]  # fmt: skip
