"""The component templates keep their promises to screen readers, keyboards and people without a script."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from django import forms
from django.template import Context, Template
from django.template.loader import render_to_string
from lxml import html

from look.specimen_section import section_page
from look.specimens import ApplicationForm, RemarkForm, wrong_application_form


def tree(markup: str) -> Any:
    """The markup as elements, in a frame so that it may hold several roots."""
    return html.fromstring(f"<div>{markup}</div>")


def draw(source: str, **context: Any) -> Any:
    return tree(Template("{% load look %}" + source).render(Context(context)))


def words(element: Any) -> str:
    return " ".join(element.text_content().split())


@pytest.fixture
def remark() -> dict[str, Any]:
    """A long remark by another, with a proposal and a reply."""
    return section_page()["remarks"][2]


def draw_remark(remark: dict[str, Any]) -> Any:
    return tree(render_to_string("components/remark.html", {"remark": remark, "next_url": "/"}))


class TestFields:
    def test_help_and_errors_are_tied_to_the_control(self):
        form = wrong_application_form()
        drawn = draw("{% field form.email %}", form=form)
        control = drawn.xpath("//input[@name='email']")[0]
        assert control.get("aria-invalid") == "true"
        described = control.get("aria-describedby").split()
        assert [words(drawn.get_element_by_id(name)) for name in described] == [
            str(form["email"].help_text),
            f"Fout: {form.errors['email'][0]}",
        ]

    def test_an_optional_field_says_so_in_words_and_a_required_one_shows_no_star(self):
        form = ApplicationForm()
        assert "(niet verplicht)" in words(draw("{% field form.motivation %}", form=form))
        required = words(draw("{% field form.name %}", form=form))
        assert "verplicht" not in required
        assert "*" not in required

    def test_a_group_of_choices_has_a_legend_and_each_choice_a_label(self):
        drawn = draw("{% field form.kind chips=True %}", form=RemarkForm())
        assert words(drawn.xpath("//fieldset/legend")[0])
        radios = drawn.xpath("//input[@type='radio']")
        assert len(radios) == 3
        assert all(radio.getparent().tag == "label" for radio in radios)

    def test_a_class_that_a_form_put_on_its_widget_stays(self):
        class Coloured(forms.Form):
            name = forms.CharField(widget=forms.TextInput(attrs={"class": "mine"}))

        classes = draw("{% field form.name %}", form=Coloured()).xpath("//input/@class")[0].split()
        assert "mine" in classes
        assert "utrecht-textbox" in classes

    def test_a_form_drawn_whole_has_one_summary_on_top_with_a_link_to_each_mistake(self):
        drawn = tree(str(wrong_application_form()))
        summary = drawn.xpath("//*[@role='alert']")
        assert len(summary) == 1
        targets = [link.get("href").lstrip("#") for link in summary[0].xpath(".//a")]
        assert len(targets) == 4
        assert all(drawn.xpath("//*[@id=$id]", id=target) for target in targets)

    def test_a_form_without_mistakes_has_no_summary(self):
        assert not tree(str(ApplicationForm())).xpath("//*[@role='alert']")

    def test_a_control_shows_no_pale_words_that_look_filled_in(self):
        class Pale(forms.Form):
            words = forms.CharField(widget=forms.Textarea(attrs={"placeholder": "Uw reactie"}))

        control = draw("{% field form.words %}", form=Pale()).xpath("//textarea")[0]
        assert control.get("placeholder") is None
        assert control.get("cols") is None


class TestSmallThings:
    def test_what_somebody_typed_is_escaped_in_a_badge_and_in_a_button(self):
        drawn = draw("{% badge name tone='accent' %}{% button data_copy=name %}{{ name }}{% endbutton %}", name='<i>"x"</i>')
        assert not drawn.xpath("//i")
        assert drawn.xpath("//button/@data-copy") == ['<i>"x"</i>']

    def test_an_icon_is_hidden_from_screen_readers(self):
        assert draw("{% icon 'check' %}").xpath("//svg/@aria-hidden") == ["true"]

    def test_every_symbol_that_a_template_names_is_drawn_in_the_sprite(self, template_sources):
        import re

        drawn = set(re.findall(r'<symbol id="([\w-]+)"', template_sources["components/sprite.html"]))
        named = {name for text in template_sources.values() for name in re.findall(r'href="#([im]-[\w-]+)"', text)}
        assert named
        assert named <= drawn

    def test_a_table_scrolls_by_keyboard_and_is_named(self):
        frame = draw("{% table caption='Reacties' %}<tbody></tbody>{% endtable %}").xpath("//*[@role='region']")[0]
        assert frame.get("tabindex") == "0"
        assert frame.get("aria-label") == "Reacties"

    def test_a_difference_says_what_is_added_and_what_is_struck(self):
        parts = [{"kind": "removed", "text": "zo spoedig mogelijk"}, {"kind": "added", "text": "binnen vijf dagen"}]
        drawn = tree(render_to_string("components/diff.html", {"parts": parts}))
        assert words(drawn.xpath("//del")[0]) == "geschrapt: zo spoedig mogelijk"
        assert words(drawn.xpath("//ins")[0]) == "toegevoegd: binnen vijf dagen"


class TestRemark:
    def test_a_draft_and_a_posted_remark_never_look_alike(self, remark):
        draft = draw_remark(remark | {"state": "draft", "posted_at": None, "number": ""})
        assert "remark-draft" in draft.xpath("//article/@class")[0]
        assert "Alleen u ziet dit." in words(draft)
        posted = draw_remark(remark)
        assert "remark-draft" not in posted.xpath("//article/@class")[0]
        assert "Alleen u ziet dit." not in words(posted)

    def test_nothing_can_be_done_where_no_address_is_given(self, remark):
        closed = {name: "" for name in remark if name.endswith("_url") and name != "anchor_url"}
        drawn = draw_remark(remark | closed | {"replies": []})
        assert not drawn.xpath("//button")
        assert [link.get("href") for link in drawn.xpath("//a")] == [remark["anchor_url"]]

    def test_what_was_typed_is_never_markup(self, remark):
        drawn = draw_remark(remark | {"body": "<script>alert(1)</script>", "author_name": "<b>x</b>"})
        assert not drawn.xpath("//script | //b")

    @pytest.mark.parametrize("state", ["withdrawn", "hidden"])
    def test_the_words_of_a_remark_that_is_withdrawn_or_hidden_are_not_in_the_page(self, remark, state):
        drawn = draw_remark(remark | {"state": state})
        assert "werkdagen wegen" not in words(drawn)

    def test_support_posts_and_says_whether_it_is_on(self, remark):
        button = draw_remark(remark | {"supported": True}).xpath("//button[@aria-pressed]")[0]
        assert button.get("aria-pressed") == "true"
        assert button.get("form") == "remark-actions"
        assert button.get("formaction") == remark["support_url"]


class TestPassage:
    def test_its_number_is_a_permanent_link(self):
        passage = section_page()["passages"][3]
        drawn = tree(render_to_string("components/passage.html", {"passage": passage}))
        link = drawn.xpath("//a[contains(@class, 'passage-number')]")[0]
        assert link.get("href") == passage["anchor_url"]
        assert words(link).endswith("2.3-4")

    def test_one_who_may_not_react_is_offered_only_the_link(self):
        passage = section_page()["passages"][3] | {"comment_url": "", "propose_url": "", "remark_count": 0}
        drawn = tree(render_to_string("components/passage.html", {"passage": passage}))
        assert [words(link) for link in drawn.xpath("//*[@class='passage-tools']/a")] == ["Link"]

    def test_its_mark_tells_the_number_of_remarks_in_words(self):
        passage = section_page()["passages"][1]
        drawn = tree(render_to_string("components/passage.html", {"passage": passage}))
        mark = drawn.xpath("//a[@data-remarks-of]")[0]
        assert words(mark.xpath(".//*[@class='visually-hidden']")[0]) == "3 reacties bij 2.3-2"


class TestSectionFoot:
    def test_one_who_records_nothing_gets_no_form(self):
        foot = section_page()["foot"] | {"review_url": "", "comment_url": ""}
        drawn = tree(render_to_string("components/section_foot.html", {"foot": foot, "csrf_token": "t"}))
        assert not drawn.xpath("//form")
        assert len(drawn.xpath("//nav/a")) == 2

    def test_what_one_said_before_is_pressed(self):
        drawn = tree(render_to_string("components/section_foot.html", {"foot": section_page()["foot"], "csrf_token": "t"}))
        pressed = drawn.xpath("//button[@aria-pressed='true']")
        assert [button.get("value") for button in pressed] == ["read"]


class TestContents:
    def test_every_mark_has_its_words(self):
        drawn = tree(render_to_string("components/contents.html", {"contents": section_page()["contents"]}))
        row = next(link for link in drawn.xpath("//li/a") if "1.3" in words(link))
        assert words(row) == "1.3Status: pas toe of leg uit (gewijzigd sinds u dit las), 1 reactie van u"

    def test_one_who_records_nothing_sees_no_progress(self):
        contents = section_page()["contents"] | {"read": None}
        drawn = tree(render_to_string("components/contents.html", {"contents": contents}))
        assert "gelezen" not in words(drawn.xpath("//summary")[0])


class TestHeader:
    def header(self, **context: Any) -> Any:
        request = SimpleNamespace(path="/", get_full_path=lambda: "/")
        return tree(render_to_string("components/header.html", {"request": request, **context}))

    def test_a_visitor_is_offered_the_sign_in_and_nothing_of_the_members(self):
        drawn = self.header(user=SimpleNamespace(is_authenticated=False))
        assert "Inloggen" in words(drawn)
        assert "Mijn overzicht" not in words(drawn)

    @pytest.mark.parametrize("can_manage", [True, False])
    def test_the_admin_is_offered_to_those_who_may_enter(self, can_manage):
        user = SimpleNamespace(is_authenticated=True, get_short_name="Cas")
        assert ("Beheer" in words(self.header(user=user, can_manage=can_manage))) is can_manage

    def test_signing_out_and_changing_the_language_are_posts(self):
        drawn = self.header(user=SimpleNamespace(is_authenticated=True, get_short_name="Anna"))
        assert {form.get("method") for form in drawn.xpath("//form")} == {"post"}
