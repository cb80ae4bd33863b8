"""The living text between a Document and an editor: what the import writes, Wagtail's editor can open and save."""

from __future__ import annotations

from pathlib import Path

import pytest
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter

from handbook.blocks import FLOWING, SectionBody
from handbook.exchange.document import Block
from handbook.exchange.making import blocks_from_html, make_block
from handbook.exchange.markdown import read_markdown
from handbook.living import bare, editor_html, stream_data
from handbook.rendering import passages_of_body

DEMO = Path(__file__).resolve().parents[2] / "site/home/demo/handbook/0.3.md"
ALL = ["paragraph", "heading", "list", "table", "callout", "example", "definition", "law", "step", "outcome"]


def through_the_editor(html: str) -> str:
    """What is stored after an editor opened the text and saved it unchanged."""
    converter = ContentstateConverter(features=[*FLOWING, "h4"])
    return converter.to_database_format(converter.from_database_format(html))


def back(blocks: list[Block]) -> list[Block]:
    """Passages written as an editor's blocks and read again."""
    raw, _places = stream_data(blocks, sources=[""] * len(blocks))
    return list(passages_of_body(SectionBody().to_python(raw)))


@pytest.mark.parametrize(
    "html",
    [
        "<p>Een <strong>vet <em>en schuin</em></strong> woord.</p><p>Regel<br>twee.</p>",
        "<h4>Tussenkop</h4><p>Tekst.</p>",
        "<blockquote><p>Een aanhaling.</p></blockquote><blockquote><p>En nog een.</p></blockquote>",
        '<ul><li>een</li><li>twee<ul><li>sub <a href="https://wetten.overheid.nl/x">link</a></li></ul></li></ul>',
        "<p><code>x</code> <s>weg</s> m<sup>2</sup> H<sub>2</sub>O &lt;b&gt; &amp;</p>",
    ],
)
def test_an_editor_who_saves_without_a_change_changes_nothing(html: str) -> None:
    blocks = blocks_from_html(html)
    assert bare(blocks_from_html(through_the_editor(editor_html(html)))) == bare(blocks)


@pytest.mark.parametrize(
    "html",
    ["<ul><li><p>een</p><p>tweede alinea</p></li></ul>", '<ol start="3"><li>een<ul><li>x</li></ul></li><li>twee</li></ol>'],
)
def test_what_the_editor_has_no_form_for_keeps_its_words(html: str) -> None:
    def words(markup: str) -> list[str]:
        return " ".join(block.text for block in blocks_from_html(markup)).split()

    assert words(through_the_editor(editor_html(html))) == words(html)


def test_every_text_of_the_demo_survives_the_editor() -> None:
    sections = read_markdown(DEMO.read_text(encoding="utf-8")).sections
    texts = [
        raw["value"] for s in sections for raw in stream_data(s.blocks, sources=[""] * len(s.blocks))[0] if raw["type"] == "text"
    ]
    assert len(texts) > 40
    for text in texts:
        assert bare(blocks_from_html(through_the_editor(text))) == bare(blocks_from_html(text))


def test_every_kind_of_passage_comes_back_as_it_was_written() -> None:
    sections = read_markdown(DEMO.read_text(encoding="utf-8")).sections
    blocks = [block for section in sections for block in section.blocks if block.type != "figure"]
    blocks.append(make_block("heading", "Tussenkop"))
    assert {block.type for block in blocks} >= set(ALL)
    assert bare(back(blocks)) == bare(blocks)


def test_running_text_of_one_run_is_one_block_and_keeps_the_borders_an_editor_made() -> None:
    blocks = [make_block("paragraph", f"Alinea {n}.") for n in range(4)]
    raw, places = stream_data(blocks, sources=["", "", "", ""])
    assert len(raw) == 1
    assert len(set(places)) == 1
    raw, places = stream_data(blocks, sources=["a", "a", "", "b"])
    assert [block["id"] for block in raw] == ["a", "b"]
    assert places == ["a", "a", "a", "b"]


def test_a_block_id_is_never_used_twice() -> None:
    blocks = [make_block("paragraph", "Een."), make_block("callout", "Let op."), make_block("paragraph", "Twee.")]
    raw, _places = stream_data(blocks, sources=["a", "", "a"])
    assert len({block["id"] for block in raw}) == 3


def test_a_figure_is_the_same_whatever_its_file_is_called() -> None:
    data = {"alt": "Vijf cirkels.", "caption": "", "sha256": "a" * 64}
    one, two = (make_block("figure", data={**data, "name": name}) for name in ("fasen.png", "fasen_x7.png"))
    assert bare([one]) == bare([two])
    assert bare([one]) != bare([make_block("figure", data={**data, "sha256": "b" * 64})])
