"""The kept sums by part and month first: a board reads those of all offices side by side."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("exchange", "0005_year_sums")]

    operations = [
        migrations.RemoveIndex(model_name="deliverytally", name="exchange_tally_sums"),
        migrations.AddIndex(
            model_name="deliverytally",
            index=models.Index(
                fields=["part", "month", "agency"],
                include=(
                    "side",
                    "stage",
                    "exemption",
                    "due_at",
                    "sent_late",
                    "registered_late",
                    "count",
                ),
                name="exchange_tally_rows",
            ),
        ),
        migrations.RemoveIndex(model_name="documenttally", name="exchange_documents_agency"),
        migrations.AddIndex(
            model_name="documenttally",
            index=models.Index(
                fields=["month", "agency"],
                include=("count",),
                name="exchange_documents_of_month",
            ),
        ),
    ]
