"""Codes for the public: the row of one code and no list; a code says later only that it ended."""

import django.db.models.deletion
from django.db import migrations, models

FORWARD = """
-- Who asks is nobody and passes no wall: this gives him the one row whose code he knows, and of it
-- neither the paper nor its subject.
CREATE FUNCTION signing_public_code(asked text) RETURNS TABLE(
    reference text, issued_on date, issuer text, answer text, judged_at timestamptz,
    state text, state_at timestamptz)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT c.reference, c.issued_on, c.issuer, c.verdict->>'answer',
         (c.verdict->>'judged_at')::timestamptz, c.state, c.state_at
    FROM signing_publiccode c WHERE c.code = asked $$;

CREATE FUNCTION signing_code_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (to_jsonb(NEW) - 'state' - 'state_at') IS DISTINCT FROM (to_jsonb(OLD) - 'state' - 'state_at')
     OR OLD.state = 'recalled' OR NEW.state = 'in_force'
  THEN
    RAISE EXCEPTION 'signing_code_kept: a code keeps its answer'
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER signing_code_guard BEFORE UPDATE ON signing_publiccode
  FOR EACH ROW EXECUTE FUNCTION signing_code_guard();
"""

BACKWARD = """
DROP TRIGGER signing_code_guard ON signing_publiccode;
DROP FUNCTION signing_code_guard();
DROP FUNCTION signing_public_code(text);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0002_guards"),
        ("signing", "0004_lasting_proof"),
    ]

    operations = [
        migrations.CreateModel(
            name="LookupCount",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.TextField()),
                ("minute", models.DateTimeField()),
                ("count", models.IntegerField()),
            ],
            options={
                "indexes": [models.Index(fields=["minute"], name="signing_lookup_minute")],
                "constraints": [
                    models.UniqueConstraint(fields=("key", "minute"), name="signing_lookup_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="PublicCode",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("subject_label", models.TextField()),
                ("subject_id", models.TextField()),
                ("code", models.CharField(max_length=12, unique=True)),
                ("reference", models.TextField()),
                ("issued_on", models.DateField()),
                ("issuer", models.TextField()),
                ("verdict", models.JSONField()),
                ("sha256", models.CharField(max_length=64)),
                (
                    "state",
                    models.TextField(
                        choices=[
                            ("in_force", "Chưa bị thu hồi, thay thế"),
                            ("recalled", "Đã thu hồi"),
                            ("replaced", "Đã thay thế"),
                        ],
                        default="in_force",
                    ),
                ),
                ("state_at", models.DateTimeField()),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.agency",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("subject_label", "subject_id"), name="signing_code_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("code__regex", "^[0123456789ABCDEFGHJKMNPQRSTVWXYZ]{12}$")
                        ),
                        name="signing_code_shape",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("sha256__regex", "^[0-9a-f]{64}$")),
                        name="signing_code_sha256",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["in_force", "recalled", "replaced"])),
                        name="signing_code_state",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="lastingproof",
            name="sent_level",
            field=models.TextField(blank=True, default=""),
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
