"""Addresses of the leader's page, the finding ledger and the performance meetings."""

from django.urls import path

from lintel.oversight.fanlight.permissions import SEE_FANLIGHT
from lintel.oversight.ledger.permissions import READ_LEDGER
from lintel.oversight.meetings.permissions import READ_MINUTES
from lintel.web.components import navigation
from lintel.web.leading import fanlight, findings, meetings

app_name = "leading"

navigation.register(
    navigation.Item(
        "Leader’s page", "leading:fanlight", SEE_FANLIGHT, "how good practice is, and a record to read", 40,
        group="Assurance",
    ),
    navigation.Item(
        "Findings", "leading:findings", READ_LEDGER, "what was found, and the two keys that close it", 50,
        group="Assurance",
    ),
    navigation.Item(
        "Performance meetings", "leading:meetings", READ_MINUTES, "what is not chance, and what is done about it", 51,
        group="Assurance",
    ),
)  # fmt: skip

urlpatterns = [
    path("fanlight/", fanlight.page, name="fanlight"),
    path("fanlight/guess/", fanlight.guess, name="guess"),
    path("fanlight/records/", fanlight.records, name="records"),
    path("fanlight/records/<int:pk>/", fanlight.record, name="record"),
    path("fanlight/records/<int:pk>/open/", fanlight.open_record, name="open_record"),
    path("fanlight/estimates/", fanlight.estimates, name="estimates"),
    path("fanlight/estimates/<int:pk>/compare/", fanlight.compare, name="compare"),
    path("findings/", findings.ledger, name="findings"),
    path("findings/new/", findings.new, name="new_finding"),
    path("findings/<int:pk>/", findings.one, name="finding"),
    path("findings/<int:pk>/said/", findings.said_again, name="said_again"),
    path("findings/<int:pk>/act/", findings.act, name="act"),
    path("findings/<int:pk>/close/", findings.close, name="close_finding"),
    path("findings/actions/", findings.to_do, name="actions"),
    path("findings/actions/<int:pk>/", findings.end_action, name="end_action"),
    path("performance-meetings/", meetings.listed, name="meetings"),
    path("performance-meetings/who-looks/", meetings.who_looks, name="who_looks"),
    path("performance-meetings/who-looks/<slug:code>/", meetings.say_who_looks, name="say_who_looks"),
    path("performance-meetings/<int:pk>/", meetings.one, name="meeting"),
    path("performance-meetings/<int:pk>/minutes/", meetings.minutes, name="minutes"),
    path("performance-meetings/<int:pk>/minutes.pdf", meetings.minutes_pdf, name="minutes_pdf"),
    path("performance-meetings/<int:pk>/raise/", meetings.raise_number, name="raise"),
    path("performance-meetings/<int:pk>/chair/", meetings.take_the_chair, name="take_the_chair"),
    path("performance-meetings/<int:pk>/close/", meetings.close, name="close_meeting"),
    path("performance-meetings/items/<int:pk>/", meetings.item, name="item"),
]
