"""No draft's image is fetched by an outsider, by any address: the frozen copy, the original, a rendition, Wagtail's own."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import NoReverseMatch, reverse
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from consultation.people.models import User
from handbook.actions import set_status
from handbook.models import HandbookPage, Status, StoredFile, Version
from tests.factories.texts import TEXT, freeze, import_text

IMAGE = Path(__file__).resolve().parents[2] / "site/home/demo/handbook/fasen.png"


@pytest.fixture
def draft(db: None) -> Version:
    """A draft with an image, read by the sounding board."""
    import_text(TEXT + "\n::: figure fasen.png | De fasen\nVijf cirkels.\n:::\n", images={"fasen.png": IMAGE.read_bytes()})
    version = freeze(HandbookPage.objects.get(), "0.1")
    version.readers.add(Group.objects.get(name="klankbordgroep"))
    return version


def frozen_address() -> str:
    return reverse("version-file", kwargs={"sha256": StoredFile.objects.get().sha256})


def test_the_text_shows_the_frozen_copy(draft: Version) -> None:
    figure = draft.sections.get(number="A").passages.get(type="figure")
    assert f'src="{frozen_address()}"' in figure.html
    assert 'alt="Vijf cirkels."' in figure.html
    assert "width=" in figure.html


def test_a_reader_gets_the_frozen_copy_with_its_type(draft: Version, anna: User, signed_in) -> None:
    response = signed_in(anna).get(frozen_address())
    assert response.status_code == 200
    assert response["Content-Type"] == "image/png"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert b"".join(response.streaming_content) == IMAGE.read_bytes()


def test_an_outsider_gets_no_frozen_copy(draft: Version, dewi: User, visitor: Client, signed_in) -> None:
    assert visitor.get(frozen_address()).status_code == 404
    assert signed_in(dewi).get(frozen_address()).status_code == 404


def test_the_copy_becomes_public_with_the_version(draft: Version, visitor: Client, cas: User, at) -> None:
    set_status(version=draft, status=Status.ADOPTED, by=cas, at=at)
    assert visitor.get(frozen_address()).status_code == 200


def test_the_copy_outlives_the_image_in_the_living_text(draft: Version, anna: User, signed_in) -> None:
    get_image_model().objects.all().delete()
    assert signed_in(anna).get(frozen_address()).status_code == 200


def test_an_unknown_file_is_the_same_404_as_a_hidden_one(draft: Version, dewi: User, signed_in) -> None:
    browser = signed_in(dewi)
    unknown = browser.get(reverse("version-file", kwargs={"sha256": "0" * 64}))
    assert unknown.status_code == browser.get(frozen_address()).status_code == 404


def test_originals_and_renditions_are_for_people_of_the_admin(
    draft: Version, anna: User, cas: User, dewi: User, visitor: Client, signed_in
) -> None:
    image = get_image_model().objects.get()
    addresses = [image.file.url, image.get_rendition("max-100x100").url]
    assert all(address.startswith("/beheer/bestanden/") for address in addresses)
    for address in addresses:
        assert visitor.get(address).status_code in {302, 403}
        assert signed_in(anna).get(address).status_code == 403
        assert signed_in(dewi).get(address).status_code == 403
        assert signed_in(cas).get(address).status_code == 200
    for path in ("../klankbord.sqlite3", "original_images", "weg.png"):
        assert signed_in(cas).get(f"/beheer/bestanden/{path}").status_code in {400, 404}


def test_there_is_no_other_address_for_images_documents_and_media(draft: Version, visitor: Client) -> None:
    image = get_image_model().objects.get()
    for name in ("wagtailimages_serve", "wagtaildocs_serve"):
        with pytest.raises(NoReverseMatch):
            reverse(name, args=("x", 1, "x"))
    document = get_document_model().objects.create(title="Stuk", file=ContentFile(b"geheim", name="stuk.pdf"))
    for address in (
        f"/media/{image.file.name}",
        f"/{image.file.name}",
        f"/documents/{document.pk}/{document.filename}",
        f"/images/{image.pk}/",
    ):
        assert visitor.get(address).status_code == 404
    assert visitor.get(document.file.url).status_code in {302, 403}


def test_a_living_page_is_not_served(draft: Version, visitor: Client, anna: User, signed_in) -> None:
    for browser in (visitor, signed_in(anna)):
        for path in ("/verzuim/", "/verzuim/melden/", "/verzuim/melden/wie-meldt/"):
            response = browser.get(path)
            assert response.status_code == 302
            assert response["Location"] == "/handreiking/verzuim/"
