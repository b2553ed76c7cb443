from django.db import migrations


class Migration(migrations.Migration):
    """People are found by more than before: everybody's keys are drawn anew, a few thousand at a time."""

    dependencies = [("matching", "0001_search_keys_and_merges")]

    operations = [
        migrations.RunSQL(
            "INSERT INTO matching_waiting (person_id) SELECT person_id FROM matching_searchkeys", migrations.RunSQL.noop
        )
    ]
