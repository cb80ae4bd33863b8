"""People, organisations, applications and invitations in the admin."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from wagtail.models import ModelLogEntry

from consultation.people.models import EDITORS, SOUNDING_BOARD, User
from tests.consultation.people.test_joining import make_application
from tests.factories.people import make_organisation, make_person

pytestmark = pytest.mark.django_db


def person(user: User, **changes: object) -> dict[str, object]:
    """What the form posts for a person as she is."""
    fields = {
        "name": user.name,
        "organisation": user.organisation_id or "",
        "function": user.function,
        "region": user.region,
        "language": user.language,
        "is_active": "on",
        "groups": [group.pk for group in user.groups.all()],
    }
    return {**fields, **changes}


@pytest.mark.parametrize(
    "address", ["/beheer/", "/beheer/users/", "/beheer/users/new/", "/beheer/organisaties/", "/beheer/organisaties/new/",
                "/beheer/aanmeldingen/", "/beheer/uitnodigingen/", "/beheer/uitnodigingen/new/", "/beheer/reports/controlespoor/"]
)  # fmt: skip
def test_every_page_opens_for_an_administrator(address: str, fatih: User, signed_in) -> None:
    make_application()
    assert signed_in(fatih).get(address).status_code == 200


def test_an_editor_decides_and_invites_and_does_not_see_people(cas: User, signed_in) -> None:
    browser = signed_in(cas)
    application = make_application()
    assert browser.get("/beheer/aanmeldingen/").status_code == 200
    assert application.motivation in browser.get(f"/beheer/aanmeldingen/{application.pk}/").content.decode()
    assert browser.get("/beheer/users/").status_code == 302
    assert browser.get("/beheer/reports/controlespoor/").status_code != 200


@pytest.mark.parametrize("words", ["Verschuren", "anna@waterlo", "Waterlo"])
def test_people_are_found_by_name_address_and_organisation(words: str, anna: User, bram: User, fatih: User, signed_in) -> None:
    page = signed_in(fatih).get("/beheer/users/results/", {"q": words}).content.decode()
    assert "anna@waterlo.example" in page
    assert "bram@om.example" not in page


def test_a_person_is_added_and_can_sign_in(fatih: User, signed_in) -> None:
    group = Group.objects.get(name=SOUNDING_BOARD)
    signed_in(fatih).post(
        "/beheer/users/new/", {"name": "Noor Bakker", "email": "Noor@x.example", "language": "nl", "groups": [group.pk]}
    )
    made = User.objects.get(email="noor@x.example")
    assert made.emailaddress_set.get().verified
    assert made.groups.get().name == SOUNDING_BOARD


def test_an_address_that_is_taken_is_said_to_be(anna: User, fatih: User, signed_in) -> None:
    response = signed_in(fatih).post("/beheer/users/new/", {"name": "X", "email": anna.email.upper(), "language": "nl"})
    assert response.status_code == 200
    assert User.objects.filter(email__iexact=anna.email).count() == 1


def test_a_change_is_kept_and_its_trail_holds_no_values(anna: User, fatih: User, signed_in) -> None:
    other = make_organisation("Gemeente Zeewold")
    signed_in(fatih).post(f"/beheer/users/edit/{anna.pk}/", person(anna, organisation=other.pk, function="boa"))
    anna.refresh_from_db()
    assert (anna.organisation, anna.function) == (other, "boa")
    entry = ModelLogEntry.objects.get(action="klankbord.people.change")
    assert entry.data == {"fields": ["function", "organisation"]}
    assert entry.user == fatih


def test_the_address_is_not_changed_here(anna: User, fatih: User, signed_in) -> None:
    signed_in(fatih).post(f"/beheer/users/edit/{anna.pk}/", person(anna, email="evil@x.example"))
    anna.refresh_from_db()
    assert anna.email == "anna@waterlo.example"


def test_groups_are_joined_and_left_through_the_trail(anna: User, fatih: User, signed_in) -> None:
    editors = Group.objects.get(name=EDITORS)
    signed_in(fatih).post(f"/beheer/users/edit/{anna.pk}/", person(anna, groups=[editors.pk]))
    assert list(anna.groups.values_list("name", flat=True)) == [EDITORS]
    assert set(ModelLogEntry.objects.filter(user=fatih).values_list("action", flat=True)) == {
        "klankbord.people.join",
        "klankbord.people.leave",
    }


def test_closing_an_account_ends_its_sessions(anna: User, fatih: User, signed_in) -> None:
    hers = signed_in(anna)
    assert hers.get("/account/").status_code == 200
    changes = person(anna)
    del changes["is_active"]
    signed_in(fatih).post(f"/beheer/users/edit/{anna.pk}/", changes)
    anna.refresh_from_db()
    assert not anna.is_active
    assert hers.get("/account/").status_code == 302


def test_an_administrator_does_not_lock_herself_out(fatih: User, signed_in) -> None:
    changes = person(fatih, groups=[])
    del changes["is_active"]
    signed_in(fatih).post(f"/beheer/users/edit/{fatih.pk}/", changes)
    fatih.refresh_from_db()
    assert fatih.is_active
    assert fatih.groups.exists()


def test_nobody_deletes_a_person_in_the_admin(anna: User, fatih: User, signed_in) -> None:
    """Erasing is a command of its own, which keeps the remarks and the proof of consent."""
    browser = signed_in(fatih)
    browser.post(f"/beheer/users/delete/{anna.pk}/")
    browser.post("/beheer/bulk/people/user/delete/", {"id": anna.pk, "next": "/beheer/users/"})
    assert User.objects.filter(pk=anna.pk).exists()


def test_the_list_costs_the_same_with_three_people_and_with_thirty(fatih: User, signed_in, django_assert_max_num_queries) -> None:
    browser = signed_in(fatih)

    def queries() -> int:
        with django_assert_max_num_queries(100) as counted:
            browser.get("/beheer/users/")
        return len(counted)

    for _number in range(3):
        make_person(organisation="Gemeente X")
    queries()
    few = queries()
    for _number in range(15):
        make_person(organisation="Gemeente X")
    assert queries() == few


def test_the_trail_shows_what_was_done(fatih: User, anna: User, signed_in) -> None:
    page = signed_in(fatih).get("/beheer/reports/controlespoor/").content.decode()
    assert "Anna Verschuren" in page


def test_a_visitor_of_the_demo_signs_in_with_one_click(anna: User, visitor: Client, settings) -> None:
    settings.DEMO = True
    assert visitor.post("/demo/aanmelden/", {"email": anna.email, "next": "/handreiking/mas/"})["Location"] == "/handreiking/mas/"
    assert visitor.session["_auth_user_id"] == str(anna.pk)


def test_and_nowhere_else(anna: User, visitor: Client, settings) -> None:
    settings.DEMO = False
    assert visitor.post("/demo/aanmelden/", {"email": anna.email}).status_code == 404
    assert "_auth_user_id" not in visitor.session
    assert "demo-cast" not in visitor.get("/account/login/").content.decode()


def test_only_the_named_cast_in_the_demo(visitor: Client, settings) -> None:
    settings.DEMO = True
    other = make_person()
    assert visitor.post("/demo/aanmelden/", {"email": other.email}).status_code == 404
    assert "_auth_user_id" not in visitor.session
