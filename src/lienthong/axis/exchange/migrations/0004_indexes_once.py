"""The index of the kept counts holds all that is summed."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0003_indexes_once"),
        ("exchange", "0003_judged_at_issue"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="deliverytally",
            name="exchange_tally_agency",
        ),
        migrations.AddIndex(
            model_name="deliverytally",
            index=models.Index(
                fields=["agency", "month"],
                include=(
                    "side",
                    "stage",
                    "exemption",
                    "due_at",
                    "sent_late",
                    "registered_late",
                    "count",
                ),
                name="exchange_tally_sums",
            ),
        ),
    ]
