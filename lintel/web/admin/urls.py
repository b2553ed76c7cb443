"""Addresses of accounts, of the agencies we work with, and of the audit trail."""

from django.urls import path

from lintel.foundation.access.permissions import MANAGE_ACCOUNTS, READ_AUDIT_LOG
from lintel.foundation.agencies.permissions import NAME_AGENCIES
from lintel.web.admin import agencies, views
from lintel.web.components import navigation

app_name = "admin"

navigation.register(
    navigation.Item("Accounts", "admin:accounts", MANAGE_ACCOUNTS, "who may sign in, and as what", 80),
    navigation.Item(
        "Agencies",
        "admin:agencies",
        NAME_AGENCIES,
        "whom we ask and ring, and who signs in for them",
        82,
        group="Partners",
    ),
    navigation.Item("Audit trail", "admin:audit_trail", READ_AUDIT_LOG, "who saw, changed or was refused what", 90),
)

urlpatterns = [
    path("accounts/people/", views.accounts, name="accounts"),
    path("accounts/people/<int:pk>/", views.account, name="account"),
    path("accounts/people/<int:pk>/roles/<int:grant>/end/", views.end_role, name="end_role"),
    path("accounts/people/<int:pk>/close/", views.close_account, name="close_account"),
    path("agencies/", agencies.agencies, name="agencies"),
    path("agencies/<int:pk>/", agencies.agency, name="agency"),
    path("agencies/<int:pk>/join/", agencies.join, name="join_agency"),
    path("agencies/<int:pk>/account/", agencies.open_account, name="open_partner_account"),
    path("agencies/<int:pk>/people/<int:number>/leave/", agencies.leave, name="leave_agency"),
    path("audit-trail/", views.audit_trail, name="audit_trail"),
]
