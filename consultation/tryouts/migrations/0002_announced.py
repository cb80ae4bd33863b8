from django.db import migrations, models


def was_told(apps, schema_editor):
    """Try-outs that opened before members were told of it are no news."""
    apps.get_model("tryouts", "Tryout").objects.filter(opened_at__isnull=False).update(announced_at=models.F("opened_at"))


class Migration(migrations.Migration):
    dependencies = [("tryouts", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="tryout",
            name="announced_at",
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name="told to members at"),
        ),
        migrations.RunPython(was_told, migrations.RunPython.noop),
    ]
