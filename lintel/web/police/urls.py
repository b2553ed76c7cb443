"""Addresses of police notifications."""

from django.urls import path

from lintel.steps.police_notifications.permissions import SEE_PARTNERSHIP
from lintel.web.components import navigation
from lintel.web.police import partnership, portal, views

app_name = "police"

navigation.register(
    navigation.Item(
        "Police",
        "police:overview",
        SEE_PARTNERSHIP,
        "notices the police send, and how late they are",
        14,
        group="Partners",
    )
)

urlpatterns = [
    path("police/", views.overview, name="overview"),
    path("police/batches/<int:pk>/", views.batch, name="batch"),
    path("police/batches/<int:pk>/take-in/", views.take_in, name="take_in"),
    path("police/batches/<int:pk>/withdraw/", views.withdraw, name="withdraw"),
    path("police/batches/<int:pk>/set-aside.csv", views.set_aside_csv, name="set_aside_csv"),
    path("police/notifications/<int:pk>/", views.notification, name="notification"),
    path("police/recognised/<int:pk>/", views.answer_recognised, name="answer_recognised"),
    path("police/partnership/", partnership.partnership, name="partnership"),
    path("police/partnership/<int:pk>/what-if/", partnership.what_if, name="what_if"),
    path("police/escalations/<int:pk>/", partnership.answer, name="answer"),
    path("police/portal/", portal.portal, name="portal"),
    path("police/portal/send/", portal.send, name="send"),
    path("police/portal/batch/", portal.upload, name="upload"),
    path("police/portal/batches/<int:pk>/", portal.batch, name="portal_batch"),
    path("police/portal/batches/<int:pk>/set-aside.csv", portal.set_aside_csv, name="portal_set_aside_csv"),
    path("police/portal/backlog/", portal.backlog, name="backlog"),
    path("police/portal/escalations/<int:pk>/", portal.answer, name="portal_answer"),
]
