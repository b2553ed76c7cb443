"""Every address of the service, by seat."""

from django.urls import include, path

# Where two seats want one address, the first has it: the start page in components is for whoever has no home.
SEATS = [
    "lintel.web.sign_in",
    "lintel.web.home",
    "lintel.web.front_door",
    "lintel.web.knock",
    "lintel.web.performance",
    "lintel.web.forecasts",
    "lintel.web.planning",
    "lintel.web.workforce",
    "lintel.web.thresholds",
    "lintel.web.deciding",
    "lintel.web.early_help",
    "lintel.web.plans",
    "lintel.web.waiting",
    "lintel.web.meeting",
    "lintel.web.partners",
    "lintel.web.api",
    "lintel.web.alike",
    "lintel.web.audit_cycles",
    "lintel.web.voice",
    "lintel.web.auditing",
    "lintel.web.moderating",
    "lintel.web.reading",
    "lintel.web.police",
    "lintel.web.caseload",
    "lintel.web.visiting",
    "lintel.web.discussing",
    "lintel.web.conferring",
    "lintel.web.family_versions",
    "lintel.web.child_record",
    "lintel.web.protection",
    "lintel.web.chairing",
    "lintel.web.enquiring",
    "lintel.web.assessing",
    "lintel.web.family",
    "lintel.web.finding",
    "lintel.web.documents",
    "lintel.web.matching",
    "lintel.web.returns",
    "lintel.web.admin",
    "lintel.web.components",
]

urlpatterns = [path("", include(f"{seat}.urls")) for seat in SEATS]
