"""What the build writes keeps to the policy: nothing from another host, nothing inline, no address in the lock file."""

from __future__ import annotations

import json
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

# What a template may not hold under the strict content security policy.
INLINE = re.compile(
    r"""\sstyle\s*=|<style\b|\son[a-z]+\s*=\s*["']|<script(?![^>]*\b(?:src|type="application/json"|data-allauth))"""
)


def test_the_style_sheet_asks_nothing_of_another_host(built):
    css = (built / "look.css").read_text(encoding="utf-8")
    addresses = re.findall(r"url\(([^)]*)\)", css)
    assert addresses
    assert all(re.match(r"""["']?\./fonts/""", address) for address in addresses)
    assert "@import" not in css


def test_every_font_that_the_style_sheet_names_is_there(built):
    css = (built / "look.css").read_text(encoding="utf-8")
    fonts = set(re.findall(r"fonts/([\w-]+\.woff2)", css))
    assert fonts
    assert fonts == {path.name for path in (built / "fonts").iterdir()}


def test_the_script_names_no_address_of_another_host(built):
    script = (built / "look.js").read_text(encoding="utf-8")
    assert not re.findall(r"""["'`](?:https?:)?//[\w.-]+\.\w+""", script)


def test_the_style_sheet_has_the_classes_that_templates_compose(built):
    css = (built / "look.css").read_text(encoding="utf-8")
    for composed in ("badge-positive", "utrecht-alert--ok", "contents-level-1", "block-callout", "nl-button--secondary"):
        assert f".{composed}" in css


def test_the_style_sheet_keeps_the_rules_that_name_a_state_only(built):
    """PurgeCSS drops a bare pseudo-class; without the outline the focus is what a browser makes of it."""
    css = (built / "look.css").read_text(encoding="utf-8")
    assert re.search(r"[{}]\*?:focus-visible{outline:\.1875rem solid var\(--look-accent\)", css)
    bare = re.compile(r"^\s*:(?!root|where|is|has|not)[\w-]+|^\s*:(?:where|is)\([^()]*\):", re.MULTILINE)
    styles = (ROOT / "site" / "look" / "styles").glob("*.css")
    assert {path.name: found for path in styles if (found := bare.findall(path.read_text(encoding="utf-8")))} == {}


def test_no_template_of_the_site_holds_script_or_style_inline(template_sources):
    ours = {name: text for name, text in template_sources.items() if "wagtailadmin" not in text.split("\n", 1)[0]}
    assert "base.html" in ours
    found = {name: INLINE.findall(text) for name, text in ours.items() if INLINE.search(text)}
    assert not found


def test_the_lock_file_holds_hashes_and_no_address():
    text = (ROOT / "package-lock.json").read_text(encoding="utf-8")
    packages = json.loads(text)["packages"]
    assert all("integrity" in package for name, package in packages.items() if name and not package.get("link"))
    assert not re.search(r"https?://", text)


def test_house_styles_that_are_not_free_to_use_stay_out():
    packages = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    assert not [name for name in packages if "@utrecht/design-tokens" in name or "rijkshuisstijl" in name]
