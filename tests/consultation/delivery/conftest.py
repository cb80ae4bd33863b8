"""Two kinds that stand for all others: news that goes to many, and a code that one person waits for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from consultation.delivery import kinds
from consultation.delivery.actions import queue_email, tell
from consultation.delivery.kinds import Kind
from consultation.delivery.models import Email

NEWS = "tests.news"
CODE = "tests.code"


@pytest.fixture(autouse=True)
def own_kinds(settings: Any) -> Iterator[None]:
    """Registers the two kinds, with templates beside this file."""
    own = {**settings.TEMPLATES[0], "DIRS": [*settings.TEMPLATES[0]["DIRS"], Path(__file__).parent / "templates"]}
    settings.TEMPLATES = [own]
    known = dict(kinds._kinds)
    kinds.register(Kind(NEWS, "News", "tests/news", bulk=True))
    kinds.register(Kind(CODE, "Code", "tests/code", transactional=True))
    yield
    kinds._kinds.clear()
    kinds._kinds.update(known)


@pytest.fixture
def send_code(at: datetime) -> Callable[..., Email]:
    """Queues one code; ``send_code(key="b")`` another."""

    def queue(key: str = "a", **changes: Any) -> Email:
        fields = {
            "kind": CODE,
            "to_address": "anna@waterlo.example",
            "to_name": "Anna",
            "language": "nl",
            "context": {"code": "123456"},
            "dedup_key": f"code:{key}",
            "topic": "code",
            "at": at,
            **changes,
        }
        return queue_email(**fields)

    return queue


@pytest.fixture
def tell_news(at: datetime) -> Callable[..., int]:
    """Tells the given users one piece of news."""

    def news(*users: Any, topic: str = "news:1", **changes: Any) -> int:
        fields = {
            "kind": NEWS,
            "users": users,
            "topic": topic,
            "title": "A new draft",
            "url": "/handreiking/mas/0.2/",
            "context_for": lambda user: {"name": user.name},
            "at": at,
            **changes,
        }
        return tell(**fields)

    return news
