"""A copy belongs to its paper; those made before are found by the facts of making them."""

import django.db.models.deletion
from django.db import migrations, models

FILL = """
INSERT INTO documents_madecopy (agency_id, incoming_id, outgoing_id, file_id, made_by_id, made_at)
SELECT DISTINCT ON (s.id) s.agency_id,
       CASE WHEN f.subject_type = 'documents.incomingdocument' THEN f.subject_id::bigint END,
       CASE WHEN f.subject_type = 'documents.outgoingdocument' THEN f.subject_id::bigint END,
       s.id, f.person_id, f.at
  FROM facts_fact f
  JOIN facts_factline l ON l.fact_id = f.id AND l."table" = 'files_storedfile'
   AND l.operation = 'insert'
  JOIN files_storedfile s ON s.id = l."row"::bigint
 WHERE f.act = 'documents.copied'
   AND f.subject_type IN ('documents.incomingdocument', 'documents.outgoingdocument')
 ORDER BY s.id, f.id
"""


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0003_indexes_once"),
        ("documents", "0016_indexes_once"),
        ("facts", "0001_initial"),
        ("files", "0002_indexes_once"),
    ]

    operations = [
        migrations.CreateModel(
            name="MadeCopy",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("made_at", models.DateTimeField()),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.agency",
                    ),
                ),
                (
                    "file",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="files.storedfile",
                    ),
                ),
                (
                    "incoming",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="copies_made",
                        to="documents.incomingdocument",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.person",
                    ),
                ),
                (
                    "outgoing",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="copies_made",
                        to="documents.outgoingdocument",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("incoming__isnull", False), ("outgoing__isnull", True)),
                            models.Q(("incoming__isnull", True), ("outgoing__isnull", False)),
                            _connector="OR",
                        ),
                        name="documents_copy_of_one_paper",
                    )
                ],
            },
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
