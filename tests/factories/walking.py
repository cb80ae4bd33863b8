"""A member in a browser without JavaScript who walks a case: addresses, filling in a question, what a page says."""

from __future__ import annotations

import html
import re
from datetime import timedelta

from django.utils import timezone

from consultation.rounds.models import Round


def words(response) -> str:
    main = response.content.decode().partition("<main")[2]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", main)).split())


def tryout_page(case) -> str:
    return "/".join(["/proberen", *case.tryout.place, ""])


def page_of(case, *parts) -> str:
    return tryout_page(case) + "/".join([str(case.ordinal), *map(str, parts), ""])


def close(case) -> None:
    Round.objects.filter(pk=case.tryout.round_id).update(closes_at=timezone.now() - timedelta(minutes=1))


def answer(browser, case, step, choice, motivation="Omdat het zo is.", *, visit=1, **further):
    """Fills in a question and presses a button, "Next" unless another one is named."""
    data = {"choice": choice, "motivation": motivation, **further}
    return browser.post(page_of(case, step, visit), data, follow=True)
