"""A plan travels through the job row as JSON and comes back as it was."""

import json
from datetime import UTC, datetime

from consultation.publishing.plan import PublicationPlan, QuestionPlan, RoundPlan


def test_a_plan_with_a_round_survives_json() -> None:
    plan = PublicationPlan(
        label="0.2",
        status="consultatieversie",
        notes="Nieuw: hoofdstuk 6.",
        round=RoundPlan(
            opens_at=datetime(2026, 11, 24, 9, 30, tzinfo=UTC),
            closes_at=datetime(2026, 12, 22, 22, 59, 59, tzinfo=UTC),
            blind=True,
            questions=(QuestionPlan("Is dit werkbaar?", "c1c1c1c1-0000-4000-8000-000000000001"), QuestionPlan("Wat mist u?")),
            reading_list=("c1c1c1c1-0000-4000-8000-000000000001",),
        ),
        mail=False,
    )
    assert PublicationPlan.from_json(json.loads(json.dumps(plan.to_json()))) == plan


def test_a_plan_without_a_round_survives_json() -> None:
    plan = PublicationPlan(label="0.1")
    assert PublicationPlan.from_json(json.loads(json.dumps(plan.to_json()))) == plan
