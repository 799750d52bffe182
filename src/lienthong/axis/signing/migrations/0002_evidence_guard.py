"""The database itself keeps Đ32.2.d: an agency's signature follows a personal one of the same paper.

Evidence is never changed afterwards.
"""

from django.db import migrations

FORWARD = """
CREATE FUNCTION signing_evidence_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    RAISE EXCEPTION 'signing_evidence_kept: evidence of a signature is never changed'
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF NEW.kind IN ('agency', 'attachment') AND NOT EXISTS (
    SELECT 1 FROM signing_signatureevidence before
     WHERE before.id = NEW.follows_id AND before.kind = 'personal'
       AND before.signed_at <= NEW.signed_at
       AND (NEW.kind = 'attachment' OR (before.subject_label = NEW.subject_label
            AND before.subject_id = NEW.subject_id))
  ) THEN
    RAISE EXCEPTION 'signing_sealed_after_person: no personal signature precedes (Điều 32.2.d)'
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF NEW.kind <> 'personal' AND NOT EXISTS (
    SELECT 1 FROM signing_certificate used
     WHERE used.id = NEW.certificate_id AND used.kind = 'agency' AND used.agency_id = NEW.agency_id
  ) THEN
    RAISE EXCEPTION 'signing_own_certificate: the certificate is of another agency'
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF NEW.kind = 'personal' AND NOT EXISTS (
    SELECT 1 FROM signing_certificate used
     WHERE used.id = NEW.certificate_id AND used.kind = 'personal'
       AND used.person_id = NEW.person_id
  ) THEN
    RAISE EXCEPTION 'signing_own_certificate: a signer uses his own certificate'
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER signing_evidence_guard BEFORE INSERT OR UPDATE ON signing_signatureevidence
  FOR EACH ROW EXECUTE FUNCTION signing_evidence_guard();
"""

BACKWARD = """
DROP TRIGGER signing_evidence_guard ON signing_signatureevidence;
DROP FUNCTION signing_evidence_guard();
"""


class Migration(migrations.Migration):
    dependencies = [("signing", "0001_initial")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
