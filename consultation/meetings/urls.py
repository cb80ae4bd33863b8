"""Addresses under /bijeenkomsten/."""

from django.urls import path

from consultation.meetings.views import feed, public

urlpatterns = [
    path("", public.meetings, name="meetings"),
    path("agenda/", feed.own_feed, name="calendar-feed"),
    path("antwoord/<str:token>/", public.answer_by_link, name="meeting-answer"),
    path("<int:pk>/", public.meeting, name="meeting"),
    path("<int:pk>/stuk/<int:paper>/", public.paper, name="meeting-paper"),
    path("<int:pk>/<str:part>/<str:file_format>/", public.file, name="meeting-file"),
]
