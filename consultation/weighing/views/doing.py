"""What every page here does with what somebody asked for: do it and say so, or say why not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest

from consultation.weighing.errors import WeighingRefused


def did(request: HttpRequest, form: forms.Form, act: Callable[[], Any], *, said: str) -> bool:
    """Calls ``act`` if ``form`` is valid; returns whether it was done: then ``said`` is told. A refusal stands in the form."""
    if not form.is_valid():
        return False
    try:
        act()
    except WeighingRefused as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, said)
    return True


def do_or_tell(request: HttpRequest, act: Callable[[], Any], *, said: str) -> None:
    """Calls ``act``, where there is nothing to fill in: ``said`` is told, or the refusal."""
    try:
        act()
    except WeighingRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, said)
