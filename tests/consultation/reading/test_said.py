"""What was just done with a remark is told at that remark, where the page scrolls to, and nowhere else."""

from __future__ import annotations

import re

import pytest

from consultation.comments.models import Comment
from tests.factories.comments import accept_rules, make_comment, make_section

pytestmark = pytest.mark.django_db


def page_after(browser, address: str, **data: str) -> str:
    answer = browser.post(address, data, follow=True)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode())


def article(page: str, key: object) -> str:
    return page.partition(f'id="r-{key}"')[2].partition("</article>")[0]


def test_a_posted_remark_says_so_itself(anna, signed_in, version, open_round, at):
    section = make_section(version)
    accept_rules(anna, at)
    page = page_after(
        signed_in(anna), f"/reacties/paragraaf/{section.pk}/reageren/", kind="inhoudelijk", body="Te kort.", action="post"
    )
    comment = Comment.objects.get()
    assert page.count("Uw reactie is geplaatst.") == 1
    assert f'aria-describedby="rs-{comment.key}"' in article(page, comment.key)
    assert "Uw reactie is geplaatst." in article(page, comment.key)


def test_a_reply_says_so_in_its_thread(anna, eva, signed_in, version, open_round, at):
    section = make_section(version)
    parent = make_comment(anna, section, at=at)
    accept_rules(eva, at)
    page = page_after(signed_in(eva), f"/reacties/{parent.key}/antwoorden/", body="Eens.", action="post")
    reply = parent.replies.get()
    assert page.count("Uw reactie is geplaatst.") == 1
    assert "Uw reactie is geplaatst." in page.partition(f'id="r-{reply.key}"')[2].partition("</li>")[0]


def test_what_went_wrong_stays_on_top_of_the_page(anna, signed_in, version, open_round, at):
    comment = make_comment(anna, make_section(version), at=at)
    here = f"/handreiking/mas/0.1/2.1/?reactie={comment.key}"
    page = page_after(signed_in(anna), f"/reacties/{comment.key}/steunen/", next=here)
    assert "alert utrecht-alert--error" in page.partition("<h1")[0].replace("alert utrecht-alert utrecht", "alert utrecht")
    assert 'role="status"' not in article(page, comment.key)
