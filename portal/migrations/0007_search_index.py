"""The search index, kept by the database itself from the terms of each entry."""

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

AUDIENCES = ("public", "internal")

#: An FTS5 table that holds no copy of the terms, and triggers that keep it to the entries.
SQLITE = """
CREATE VIRTUAL TABLE portal_search_{who} USING fts5(
    {who}_terms, content='portal_searchentry', content_rowid='id', detail=none, tokenize='ascii');
CREATE TRIGGER portal_search_{who}_insert AFTER INSERT ON portal_searchentry BEGIN
    INSERT INTO portal_search_{who}(rowid, {who}_terms) VALUES (new.id, new.{who}_terms); END;
CREATE TRIGGER portal_search_{who}_delete AFTER DELETE ON portal_searchentry BEGIN
    INSERT INTO portal_search_{who}(portal_search_{who}, rowid, {who}_terms)
    VALUES ('delete', old.id, old.{who}_terms); END;
CREATE TRIGGER portal_search_{who}_update AFTER UPDATE OF {who}_terms ON portal_searchentry
    WHEN old.{who}_terms <> new.{who}_terms BEGIN
    INSERT INTO portal_search_{who}(portal_search_{who}, rowid, {who}_terms)
    VALUES ('delete', old.id, old.{who}_terms);
    INSERT INTO portal_search_{who}(rowid, {who}_terms) VALUES (new.id, new.{who}_terms); END;
"""
POSTGRESQL = """
ALTER TABLE portal_searchentry ADD COLUMN {who}_index tsvector
    GENERATED ALWAYS AS (array_to_tsvector(string_to_array({who}_terms, ' '))) STORED;
CREATE INDEX portal_search_{who} ON portal_searchentry USING gin ({who}_index);
"""


def make_index(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "postgresql":
        for who in AUDIENCES:
            schema_editor.execute(POSTGRESQL.format(who=who))
        return
    for who in AUDIENCES:
        for statement in _sqlite_statements(SQLITE.format(who=who)):
            schema_editor.execute(statement)


def _sqlite_statements(script: str) -> list[str]:
    return ["CREATE" + part for part in script.split("CREATE")[1:]]


def drop_index(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Triggers and generated columns go with the table; a table of FTS5 does not."""
    if schema_editor.connection.vendor == "sqlite":
        for who in AUDIENCES:
            schema_editor.execute(f"DROP TABLE portal_search_{who}")


class Migration(migrations.Migration):
    dependencies = [("portal", "0006_data_version")]

    operations = [
        migrations.CreateModel(
            name="SearchTerm",
            fields=[
                ("term", models.CharField(max_length=120, primary_key=True, serialize=False)),
                ("entries", models.PositiveIntegerField()),
            ],
            options={"verbose_name": "คำในดัชนีค้นหา", "verbose_name_plural": "คำในดัชนีค้นหา"},
        ),
        migrations.CreateModel(
            name="SearchEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=20)),
                ("object_id", models.PositiveBigIntegerField()),
                ("is_public", models.BooleanField(default=False)),
                ("public_title", models.TextField(blank=True)),
                ("public_body", models.TextField(blank=True)),
                ("public_terms", models.TextField(blank=True)),
                ("internal_title", models.TextField(blank=True)),
                ("internal_body", models.TextField(blank=True)),
                ("internal_terms", models.TextField(blank=True)),
                ("fold_version", models.PositiveSmallIntegerField()),
            ],
            options={"verbose_name": "รายการในดัชนีค้นหา", "verbose_name_plural": "รายการในดัชนีค้นหา"},
        ),
        migrations.AddConstraint(
            model_name="searchentry",
            constraint=models.UniqueConstraint(
                fields=("kind", "object_id"), name="search_entry_tells_of_one_row"
            ),
        ),
        migrations.RunPython(make_index, drop_index),
    ]
