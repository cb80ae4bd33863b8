"""Sweeps run one after the other, and one that fails stops no other."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command

from consultation.jobs import sweeps, tasks
from consultation.jobs.models import Heartbeat

pytestmark = pytest.mark.django_db


@pytest.fixture
def own_sweeps(monkeypatch):
    """Two sweeps in place of all others: one that fails and one that counts what it is given."""
    monkeypatch.setattr(sweeps, "_sweeps", {})
    seen = []

    def broken(*, at):
        raise RuntimeError("broken")

    def counts(*, at):
        seen.append(at)
        return 1

    sweeps.register("broken", broken)
    sweeps.register("counts", counts)
    sweeps.register("slow", counts, slow=True)
    return seen


def test_a_sweep_that_fails_stops_no_other_and_leaves_no_heartbeat(own_sweeps, at):
    assert sweeps.run_all(at) == {"broken": None, "counts": 1, "slow": 1}
    assert set(Heartbeat.objects.values_list("name", "at")) == {("counts", at), ("slow", at)}


def test_the_heartbeat_moves_on_but_is_not_written_at_every_tick(own_sweeps, at):
    sweeps.run_all(at, only=["counts"])
    sweeps.run_all(at + timedelta(seconds=5), only=["counts"])
    assert Heartbeat.objects.get().at == at
    sweeps.run_all(at + timedelta(seconds=20), only=["counts"])
    assert Heartbeat.objects.get().at == at + timedelta(seconds=20)


def test_the_ticks_walk_a_lane_each_and_pass_over_what_a_newer_release_asks(own_sweeps):
    tasks.run_due(version=7)
    assert len(own_sweeps) == 1
    tasks.run_slow()
    assert len(own_sweeps) == 2
    tasks.run_due(only=["counts", "unheard-of"])
    assert len(own_sweeps) == 3


def test_run_due_goes_on_until_nothing_is_left_and_fails_when_a_sweep_failed(own_sweeps, capsys):
    left = [3, 2, 0]
    sweeps.register("counts", lambda *, at: own_sweeps.append(at) or left.pop(0))
    sweeps.register("slow", lambda *, at: 0, slow=True)
    with pytest.raises(CommandError, match="broken"):
        call_command("run_due", "--at", "2026-03-29T12:00+02:00")
    assert {at.isoformat() for at in own_sweeps} == {"2026-03-29T12:00:00+02:00"}
    assert left == []
    assert [line for line in capsys.readouterr().out.splitlines() if line.startswith("counts")] == [
        "counts: 3",
        "counts: 2",
        "counts: 0",
    ]


@pytest.mark.parametrize("text", ["gisteren", "2026-13-45T12:00", ""])
def test_run_due_explains_an_instant_that_is_none(own_sweeps, text):
    with pytest.raises(CommandError, match="not an instant"):
        call_command("run_due", "--at", text)


def test_run_due_pretends_no_instant_in_production(own_sweeps, settings):
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="demo"):
        call_command("run_due", "--at", "2026-03-29T12:00")
    assert own_sweeps == []


def test_a_loop_has_no_fixed_instant(own_sweeps):
    with pytest.raises(CommandError, match="--loop"):
        call_command("run_due", "--loop", "--at", "2026-03-29T12:00")
