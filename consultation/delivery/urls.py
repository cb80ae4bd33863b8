"""Addresses of this slice, under /mijn/."""

from django.urls import path

from consultation.delivery import views

urlpatterns = [
    path("berichten/", views.inbox, name="inbox"),
    path("berichten/gelezen/", views.mark_notices_read, name="inbox-read"),
    path("voorkeuren/", views.preferences, name="preferences"),
    path("afmelden/<str:token>/", views.unsubscribe, name="unsubscribe"),
]
