"""What raters are asked, and what a level means in time, become texts of a framework."""

from django.db import migrations, models

from assessment.models import frozen


class Migration(migrations.Migration):
    dependencies = [("assessment", "0013_who_is_asked")]

    operations = [
        # They are made again after every migration.
        migrations.RunPython(frozen.drop_triggers, migrations.RunPython.noop),
        migrations.AddField(
            model_name='dimension',
            name='question',
            field=models.CharField(blank=True, help_text='Only where this dimension needs another question than the framework’s. {name} becomes the name.', max_length=240, verbose_name='question for raters'),
        ),
        migrations.AddField(
            model_name='dimension',
            name='self_question',
            field=models.CharField(blank=True, help_text='The same, as the participant reads it: “… how often did you do this?”', max_length=240, verbose_name='question in the first person'),
        ),
        migrations.AddField(
            model_name='framework',
            name='question',
            field=models.CharField(blank=True, help_text='Above the statements: “… how often did {name} do this?” {name} becomes the name. Empty for a general question.', max_length=240, verbose_name='question for raters'),
        ),
        migrations.AddField(
            model_name='framework',
            name='self_question',
            field=models.CharField(blank=True, help_text='The same, as the participant reads it: “… how often did you do this?”', max_length=240, verbose_name='question in the first person'),
        ),
        migrations.AddField(
            model_name='level',
            name='frequency',
            field=models.CharField(blank=True, help_text='What the label means in time: “on most occasions”. Raters then read this beside the label, and the anchor is kept for the report.', max_length=120, verbose_name='how often that is'),
        ),
        # The way back begins here.
        migrations.RunPython(migrations.RunPython.noop, frozen.drop_triggers),
    ]
