"""
J7, step 3: a visit to three brothers and sisters, written down from the car.

Given Priya has opened *My children* with a signal, when the network is cut and she writes the visit down by keyboard
alone, then the form opens, keeps her words through a reload, and nothing of them can be read on the telephone. When the
network is back it is one visit and three records; and where Marcus has written the same visit down meanwhile, both
stand side by side.
"""

from __future__ import annotations

import json
from datetime import timedelta
from uuid import uuid4

import pytest

from lintel.foundation.people.registering.actions import Particulars
from lintel.journey.allocating.actions import accept, allocate, pass_on
from lintel.journey.allocating.tests.builders import waiting
from lintel.journey.visiting.actions import visit_family
from lintel.journey.visiting.tests.builders import said_of
from lintel.steps.front_door.intake.actions import TellsOf
from lintel.steps.visits.models import FamilyVisit, Visit, VisitSetAside
from tests.cast import NOW
from tests.trace import finding

pytestmark = pytest.mark.slow
FAMILY = (("Perrin", "2015-05-04"), ("Tansy", "2018-08-11"), ("Rowan", "2024-09-01"))
# Everything that stands in the telephone's own store, as far as a script of ours could read it.
READ_ALL = """async () => {
  const open = indexedDB.open('lintel-visits')
  const db = await new Promise(resolve => { open.onsuccess = () => resolve(open.result) })
  const found = {}
  for (const name of db.objectStoreNames) {
    const all = db.transaction(name).objectStore(name).getAll()
    found[name] = await new Promise(resolve => { all.onsuccess = () => resolve(all.result) })
  }
  const pages = []
  for (const name of await caches.keys()) {
    const cache = await caches.open(name)
    for (const request of await cache.keys()) pages.push(await (await cache.match(request)).text())
  }
  const letters = bytes => Array.from(new Uint8Array(bytes), byte => String.fromCharCode(byte)).join('')
  const rows = found.kept.map(row => ({ ...row, iv: 0, sealed: letters(row.sealed) }))
  const read = key => crypto.subtle.exportKey('raw', key).then(() => 'read', () => 'sealed')
  const exported = await Promise.all(found.keys.map(read))
  return JSON.stringify({ rows, pages, whose: found.whose, exported })
}"""


@pytest.fixture
def family(cast, time_machine):
    """Three of the Sorrels, whom Priya holds: eleven, six, and a baby of six months."""
    born = [
        TellsOf(particulars=Particulars(given=name, family="Sorrel", date_of_birth=NOW.date().fromisoformat(day)))
        for name, day in FAMILY
    ]
    referrals = waiting(cast, *born, once="sorrel")
    pass_on(referrals, team=cast.north, by=cast.sofia, at=NOW)
    accept(allocate(referrals, worker=cast.priya.worker, by=cast.marcus, at=NOW), by=cast.priya, at=NOW)
    time_machine.move_to(NOW)
    return [referral.child for referral in referrals]


class Car:
    """What Priya does in the car, and what stands in the record afterwards."""

    def __init__(self, phone, cast, family) -> None:
        self.cast, self.family, self.pressed, self.filled = cast, family, 0, 0
        self.look = phone("/", as_=cast.priya)
        self.page, self.network = self.look.page, self.look.page.context

    def given_the_forms_were_made_ready(self):
        self.page.get_by_text("open without a signal as well").wait_for()
        self.page.wait_for_function(
            "async () => Boolean((await navigator.serviceWorker.getRegistration('/visits/'))?.active)"
        )

    def when_the_signal_drops(self, at=NOW):
        self.page.clock.set_fixed_time(at)
        self.network.set_offline(True)
        self.look.complaints = _Quiet()

    def opens_the_form(self, child):
        self.page.goto(f"{self.look.address}/visits/new/{child.pk}/")
        self.page.get_by_role("heading", name="Visit: Perrin Sorrel, Tansy Sorrel, Rowan Sorrel").wait_for()

    def then_it_is_written_by_keyboard_alone(self):
        """From the top of the page: Tab to a box, type; Space ticks; Enter on the button keeps it."""
        self.page.evaluate("() => document.querySelector('h1').focus()")
        self._to("all_seen")
        self._press("Space")
        for name, words in self._words():
            self._to(name)
            self.page.keyboard.type(words)
            self.filled += 1

    def reloads_and_nothing_is_lost(self):
        self.page.get_by_text("Kept on this phone").wait_for()
        self.page.reload()
        self.page.get_by_role("heading", name="Visit: Perrin Sorrel, Tansy Sorrel, Rowan Sorrel").wait_for()
        for name, words in self._words():
            assert self.page.locator(f"[name={name}]").input_value() == words
        assert self.page.locator("[name=all_seen]").is_checked()

    def nothing_can_be_read_on_the_telephone(self):
        found = json.loads(self.page.evaluate(READ_ALL))
        everything = json.dumps(found)
        for trace in ("horse", "Sorrel", "Perrin", "kitchen", "Priya", "laughs"):
            assert trace not in everything
        assert len(found["rows"]) >= 2
        assert found["pages"]
        assert found["exported"] == ["sealed"]

    def keeps_it(self):
        self.page.get_by_role("button", name="Keep this visit").focus()
        self._press("Enter")
        self.page.get_by_text("There is no signal. They are sent when it is back.").wait_for()
        assert "Finished, not sent yet" in self.look.words

    def when_the_signal_is_back(self):
        self.network.set_offline(False)
        self.page.get_by_text("One visit was sent.").wait_for()

    def writes_quickly(self, words):
        self.page.locator("[name=all_seen]").check()
        self.look.fill(seen_and_heard=words)

    def when_the_session_has_ended_it_asks_to_sign_in_and_sends_afterwards(self):
        cookies = self.network.cookies()
        self.network.clear_cookies()
        self.network.set_offline(False)
        self.page.get_by_text("Your session has ended. Sign in, and they are sent.").wait_for()
        self.network.add_cookies(cookies)
        self.page.get_by_role("button", name="Send now").click()
        self.page.get_by_text("One visit was sent.").wait_for()

    def then_both_stand_side_by_side(self, *words):
        self.page.get_by_role("link", name="Look at both").click()
        self.page.get_by_role("heading", name="A visit that is not in the record yet").wait_for()
        for each in words:
            assert each in self.look.words

    def signing_out_leaves_nothing_on_the_telephone(self):
        # As if its scripts had not come yet: what this page does not wipe, the next one does.
        self.page.route("**/leaving*.js", lambda route: route.fulfill(content_type="text/javascript", body=""))
        self.page.reload()
        self.page.get_by_role("button", name="Sign out").click()
        self.page.wait_for_url("**/sign-in/**")
        self.page.wait_for_function(f"async () => !JSON.parse(await ({READ_ALL})()).whose.length")
        found = json.loads(self.page.evaluate(READ_ALL))
        assert (found["rows"], found["exported"], found["whose"]) == ([], [], [])

    def _to(self, name):
        for _ in range(40):
            self._press("Tab")
            if self.page.evaluate("() => document.activeElement.name") == name:
                return
        raise AssertionError(f"Nobody gets to {name} by keyboard")

    def _press(self, key):
        self.page.keyboard.press(key)
        self.pressed += 1

    def _words(self):
        eldest, middle, baby = self.family
        return [
            (f"own_words_{eldest.pk}", "I ride the horse on Sundays."), (f"own_words_{middle.pk}", "Mum is sad."),
            (f"observed_{baby.pk}", "Reaches for her mother, laughs."),
            ("seen_and_heard", "Warm kitchen, food in the house."),
        ]  # fmt: skip


class _Quiet(list):
    """Without a network the browser says so in its console: that is what is tried here, and no complaint."""

    def append(self, words):
        if "ERR_INTERNET_DISCONNECTED" not in words and "Failed to fetch" not in words:
            super().append(words)


@finding("S36", screen="/visits/phone/")
@finding("S12")
def test_a_visit_written_without_a_signal_is_one_visit_and_three_records(phone, cast, family, time_machine, capsys):
    car = Car(phone, cast, family)
    car.given_the_forms_were_made_ready()
    car.when_the_signal_drops()
    car.opens_the_form(family[1])
    car.then_it_is_written_by_keyboard_alone()
    car.reloads_and_nothing_is_lost()
    car.nothing_can_be_read_on_the_telephone()
    car.keeps_it()
    assert not FamilyVisit.objects.exists()
    car.when_the_signal_is_back()

    visit = FamilyVisit.objects.get()
    assert visit.seen_and_heard == "Warm kitchen, food in the house."
    assert dict(Visit.objects.values_list("child__names__given", "child_seen")) == {
        "Perrin": True, "Tansy": True, "Rowan": True,
    }  # fmt: skip
    with capsys.disabled():
        print(f"\nA visit to three: {car.filled} boxes, {car.pressed} keys besides the words.")
    assert car.filled <= 6
    assert car.pressed <= 30

    afternoon = NOW + timedelta(hours=5)
    time_machine.move_to(afternoon)
    car.when_the_signal_drops(at=afternoon)
    car.opens_the_form(family[0])
    car.writes_quickly("Their mother has left.")
    car.keeps_it()
    children = [child.pk for child in family]
    visit_family(
        said_of(children, at=afternoon, heard="Marcus: all calm."), sent_once=uuid4(), by=cast.marcus, at=afternoon
    )
    car.when_the_session_has_ended_it_asks_to_sign_in_and_sends_afterwards()
    assert VisitSetAside.objects.get().sent_by == cast.priya
    assert FamilyVisit.objects.count() == 2
    car.then_both_stand_side_by_side("Their mother has left.", "Marcus: all calm.")
    car.signing_out_leaves_nothing_on_the_telephone()
