"""A Word file given back: what is refused, what is shown, what becomes a draft, and that nothing is taken unasked."""

from __future__ import annotations

import io
import re
from datetime import timedelta
from typing import Any

import docx
import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from consultation.comments.actions import post_comment
from consultation.comments.actions.wording import Place, Wording
from consultation.comments.errors import PersonalDataFound
from consultation.comments.models import Comment
from consultation.comments.quoting import quote_in
from consultation.comments.word.uploads import FOLDER, forget_word_files
from consultation.people.models import User
from handbook.exporting import export_version
from handbook.models import Version
from tests.consultation.comments.word.conftest import ADDRESS
from tests.factories.comments import accept_rules
from tests.factories.handbook import make_version
from tests.factories.word_remarks import Reviewed

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


@pytest.fixture
def browser(anna: User, signed_in: Any) -> Client:
    return signed_in(anna)


def kept() -> list[str]:
    return default_storage.listdir(FOLDER)[0] if default_storage.exists(FOLDER) else []


def text_of(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def keep(browser: Client, shown: Any, **fields: Any) -> Any:
    """Press "keep as drafts" as the page stands."""
    page = shown.content.decode()
    ticked = re.findall(r'name="mee" value="([^"]+)" checked', page)
    names = re.findall(r'name="van" value="([^"]+)">', page)
    action = re.search(r'action="([^"]+/bewaren/)"', page)
    assert action
    return browser.post(action[1], {"mee": ticked, "van": names, **fields}, follow=True)


class TestHandingIn:
    def test_a_member_finds_the_file_and_the_way_back_on_the_page_of_the_version(self, word: Reviewed, browser: Client) -> None:
        page = text_of(browser.get("/handreiking/mas/0.1/"))
        assert "/handreiking/mas/0.1/download/docx/" in page
        assert ADDRESS in page
        assert "/handreiking/mas/0.1/download/docx/" in text_of(browser.get(ADDRESS))

    def test_who_may_not_read_the_version_finds_no_page(
        self, word: Reviewed, dewi: User, signed_in: Any, visitor: Client
    ) -> None:
        assert signed_in(dewi).get(ADDRESS).status_code == 404
        assert visitor.get(ADDRESS).url.startswith("/account/login/")

    def test_who_takes_no_part_is_told_so(
        self, word: Reviewed, version: Version, olga: User, signed_in: Any, hand_in: Any
    ) -> None:
        version.readers.add(*olga.groups.all())
        word.comment("binnen drie werkdagen", "Te kort.")
        answer = hand_in(signed_in(olga), word)
        assert "U kunt deze versie lezen, maar u kunt er niet op reageren." in text_of(answer)
        assert kept() == []

    @pytest.mark.parametrize(
        ("content", "sentence"),
        [
            (b"Zomaar een tekst", "Het bestand is geen Word-document (.docx) en ook geen spreadsheet (.xlsx)."),
            (OLE, "of een wachtwoord"),
            (b"PK\x03\x04 en dan niets meer", "beschadigd"),
            (b"", "leeg"),
        ],
        ids=["no Word file", "with a password", "a broken zip", "empty"],
    )
    def test_a_file_that_cannot_be_read_is_refused_in_a_sentence(
        self, word: Reviewed, browser: Client, hand_in: Any, content: bytes, sentence: str
    ) -> None:
        answer = hand_in(browser, content)
        assert answer.status_code == 422
        assert sentence in text_of(answer)
        assert kept() == []

    def test_a_file_of_another_version_says_which(self, word: Reviewed, browser: Client, hand_in: Any) -> None:
        other = Reviewed(export_version(make_version(label="0.2"), "docx"))
        other.comment("binnen drie werkdagen", "Te kort.")
        assert "Dit bestand gaat over versie 0.2." in text_of(hand_in(browser, other))

    def test_a_file_of_another_handbook_says_which(self, word: Reviewed, browser: Client, hand_in: Any) -> None:
        other = Reviewed(export_version(make_version(slug="verzuim"), "docx"))
        other.comment("binnen drie werkdagen", "Te kort.")
        assert "een andere handreiking (verzuim)" in text_of(hand_in(browser, other))

    def test_a_word_file_from_elsewhere_is_refused(self, word: Reviewed, browser: Client, hand_in: Any) -> None:
        elsewhere = io.BytesIO()
        document = docx.Document()
        document.add_comment(document.add_paragraph("Heel iets anders.").runs, text="Wat?", author="Anna")
        document.save(elsewhere)
        assert "niet van deze versie gedownload" in text_of(hand_in(browser, elsewhere.getvalue()))

    def test_a_file_without_a_remark_says_so(self, word: Reviewed, browser: Client, hand_in: Any) -> None:
        assert "geen opmerking en geen bijgehouden wijziging" in text_of(hand_in(browser, word))

    def test_a_file_that_is_too_large_is_refused_unread(
        self, word: Reviewed, browser: Client, hand_in: Any, monkeypatch: Any
    ) -> None:
        monkeypatch.setattr("consultation.comments.word.forms.LARGEST_BYTES", 1_000)
        assert "te groot" in text_of(hand_in(browser, word))


class TestLooking:
    def test_a_comment_is_shown_with_its_words_and_its_place_and_nothing_is_kept(
        self, word: Reviewed, browser: Client, hand_in: Any
    ) -> None:
        word.comment("binnen drie werkdagen", "Dat is te kort.")
        shown = text_of(hand_in(browser, word))
        for words in ("Reactie bij 2.1-1", "binnen drie werkdagen", "Dat is te kort."):
            assert words in shown
        assert not Comment.objects.exists()

    def test_a_tracked_change_is_shown_as_a_difference(self, word: Reviewed, browser: Client, hand_in: Any) -> None:
        word.put("drie werkdagen", "vijf werkdagen")
        shown = hand_in(browser, word).content.decode()
        assert re.search(r"<del>.*?drie</del>", shown)
        assert re.search(r"<ins>.*?vijf</ins>", shown)
        assert "Voorgestelde tekst bij 2.1-1" in shown

    def test_what_has_no_place_is_told_with_its_text_and_can_be_kept_at_a_section(
        self, word: Reviewed, browser: Client, hand_in: Any, version: Version
    ) -> None:
        word.add_after("binnen drie werkdagen", "Een alinea die ik er zelf bij typte.")
        word.comment("die ik er zelf", "Dit mist nog.")
        shown = hand_in(browser, word)
        assert "Zonder zekere plek" in text_of(shown)
        assert "gewijzigd zonder Wijzigingen bijhouden" in text_of(shown)
        assert "Dit mist nog." in text_of(shown)
        name = re.search(r'name="(plek-[^"]+)"', shown.content.decode())
        assert name
        section = version.sections.get(number="2.2")
        keep(browser, shown, **{name[1]: str(section.pk)})
        draft = Comment.objects.get()
        assert (draft.section, draft.passage, draft.body) == (section, None, "Dit mist nog.")

    def test_of_several_authors_none_is_taken_without_asking(self, word: Reviewed, browser: Client, hand_in: Any) -> None:
        word.comment("binnen drie werkdagen", "Van mij.", author="Anna")
        word.comment("Vraag aan wat ontbreekt", "Van hem.", author="Bram")
        word.put("wat u besluit", "wat u doet", author="Carla")
        asked = hand_in(browser, word)
        page = text_of(asked)
        assert "Welke opmerkingen zijn van u?" in page
        assert page.count('name="van"') == 3
        nobody = text_of(browser.get(asked.redirect_chain[-1][0], {"gekozen": "1"}))
        assert "Kies ten minste één naam." in nobody
        assert "checked" not in page
        assert "Van mij." not in page
        shown = browser.get(asked.redirect_chain[-1][0], {"van": ["Anna", "Carla"]})
        assert "Van mij." in text_of(shown)
        assert "Van hem." not in text_of(shown)
        keep(browser, shown)
        assert {comment.body or comment.proposed for comment in Comment.objects.all()} == {"Van mij.", "Leg vast wat u doet."}

    def test_a_reply_of_ones_own_goes_on_in_the_comment(self, word: Reviewed, browser: Client, hand_in: Any) -> None:
        first = word.comment("binnen drie werkdagen", "Te kort.")
        word.comment("binnen drie werkdagen", "Maar vijf is te lang.", parent=first)
        keep(browser, hand_in(browser, word))
        assert Comment.objects.get().body == "Te kort.\n\nMaar vijf is te lang."

    def test_what_was_resolved_in_word_is_not_ticked(self, word: Reviewed, browser: Client, hand_in: Any) -> None:
        word.comment("binnen drie werkdagen", "Al opgelost.", done=True)
        word.comment("Vraag aan wat ontbreekt", "Nog niet.")
        keep(browser, hand_in(browser, word))
        assert Comment.objects.get().body == "Nog niet."

    def test_somebody_elses_file_is_nobodys_business(
        self, word: Reviewed, browser: Client, hand_in: Any, eva: User, signed_in: Any
    ) -> None:
        word.comment("binnen drie werkdagen", "Geheim van Anna.")
        address = hand_in(browser, word).redirect_chain[-1][0]
        other = signed_in(eva)
        for answer in (other.get(address, follow=True), other.post(f"{address}weggooien/", follow=True)):
            assert "Geheim van Anna." not in text_of(answer)
        assert len(kept()) == 1

    def test_the_queries_do_not_depend_on_how_much_is_in_the_file(
        self, word: Reviewed, browser: Client, hand_in: Any, version: Version
    ) -> None:
        word.comment("binnen drie werkdagen", "Een")
        few = hand_in(browser, word).redirect_chain[-1][0]
        again = Reviewed(export_version(version, "docx"))
        for number in range(20):
            again.comment("binnen drie werkdagen", f"Opmerking {number}")
        many = hand_in(browser, again).redirect_chain[-1][0]
        counts = []
        for address in (few, many):
            with CaptureQueriesContext(
                connection,
            ) as queries:
                browser.get(address)
            counts.append(len(queries))
        assert counts[0] == counts[1]


class TestKeeping:
    def test_remarks_become_drafts_at_their_words(
        self, word: Reviewed, browser: Client, hand_in: Any, anna: User, at: Any
    ) -> None:
        word.comment("binnen drie werkdagen", "Dat is te kort.")
        word.put("Vraag aan wat ontbreekt", "Vraag aan de school wat ontbreekt")
        answer = keep(browser, hand_in(browser, word))
        assert "2 concepten zijn bewaard." in text_of(answer)
        comment, proposal = Comment.objects.order_by("passage__ordinal")
        assert (comment.origin, comment.posted_at, comment.submitter.user) == (Comment.Origin.WORD, None, anna)
        assert (comment.passage.ordinal, quote_in(comment.selectors).exact) == (1, "binnen drie werkdagen")
        assert (proposal.passage.ordinal, proposal.proposed) == (2, "Vraag aan de school wat ontbreekt.")
        assert kept() == []

    def test_nobody_else_sees_them(self, word: Reviewed, browser: Client, hand_in: Any, eva: User, at: Any) -> None:
        word.comment("binnen drie werkdagen", "Nog niet af.")
        keep(browser, hand_in(browser, word))
        assert not Comment.objects.visible_to(eva, at + timedelta(hours=1)).exists()

    def test_the_same_file_twice_makes_no_doubles(self, word: Reviewed, browser: Client, hand_in: Any) -> None:
        word.comment("binnen drie werkdagen", "Dat is te kort.")
        word.comment("Vraag aan wat ontbreekt", "Dat is te kort.")
        content = word.content()
        for _turn in range(2):
            answer = keep(browser, hand_in(browser, content))
        assert Comment.objects.count() == 2
        assert "2 reacties stonden er al." in text_of(answer)

    def test_a_draft_that_she_changed_here_stays_as_it_is(self, word: Reviewed, browser: Client, hand_in: Any) -> None:
        word.comment("binnen drie werkdagen", "Dat is te kort.")
        content = word.content()
        keep(browser, hand_in(browser, content))
        Comment.objects.update(body="Ik schreef het anders.")
        keep(browser, hand_in(browser, content))
        assert [comment.body for comment in Comment.objects.all()] == ["Ik schreef het anders."]

    def test_what_is_too_long_comes_back_with_its_reason_and_the_rest_is_kept(
        self, word: Reviewed, browser: Client, hand_in: Any
    ) -> None:
        word.comment("binnen drie werkdagen", "lang " * 2_100)
        word.comment("Vraag aan wat ontbreekt", "Kort.")
        answer = keep(browser, hand_in(browser, word))
        assert answer.status_code == 422
        assert "te lang" in text_of(answer)
        assert Comment.objects.get().body == "Kort."
        assert len(kept()) == 1

    def test_with_nothing_ticked_nothing_is_kept(self, word: Reviewed, browser: Client, hand_in: Any) -> None:
        word.comment("binnen drie werkdagen", "Toch niet.")
        answer = keep(browser, hand_in(browser, word), mee=[])
        assert "Kies ten minste één reactie" in text_of(answer)
        assert not Comment.objects.exists()

    def test_the_guard_looks_when_she_posts(self, word: Reviewed, browser: Client, hand_in: Any, anna: User, at: Any) -> None:
        word.comment("binnen drie werkdagen", "Bel de vader van Jan op 06-12345678.")
        keep(browser, hand_in(browser, word))
        draft = Comment.objects.get()
        with pytest.raises(PersonalDataFound):
            post_comment(user=accept_rules(anna, at), place=Place(draft.section), wording=Wording.of(draft), key=draft.key, at=at)

    def test_a_version_without_a_round_takes_none(
        self, browser: Client, version: Version, hand_in: Any, open_round: Any, word: Reviewed
    ) -> None:
        open_round.delete()
        word.comment("binnen drie werkdagen", "Te vroeg.")
        assert "geen ronde" in text_of(hand_in(browser, word))

    def test_after_the_round_she_is_told_that_a_draft_is_all_it_becomes(
        self, word: Reviewed, browser: Client, hand_in: Any, open_round: Any, at: Any
    ) -> None:
        type(open_round).objects.update(opens_at=at - timedelta(days=9), closes_at=at - timedelta(days=3))
        assert "De ronde is gesloten op" in text_of(browser.get(ADDRESS))
        word.comment("binnen drie werkdagen", "Net te laat.")
        shown = hand_in(browser, word)
        assert "De ronde is gesloten op" in text_of(shown)
        keep(browser, shown)
        assert Comment.objects.get().posted_at is None


class TestTheFile:
    def test_it_is_deleted_when_she_throws_it_away(self, word: Reviewed, browser: Client, hand_in: Any) -> None:
        word.comment("binnen drie werkdagen", "Toch maar niet.")
        address = hand_in(browser, word).redirect_chain[-1][0]
        answer = browser.post(f"{address}weggooien/", follow=True)
        assert "Het bestand is verwijderd." in text_of(answer)
        assert kept() == []
        assert "Het bestand is er niet meer" in text_of(browser.get(address, follow=True))

    def test_it_is_forgotten_after_a_day(self, word: Reviewed, browser: Client, hand_in: Any) -> None:
        word.comment("binnen drie werkdagen", "Blijft liggen.")
        hand_in(browser, word)
        now = timezone.now()
        assert forget_word_files(at=now + timedelta(hours=23)) == 0
        assert forget_word_files(at=now + timedelta(hours=25)) == 1
        assert kept() == []
        assert forget_word_files(at=now + timedelta(hours=25)) == 0
