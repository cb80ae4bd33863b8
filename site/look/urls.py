"""The style guide's addresses; installed only when `settings.STYLEGUIDE` is true."""

from django.urls import path

from look import views

app_name = "look"

urlpatterns = [
    path("", views.styleguide, name="styleguide"),
    path("paragraaf/", views.section_specimen, name="section-specimen"),
]
