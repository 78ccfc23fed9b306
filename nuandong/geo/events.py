"""The journal events of divisions and places. Names of places stand in the sidecar: they are words, not codes."""

from typing import ClassVar

from nuandong.journal import api as journal
from nuandong.kernel.text import gettext_noop as _


@journal.register
class DivisionsImported(journal.Payload):
    kind: ClassVar[str] = "geo.divisions_imported"
    title: ClassVar[str] = _("导入行政区划")
    subject_type: ClassVar[str] = "geo.import"
    sha256: str
    rows: int
    created: int
    changed: int
    closed: int
    successions: int


@journal.register
class DivisionClosed(journal.Payload):
    kind: ClassVar[str] = "geo.division_closed"
    title: ClassVar[str] = _("撤销行政区划")
    subject_type: ClassVar[str] = "geo.division"
    code: int
    successors: list[int]


@journal.register
class PlaceRegistered(journal.Payload):
    kind: ClassVar[str] = "geo.place_registered"
    title: ClassVar[str] = _("登记点位")
    subject_type: ClassVar[str] = "geo.place"
    place_kind: str
    patrol_weight: int


@journal.register
class PlaceChanged(journal.Payload):
    kind: ClassVar[str] = "geo.place_changed"
    title: ClassVar[str] = _("修改点位")
    subject_type: ClassVar[str] = "geo.place"
    fields: list[str]
    place_kind: str
    patrol_weight: int


@journal.register
class PlaceRetired(journal.Payload):
    kind: ClassVar[str] = "geo.place_retired"
    title: ClassVar[str] = _("停用点位")
    subject_type: ClassVar[str] = "geo.place"
    place_kind: str


@journal.register
class PlacesImported(journal.Payload):
    kind: ClassVar[str] = "geo.places_imported"
    title: ClassVar[str] = _("导入点位")
    subject_type: ClassVar[str] = "geo.import"
    sha256: str
    rows: int
    registered: int
    changed: int


@journal.register
class OutlinesImported(journal.Payload):
    kind: ClassVar[str] = "geo.outlines_imported"
    title: ClassVar[str] = _("导入区划边界")
    subject_type: ClassVar[str] = "geo.import"
    sha256: str
    count: int
