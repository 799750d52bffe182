"""The indexes of what 0023 has written anew; two minutes for a million papers."""

import django.contrib.postgres.indexes
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("documents", "0023_heads_and_months")]

    operations = [
        migrations.AddIndex(
            model_name="searchentry",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["lexemes"], name="documents_entry_words"
            ),
        ),
        migrations.AddIndex(
            model_name="searchentry",
            index=models.Index(
                fields=["agency", "-at", "-id"],
                include=["head_low", "head_high"],
                name="documents_entry_heads",
            ),
        ),
    ]
