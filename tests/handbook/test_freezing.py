"""Frozen is frozen (guarantees, T1): through the model, the queryset and raw SQL, on the database the suite runs on."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from handbook.errors import FrozenError
from handbook.freezing import check_triggers, frozen_tables, install_triggers, missing_triggers
from handbook.models import Passage, Section, SectionLineage, StoredFile, Version, VersionStatus
from tests.factories.texts import TEXT, freeze, import_text, living_handbook
from tests.fixtures.frozen import drop_triggers

FROZEN = [Version, VersionStatus, Section, Passage, SectionLineage, StoredFile]


@pytest.fixture
def frozen(db: None) -> Version:
    """A second version, with rows in every frozen table."""
    handbook = living_handbook()
    freeze(handbook, "0.1")
    import_text(TEXT.replace("vijf dagen", "drie dagen"))
    StoredFile.objects.create(sha256="a" * 64, file="versies/a.png", name="a.png", media_type="image/png", size=1)
    return freeze(handbook, "0.2")


@pytest.mark.parametrize("model", FROZEN)
def test_a_frozen_row_cannot_be_saved_again(frozen: Version, model: type) -> None:
    row = model.objects.first()
    with pytest.raises(FrozenError):
        row.save()


@pytest.mark.parametrize("model", FROZEN)
def test_a_frozen_row_cannot_be_deleted(frozen: Version, model: type) -> None:
    with pytest.raises(FrozenError):
        model.objects.first().delete()


@pytest.mark.parametrize("model", FROZEN)
def test_a_queryset_of_frozen_rows_refuses_update_and_delete(frozen: Version, model: type) -> None:
    rows = model.objects.all()
    field = next(field for field in model._meta.concrete_fields if not field.primary_key)
    with pytest.raises(FrozenError):
        rows.update(**{field.attname: None})
    with pytest.raises(FrozenError):
        rows.delete()
    with pytest.raises(FrozenError):
        rows.bulk_update(list(rows), [field.name])


@pytest.mark.parametrize("table", [model._meta.db_table for model in FROZEN])
@pytest.mark.parametrize("statement", ["UPDATE {table} SET {column} = {column}", "DELETE FROM {table}"])
def test_raw_sql_is_refused_by_the_database(frozen: Version, table: str, statement: str) -> None:
    column = connection.introspection.get_primary_key_column(connection.cursor(), table)
    with pytest.raises(DatabaseError, match="published version does not change"), transaction.atomic():
        connection.cursor().execute(statement.format(table=table, column=column))


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has no TRUNCATE")
def test_truncate_is_refused_too(frozen: Version) -> None:
    with pytest.raises(DatabaseError, match="published version does not change"), transaction.atomic():
        # The foreign keys of the rows above are checked first: TRUNCATE does not begin while any check waits.
        connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE handbook_passage CASCADE")


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL has no REPLACE")
def test_replace_is_refused_too(frozen: Version) -> None:
    with pytest.raises(DatabaseError, match="published version does not change"), transaction.atomic():
        connection.cursor().execute("REPLACE INTO handbook_versionstatus SELECT * FROM handbook_versionstatus")


def test_without_the_triggers_raw_sql_goes_through(frozen: Version) -> None:
    """The negative control: it is the triggers that refuse."""
    drop_triggers()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE handbook_passage SET text = 'iets anders'")
    assert Passage.objects.filter(text="iets anders").exists()


def test_readers_and_files_of_a_version_stay_open_for_change(frozen: Version) -> None:
    group = Group.objects.create(name="lezers")
    frozen.readers.add(group)
    frozen.readers.remove(group)
    frozen.files.add("a" * 64)
    frozen.files.clear()


def test_the_triggers_come_back_with_the_next_migrate(frozen: Version) -> None:
    drop_triggers()
    assert len(missing_triggers(connection)) >= 2 * len(frozen_tables())
    call_command("migrate", verbosity=0)
    assert missing_triggers(connection) == []


def test_the_system_check_names_a_missing_trigger(frozen: Version) -> None:
    assert check_triggers(databases=["default"]) == []
    drop_triggers()
    [warning] = check_triggers(databases=["default"])
    assert warning.id == "handbook.W001"
    assert "handbook_passage_frozen_update" in warning.msg
    install_triggers(using="default")
    assert check_triggers(databases=["default"]) == []


def test_the_check_does_not_ask_a_database_it_was_not_told_to_ask(db: None) -> None:
    drop_triggers()
    assert check_triggers(databases=None) == []


@pytest.mark.django_db(transaction=True)
def test_a_test_with_real_transactions_can_end_although_rows_are_frozen() -> None:
    freeze(living_handbook(), "0.1")
    assert Version.objects.exists()
