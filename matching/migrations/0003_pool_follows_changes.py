from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("matching", "0002_scoring_templates")]

    operations = [
        migrations.AddIndex(
            model_name="candidatefeatures",
            index=models.Index(fields=["company", "at", "version"], name="features_changed"),
        ),
    ]
