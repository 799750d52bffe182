"""Guards that the ORM cannot say: a holding is exclusive exactly where its post is."""

from django.db import migrations


class Migration(migrations.Migration):
    """The composite foreign key from a holding to its post."""

    dependencies = [("agencies", "0001_initial")]

    operations = [
        migrations.RunSQL(
            """
            ALTER TABLE agencies_postholding ADD CONSTRAINT agencies_holding_exclusive_as_post
              FOREIGN KEY (post_id, exclusive) REFERENCES agencies_post (id, exclusive)
              DEFERRABLE INITIALLY DEFERRED
            """,
            "ALTER TABLE agencies_postholding DROP CONSTRAINT agencies_holding_exclusive_as_post",
        ),
    ]
