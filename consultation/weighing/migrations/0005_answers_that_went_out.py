"""What was sent before answers had rows of their own gets them."""

from typing import Any

from django.db import migrations


def write_answers(apps: Any, _schema_editor: Any) -> None:
    decisions = apps.get_model("weighing", "Decision").objects.filter(published_at__isnull=False)
    answers = apps.get_model("weighing", "Answer")
    known = answers.objects.values("comment")
    rows = (
        answers(
            comment_id=one.comment_id,
            value=one.value,
            reason=one.reason,
            sent_by_id=one.decided_by_id,
            sent_at=one.published_at,
        )
        for one in decisions.exclude(comment__in=known).order_by("pk").iterator(chunk_size=500)
    )
    answers.objects.bulk_create(rows, batch_size=500)


class Migration(migrations.Migration):
    dependencies = [("weighing", "0004_answers")]

    operations = [migrations.RunPython(write_answers, migrations.RunPython.noop)]
