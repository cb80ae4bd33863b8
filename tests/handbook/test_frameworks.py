"""A version's framework comes from its frozen passages, once; whether the living text has one is asked without reading it."""

from __future__ import annotations

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from handbook.actions import freeze_version, import_document
from handbook.exchange.document import Document, Section
from handbook.framework.graph import framework_of_document
from handbook.frameworks import framework_of_version, has_living_framework
from handbook.living import read_living
from handbook.models import Passage
from tests.factories.frameworks import framework_blocks
from tests.factories.handbook import make_handbook_page, make_version

pytestmark = pytest.mark.django_db


@pytest.fixture
def handbook(version):
    return make_handbook_page(version)


def document(*blocks) -> Document:
    return Document("Handboek", (Section("Inleiding", 1), Section("Afwegingskader", 1, blocks)))


def test_what_is_frozen_is_the_framework_of_the_living_text_with_the_passages_ids(handbook, at):
    import_document(handbook=handbook, document=document(*framework_blocks()), by=None, at=at)
    living = framework_of_document(read_living(handbook).document)
    version = freeze_version(handbook=handbook, label="0.9", status="werkversie", notes="", by=None, at=at)
    frozen = framework_of_version(version)
    assert [(step.name, step.question, step.answers, step.motivate) for step in frozen.steps] == [
        (step.name, step.question, step.answers, step.motivate) for step in living.steps
    ]
    passages = dict(Passage.objects.filter(section__version=version).values_list("passage_id", "data"))
    for node in frozen.nodes:
        assert passages[uuid.UUID(node.place.passage)]["id"] == node.name
        assert (node.place.number, node.place.title) == ("2", "Afwegingskader")


def test_a_version_is_asked_for_its_framework_once(at):
    version = make_version(label="0.8", sections={"1": ("Kader", framework_blocks())}, at=at)
    framework_of_version(version)
    with CaptureQueriesContext(connection) as captured:
        assert len(framework_of_version(version).steps) == 5
    assert captured.captured_queries == []


def test_a_version_without_steps_has_no_framework(version):
    assert not framework_of_version(version)


def test_the_living_text_has_a_framework_as_soon_as_one_step_stands_in_it(handbook, at):
    assert not has_living_framework(handbook)
    import_document(handbook=handbook, document=document(), by=None, at=at)
    assert not has_living_framework(handbook)
    import_document(handbook=handbook, document=document(*framework_blocks({}, ["O1"])), by=None, at=at)
    assert has_living_framework(handbook)
