from django.db import migrations

# The planner cannot know how few records share two hundred keys and would rather read the whole table; the function
# carries the setting that keeps it to the index, for this question only.
CREATE = """
CREATE FUNCTION matching_sharing(wanted text[], at_most integer) RETURNS SETOF matching_searchkeys
LANGUAGE plpgsql STABLE SET enable_seqscan TO off AS $$
BEGIN
    RETURN QUERY SELECT * FROM matching_searchkeys WHERE keys && wanted LIMIT at_most;
END;
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("matching", "0001_search_keys_and_merges")]

    operations = [migrations.RunSQL(CREATE, "DROP FUNCTION matching_sharing(text[], integer)")]
