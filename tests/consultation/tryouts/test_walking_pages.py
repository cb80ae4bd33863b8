"""A member walks a case from the overview to its motivation, without JavaScript; who may, and what is never lost."""

from __future__ import annotations

import io

import docx
import pytest

from consultation.comments.models import Comment
from consultation.tryouts.models import Stuck, Walk
from tests.factories.tryouts import make_walk
from tests.factories.walking import answer, close, page_of, words

pytestmark = pytest.mark.django_db

TO_O1 = {"N1": "ja", "N2": "ja", "N3": "ja"}


class TestTheStory:
    def test_from_the_list_to_the_motivation(self, browser, case):
        listed = browser.get("/proberen/")
        assert "0 van 1 casussen afgerond" in words(listed)
        overview = words(browser.get(f"/proberen/{'/'.join(case.tryout.place)}/"))
        assert "Vaak ziek op maandag nog niet begonnen" in overview
        assert "zonder uw naam" in overview
        assert "Noor (14)" in words(browser.get(page_of(case)))
        first = browser.post(page_of(case), follow=True)
        assert first.redirect_chain[-1][0] == page_of(case, "N1", 1)
        assert "N1 Vraag N1?" in words(first)
        assert "Elke casus begint met deze vraag." in words(first)
        second = answer(browser, case, "N1", 0, "Er zijn meldingen.")
        assert "U krijgt deze vraag omdat u “ja” antwoordde bij N1 Vraag N1?" in words(second)
        assert "De school sprak een keer met de ouders." in words(second)
        again = answer(browser, case, "N2", 1, "Dat weet ik niet.")
        assert again.redirect_chain[-1][0] == page_of(case, "N2", 2)
        answer(browser, case, "N2", 2, "Nu wel.", visit=2)
        both = answer(browser, case, "N4", 3)
        assert "Dat antwoord leidt naar meer dan één plaats: ook naar O3 Uitkomst O3." in words(both)
        assert "Al bereikt O3 Uitkomst O3" in words(both)
        end = answer(browser, case, "N5", 0)
        assert end.redirect_chain[-1][0] == page_of(case, "uitkomst")
        assert "Hier leidt de methode naar 2 uitkomsten" in words(end)
        done = browser.post(
            page_of(case, "uitkomst"),
            {
                "seen": "O3 + O2",
                "persons-0": ["haar ouders"],
                "chosen-0": "O3",
                "persons-1": ["Noor (14)"],
                "chosen-1": "O1",
                "reason-1": "Zij wordt volgende maand achttien.",
            },
            follow=True,
        )
        said = words(done)
        assert "Dank u wel. U hebt deze casus afgerond." in said
        assert "De methode wees naar O2 Uitkomst O2." in said
        text = done.context["text"]
        for expected in ("1. N1 Vraag N1?", "Motivering: Er zijn meldingen.", "Antwoord: onduidelijk", "Voor: Noor (14)"):
            assert expected in text
        assert "verzonnen casus" in text
        assert "versie 0.1" in text
        walk = Walk.objects.get()
        assert list(walk.answers.filter(counts=True).values_list("step", "visit")) == [("N1", 1), ("N2", 2), ("N4", 1), ("N5", 1)]
        assert list(walk.conclusions.values_list("outcome", "chosen", "persons")) == [
            ("O3", "O3", ["haar ouders"]),
            ("O2", "O1", ["Noor (14)"]),
        ]
        assert "1 van 1 casussen afgerond" in words(browser.get("/proberen/"))

    def test_the_motivation_goes_along_as_a_word_file_and_a_pdf(self, browser, anna, case):
        make_walk(case, anna, TO_O1, motivations={"N2": "Eerst *dit*, #dan [dat]."})
        page = browser.get(page_of(case, "motivering"))
        word = browser.get(page_of(case, "motivering", "word"))
        assert page_of(case, "motivering", "word") in page.content.decode()
        assert 'filename="vaak-ziek-op-maandag-0.1.docx"' in word["Content-Disposition"]
        lines = [paragraph.text for paragraph in docx.Document(io.BytesIO(word.content)).paragraphs]
        assert lines[0] == "Motivering: Vaak ziek op maandag"
        assert "Eerst *dit*, #dan [dat]." in lines
        assert "O1 Uitkomst O1" in lines
        pdf = browser.get(page_of(case, "motivering", "pdf"))
        assert pdf.content.startswith(b"%PDF")
        assert b"/StructTreeRoot" in pdf.content
        assert browser.get(page_of(case, "motivering", "odt")).status_code == 404

    def test_a_finished_case_is_opened_again_changed_and_finished_anew(self, browser, anna, case):
        make_walk(case, anna, TO_O1, motivations={"N1": "Waarom niet."})
        assert browser.get(page_of(case, "N1", 1))["Location"] == page_of(case, "motivering")
        reopened = browser.post(page_of(case, "motivering"), follow=True)
        assert reopened.redirect_chain[-1][0] == page_of(case, "uitkomst")
        assert "Waarom niet." in browser.get(page_of(case, "N1", 1)).content.decode()
        assert answer(browser, case, "N1", 1).redirect_chain[-1][0] == page_of(case, "uitkomst")
        browser.post(page_of(case, "uitkomst"), {"seen": "O0", "persons-0": ["Noor (14)"], "chosen-0": "O0"})
        walk = Walk.objects.get()
        assert list(walk.answers.values_list("step", "choice", "counts")) == [("N1", 1, True)]
        assert [one.chosen for one in walk.conclusions.all()] == ["O0"]


class TestNothingIsLost:
    def test_a_motivation_is_asked_for_kindly_and_the_answer_stays_chosen(self, browser, case):
        browser.post(page_of(case))
        refused = answer(browser, case, "N1", 1, "  ")
        assert refused.status_code == 422
        assert "Schrijf in een paar woorden waarom u dit kiest. Eén zin is genoeg." in words(refused)
        assert refused.context["form"]["choice"].value() == "1"
        unchosen = answer(browser, case, "N1", "", "Ik twijfel.")
        assert unchosen.status_code == 422
        assert "Kunt u niet kiezen?" in words(unchosen)
        assert "Ik twijfel." in unchosen.content.decode()
        assert not Walk.objects.get().answers.exists()

    def test_who_stops_finds_what_she_typed_at_the_question_where_she_stopped(self, browser, case):
        browser.post(page_of(case))
        answer(browser, case, "N1", 0)
        stopped = answer(browser, case, "N2", "", "Half een zin", action="stop")
        assert stopped.redirect_chain[-1][0] == f"/proberen/{'/'.join(case.tryout.place)}/"
        assert "gestopt bij vraag 2" in words(stopped)
        on = browser.post(page_of(case), follow=True)
        assert on.redirect_chain[-1][0] == page_of(case, "N2", 1)
        assert "Half een zin" in on.content.decode()

    def test_going_back_keeps_what_was_typed_and_another_answer_keeps_what_lay_behind_the_first(self, browser, case):
        browser.post(page_of(case))
        answer(browser, case, "N1", 0)
        answer(browser, case, "N2", 0, "Nee, niet echt.")
        back = answer(browser, case, "N3", "", "Nog niet klaar", action="back")
        assert back.redirect_chain[-1][0] == page_of(case, "N2", 1)
        assert answer(browser, case, "N2", 2).redirect_chain[-1][0] == page_of(case, "N4", 1)
        answer(browser, case, "N2", 0)
        assert "Nog niet klaar" in browser.get(page_of(case, "N3", 1)).content.decode()
        first = answer(browser, case, "N1", 0, action="back")
        assert first.redirect_chain[-1][0] == page_of(case)

    def test_going_back_by_the_trail_keeps_what_was_typed(self, browser, case):
        browser.post(page_of(case))
        answer(browser, case, "N1", 0)
        shown = answer(browser, case, "N2", 0)
        assert 'form="weg" name="to" value="1 N1"' in shown.content.decode()
        back = answer(browser, case, "N3", "", "Half af", to="1 N1")
        assert back.redirect_chain[-1][0] == page_of(case, "N1", 1)
        assert "Half af" in browser.get(page_of(case, "N3", 1)).content.decode()
        assert answer(browser, case, "N3", 0, to="4 N9").redirect_chain[-1][0] == page_of(case)
        data = {"seen": "O1", "persons-0": ["Noor (14)"], "chosen-0": "O1", "reason-0": "Toch.", "to": "1 N2"}
        back = browser.post(page_of(case, "uitkomst"), data, follow=True)
        assert back.redirect_chain[-1][0] == page_of(case, "N2", 1)
        assert "Toch." in browser.get(page_of(case, "uitkomst")).content.decode()

    def test_an_answer_from_a_window_that_went_another_way_is_kept_beside_the_path(self, browser, case):
        browser.post(page_of(case))
        answer(browser, case, "N1", 0)
        answer(browser, case, "N2", 0)
        answer(browser, case, "N2", 2)
        late = answer(browser, case, "N3", 0, "Uit het oude venster.")
        assert late.redirect_chain[-1][0] == page_of(case, "N4", 1)
        assert "U koos in een ander venster een andere weg." in words(late)
        answer(browser, case, "N2", 0)
        assert "Uit het oude venster." in browser.get(page_of(case, "N3", 1)).content.decode()

    def test_a_reason_for_another_outcome_survives_going_back(self, browser, case):
        browser.post(page_of(case))
        answer(browser, case, "N1", 1)
        data = {"seen": "O0", "persons-0": ["Noor (14)"], "chosen-0": "O3", "reason-0": "Om haar leeftijd."}
        back = browser.post(page_of(case, "uitkomst"), {**data, "action": "back"}, follow=True)
        assert back.redirect_chain[-1][0] == page_of(case, "N1", 1)
        assert "Om haar leeftijd." in browser.get(page_of(case, "uitkomst")).content.decode()
        unsaid = browser.post(page_of(case, "uitkomst"), {**data, "reason-0": "", "persons-0": []})
        assert unsaid.status_code == 422
        assert "Vink aan voor wie deze uitkomst is." in words(unsaid)
        unsaid = browser.post(page_of(case, "uitkomst"), {**data, "reason-0": ""})
        assert "Leg uit waarom u een andere uitkomst kiest." in words(unsaid)

    def test_an_end_that_was_shown_of_another_way_is_looked_at_again(self, browser, case):
        browser.post(page_of(case))
        answer(browser, case, "N1", 1)
        stale = {"seen": "O1", "persons-0": ["Noor (14)"], "chosen-0": "O1", "reason-0": "Oud."}
        refused = browser.post(page_of(case, "uitkomst"), stale)
        assert refused.status_code == 422
        assert "U koos in een ander venster een andere weg, dus de uitkomst is anders." in words(refused)
        assert not Walk.objects.get().conclusions.exists()

    def test_when_the_round_closes_while_she_types_her_text_comes_back(self, browser, case):
        browser.post(page_of(case))
        answer(browser, case, "N1", 0, "Dit stond er al.")
        close(case)
        refused = answer(browser, case, "N2", 0, "Net te laat.")
        assert refused.status_code == 422
        assert "Net te laat." in refused.content.decode()
        assert "Kopieer uw tekst" in words(refused)
        assert browser.get(page_of(case, "N2", 1))["Location"] == page_of(case)
        left = words(browser.get(page_of(case)))
        assert "Wat u tot nu toe schreef" in left
        assert "Dit stond er al." in left

    def test_a_text_that_was_sent_after_the_session_ended_stands_in_the_form_again(self, browser, anna, case, visitor):
        browser.post(page_of(case))
        shown = browser.get(page_of(case, "N1", 1))
        writer = shown.context["form"]["writer"].value()
        sent = visitor.post(page_of(case, "N1", 1), {"choice": "0", "motivation": "Bijna weg.", "writer": writer})
        assert sent["Location"].startswith("/account/login/")
        visitor.force_login(anna)
        assert "Bijna weg." in visitor.get(page_of(case, "N1", 1)).content.decode()

    def test_what_may_name_a_real_person_is_asked_about_and_a_name_of_the_case_is_not(self, browser, case):
        browser.post(page_of(case))
        assert answer(browser, case, "N1", 0, "De leerling Noor was ziek.").redirect_chain
        asked = answer(browser, case, "N2", 0, "De moeder Karin belde 06 12345678.")
        assert asked.status_code == 422
        assert "Karin" in words(asked)
        masked = answer(browser, case, "N2", 0, "De moeder Karin belde.", action="mask")
        assert "De moeder [ouder] belde." in masked.content.decode()
        mark = next(one["mark"] for one in asked.context["findings"] if one["words"] == "Karin")
        assert answer(browser, case, "N2", 0, "De moeder Karin belde.", no_personal_data=mark).redirect_chain
        kept = answer(browser, case, "N3", 0, "Bel de moeder Sara.", action="stop")
        assert "gestopt bij vraag 3" in words(kept), "others never read it as long as she did not look at the question"


class TestStuck:
    def test_it_becomes_a_remark_on_the_step_and_the_answer_so_far_is_kept(self, browser, anna, case):
        browser.post(page_of(case))
        thanked = answer(browser, case, "N1", "", "Ik weet het niet.", action="stuck", stuck="Wat is “gedaan”?")
        assert thanked.redirect_chain[-1][0] == page_of(case, "N1", 1)
        assert "Dank u wel. Dit helpt om de tekst beter te maken." in words(thanked)
        assert "U vertelde dat u hier vastliep." in words(thanked)
        assert "Ik weet het niet." in thanked.content.decode()
        comment = Comment.objects.get()
        assert (comment.origin, comment.body) == (Comment.Origin.TRYOUT, "Wat is “gedaan”?")
        assert comment.passage.data["id"] == "N1"
        assert f"?reactie={comment.key}" in thanked.content.decode()
        stuck = Stuck.objects.get()
        assert (stuck.walk.user, stuck.step, stuck.comment) == (anna, "N1", comment)
        section = words(browser.get(f"/handreiking/mas/0.1/{comment.section.number}/"))
        assert "Vastgelopen bij N1, in de casus “Vaak ziek op maandag”" in section

    def test_who_weighs_and_who_wrote_it_read_where_it_was(self, browser, cas, case, signed_in):
        browser.post(page_of(case))
        answer(browser, case, "N1", 0, action="stuck", stuck="Wat is “gedaan”?")
        where = "Vastgelopen bij N1, in de casus “Vaak ziek op maandag”"
        assert where in words(browser.get("/mijn/reacties/"))
        assert where in words(signed_in(cas).get(f"/weging/reactie/{Comment.objects.get().key}/"))

    def test_a_double_click_posts_one_remark_and_a_second_one_is_told_where_the_first_stands(self, browser, case):
        browser.post(page_of(case))
        key = browser.get(page_of(case, "N1", 1)).context["form"]["key"].value()
        for _click in range(2):
            answer(browser, case, "N1", 0, action="stuck", stuck="Onduidelijk.", key=str(key))
        again = answer(browser, case, "N1", 0, action="stuck", stuck="Nog iets.")
        assert again.status_code == 422
        assert "U vertelde al dat u hier vastliep." in words(again)
        assert Comment.objects.count() == 1

    def test_nothing_told_is_asked_for_and_what_may_name_somebody_too(self, browser, case):
        browser.post(page_of(case))
        empty = answer(browser, case, "N1", 0, "Mijn motivering.", action="stuck", stuck=" ")
        assert empty.status_code == 422
        assert "Mijn motivering." in empty.content.decode()
        asked = answer(browser, case, "N1", 0, action="stuck", stuck="Net als bij moeder Karin.")
        assert asked.status_code == 422
        assert "Net als bij moeder Karin." in asked.content.decode()
        assert "Gaat dit over een persoon?" in words(asked)
        assert not Comment.objects.exists()

    def test_the_house_rules_come_first_as_for_every_remark(self, browser, anna, case):
        anna.house_rules_accepted_at = None
        anna.save()
        browser.post(page_of(case))
        refused = answer(browser, case, "N1", 0, action="stuck", stuck="Onduidelijk.")
        assert refused.status_code == 422
        assert not Comment.objects.exists()
        answer(browser, case, "N1", 0, action="stuck", stuck="Onduidelijk.", house_rules="on")
        assert Comment.objects.exists()

    @pytest.mark.parametrize("action", ["next", "back", "stop", "to"])
    def test_another_button_does_not_lose_what_stands_there(self, browser, case, action):
        browser.post(page_of(case))
        pressed = {"to": "1 N1"} if action == "to" else {"action": action}
        refused = answer(browser, case, "N1", 0, stuck="Half verteld.", **pressed)
        assert refused.status_code == 422
        assert "Half verteld." in refused.content.decode()
        assert "Plaats het als reactie, of maak het veld leeg." in words(refused)
