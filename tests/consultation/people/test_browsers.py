"""Where am I signed in: a browser in words, and not as it says it itself."""

from __future__ import annotations

import pytest
from allauth.usersessions.models import UserSession
from django.utils.translation import override

from consultation.people.browsers import browser_words

WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko)"
AGENTS = {
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0": "Firefox op Windows",
    f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {WEBKIT} Chrome/130.0.0.0 Safari/537.36 Edg/130.0.0.0": "Edge op Windows",
    f"Mozilla/5.0 (X11; Linux x86_64) {WEBKIT} Chrome/130.0.0.0 Safari/537.36": "Chrome op Linux",
    f"Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) {WEBKIT} Chrome/130.0.0.0 Safari/537.36": "Chrome op ChromeOS",
    f"Mozilla/5.0 (Linux; Android 14; SM-S901B) {WEBKIT} SamsungBrowser/25.0 Chrome/121.0.0.0 Mobile Safari/537.36": (
        "Samsung Internet op Android"
    ),
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Safari/605.1.15": (
        "Safari op Mac"
    ),
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/125.0 Mobile/15E148 "
    "Safari/604.1": "Chrome op iPhone",
    "Mozilla/5.0 (iPad; CPU OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148": "een browser op iPad",
    "curl/8.5.0": "een browser die niet zegt welke",
    "": "een browser die niet zegt welke",
}


@pytest.mark.parametrize("agent", AGENTS)
def test_a_browser_is_called_by_its_own_name_and_that_of_its_system(agent):
    with override("nl"):
        assert browser_words(agent) == AGENTS[agent]


@pytest.mark.django_db
def test_the_list_of_sessions_tells_them_in_words(anna, signed_in):
    browser = signed_in(anna)
    key = browser.session.session_key
    UserSession.objects.create(user=anna, session_key=key, user_agent=next(iter(AGENTS)), ip="192.0.2.1")
    page = browser.get("/account/sessions/").content.decode()
    assert "Firefox op Windows" in page
    assert "Gecko" not in page
