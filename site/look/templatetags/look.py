"""The component tags: `{% load look %}`.

Components without content are plain includes (`components/*.html`, their
parameters in a head comment). Those with content are block tags, here. The
templates that a page repeats for every passage and every remark use neither:
they write the markup out, because a page with fifty remarks would pay for two
hundred template lookups.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

from django import template
from django.conf import settings
from django.forms import BoundField, CheckboxInput, Select, Textarea
from django.forms.utils import flatatt
from django.template.loader import render_to_string
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from look.fields import control_class, field_kind

register = template.Library()
MOST_KEPT = 8192
"""About 25 MB of markup."""


@register.simple_tag
def kept_each(component: str, parameter: str, items: Iterable[Any], **shared: Any) -> SafeString:
    """Draw `components/<component>.html` once for each item, as its `parameter`, with what is shared and nothing else.

    For what a page repeats for every passage, remark and section; the same
    markup serves again for equal ones. Items are frozen values that hold all
    that is drawn: two readers who see the same of a remark share its markup.
    What cannot be compared (a specimen's dictionary) is drawn anew, and so is
    all while templates are being written.
    """
    language = get_language()
    rest = tuple(sorted(shared.items()))
    return SafeString("\n".join([_kept(component, ((parameter, item), *rest), language) for item in items]))


def _kept(component: str, parameters: tuple[tuple[str, Any], ...], language: str | None) -> SafeString:
    draw = _drawn.__wrapped__ if settings.DEBUG else _drawn
    try:
        return draw(component, parameters, language)
    except TypeError:
        return _drawn.__wrapped__(component, parameters, language)


@lru_cache(maxsize=MOST_KEPT)
def _drawn(component: str, parameters: tuple[tuple[str, Any], ...], _language: str | None) -> SafeString:
    return SafeString(render_to_string(f"components/{component}.html", dict(parameters)))


@register.simple_tag
def icon(name: str, *, css: str = "") -> SafeString:
    """Draw one symbol of `components/sprite.html`, hidden from screen readers.

    An icon never stands alone: the words beside it carry the meaning.
    """
    classes = f"icon {css}".strip()
    return format_html('<svg class="{}" aria-hidden="true"><use href="#i-{}"/></svg>', classes, name)


@register.simple_tag
def badge(label: str, *, tone: str = "", icon: str = "") -> SafeString:
    """A word in a small frame.

    `tone` is empty (neutral), "outline", "accent", or for a state "positive",
    "warning" or "negative"; a state takes an `icon` too, so that it is never
    told by colour alone.
    """
    return SafeString(render_to_string("components/badge.html", {"label": label, "tone": tone, "icon": icon}).strip())


@register.simple_block_tag
def button(
    content: str,
    *,
    kind: str = "primary",
    type: str = "submit",
    icon: str = "",
    css: str = "",
    **attributes: Any,
) -> SafeString:
    """A button. Further keywords become attributes (`data_copy=url` → `data-copy`).

    `kind` is "primary" (one a page), "secondary", "subtle" or "danger".
    """
    return _render("button", content, kind=kind, type=type, icon=icon, css=css, attributes=_flat(attributes))


@register.simple_block_tag
def link_button(
    content: str,
    *,
    href: str,
    kind: str = "primary",
    icon: str = "",
    css: str = "",
    **attributes: Any,
) -> SafeString:
    """A link that looks like a button: it goes somewhere and changes nothing."""
    return _render("link_button", content, href=href, kind=kind, icon=icon, css=css, attributes=_flat(attributes))


@register.simple_block_tag
def alert(content: str, *, tone: str = "info", title: str = "", live: bool = False, id: str = "") -> SafeString:
    """A notice. `tone` is "info", "ok", "warning" or "error"; `live` announces it; with an `id` it takes the focus."""
    return _render("alert", content, tone=tone, title=title, live=live, id=id)


@register.simple_block_tag
def card(content: str, *, title: str = "", href: str = "", level: int = 2, css: str = "") -> SafeString:
    """A frame around what belongs together; `href` makes the title a link."""
    return _render("card", content, title=title, href=href, level=level, css=css)


@register.simple_block_tag
def disclosure(content: str, *, summary: str, open: bool = False) -> SafeString:
    """A summary that opens (`<details>`)."""
    return _render("disclosure", content, summary=summary, open=open)


@register.simple_block_tag
def table(content: str, *, caption: str, hide_caption: bool = False) -> SafeString:
    """A table in a frame that scrolls sideways, by keyboard too.

    The content is `<thead>` and `<tbody>`; number cells take class "numeric".
    """
    return _render("table", content, caption=caption, hide_caption=hide_caption)


@register.simple_tag
def numeric_table(columns: Iterable[str], rows: Iterable[Sequence[str | int]]) -> SafeString:
    """The head and the body of a table of numbers: the first column says what each row is of.

    Written out here: a template looks up every cell, and a table of figures has hundreds.
    """
    of, *names = columns
    heads = "".join([f'<th scope="col" class="numeric">{escape(name)}</th>' for name in names])
    body = []
    for head, *cells in rows:
        numbers = "".join([f'<td class="numeric">{escape(cell)}</td>' for cell in cells])
        body.append(f'<tr><th scope="row">{escape(head)}</th>{numbers}</tr>')
    thead = f'<thead><tr><th scope="col">{escape(of)}</th>{heads}</tr></thead>'
    return SafeString(f"{thead}\n<tbody>{''.join(body)}</tbody>")


@register.simple_block_tag
def empty(content: str, *, title: str, level: int = 2) -> SafeString:
    """What stands where nothing is yet: says what will come here."""
    return _render("empty", content, title=title, level=level)


@register.simple_block_tag
def sheet(content: str, *, id: str, title: str, kind: str = "sheet") -> SafeString:
    """A `<dialog>` that a button with `data-sheet-open="<id>"` opens.

    `kind` is "sheet" (full height, from the side) or "dialog" (in the middle).
    It needs a script to open, so nothing may be in it alone.
    """
    return _render("sheet", content, id=id, title=title, kind=kind)


@register.simple_block_tag
def toolbar(content: str, *, label: str) -> SafeString:
    """A row of buttons that belong together, named for screen readers."""
    return format_html('<div class="toolbar" role="group" aria-label="{}">{}</div>', label, content)


@register.simple_tag
def field(
    bound: BoundField,
    *,
    unlabeled: bool = False,
    chips: bool = False,
    counter: bool = False,
    css: str = "",
) -> SafeString:
    """A form field: label, help, error, control, tied together for screen readers.

    `chips` draws a radio group on one line; `counter` counts the characters of
    a text area against its `maxlength`; `unlabeled` keeps the label for screen
    readers only.
    """
    return SafeString(
        render_to_string(
            "components/field.html",
            {"field": bound, "unlabeled": unlabeled, "chips": chips, "counter": counter, "css": css},
        )
    )


@register.simple_tag
def control(bound: BoundField, *, css: str = "", described_by: str = "") -> SafeString:
    """The bare control of a field with our classes on it (used by `field`)."""
    widget = bound.field.widget
    attributes: dict[str, Any] = {"class": f"{widget.attrs.get('class', '')} {control_class(widget)} {css}".strip()}
    # The label stands above the control; the same words in it, pale, look like something filled in.
    attributes["placeholder"] = False
    if described_by:
        attributes["aria-describedby"] = f"{bound.aria_describedby or ''} {described_by}".strip()
    if isinstance(widget, Textarea):
        attributes["rows"] = widget.attrs.get("rows", 5)
        attributes["cols"] = False
    if not isinstance(widget, CheckboxInput | Select) and widget.attrs.get("autocomplete") == "one-time-code":
        attributes["class"] += " control-code"
    return bound.as_widget(attrs=attributes)


@register.filter
def kind_of_field(bound: BoundField) -> str:
    """Which shape a field takes: see `look.fields.field_kind`."""
    return field_kind(bound.field.widget)


def _render(name: str, content: str, **parameters: Any) -> SafeString:
    return SafeString(render_to_string(f"components/{name}.html", {"content": content, **parameters}))


def _flat(attributes: dict[str, Any]) -> str:
    return flatatt({name.replace("_", "-"): value for name, value in attributes.items() if value is not None})
