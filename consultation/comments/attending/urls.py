"""The address of an attendee's reading, under that of her sign-up."""

from django.urls import path

from consultation.comments.attending.views import read_and_answer

urlpatterns = [path("inschrijving/<str:token>/lezen/", read_and_answer, name="attendee-reading")]
