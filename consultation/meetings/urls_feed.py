"""The address that a calendar program fetches again and again."""

from django.urls import path

from consultation.meetings.views.feed import calendar_feed

urlpatterns = [path("<str:secret>.ics", calendar_feed, name="calendar-feed-file")]
