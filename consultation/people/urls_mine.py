"""One's own data, under /mijn/gegevens/."""

from django.urls import path

from consultation.people.views import own_data

urlpatterns = [
    path("gegevens/", own_data.my_data, name="my-data"),
    path("gegevens/kopie/", own_data.copy, name="my-data-copy"),
    path("gegevens/wissen/", own_data.erase, name="erase-my-data"),
    path("gegevens/gewist/", own_data.erased, name="my-data-erased"),
]
