from django.core.management import call_command
from django.db import migrations, models

TABLE = "portal_cache"


def make_table(apps, schema_editor):
    """Of one statement with Django's own command, in the words of each database."""
    call_command("createcachetable", TABLE, database=schema_editor.connection.alias, verbosity=0)


def drop_table(apps, schema_editor):
    schema_editor.execute(f"DROP TABLE {schema_editor.quote_name(TABLE)}")


class Migration(migrations.Migration):

    dependencies = [
        ("portal", "0002_accounts_jobs_messages"),
    ]

    operations = [
        migrations.RunPython(make_table, drop_table),
        migrations.AddField(
            model_name="invitation",
            name="sent_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="ส่งอีเมลเมื่อ"),
        ),
    ]
