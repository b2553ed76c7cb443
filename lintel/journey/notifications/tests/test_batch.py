import time

from django.db import connection, reset_queries

from lintel.journey.notifications.actions import receive_batch
from lintel.journey.notifications.tests.builders import police, write_down
from lintel.steps.front_door.models import Contact
from lintel.steps.police_notifications.models import *
from lintel.steps.police_notifications.tests.batch import RECEIVED_AT, made_batch


def test_x(cast):
    made = made_batch()
    connection.force_debug_cursor = True
    reset_queries()
    agency = police(cast)
    t = time.time()
    write_down(made.ours, cast)
    print("setup", time.time() - t)
    import cProfile

    pr = cProfile.Profile()
    t = time.time()
    b = receive_batch(made.csv, file_name="x.csv", agency=agency, by=cast.hart, at=RECEIVED_AT)
    print("in", time.time() - t)
    print(len(connection.queries))
    print(
        b.rows_in,
        b.rows_accepted,
        b.rows_set_aside,
        b.notices_new,
        b.notices_same,
        b.notices_changed,
        Contact.objects.filter(channel="police_feed").count(),
        len(set(made.truth.household.values())),
    )
    print(Recognised.objects.count(), Recognised.objects.filter(told_at__isnull=False).count())
    assert 0
