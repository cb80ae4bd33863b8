"""Every page of ours by address: which patterns are no page and why, what fills the others, which states of a page count."""

from __future__ import annotations

from collections.abc import Mapping

from tests.factories.filled_site import FilledSite
from tests.fixtures.addresses import Route

NOT_WALKED: Mapping[str, str] = {
    "health/live": "an answer for machines",
    "health/ready": "an answer for machines",
    "metrics": "an answer for machines",
    ".well-known/security.txt": "plain text",
    "demo/postvak/<int:pk>/opmaak/": "a mail, which stands in the frame of a page and has no landmarks of its own",
    "demo/postvak/<int:pk>/agenda.ics": "a file",
    "demo/aanmelden/": "takes a POST and leads on",
    "handreiking/<slug:slug>/<str:label>/download/<str:file_format>/": "a file",
    "handreiking/<slug:slug>/<str:label>/tabel/": "takes a POST and leads on",
    "handreiking/<slug:slug>/<str:label>/tabel/<str:file_format>/": "a file",
    "handreiking/<slug:slug>/<str:label>/word/<uuid:token>/bewaren/": "takes a POST and leads on",
    "handreiking/<slug:slug>/<str:label>/word/<uuid:token>/weggooien/": "takes a POST and leads back",
    "mijn/verder/": "leads on to the first section to read",
    "mijn/gegevens/kopie/": "takes a POST and leads on",
    "mijn/berichten/gelezen/": "takes a POST and leads back",
    "taken/<uuid:job_id>/bestand/": "a file",
    "reacties/paragraaf/<int:section>/bewaren/": "takes a POST from the script",
    "reacties/paragraaf/<int:section>/oordeel/": "takes a POST and leads back",
    "reacties/paragraaf/<int:section>/geopend/": "takes a POST from the script",
    "reacties/huisregels/": "takes a POST and leads back",
    "reacties/<uuid:key>/steunen/": "takes a POST and leads back",
    "reacties/gezamenlijk/<int:round>/collega/": "takes a POST; its mistakes stand on the page of the gathered reaction",
    "reacties/gezamenlijk/<int:round>/collega/<int:person>/weg/": "takes a POST and leads back",
    "reacties/gezamenlijk/<int:round>/bijdrage/<uuid:key>/": "takes a POST and leads back",
    "reacties/gezamenlijk/<int:round>/bijdrage/<uuid:key>/terug/": "takes a POST and leads back",
    "reacties/ronde/<int:round>/niets-toe-te-voegen/": "takes a POST and leads back",
    "proberen/<slug:slug>/<str:label>/overeenstemming/tabel.xlsx": "a file",
    "weging/": "leads on to the board of the newest version",
    "weging/reactie/<uuid:key>/overnemen/": "takes a POST and leads back",
    "weging/reactie/<uuid:key>/notitie/": "takes a POST; its mistakes stand on the page of the remark",
    "weging/reactie/<uuid:key>/behandelaar/": "takes a POST and leads back",
    "weging/<slug:slug>/<str:label>/samen/": "takes a POST and leads back",
    "weging/reactie/<uuid:key>/standpunt/": "takes a POST; its mistakes stand on the page of the remark",
    "weging/reactie/<uuid:key>/standpunt/partner/": "takes a POST; its mistakes stand on the page of the remark",
    "weging/reactie/<uuid:key>/standpunt/<int:pk>/bevestigen/": "takes a POST and leads back",
    "weging/<slug:slug>/<str:label>/in-consultatie/partner/": "takes a POST; its mistakes stand on the page of the partners",
    "weging/<slug:slug>/<str:label>/in-consultatie/<int:pk>/bevestigen/": "takes a POST and leads back",
    "weging/<slug:slug>/<str:label>/poort/<uuid:key>/": "takes a POST; its mistakes stand on the page of the gate",
    "weging/<slug:slug>/<str:label>/standpunten/": "takes a POST and leads back",
    "weging/<slug:slug>/<str:label>/overleg/<int:meeting>/verslag/": "takes a POST and leads on",
    "weging/<slug:slug>/<str:label>/bestand/": "takes a POST and leads on",
    "weging/<slug:slug>/<str:label>/gelijk/": "takes a POST and leads on",
    "verantwoording/<slug:slug>/<str:label>/cijfers/tonen/": "takes a POST and leads back",
    "verantwoording/<slug:slug>/<str:label>/cijfers/cijfers.zip": "a file",
    "verantwoording/<slug:slug>/<str:label>/bestand/<str:file_format>/": "a file",
    "verantwoording/<slug:slug>/<str:label>/dossier/<int:pk>/": "a file",
    "bestand/<str:sha256>/": "a file",
    "beheer/bestanden/<path:path>": "a file",
    "bijeenkomsten/<int:pk>/stuk/<int:paper>/": "a file",
    "bijeenkomsten/<int:pk>/<str:part>/<str:file_format>/": "a file",
    "proberen/<slug:slug>/<str:label>/<int:ordinal>/motivering/<str:file_format>/": "a file",
    "agenda/<str:secret>.ics": "a file",
    "inschrijving/<str:token>/code.svg": "a picture",
    "taal/": "takes a POST and leads back",
    "account/login/code/": "takes a POST; its mistakes stand on the sign-in page",
    "account/2fa/recovery-codes/download/": "a file",
    "account/2fa/webauthn/login/": "takes a POST from the script",
    "account/oidc/<str:provider_id>/login/": "leads on to the organisation's own sign-in",
    "account/oidc/<str:provider_id>/login/callback/": "comes back from the organisation's own sign-in",
    "beheer/inlezen/bestand/<uuid:token>/bevestigen/": "takes a POST and leads on",
    "beheer/inlezen/bestand/<uuid:token>/stoppen/": "takes a POST and leads on",
    "beheer/publiceren/versie/<int:pk>/stop/": "takes a POST and leads back",
    "beheer/reports/mails/<int:pk>/opmaak/": "a mail, which stands in the frame of a page and has no landmarks of its own",
    "beheer/reports/mails/<int:pk>/agenda.ics": "a file",
    "beheer/reports/mailsoorten/<str:name>/opmaak/": "a mail, which stands in the frame of a page",
    "beheer/reports/mailsoorten/<str:name>/proef/": "takes a POST and leads back",
    "beheer/reports/verzendingen/<int:pk>/besluit/": "takes a POST and leads back",
    "beheer/rondes/bericht/<int:pk>/stop/": "takes a POST and leads back",
    "beheer/reports/mails/<int:pk>/opnieuw/": "takes a POST and leads back",
    "beheer/conferenties/new/": "Wagtail's own form, whose editor of rich text has no name of its own",
    "beheer/conferenties/edit/<int:pk>/": "Wagtail's own form, whose editor of rich text has no name of its own",
    "beheer/conferenties/<int:pk>/inschrijvingen/deurlijst.xlsx": "a file",
    "beheer/conferenties/<int:pk>/inschrijvingen/deurlijst.pdf": "a file",
    "beheer/conferenties/<int:pk>/inschrijvingen/<int:person>/afmelden/": "takes a POST and leads back",
    "nieuwsbrief/beeld/<str:token>/": "a file",
    "beheer/reports/persoonsgegevens/kopie/": "takes a POST; its mistakes stand on the page of requests",
    "beheer/reports/persoonsgegevens/wissen/": "takes a POST; its mistakes stand on the page of requests",
    "beheer/nieuwsbrief/abonnement/": "takes a POST and leads on",
    "styleguide/": "a page for who builds; tests/look looks at it in every width and scheme",
    "styleguide/paragraaf/": "a page for who builds; tests/look looks at it in every width and scheme",
}
"""Patterns that answer with something else than a page of ours, each with what it is."""


ONLY: Mapping[str, str] = {"eva": "/gezamenlijk/"}
"""Who adds nothing new to most pages looks at those whose address holds this."""

TRYOUT = "proberen/<slug:slug>/<str:label>/"
"""The try-out of a version, and its cases."""
AGREEMENT = f"{TRYOUT}overeenstemming/"
"""How far people agree in a try-out."""
WEIGHED = "weging/<slug:slug>/<str:label>/"
"""The weighing of a version."""
MEETING_PAGES = ("", "wijzigen/", "agenda/", "stukken/", "verslag/")
"""The pages of one meeting in the admin."""


def is_fragment(route: Route) -> bool:
    """The lists of the admin fetch their rows anew from such an address."""
    return route.in_admin and route.route.endswith("results/")


def address_of(route: Route, site: FilledSite) -> str:
    """The address of a pattern on the filled site. Raises KeyError for a parameter that nobody gave a value yet."""
    values, version = site.values, site.version
    shared = {"slug": version.slug, "label": version.label, "number": site.section.number, "section": str(site.section.pk)}
    shared |= {"question": values["question"], "key": values["other_remark"], "job_id": values["import_job"]}
    shared |= {"round": values["round"]}
    return route.filled(shared | _own_values(site).get(route.route, {}))


def _own_values(site: FilledSite) -> dict[str, dict[str, str]]:
    """Parameters that mean something else from pattern to pattern."""
    values = site.values
    second = {"slug": "proef", "label": "0.1"}
    agreement = {"ordinal": values["judged_ordinal"]}
    return {
        "demo/postvak/<int:pk>/": {"pk": values["mail"]},
        "handreiking/<slug:slug>/<str:label>/word/<uuid:token>/": {"token": values["word_file"]},
        "mijn/voorkeuren/<str:token>/": {"token": values["preferences_token"]},
        "reacties/niets-toe-te-voegen/<str:token>/": {"token": values["pass_token"]},
        "mijn/afmelden/<str:token>/": {"token": values["unsubscribe_token"]},
        "klankbordgroep/aanmelden/bevestigen/<str:token>/": {"token": values["application_token"]},
        "klankbordgroep/uitnodiging/<str:token>/": {"token": values["invitation_token"]},
        "reacties/gezamenlijk/<int:round>/reactie/<uuid:key>/": {"key": values["gathered"]},
        "reacties/<uuid:key>/wijzigen/": {"key": values["own_remark"]},
        "reacties/<uuid:key>/intrekken/": {"key": values["own_remark"]},
        "weging/groep/<int:pk>/": {"pk": values["alike_group"]},
        "mijn/reacties/<uuid:key>/niet-wat-ik-bedoelde/": {"key": values["answered_remark"]},
        f"{WEIGHED}overleg/<int:meeting>/": {"meeting": values["weighing_meeting"]},
        f"{WEIGHED}overleg/<int:meeting>/<int:number>/": {"meeting": values["weighing_meeting"], "number": "1"},
        "verantwoording/<slug:slug>/<str:label>/": {"label": "0.2"},
        "weging/<slug:slug>/<str:label>/in-consultatie/": {"slug": values["working_slug"], "label": "0.1"},
        TRYOUT: second,
        f"{TRYOUT}<int:ordinal>/": second | {"ordinal": values["stopped"]},
        f"{TRYOUT}<int:ordinal>/uitkomst/": second | {"ordinal": values["end"]},
        f"{TRYOUT}<int:ordinal>/motivering/": second | {"ordinal": values["finished"]},
        f"{TRYOUT}<int:ordinal>/<path:step>/<int:visit>/": second | {"ordinal": values["stopped"], "step": "N2", "visit": "1"},
        "bijeenkomsten/<int:pk>/": {"pk": values["meeting"]},
        "bijeenkomsten/antwoord/<str:token>/": {"token": values["meeting_token"]},
        **{f"beheer/bijeenkomsten/<int:pk>/{page}": {"pk": values["meeting"]} for page in MEETING_PAGES},
        f"{AGREEMENT}<int:ordinal>/": agreement,
        f"{AGREEMENT}<int:ordinal>/<path:step>/": agreement | {"step": values["judged_step"]},
        "beheer/uitproberen/ronde/<int:round>/": {"round": values["round_without_tryout"]},
        "beheer/uitproberen/<int:pk>/": {"pk": values["judged_tryout"]},
        "beheer/uitproberen/<int:pk>/wijzigen/": {"pk": values["judged_tryout"]},
        "beheer/uitproberen/<int:pk>/casus/": {"pk": values["judged_tryout"]},
        "beheer/uitproberen/casus/<int:pk>/": {"pk": values["judged_case"]},
        "beheer/uitproberen/casus/<int:pk>/voorbeeld/": {"pk": values["judged_case"]},
        "conferentie/<slug:slug>/": {"slug": values["conference_slug"]},
        "conferentie/<slug:slug>/aanmelden/": {"slug": values["conference_slug"]},
        "conferentie/<slug:slug>/deur/": {"slug": values["conference_slug"]},
        "conferentie/<slug:slug>/deur/<str:secret>/": {"slug": values["conference_slug"], "secret": values["door_secret"]},
        "inschrijving/<str:token>/": {"token": values["registration"]},
        "inschrijving/<str:token>/klankbord/": {"token": values["registration"]},
        "inschrijving/<str:token>/lezen/": {"token": values["registration"]},
        "beheer/conferenties/<int:pk>/lezen/": {"pk": values["conference"]},
        "deur/<str:code>/": {"code": values["door_code"]},
        "account/2fa/webauthn/keys/<int:pk>/remove/": {"pk": values["passkey"]},
        "account/2fa/webauthn/keys/<int:pk>/edit/": {"pk": values["passkey"]},
        "beheer/inlezen/<int:pk>/": {"pk": values["handbook"]},
        "beheer/inlezen/bestand/<uuid:token>/": {"token": values["upload"]},
        "beheer/publiceren/<int:pk>/": {"pk": values["handbook"]},
        "beheer/publiceren/<int:pk>/afwegingskader/": {"pk": values["handbook"]},
        "beheer/publiceren/taak/<uuid:job_id>/": {"job_id": values["publish_job"]},
        "beheer/publiceren/versie/<int:pk>/": {"pk": str(site.version.pk)},
        "beheer/publiceren/versie/<int:pk>/status/": {"pk": str(site.version.pk)},
        "beheer/reacties/te-plaatsen/<int:pk>/": {"pk": values["placement"]},
        "beheer/reacties/te-laat/<uuid:key>/": {"key": values["late_draft"]},
        "beheer/reacties/weggelakt/<int:pk>/": {"pk": values["redaction"]},
        "beheer/reports/mailsoorten/<str:name>/": {"name": "rounds.closed"},
        "beheer/reports/mails/<int:pk>/": {"pk": values["mail"]},
        "beheer/reports/verzendingen/<int:pk>/": {"pk": values["mail"]},
        "beheer/reports/adressen/<int:pk>/": {"pk": values["suppression"]},
        "beheer/rondes/<int:pk>/": {"pk": values["round"]},
        "beheer/rondes/<int:pk>/bericht/": {"pk": values["round"]},
        "beheer/rondes/bericht/<int:pk>/": {"pk": values["message"]},
        "nieuwsbrief/bevestigen/<str:token>/": {"token": values["newsletter_confirm"]},
        "nieuwsbrief/afmelden/<str:token>/": {"token": values["newsletter_unsubscribe"]},
        "nieuwsbrief/gegevens/<str:token>/": {"token": values["newsletter_manage"]},
        "nieuwsbrief/nieuw-adres/<str:token>/": {"token": values["newsletter_new_address"]},
        "nieuwsbrief/archief/<slug:slug>/": {"slug": values["newsletter_sent"]},
        "beheer/nieuwsbrief/<int:pk>/": {"pk": values["newsletter_draft"]},
        "beheer/nieuwsbrief/<int:pk>/versturen/": {"pk": values["newsletter_draft"]},
        "beheer/nieuwsbrief/abonnement/<uuid:key>/": {"key": values["newsletter_subscription"]},
        "beheer/aanmeldingen/<int:pk>/": {"pk": values["application"]},
        "beheer/uitnodigingen/<int:pk>/withdraw/": {"pk": values["invitation"]},
        "beheer/conferenties/<int:pk>/inschrijvingen/": {"pk": values["conference"]},
        "beheer/users/edit/<int:pk>/": {"pk": str(site.people["anna"].pk)},
    }


def further_addresses(site: FilledSite) -> list[str]:
    """Pages that a pattern alone does not lead to: the home page, other shapes of a page, and pages that say no."""
    version = f"/handreiking/{site.version.slug}/{site.version.label}/"
    section, values = f"{version}{site.section.number}/", site.values
    form = f"/reacties/paragraaf/{site.section.pk}/reageren/?plek={values['passage']}"
    return [
        "/",
        "/bestaat-niet/",
        f"{version}?weergave=geheel",
        f"{version}?toon=gewijzigd",
        f"{version}wijzigingen/?sinds=0.2",
        f"{version}wijzigingen/?sinds=0.2&weergave=naast",
        f"{version}wijzigingen/?sinds=gelezen",
        f"{version}1/",
        f"/handreiking/{site.version.slug}/0.2/{site.section.number}/",
        f"{version}word/{values['shared_word_file']}/",
        f"{version}word/{values['shared_word_file']}/?van=Anna",
        f"{version}word/{values['table_file']}/",
        f"{section}?reactie={values['other_remark']}",
        form,
        f"{form}&voorstel=1",
        f"/weging/{site.version.slug}/0.2/?toon=alles",
        f"/weging/reactie/{values['proposal']}/",
        f"/verantwoording/{site.version.slug}/0.2/cijfers/",
        f"/weging/reactie/{values['reopened_remark']}/",
        f"/weging/{site.version.slug}/0.2/versturen/?welke=eensgezind",
        f"/verantwoording/{site.version.slug}/0.2/?editie=1",
        f"/demo/postvak/{values['mail']}/?weergave=tekst",
        f"/demo/postvak/{values['mail']}/?weergave=kop",
        f"/proberen/proef/0.1/{values['finished']}/",
        f"/proberen/proef/0.1/{values['stopped']}/N1/1/",
        "/handreiking/proef/0.1/",
        "/handreiking/proef/0.1/afwegingskader/",
        "/handreiking/proef/0.1/afwegingskader/doorlopen/",
        f"/bijeenkomsten/{values['past_meeting']}/",
        f"/bijeenkomsten/{values['cancelled_meeting']}/",
        f"/beheer/bijeenkomsten/{values['draft_meeting']}/",
        f"/proberen/{site.version.slug}/{site.version.label}/overeenstemming/{values['quiet_case']}/",
        f"/inschrijving/{values['offered_registration']}/",
        f"/inschrijving/{values['cancelled_registration']}/",
        f"/beheer/nieuwsbrief/{values['newsletter_issue']}/",
        f"/nieuwsbrief/afmelden/{values['newsletter_ended']}/",
        "/nieuwsbrief/bevestigen/verlopen/",
        "/klankbordgroep/uitnodiging/verlopen/",
        "/klankbordgroep/aanmelden/bevestigen/verlopen/",
        f"/beheer/inlezen/bestand/{values['undecided_upload']}/",
        "/beheer/",
    ]
