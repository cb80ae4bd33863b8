"""Addresses of one sign-up, by the secret in its mail or the code at the door."""

from django.urls import path

from consultation.conference.views import door, joining, own

urlpatterns = [
    path("inschrijving/<str:token>/", own.registration, name="registration"),
    path("inschrijving/<str:token>/code.svg", own.door_code, name="registration-code"),
    path("inschrijving/<str:token>/klankbord/", joining.join, name="registration-join"),
    path("deur/<str:code>/", door.by_code, name="door-code"),
]
