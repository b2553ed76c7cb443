"""Addresses of what families are given to read. They are reached from the child's own page."""

from django.urls import path

from lintel.web.family_versions import happening, printing, translating, views

app_name = "family_versions"

urlpatterns = [
    path("family-versions/children/<int:pk>/", views.of_child, name="of_child"),
    path("family-versions/children/<int:pk>/for/<int:other>/<slug:subject>/", views.write, name="write"),
    path("family-versions/<int:pk>/", views.one, name="one"),
    path("family-versions/<int:pk>/change/", views.change, name="change"),
    path("family-versions/<int:pk>/anew/", views.anew, name="anew"),
    path("family-versions/<int:pk>/finish/", views.finish, name="finish"),
    path("family-versions/<int:pk>/share/", happening.share, name="share"),
    path("family-versions/<int:pk>/said-back/", happening.hear_back, name="hear_back"),
    path("family-versions/<int:pk>/disagree/", happening.disagree, name="disagree"),
    path("family-versions/<int:pk>/paper/", printing.paper, name="paper"),
    path("family-versions/<int:pk>/sentences/", translating.sentences, name="sentences"),
    path("family-versions/<int:pk>/sentences.csv", translating.sentences_csv, name="sentences_csv"),
    path("family-versions/<int:pk>/sentences.txt", translating.sentences_text, name="sentences_text"),
]
