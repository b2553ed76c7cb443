"""Addresses of police notifications."""

app_name = "police"
urlpatterns = []
