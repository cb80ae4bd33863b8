"""What an editor must decide on before a Word file is read: its tracked changes and its comments."""

from __future__ import annotations

from io import BytesIO

from docx import Document

from handbook.exchange.docx import WordComment, inspect_docx
from tests.factories.word import make_docx, p, r


def test_a_plain_file_has_nothing_to_decide_on():
    report = inspect_docx(make_docx(p("De school meldt.")))
    assert (report.tracked_changes, report.comments, report.comment_list) == (0, 0, ())


def test_tracked_changes_are_counted_a_move_once():
    raw = f"<w:ins>{r('a')}</w:ins><w:del>{r('b', tag='delText')}</w:del>"
    raw += f"<w:moveFrom>{r('c')}</w:moveFrom><w:moveTo>{r('c')}</w:moveTo>"
    assert inspect_docx(make_docx(p(raw=raw))).tracked_changes == 3


def test_comments_come_with_author_quote_heading_and_thread():
    def comment(identity: str, paragraph: str, author: str, text: str) -> str:
        made = f'w:id="{identity}" w:author="{author}" w:date="2026-03-01T10:00:00Z"'
        return f"<w:comment {made}>" + p(text).replace("<w:p>", f'<w:p w14:paraId="{paragraph}">') + "</w:comment>"

    comments = comment("1", "0A", "Anna", "Wie meldt dit?") + comment("2", "0B", "Cas", "De school.")
    comments += comment("0", "0C", "Bram", "Akkoord.")
    threads = '<w15:commentEx w15:paraId="0A" w15:done="1"/><w15:commentEx w15:paraId="0B" w15:paraIdParent="0A"/>'
    start, end = '<w:commentRangeStart w:id="{0}"/>', '<w:commentRangeEnd w:id="{0}"/><w:r><w:commentReference w:id="{0}"/></w:r>'
    raw = start.format(1) + r("De school ") + start.format(2) + r("meldt") + end.format(1) + end.format(2) + r(" snel.")
    body = p("Melden", style="Kop2") + p(raw=raw) + p("Slot.", raw='<w:r><w:commentReference w:id="0"/></w:r>')
    report = inspect_docx(make_docx(body, comments=comments, threads=threads))
    assert report.comments == 3
    assert report.comment_list == (
        WordComment("1", "Anna", "Wie meldt dit?", "De school meldt", "Melden", "2026-03-01T10:00:00Z", "", True),
        WordComment("2", "Cas", "De school.", "meldt", "Melden", "2026-03-01T10:00:00Z", "1", False),
        WordComment("0", "Bram", "Akkoord.", "", "Melden", "2026-03-01T10:00:00Z", "", False),
    )


def test_comments_of_a_program_that_writes_no_paragraph_ids_are_nobodys_reply():
    document = Document()
    runs = [document.add_paragraph().add_run(words) for words in ("Bel de school.", "Bel de ouders.")]
    for run in runs:
        document.add_comment(run, text=f"Bij {run.text}", author="Anna", initials="A")
    file = BytesIO()
    document.save(file)
    found = inspect_docx(file.getvalue()).comment_list
    assert [(one.text, one.parent, one.resolved) for one in found] == [
        ("Bij Bel de school.", "", False),
        ("Bij Bel de ouders.", "", False),
    ]
