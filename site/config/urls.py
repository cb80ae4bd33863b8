"""The whole URL map. Paths are Dutch, names English; each room keeps its own part."""

from allauth.account.views import logout as sign_out
from django.conf import settings
from django.urls import include, path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls

from consultation.people.views.language import set_language

urlpatterns = [
    path("", include("home.urls")),
    path("handreiking/", include("consultation.comments.word.urls")),
    path("handreiking/", include("consultation.reading.urls")),
    path("mijn/", include("consultation.reading.urls_mine")),
    path("mijn/", include("consultation.weighing.urls_mine")),
    path("mijn/", include("consultation.delivery.urls")),
    path("mijn/", include("consultation.people.urls_mine")),
    path("taken/", include("consultation.jobs.urls")),
    path("klankbordgroep/", include("consultation.people.urls")),
    path("reacties/", include("consultation.comments.urls")),
    path("weging/", include("consultation.weighing.urls")),
    path("verantwoording/", include("consultation.accountability.urls")),
    path("proberen/", include("consultation.tryouts.urls")),
    path("bijeenkomsten/", include("consultation.meetings.urls")),
    path("agenda/", include("consultation.meetings.urls_feed")),
    path("conferentie/", include("consultation.conference.urls")),
    path("", include("consultation.conference.urls_own")),
    path("", include("consultation.comments.attending.urls")),
    path("nieuwsbrief/", include("consultation.newsletter.urls")),
    path("", include("handbook.urls")),
    path("taal/", set_language, name="set_language"),
    path("account/", include("consultation.people.urls_account")),
    # Wagtail's own doors would pass by the second factor; they stay shut (docs/decisions).
    path(
        "beheer/login/",
        RedirectView.as_view(pattern_name="account_login", query_string=True),
    ),
    # A GET of Wagtail's own takes the session's cookie away; this one shows a page with a button.
    path("beheer/logout/", sign_out),
    path("beheer/password_reset/", RedirectView.as_view(pattern_name="account_login")),
    path("beheer/password_reset/<path:rest>", RedirectView.as_view(url="/account/login/")),
    path("beheer/", include(wagtailadmin_urls)),
]
if settings.ANYMAIL_WEBHOOK_SECRET:
    urlpatterns += [path("mailberichten/", include("anymail.urls"))]
if settings.STYLEGUIDE:
    urlpatterns += [path("styleguide/", include("look.urls"))]
urlpatterns += [path("", include(wagtail_urls))]
