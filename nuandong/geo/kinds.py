"""Kinds of places: the key locations that patrols must cover (RES-008), and the facilities of the work itself."""

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _


class PlaceKind(models.TextChoices):
    RAILWAY_STATION = "railway_station", _("火车站")
    BUS_STATION = "bus_station", _("长途汽车站")
    PORT = "port", _("码头")
    AIRPORT = "airport", _("机场")
    COMMERCIAL = "commercial", _("繁华街区、商业区")
    MAIN_ROAD = "main_road", _("城市主干道")
    SIDE_ROAD = "side_road", _("次干道")
    BACK_STREET = "back_street", _("背街小巷")
    BRIDGE = "bridge", _("桥梁涵洞")
    UNDERPASS = "underpass", _("地下通道")
    UNDERGROUND = "underground", _("地下设施")
    FOOTBRIDGE = "footbridge", _("过街天桥")
    PARK = "park", _("公园")
    SQUARE = "square", _("广场")
    PROMENADE = "promenade", _("休闲长廊")
    HOSPITAL = "hospital", _("医院")
    DERELICT = "derelict", _("废弃或闲置房屋")
    CONSTRUCTION = "construction", _("在建工地")
    URBAN_FRINGE = "urban_fringe", _("城乡结合部")
    URBAN_VILLAGE = "urban_village", _("城中村、城郊村")
    DEMOLITION = "demolition", _("拆迁棚户区")
    BANK = "bank", _("银行自助服务区")
    HOTEL = "hotel", _("三星级以上宾馆周边")
    SCENIC = "scenic", _("风景旅游区")
    EVENT_VENUE = "event_venue", _("重要公共和涉外活动场所")
    TRAFFIC_HUB = "traffic_hub", _("交通要道、交通枢纽")
    HIGHWAY_EXIT = "highway_exit", _("高速路口")
    SERVICE_WINDOW = "service_window", _("窗口单位")
    STATION = "station", _("救助管理站")
    STORE = "store", _("物资仓库")
    SHELTER = "shelter", _("临时避寒场所")
    POLICE = "police", _("派出所")
    RESCUE_POINT = "rescue_point", _("临时救助点")


FACILITIES: Final = frozenset(
    {
        PlaceKind.STATION,
        PlaceKind.STORE,
        PlaceKind.SHELTER,
        PlaceKind.POLICE,
        PlaceKind.RESCUE_POINT,
        PlaceKind.HOSPITAL,
    }
)
"""Where the work is done. Hospitals are both: people sleep in their halls, and people are taken there."""

KEY_LOCATIONS: Final = frozenset(set(PlaceKind) - FACILITIES | {PlaceKind.HOSPITAL})
"""What a patrol visits."""


class Area(models.TextChoices):
    """The class of area that decides road speed; the values are those of `travel.AreaClass`."""

    URBAN = "urban", _("城区")
    RURAL = "rural", _("乡村")
    REMOTE = "remote", _("偏远山区")


class CoordinateSystem(models.TextChoices):
    """The system coordinates were given in; the values are those of `coordinates.System`."""

    WGS84 = "wgs84", "WGS-84"
    CGCS2000 = "cgcs2000", "CGCS2000"
    GCJ02 = "gcj02", _("GCJ-02（高德、腾讯地图）")
    BD09 = "bd09", _("BD-09（百度地图）")
