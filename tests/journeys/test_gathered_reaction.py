"""Two colleagues and a coordinator give one reaction in the name of their municipality."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from consultation.comments.models import Comment, Contribution, Gathering
from consultation.delivery.models import Email
from consultation.people.actions import invitation_of
from consultation.people.models import Invitation, User
from consultation.rounds.models import describe_instant
from handbook.models import Passage, Version
from tests.factories.handbook import make_handbook_page
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def handbook(version: Version) -> None:
    """The living handbook, through which the pages of its versions are found."""
    make_handbook_page(version)


@pytest.fixture
def ben(anna: User) -> User:
    """A colleague of anna's in the same municipality, member of the sounding board."""
    return make_person(name="Ben Bos", organisation=anna.organisation.name)


def share(client: Client, passage: Passage, body: str, **fields: str) -> Comment:
    """Writes on a passage by its form and chooses to share."""
    address = reverse("comment-post", args=[passage.section_id]) + f"?plek={passage.passage_id}"
    form = client.get(address).content.decode()
    key = re.search(r'name="key" value="([^"]+)"', form).group(1)
    assert "Deel met Gemeente" in form
    data = {"key": key, "passage": str(passage.passage_id), "kind": "inhoudelijk", "body": body, "action": "share"}
    response = client.post(address, {**data, "house_rules": "on", **fields})
    assert response.status_code == 302, response.content.decode()
    return Comment.objects.get(key=key)


def test_two_colleagues_and_a_coordinator_give_one_reaction(version, open_round, anna, ben, eva, cas, signed_in):
    page = reverse("gathering", args=[open_round.pk])
    first, second = Passage.objects.filter(section__version=version, section__number="2.1").order_by("ordinal")[:2]

    # Eva, who coordinates, finds the way on the page of the version and begins.
    start = signed_in(eva).get(reverse("version", kwargs={"slug": version.slug, "label": version.label}))
    assert page in start.content.decode()
    assert signed_in(eva).get(page).status_code == 200
    signed_in(eva).post(page)
    assert Gathering.objects.get().organisation == eva.organisation
    assert {email.to_address for email in Email.objects.filter(kind="comments.gathering")} == {anna.email, ben.email}

    # Anna and Ben write beside the text and share; each sees what the other wrote, an outsider and the editors do not.
    of_anna = share(signed_in(anna), first, "Drie werkdagen is te kort voor een kleine school.")
    of_ben = share(signed_in(ben), second, "Leg uit wat er mag ontbreken.")
    section = reverse("section", kwargs={"slug": version.slug, "label": version.label, "number": "2.1"})
    assert of_anna.body in signed_in(ben).get(section).content.decode()
    assert of_anna.body in signed_in(eva).get(page).content.decode()
    for stranger in (cas, make_person(name="Vera Vos", organisation="Gemeente Zandhoven")):
        assert of_anna.body not in signed_in(stranger).get(section).content.decode()
        assert signed_in(stranger).get(page).status_code == 404
    assert Comment.objects.posted().count() == 0

    # Eva takes Anna's over, adds Ben's to it and mends the words.
    def choose(comment: Comment, **data: str) -> None:
        address = reverse("gathering-choose", kwargs={"round": open_round.pk, "key": comment.key})
        assert signed_in(eva).post(address, data).status_code == 302

    choose(of_anna, action="take")
    joint = Comment.objects.get(submitter__collective=True)
    choose(of_ben, action="merge", into=str(joint.key))
    joint.refresh_from_db()
    assert joint.body == f"{of_anna.body}\n\n{of_ben.body}"
    reword = reverse("gathering-reword", kwargs={"round": open_round.pk, "key": joint.key})
    words = "Wij vragen vijf werkdagen, en een lijst van wat mag ontbreken."
    signed_in(eva).post(reword, {"body": words, "kind": "inhoudelijk", "ground": "uitvoerbaarheid", "action": "save"})

    # The last look, and it goes out in the name of the municipality; nobody's name stands there.
    submit = reverse("gathering-submit", args=[open_round.pk])
    assert words in signed_in(eva).get(submit).content.decode()
    assert signed_in(eva).post(submit).status_code == 302
    posted = Comment.objects.posted().get()
    assert (posted.body, posted.number, str(posted.submitter.organisation)) == (words, 1, str(anna.organisation))
    seen = signed_in(cas).get(section).content.decode()
    assert words in seen
    assert str(anna.organisation) in seen
    assert of_ben.body not in seen

    # Where it came from stays traceable inside, and everybody who shared hears of it once.
    assert set(posted.contributions.values_list("comment__key", flat=True)) == {of_anna.key, of_ben.key}
    inside = signed_in(ben).get(page).content.decode()
    assert anna.name in inside
    assert ben.name in inside
    told = Email.objects.filter(kind="comments.submitted")
    assert {email.to_address for email in told} == {anna.email, ben.email}
    signed_in(eva).post(submit)
    assert Comment.objects.posted().count() == 1
    assert told.count() == 2


def test_a_colleague_is_asked_along_for_this_round_only(version, open_round, anna, eva, signed_in, client, at):
    page = reverse("gathering", args=[open_round.pk])
    signed_in(eva).post(page)
    signed_in(eva).post(reverse("gathering-ask", args=[open_round.pk]), {"name": "Gerda Groot", "email": "gerda@waterlo.example"})
    invitation = Invitation.objects.get()
    assert invitation_of(invitation.token, at=at) == invitation
    mail = Email.objects.get(kind="people.guest_invitation")
    assert mail.to_address == "gerda@waterlo.example"
    with override("nl"):
        closes = describe_instant(open_round.closes_at)
    for text in (mail.text, mail.html):
        assert f"Het gaat over {version.title}, versie {version.label}. U kunt schrijven tot {closes}." in text

    # She accepts; which organisation it is for was chosen by who asked her.
    address = reverse("accept-invitation", args=[invitation.token])
    assert "organisation_name" not in client.get(address).content.decode()
    client.post(address, {"name": "Gerda Groot", "function": "jurist", "terms": "on", "organisation_name": "Een andere gemeente"})
    gerda = User.objects.get(email="gerda@waterlo.example")
    assert gerda.organisation == anna.organisation

    # She writes for her colleagues; for all to read she cannot.
    passage = Passage.objects.filter(section__version=version, section__number="2.1").first()
    shared = share(signed_in(gerda), passage, "Noem ook de bewaartermijn.")
    assert Contribution.objects.get().comment == shared
    form = signed_in(gerda).get(reverse("comment-post", args=[passage.section_id])).content.decode()
    assert 'value="post"' not in form
    forced = signed_in(gerda).post(
        reverse("comment-post", args=[passage.section_id]), {"body": "Toch voor iedereen", "action": "post", "house_rules": "on"}
    )
    assert forced.status_code == 422
    assert Comment.objects.posted().count() == 0


def test_a_colleague_reads_what_became_of_hers(version, open_round, anna, eva, signed_in):
    signed_in(eva).post(reverse("gathering", args=[open_round.pk]))
    first, second = Passage.objects.filter(section__version=version, section__number="2.1").order_by("ordinal")[:2]
    taken, left = share(signed_in(anna), first, "Deze gaat mee."), share(signed_in(anna), second, "Deze niet.")
    for comment, data in ((taken, {"action": "take"}), (left, {"action": "leave", "reason": "Staat al in 2.2."})):
        signed_in(eva).post(reverse("gathering-choose", kwargs={"round": open_round.pk, "key": comment.key}), data)
    page = signed_in(anna).get(reverse("my-comments")).content.decode()
    assert "overgenomen door uw organisatie" in page
    assert "Weggelaten: Staat al in 2.2." in page
