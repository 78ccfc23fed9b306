"""Persons, households, documents, categories and search keys."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    # btree_gist comes with geo
    dependencies = [("geo", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Household",
            fields=[
                ("id", models.UUIDField(default=None, editable=False, primary_key=True, serialize=False)),
                ("region", models.BigIntegerField()),
                ("number", models.CharField(blank=True, default="", max_length=40)),
                ("address_sealed", models.BinaryField(null=True)),
                ("address_masked", models.CharField(blank=True, default="", max_length=200)),
                ("formed_on", models.DateField()),
                ("dissolved_on", models.DateField(null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                ("registered_at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["region", "id"], name="people_household_region")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("dissolved_on__isnull", True), models.Q(("number", ""), _negated=True)),
                        fields=("region", "number"),
                        name="people_household_number_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("address_masked", ""), ("address_sealed__isnull", True)),
                            models.Q(
                                ("address_sealed__isnull", False), models.Q(("address_masked", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="people_household_address_paired",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Person",
            fields=[
                ("id", models.UUIDField(default=None, editable=False, primary_key=True, serialize=False)),
                ("region", models.BigIntegerField()),
                ("name_sealed", models.BinaryField(null=True)),
                ("name_masked", models.CharField(blank=True, default="", max_length=60)),
                ("temporary_number", models.CharField(max_length=20, null=True, unique=True)),
                (
                    "sex",
                    models.CharField(
                        choices=[("male", "男"), ("female", "女"), ("unknown", "不详")], default="unknown", max_length=8
                    ),
                ),
                ("birth_on", models.DateField(null=True)),
                ("birth_year", models.SmallIntegerField(null=True)),
                ("ethnic_code", models.CharField(blank=True, default="", max_length=2)),
                ("phone_sealed", models.BinaryField(null=True)),
                ("phone_masked", models.CharField(blank=True, default="", max_length=30)),
                ("address_sealed", models.BinaryField(null=True)),
                ("address_masked", models.CharField(blank=True, default="", max_length=200)),
                ("hukou_region", models.BigIntegerField(null=True)),
                ("dead_on", models.DateField(null=True)),
                ("photo", models.UUIDField(null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                ("registered_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
                (
                    "merged_into",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                ("id", models.UUIDField(default=None, editable=False, primary_key=True, serialize=False)),
                ("region", models.BigIntegerField()),
                (
                    "relation",
                    models.CharField(
                        choices=[
                            ("head", "户主"),
                            ("spouse", "配偶"),
                            ("son", "子"),
                            ("daughter", "女儿"),
                            ("grandchild", "孙子女、外孙子女"),
                            ("parent", "父母"),
                            ("grandparent", "祖父母、外祖父母"),
                            ("sibling", "兄弟姐妹"),
                            ("other", "其他"),
                        ],
                        max_length=12,
                    ),
                ),
                ("since", models.DateField()),
                ("until", models.DateField(null=True)),
                (
                    "household",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="memberships", to="people.household"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="memberships", to="people.person"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="IdentityDocument",
            fields=[
                ("id", models.UUIDField(default=None, editable=False, primary_key=True, serialize=False)),
                ("region", models.BigIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("id_card", "居民身份证"),
                            ("id_card_legacy", "居民身份证（旧 15 位）"),
                            ("passport", "护照"),
                            ("hk_macau_permit", "港澳居民来往内地通行证"),
                            ("taiwan_permit", "台湾居民来往大陆通行证"),
                            ("hukou_book", "户口簿"),
                            ("none", "无证件"),
                        ],
                        max_length=20,
                    ),
                ),
                ("number_sealed", models.BinaryField(null=True)),
                ("number_blind", models.BinaryField(max_length=16, null=True)),
                ("valid_until", models.DateField(null=True)),
                ("recorded_at", models.DateTimeField()),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="documents", to="people.person"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CategoryAssignment",
            fields=[
                ("id", models.UUIDField(default=None, editable=False, primary_key=True, serialize=False)),
                ("region", models.BigIntegerField()),
                ("code", models.CharField(max_length=30)),
                ("source", models.CharField(max_length=80)),
                ("since", models.DateField()),
                ("until", models.DateField(null=True)),
                ("recorded_at", models.DateTimeField()),
                (
                    "household",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="categories",
                        to="people.household",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="categories",
                        to="people.person",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PersonKey",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "key", "region", "person", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("key", models.BinaryField(max_length=16)),
                ("region", models.BigIntegerField()),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(fields=["region", "id"], name="people_person_region"),
        ),
        migrations.AddConstraint(
            model_name="person",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("name_sealed__isnull", False), ("temporary_number__isnull", False), _connector="OR"
                ),
                name="people_person_name_or_number",
            ),
        ),
        migrations.AddConstraint(
            model_name="person",
            constraint=models.CheckConstraint(
                condition=models.Q(("birth_on__isnull", True), ("birth_year__isnull", True), _connector="OR"),
                name="people_person_one_birth",
            ),
        ),
        migrations.AddConstraint(
            model_name="person",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("birth_on__isnull", True),
                    ("dead_on__isnull", True),
                    ("dead_on__gte", models.F("birth_on")),
                    _connector="OR",
                ),
                name="people_person_dies_after_birth",
            ),
        ),
        migrations.AddConstraint(
            model_name="person",
            constraint=models.CheckConstraint(
                condition=models.Q(("sex__in", ["male", "female", "unknown"])), name="people_person_sex"
            ),
        ),
        migrations.AddConstraint(
            model_name="person",
            constraint=models.CheckConstraint(
                condition=models.Q(("merged_into", models.F("id")), _negated=True), name="people_person_not_into_itself"
            ),
        ),
        migrations.AddConstraint(
            model_name="person",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("name_masked", ""), ("name_sealed__isnull", True)),
                    models.Q(("name_sealed__isnull", False), models.Q(("name_masked", ""), _negated=True)),
                    _connector="OR",
                ),
                name="people_person_name_paired",
            ),
        ),
        migrations.AddConstraint(
            model_name="person",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("phone_masked", ""), ("phone_sealed__isnull", True)),
                    models.Q(("phone_sealed__isnull", False), models.Q(("phone_masked", ""), _negated=True)),
                    _connector="OR",
                ),
                name="people_person_phone_paired",
            ),
        ),
        migrations.AddConstraint(
            model_name="person",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("address_masked", ""), ("address_sealed__isnull", True)),
                    models.Q(("address_sealed__isnull", False), models.Q(("address_masked", ""), _negated=True)),
                    _connector="OR",
                ),
                name="people_person_address_paired",
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.UniqueConstraint(
                condition=models.Q(("until__isnull", True)), fields=("person",), name="people_membership_one_household"
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.UniqueConstraint(
                condition=models.Q(("relation", "head"), ("until__isnull", True)),
                fields=("household",),
                name="people_membership_one_head",
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.CheckConstraint(
                condition=models.Q(("until__isnull", True), ("until__gte", models.F("since")), _connector="OR"),
                name="people_membership_dates",
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "relation__in",
                        [
                            "head",
                            "spouse",
                            "son",
                            "daughter",
                            "grandchild",
                            "parent",
                            "grandparent",
                            "sibling",
                            "other",
                        ],
                    )
                ),
                name="people_membership_relation",
            ),
        ),
        migrations.AddConstraint(
            model_name="identitydocument",
            constraint=models.UniqueConstraint(
                fields=("number_blind", "region"), name="people_document_once_per_region"
            ),
        ),
        migrations.AddConstraint(
            model_name="identitydocument",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind", "none")), fields=("person",), name="people_document_none_said_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="identitydocument",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "none"), ("number_blind__isnull", True), ("number_sealed__isnull", True)),
                    models.Q(
                        models.Q(("kind", "none"), _negated=True),
                        ("number_blind__isnull", False),
                        ("number_sealed__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="people_document_number_paired",
            ),
        ),
        migrations.AddConstraint(
            model_name="identitydocument",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "id_card",
                            "id_card_legacy",
                            "passport",
                            "hk_macau_permit",
                            "taiwan_permit",
                            "hukou_book",
                            "none",
                        ],
                    )
                ),
                name="people_document_kind",
            ),
        ),
        migrations.AddIndex(
            model_name="categoryassignment",
            index=models.Index(fields=["region", "code", "id"], name="people_category_region_code"),
        ),
        migrations.AddConstraint(
            model_name="categoryassignment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("household__isnull", False), ("person__isnull", True)),
                    models.Q(("household__isnull", True), ("person__isnull", False)),
                    _connector="OR",
                ),
                name="people_category_one_holder",
            ),
        ),
        migrations.AddConstraint(
            model_name="categoryassignment",
            constraint=models.CheckConstraint(
                condition=models.Q(("until__isnull", True), ("until__gte", models.F("since")), _connector="OR"),
                name="people_category_dates",
            ),
        ),
        migrations.AddConstraint(
            model_name="categoryassignment",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(("person__isnull", False)),
                expressions=[
                    ("person", "="),
                    ("code", "="),
                    (
                        models.Func(
                            models.F("since"),
                            models.F("until"),
                            function="daterange",
                            output_field=django.contrib.postgres.fields.ranges.DateRangeField(),
                        ),
                        "&&",
                    ),
                ],
                name="people_category_person_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="categoryassignment",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(("household__isnull", False)),
                expressions=[
                    ("household", "="),
                    ("code", "="),
                    (
                        models.Func(
                            models.F("since"),
                            models.F("until"),
                            function="daterange",
                            output_field=django.contrib.postgres.fields.ranges.DateRangeField(),
                        ),
                        "&&",
                    ),
                ],
                name="people_category_household_once",
            ),
        ),
    ]
