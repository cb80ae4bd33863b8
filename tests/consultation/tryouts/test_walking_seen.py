"""Who sees which page of a try-out, from where one comes to it, and how many queries a page takes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from consultation.people.models import OBSERVERS
from consultation.tryouts.actions import begin_walk
from consultation.tryouts.models import Tryout, Walk
from tests.factories.handbook import make_handbook_page
from tests.factories.people import make_person
from tests.factories.rounds import make_round
from tests.factories.texts import make_site
from tests.factories.tryouts import make_case, make_tryout, make_version_with_steps, make_walk
from tests.factories.walking import answer, close, page_of, tryout_page, words

pytestmark = pytest.mark.django_db

TO_O1 = {"N1": "ja", "N2": "ja", "N3": "ja"}


class TestWhoSeesWhat:
    def test_role_by_page(self, case, anna, bram, cas, dewi, olga, fatih, eva, visitor, signed_in, at):
        make_walk(case, anna, TO_O1)
        make_case(case.tryout, title="Nog een")
        begun = begin_walk(user=anna, case=case.tryout.cases.last(), at=at).case
        pages = ["/proberen/", f"/proberen/{'/'.join(case.tryout.place)}/", page_of(case), page_of(case, "motivering")]
        pages += [page_of(case, "motivering", "pdf"), page_of(begun, "N1", 1), page_of(case, "uitkomst")]
        statuses = {
            user.get_short_name(): [signed_in(user).get(page).status_code for page in pages]
            for user in (anna, bram, cas, dewi, fatih)
        }
        # Others have not begun: a question and the end lead to the case, and a motivation is only one's own.
        not_begun = [200, 200, 200, 404, 404, 302, 302]
        assert statuses == {
            "Anna": [200, 200, 200, 200, 200, 200, 302],
            "Bram": not_begun,
            "Cas": not_begun,
            "Dewi": [200, 404, 404, 404, 404, 404, 404],
            "Fatih": [200, 404, 404, 404, 404, 404, 404],
        }
        assert all(visitor.get(page)["Location"].startswith("/account/login/") for page in pages)
        assert "Er is nu niets uit te proberen" in words(signed_in(dewi).get("/proberen/"))

    def test_an_observer_reads_the_cases_and_cannot_begin(self, case, olga, signed_in):
        case.tryout.round.version.readers.add(Group.objects.get(name=OBSERVERS))
        browser = signed_in(olga)
        assert "Alleen wie meedoet aan deze ronde kan ze doorlopen." in words(
            browser.get(f"/proberen/{'/'.join(case.tryout.place)}/")
        )
        assert "Begin" not in words(browser.get(page_of(case)))
        refused = browser.post(page_of(case), follow=True)
        assert "U kunt deze casussen lezen, maar niet meedoen." in words(refused)
        assert not Walk.objects.exists()

    @pytest.mark.parametrize("opened_at", [None, timezone.now() + timedelta(days=1)])
    def test_nobody_sees_it_before_it_is_opened(self, case, anna, cas, signed_in, opened_at):
        Tryout.objects.update(opened_at=opened_at)
        for user in (anna, cas):
            assert signed_in(user).get(f"/proberen/{'/'.join(case.tryout.place)}/").status_code == 404
            assert signed_in(user).get(page_of(case)).status_code == 404
            assert "Er is nu niets uit te proberen" in words(signed_in(user).get("/proberen/"))

    def test_who_leaves_the_group_sees_it_no_more(self, case, anna, browser):
        make_walk(case, anna, TO_O1)
        anna.groups.clear()
        assert browser.get(page_of(case)).status_code == 404
        assert browser.get(page_of(case, "motivering")).status_code == 404

    def test_after_the_round_one_reads_ones_own_finished_case_and_changes_nothing(self, case, anna, browser):
        make_walk(case, anna, TO_O1, motivations={"N1": "Zo was het."})
        close(case)
        page = browser.get(page_of(case, "motivering"))
        assert "Zo was het." in words(page)
        assert "Heropen deze casus" not in words(page)
        refused = browser.post(page_of(case, "motivering"), follow=True)
        assert "Uitproberen kon tot" in words(refused)
        assert Walk.objects.get().finished_at is not None
        assert "u rondde 1 van 1 af" in words(browser.get("/proberen/"))
        assert browser.get(page_of(case, "motivering", "word")).status_code == 200

    def test_what_is_measured_is_said_where_it_is_measured(self, case, browser):
        browser.post(page_of(case))
        assert "We meten" not in words(browser.get(page_of(case, "N1", 1)))
        Tryout.objects.update(measures_time=True)
        assert "We meten hier hoe lang u over een vraag doet" in words(browser.get(f"/proberen/{'/'.join(case.tryout.place)}/"))
        shown = browser.get(page_of(case, "N1", 1))
        assert "We meten hoe lang u over deze vraag doet." in words(shown)
        answer(browser, case, "N1", 0, shown_at=shown.context["form"]["shown_at"].value())
        assert Walk.objects.get().answers.get().seconds is not None

    def test_addresses_that_are_none(self, case, browser):
        browser.post(page_of(case))
        assert browser.get(page_of(case, "N9", 1)).status_code == 404
        assert browser.get(page_of(case, "O1", 1)).status_code == 404
        assert browser.get(f"/proberen/{'/'.join(case.tryout.place)}/99/").status_code == 404
        assert browser.get(page_of(case, "N3", 1))["Location"] == page_of(case, "N1", 1)
        assert browser.get(page_of(case, "N1", 10**30))["Location"] == page_of(case, "N1", 1)
        assert browser.get(page_of(case, "uitkomst"))["Location"] == page_of(case, "N1", 1)

    def test_a_name_with_odd_characters_has_an_address(self, anna, browser):
        version = make_version_with_steps(label="0.2", steps={"N 1/a?": {"ja": "O0"}}, outcomes=("O0",))
        case = make_case(make_tryout(make_round(version=version)))
        asked = browser.post(page_of(case), follow=True)
        assert "N-1/a? Vraag N 1/a??" in words(asked)
        done = browser.post(asked.redirect_chain[-1][0], {"choice": 0, "motivation": "Zo."}, follow=True)
        assert done.redirect_chain[-1][0] == page_of(case, "uitkomst")


class TestEntries:
    def test_the_version_its_framework_and_the_overview_lead_to_it(self, case, browser):
        way = f'href="{tryout_page(case)}"'
        for page in ("/handreiking/mas/0.1/", "/handreiking/mas/0.1/afwegingskader/", "/mijn/"):
            answered = browser.get(page)
            assert way in answered.content.decode(), page
            assert "0 van 1 casussen afgerond" in words(answered)
        close(case)
        assert way not in browser.get("/handreiking/mas/0.1/").content.decode()

    @pytest.mark.parametrize("has_tryout", [True, False])
    def test_a_version_without_steps_shows_nothing_of_all_this(self, version, browser, has_tryout):
        make_site()
        make_handbook_page(version)
        round = make_round(version=version)
        if has_tryout:
            make_case(make_tryout(round))
        for page in ("/handreiking/mas/0.1/", "/mijn/"):
            with CaptureQueriesContext(connection) as seen:
                answered = browser.get(page)
            assert "uitproberen" not in words(answered).casefold(), page
            assert not [one for one in seen if "tryouts_" in one["sql"]], "and asks the database nothing"


class TestQueries:
    def test_they_do_not_grow_with_cases_walks_answers_and_remarks(self, case, anna, browser, at):
        make_walk(case, anna, {"N1": "ja", "N2": "nee"})
        stopped = Walk.objects.get()
        stopped.answers.update(answered_at=at)
        finished = make_case(case.tryout, title="Af")
        make_walk(finished, anna, TO_O1)
        pages = [
            "/proberen/",
            f"/proberen/{'/'.join(case.tryout.place)}/",
            page_of(case),
            page_of(case, "N2", 1),
            page_of(finished, "motivering"),
            "/handreiking/mas/0.1/",
            "/mijn/",
        ]
        counts = []
        for size in (2, 20):
            for number in range(size):
                person = make_person(email=f"lid{size}-{number}@x.example")
                make_walk(case, person, TO_O1)
                make_walk(make_case(case.tryout, title=f"Casus {size} {number}"), anna, TO_O1)
            found = []
            for page in pages:
                assert browser.get(page).status_code == 200
                with CaptureQueriesContext(connection) as seen:
                    browser.get(page)
                found.append(len(seen))
            counts.append(found)
        assert counts[0] == counts[1]
        assert max(counts[0][:5]) <= 20
