"""Addresses of this slice, under /mijn/."""

from django.urls import path

from consultation.delivery.views import own

urlpatterns = [
    path("berichten/", own.inbox, name="inbox"),
    path("berichten/gelezen/", own.mark_notices_read, name="inbox-read"),
    path("voorkeuren/", own.preferences, name="preferences"),
    path("voorkeuren/<str:token>/", own.preferences_by_link, name="preferences-by-link"),
    path("afmelden/<str:token>/", own.unsubscribe, name="unsubscribe"),
]
