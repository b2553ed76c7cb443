"""Two people decide the same contact in the same second: one wins, the other is told kindly and loses no word."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections
from django.test import Client
from django.utils import timezone

from lintel.steps.front_door.models import Decision
from lintel.steps.front_door.tests.builders import knock

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
WORDS = {"femi": "He has a coat now; his aunt brought it.", "rosa": "He is cold, and nobody comes to the door."}


@pytest.mark.parametrize("again", range(3))
def test_one_wins_and_the_others_words_stay_in_view(cast, again):
    contact = knock(by=cast.dawn, once=f"{again}", received_at=timezone.now())
    key = contact.children.get().pk
    together = Barrier(len(WORDS))

    def decide(who: str):
        client = Client()
        client.force_login(cast.people[who])
        sent = {"about": key, f"{key}-outcome": "advice", f"{key}-level": "2", f"{key}-rationale": WORDS[who]}
        together.wait(timeout=30)
        try:
            return who, client.post(f"/front-door/{contact.pk}/decide/", sent | {"step": "confirm"})
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(WORDS)) as both:
        answers = dict(both.map(decide, WORDS))

    winner = Decision.objects.get(child_contact=key).decided_by.name.split()[0].lower()
    loser = next(who for who in WORDS if who != winner)
    assert (answers[winner].status_code, answers[loser].status_code) == (302, 409)
    assert WORDS[loser] in answers[loser].text
    assert cast.people[winner].name in answers[loser].text
    assert Decision.objects.count() == 1
