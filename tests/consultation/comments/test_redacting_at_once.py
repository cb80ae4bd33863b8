"""Real processes at the same instant: whoever comes first, the words do not come back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from consultation.comments.models import Comment, CommentText
from tests.factories.comments import make_comment, make_section

RUSH = str(Path(__file__).with_name("redact_rush.py"))
SECRET = "Xanthippe"
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("turn", range(3))
def test_an_author_who_changes_her_remark_at_the_same_instant_brings_nothing_back(
    version, open_round, anna, cas, start_python, at, turn
):
    remark = make_comment(anna, make_section(version), f"Bij {SECRET} duurde het lang.", at=at)
    child = start_python(RUSH, str(remark.pk), str(anna.pk), str(cas.pk), SECRET)
    out, _nothing = child.communicate(timeout=120)
    said = {one["who"]: one for one in (json.loads(line) for line in out.splitlines() if line.startswith("{"))}
    assert said["editor"].get("done"), out
    assert said["author"].get("done") or said["author"]["error"] == "ChangedMeanwhile", out
    row = Comment.objects.get()
    texts = [row.body, row.proposed, *CommentText.objects.values_list("body", flat=True)]
    assert not any(SECRET in text for text in texts)
    assert len(texts) == (3 if said["author"].get("done") else 2)
