"""Tables of counts, filled by the triggers of `requests_registry.counting` and after each migration."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from portal.thai import working_days_between

AT_A_TIME = 2_000


def count_days(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    model = apps.get_model("requests_registry", "AgencyResponse")
    dated = model.objects.filter(asked_on__isnull=False, answered_on__gte=models.F("asked_on"))
    rows = list(dated.only("asked_on", "answered_on"))
    for row in rows:
        row.response_days = working_days_between(row.asked_on, row.answered_on)
    model.objects.bulk_update(rows, ["response_days"], batch_size=AT_A_TIME)


class Migration(migrations.Migration):

    dependencies = [
        ('portal', '0008_stored_reports'),
        ('requests_registry', '0004_verdicts_on_suggestions'),
        ('workshops', '0003_at_the_desk'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='AnswerCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_sample', models.BooleanField()),
                ('number', models.IntegerField(verbose_name='จำนวนที่เพิ่มหรือลด')),
                ('kind', models.CharField(blank=True, choices=[('TT', 'การถ่ายทอดเทคโนโลยี'), ('PD', 'พัฒนาผลิตภัณฑ์'), ('PK', 'บรรจุภัณฑ์'), ('TC', 'ทดสอบและสอบเทียบ'), ('LC', 'พัฒนาแหล่งเรียนรู้'), ('CO', 'ให้คำปรึกษา'), ('SI', 'ภาพถ่ายดาวเทียมและภูมิสารสนเทศ'), ('EQ', 'เครื่องจักรและอุปกรณ์')], max_length=2)),
                ('is_published', models.BooleanField()),
                ('is_helping', models.BooleanField()),
                ('agency', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='portal.agency')),
                ('fiscal_year', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='portal.fiscalyear')),
                ('group', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='portal.provincegroup')),
                ('province', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='portal.province')),
            ],
            options={
                'verbose_name': 'จำนวนการตอบสนอง',
                'verbose_name_plural': 'จำนวนการตอบสนอง',
            },
        ),
        migrations.CreateModel(
            name='AnswerDaysCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_sample', models.BooleanField()),
                ('number', models.IntegerField(verbose_name='จำนวนที่เพิ่มหรือลด')),
                ('response_days', models.PositiveSmallIntegerField()),
                ('agency', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='portal.agency')),
                ('fiscal_year', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='portal.fiscalyear')),
            ],
            options={
                'verbose_name': 'จำนวนวันที่ใช้ตอบ',
                'verbose_name_plural': 'จำนวนวันที่ใช้ตอบ',
            },
        ),
        migrations.CreateModel(
            name='RequestCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_sample', models.BooleanField()),
                ('number', models.IntegerField(verbose_name='จำนวนที่เพิ่มหรือลด')),
                ('status', models.CharField(choices=[('draft', 'ร่าง'), ('submitted', 'เสนอแล้ว'), ('returned', 'ส่งกลับแก้ไข'), ('accepted', 'รับเรื่องแล้ว'), ('assigned', 'มอบหมายแล้ว'), ('answered', 'ตอบแล้ว'), ('under_way', 'กำลังดำเนินการ'), ('delivered', 'ส่งมอบแล้ว'), ('closed', 'ปิดเรื่อง'), ('declined', 'ไม่รับเรื่อง'), ('merged', 'รวมเรื่อง'), ('withdrawn', 'ถอนเรื่อง')], max_length=12)),
                ('category', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='requests_registry.category')),
                ('fiscal_year', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='portal.fiscalyear')),
                ('group', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='portal.provincegroup')),
                ('province', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='portal.province')),
            ],
            options={
                'verbose_name': 'จำนวนความต้องการ',
                'verbose_name_plural': 'จำนวนความต้องการ',
            },
        ),
        migrations.RemoveIndex(
            model_name='communityrequest',
            name='request_by_province',
        ),
        migrations.AddField(
            model_name='agencyresponse',
            name='response_days',
            field=models.PositiveSmallIntegerField(blank=True, editable=False, null=True, verbose_name='วันทำการที่ใช้ตอบ'),
        ),
        migrations.AddIndex(
            model_name='communityrequest',
            index=models.Index(fields=['fiscal_year', 'number', 'status', 'id'], name='request_order'),
        ),
        migrations.AddIndex(
            model_name='communityrequest',
            index=models.Index(fields=['province', 'fiscal_year', 'number', 'status', 'id'], name='request_order_in_province'),
        ),
        migrations.AddIndex(
            model_name='communityrequest',
            index=models.Index(fields=['is_sample', '-fiscal_year', '-number'], name='request_real_first'),
        ),
        migrations.AddIndex(
            model_name='communityrequest',
            index=models.Index(fields=['province', 'is_sample', '-fiscal_year', '-number'], name='request_real_first_there'),
        ),
        migrations.AddIndex(
            model_name='communityrequest',
            index=models.Index(fields=['accepted_at'], name='request_accepted_order'),
        ),
        migrations.RunPython(count_days, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name='agencyresponse',
            constraint=models.CheckConstraint(condition=models.Q(('response_days__isnull', False), ('asked_on__isnull', True), ('answered_on__isnull', True), ('answered_on__lt', models.F('asked_on')), _connector='OR'), name='response_with_both_days_has_the_days_between'),
        ),
    ]
