"""Who subscribes is known to this slice alone: nothing joins a subscription with an account (guarantees G23)."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from consultation.newsletter.models import Subscription, SubscriptionConsent, SubscriptionRequest

ROOT = Path(__file__).resolve().parents[3]
ROOMS = ("site", "consultation", "handbook")
OWN = ROOT / "consultation" / "newsletter"
MODELS = (Subscription, SubscriptionConsent, SubscriptionRequest)
NAMES = {model.__name__ for model in MODELS}
SPELLED = re.compile(rf"newsletter[._]({'|'.join(NAMES)})\b", re.IGNORECASE)
"""How a model or its table is named in a text: for get_model, for a foreign key, in SQL."""


def readers(source: str) -> bool:
    """Whether a module's source names one of the three, by import, by attribute of the slice's models, or in a text."""
    for node in ast.walk(ast.parse(source)):
        is_ours = isinstance(node, ast.ImportFrom) and (node.module or "").startswith("consultation.newsletter")
        if is_ours and (NAMES | {"*"}) & {alias.name for alias in node.names}:
            return True
        if isinstance(node, ast.Import) and any(alias.name.startswith("consultation.newsletter") for alias in node.names):
            return True
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and SPELLED.search(node.value):
            return True
    return False


def test_no_other_module_reads_a_subscription():
    others = [path for room in ROOMS for path in (ROOT / room).rglob("*.py") if OWN not in path.parents]
    assert len(others) > 300
    assert [path.relative_to(ROOT).as_posix() for path in others if readers(path.read_text(encoding="utf-8"))] == []


@pytest.mark.parametrize(
    "source",
    [
        "from consultation.newsletter.models import Subscription",
        "from consultation.newsletter.models.subscriptions import SubscriptionRequest as S",
        "import consultation.newsletter.models as n",
        "apps.get_model('newsletter.Subscription')",
        "cursor.execute('SELECT email FROM newsletter_subscription')",
    ],
)
def test_the_look_would_see_who_does(source):
    assert readers(source)


def test_nothing_leads_from_a_subscription_to_an_account_or_back():
    for model in MODELS:
        assert [field.name for field in model._meta.get_fields() if field.is_relation] == []
