"""`{% load browsers %}`: a User-Agent header as words."""

from __future__ import annotations

from django import template

from consultation.people.browsers import browser_words

register = template.Library()
register.filter("browser_words", browser_words)
