"""Extensions for exclusion constraints and name search; divisions, places."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.contrib.postgres.indexes
from django.contrib.postgres.operations import BtreeGistExtension, TrigramExtension
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        # Every scoped module depends on this one: exclusion constraints of beds and shifts need btree_gist too.
        BtreeGistExtension(),
        TrigramExtension(),
        migrations.CreateModel(
            name="Division",
            fields=[
                ("id", models.UUIDField(default=None, editable=False, primary_key=True, serialize=False)),
                ("code", models.BigIntegerField()),
                ("level", models.SmallIntegerField()),
                ("name", models.CharField(max_length=100)),
                ("parent", models.BigIntegerField(null=True)),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(null=True)),
                ("pinyin", models.CharField(max_length=400)),
                ("initials", models.CharField(max_length=100)),
                ("recorded_at", models.DateTimeField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["parent", "code"], name="geo_division_children"),
                    django.contrib.postgres.indexes.GinIndex(
                        django.contrib.postgres.indexes.OpClass("name", name="gin_trgm_ops"), name="geo_division_name"
                    ),
                    models.Index(
                        django.contrib.postgres.indexes.OpClass("initials", name="varchar_pattern_ops"),
                        name="geo_division_initials",
                    ),
                    models.Index(
                        django.contrib.postgres.indexes.OpClass("pinyin", name="varchar_pattern_ops"),
                        name="geo_division_pinyin",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("code", "valid_from"), name="geo_division_version"),
                    models.CheckConstraint(
                        condition=models.Q(("code__gte", 110000000000), ("code__lt", 1000000000000)),
                        name="geo_division_code_has_12_digits",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("level__gte", 1), ("level__lte", 5)), name="geo_division_level"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to", None), ("valid_to__gt", models.F("valid_from")), _connector="OR"
                        ),
                        name="geo_division_ends_after_it_begins",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            ("code", "="),
                            (
                                models.Func(
                                    "valid_from",
                                    "valid_to",
                                    function="daterange",
                                    output_field=django.contrib.postgres.fields.ranges.DateRangeField(),
                                ),
                                "&&",
                            ),
                        ],
                        name="geo_division_one_version_a_day",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Place",
            fields=[
                ("id", models.UUIDField(default=None, editable=False, primary_key=True, serialize=False)),
                ("region", models.BigIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("railway_station", "火车站"),
                            ("bus_station", "长途汽车站"),
                            ("port", "码头"),
                            ("airport", "机场"),
                            ("commercial", "繁华街区、商业区"),
                            ("main_road", "城市主干道"),
                            ("side_road", "次干道"),
                            ("back_street", "背街小巷"),
                            ("bridge", "桥梁涵洞"),
                            ("underpass", "地下通道"),
                            ("underground", "地下设施"),
                            ("footbridge", "过街天桥"),
                            ("park", "公园"),
                            ("square", "广场"),
                            ("promenade", "休闲长廊"),
                            ("hospital", "医院"),
                            ("derelict", "废弃或闲置房屋"),
                            ("construction", "在建工地"),
                            ("urban_fringe", "城乡结合部"),
                            ("urban_village", "城中村、城郊村"),
                            ("demolition", "拆迁棚户区"),
                            ("bank", "银行自助服务区"),
                            ("hotel", "三星级以上宾馆周边"),
                            ("scenic", "风景旅游区"),
                            ("event_venue", "重要公共和涉外活动场所"),
                            ("traffic_hub", "交通要道、交通枢纽"),
                            ("highway_exit", "高速路口"),
                            ("service_window", "窗口单位"),
                            ("station", "救助管理站"),
                            ("store", "物资仓库"),
                            ("shelter", "临时避寒场所"),
                            ("police", "派出所"),
                            ("rescue_point", "临时救助点"),
                        ],
                        max_length=20,
                    ),
                ),
                ("name", models.CharField(max_length=80)),
                ("address", models.CharField(blank=True, default="", max_length=200)),
                ("lat", models.FloatField(null=True)),
                ("lon", models.FloatField(null=True)),
                (
                    "source_system",
                    models.CharField(
                        choices=[
                            ("wgs84", "WGS-84"),
                            ("cgcs2000", "CGCS2000"),
                            ("gcj02", "GCJ-02（高德、腾讯地图）"),
                            ("bd09", "BD-09（百度地图）"),
                        ],
                        default="wgs84",
                        max_length=10,
                    ),
                ),
                (
                    "area",
                    models.CharField(
                        choices=[("urban", "城区"), ("rural", "乡村"), ("remote", "偏远山区")], max_length=10
                    ),
                ),
                ("patrol_weight", models.SmallIntegerField(default=1)),
                ("notes", models.CharField(blank=True, default="", max_length=500)),
                ("active", models.BooleanField(default=True)),
                ("recorded_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["region", "kind"], name="geo_place_region_kind"),
                    models.Index(fields=["lat", "lon"], name="geo_place_position"),
                    django.contrib.postgres.indexes.GinIndex(
                        django.contrib.postgres.indexes.OpClass("name", name="gin_trgm_ops"), name="geo_place_name"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("active", True)),
                        fields=("region", "kind", "name"),
                        name="geo_place_once_while_active",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("lat", None), ("lon", None)),
                            models.Q(("lat__range", (-90, 90)), ("lon__range", (-180, 180))),
                            _connector="OR",
                        ),
                        name="geo_place_coordinates",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "railway_station",
                                    "bus_station",
                                    "port",
                                    "airport",
                                    "commercial",
                                    "main_road",
                                    "side_road",
                                    "back_street",
                                    "bridge",
                                    "underpass",
                                    "underground",
                                    "footbridge",
                                    "park",
                                    "square",
                                    "promenade",
                                    "hospital",
                                    "derelict",
                                    "construction",
                                    "urban_fringe",
                                    "urban_village",
                                    "demolition",
                                    "bank",
                                    "hotel",
                                    "scenic",
                                    "event_venue",
                                    "traffic_hub",
                                    "highway_exit",
                                    "service_window",
                                    "station",
                                    "store",
                                    "shelter",
                                    "police",
                                    "rescue_point",
                                ],
                            )
                        ),
                        name="geo_place_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("area__in", ["urban", "rural", "remote"])), name="geo_place_area"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("source_system__in", ["wgs84", "cgcs2000", "gcj02", "bd09"])),
                        name="geo_place_system",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("patrol_weight__range", (0, 10))), name="geo_place_patrol_weight"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Succession",
            fields=[
                ("id", models.UUIDField(default=None, editable=False, primary_key=True, serialize=False)),
                ("predecessor", models.BigIntegerField()),
                ("successor", models.BigIntegerField()),
                ("since", models.DateField()),
            ],
            options={
                "indexes": [models.Index(fields=["predecessor"], name="geo_succession_predecessor")],
                "constraints": [
                    models.UniqueConstraint(fields=("successor", "predecessor"), name="geo_succession_once"),
                    models.CheckConstraint(
                        condition=models.Q(("predecessor", models.F("successor")), _negated=True),
                        name="geo_succession_between_two",
                    ),
                ],
            },
        ),
    ]
