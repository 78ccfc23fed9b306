"""The table of the side navigation: which pages there are, and which permission opens each."""

from dataclasses import dataclass
from typing import Final

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nuandong.kernel.actors import Actor


@dataclass(frozen=True, slots=True)
class Entry:
    """One page: `name` of its address, words, icon, and the permission that shows it (none: everybody)."""

    name: str
    title: Promise
    icon: str
    permission: str = ""
    phone: int = 0
    """The order in the bottom bar of a phone; the four lowest that a person may see are shown, 0 never."""


@dataclass(frozen=True, slots=True)
class Link:
    """An entry as this person sees it on this page."""

    title: str
    icon: str
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class Section:
    title: str
    links: list[Link]


MENU: Final[tuple[tuple[Promise, tuple[Entry, ...]], ...]] = (
    (
        _("今天"),
        (
            Entry("home", _("待办"), "checklist", phone=1),
            Entry("board", _("指挥看板"), "layout-dashboard", "plans.compliance.see", phone=3),
        ),
    ),
    (
        _("救助"),
        (
            Entry("crew", _("我的任务"), "steering-wheel", "rescue.dispatch.report", phone=2),
            Entry("clues", _("线索受理"), "headset", "rescue.clue.see", phone=4),
            Entry("patrols", _("巡查"), "route-2", "rescue.patrol.see", phone=5),
            Entry("stays", _("救助站"), "bed", "rescue.stay.see", phone=6),
            Entry("kin", _("寻亲"), "user-search", "rescue.kin.see", phone=9),
            Entry("informants", _("信息员"), "id-badge-2", "rescue.informant.see"),
        ),
    ),
    (
        _("保障"),
        (
            Entry("duty", _("值班"), "calendar-time", "duty.roster.see", phone=7),
            Entry("stock", _("物资"), "package", "supplies.stock.see", phone=8),
            Entry("relief-goods", _("实物发放"), "package-export", "relief.goods.see"),
            Entry("people", _("人员与家庭"), "users", "people.person.see"),
            Entry("relief-home", _("冬春救助"), "heart-handshake", "relief.application.see"),
            Entry("relief-seasons", _("救助年度"), "calendar-event", "relief.season.see"),
            Entry("relief-notices", _("公示"), "speakerphone", "relief.notice.see"),
            Entry("relief-payouts", _("资金发放"), "receipt", "relief.payout.see"),
            Entry("relief-ledgers", _("救助台账"), "file-spreadsheet", "relief.ledger.see"),
            Entry("relief-papers", _("救助表册"), "file-text", "relief.application.see"),
            Entry("relief-trainings", _("摸排培训"), "users-group", "relief.season.see"),
            Entry("relief-scans", _("扫描件"), "camera", "relief.application.see"),
            Entry("relief-archives", _("救助档案"), "archive", "relief.archive.take"),
            Entry("relief-findings", _("疑点核实"), "flag", "relief.finding.see"),
            Entry("places", _("重点点位"), "map-pins", "geo.place.see"),
        ),
    ),
    (
        _("预警与方案"),
        (
            Entry("warnings", _("气象预警"), "snowflake", "alerts.warning.see"),
            Entry("plans", _("方案"), "file-text", "plans.plan.see"),
            Entry("compliance", _("落实情况"), "shield-check", "plans.compliance.see"),
            Entry("tasks", _("任务"), "list-check", "tasks.task.see"),
            Entry("supervision", _("督查"), "flag", "supervision.visit.see"),
            Entry("publicity", _("宣传舆情"), "speakerphone", "publicity.entry.see"),
            Entry("bulletins", _("简报"), "news", "reports.bulletin.see"),
            Entry("reports", _("报表"), "report", "reports.report.see"),
        ),
    ),
    (
        _("管理"),
        (
            Entry("staff", _("单位与人员"), "users-group", "org.staff.see"),
            Entry("roles", _("角色与权限"), "key", "org.role.change"),
            Entry("references", _("参考资料"), "adjustments", "plans.plan.see"),
            Entry("journal", _("工作日志"), "history", "journal.see"),
        ),
    ),
)
PHONE_LINKS: Final = 4


def sections(actor: Actor, path: str) -> list[Section]:
    """The navigation of one person, the entry of the current page marked."""
    seen = [(title, [entry for entry in entries if _visible(entry, actor)]) for title, entries in MENU]
    current = _current(path)
    return [Section(str(title), [_link(entry, current) for entry in entries]) for title, entries in seen if entries]


def phone_links(actor: Actor, path: str) -> list[Link]:
    """The few entries of the bottom bar on a phone."""
    entries = [entry for _title, group in MENU for entry in group if entry.phone and _visible(entry, actor)]
    current = _current(path)
    return [_link(entry, current) for entry in sorted(entries, key=lambda entry: entry.phone)[:PHONE_LINKS]]


def _visible(entry: Entry, actor: Actor) -> bool:
    return (not entry.permission or actor.may(entry.permission)) and _url(entry.name) is not None


def _link(entry: Entry, current: str) -> Link:
    url = _url(entry.name) or ""
    return Link(str(entry.title), entry.icon, url, url == current)


def _current(path: str) -> str:
    """The address of the entry a page belongs to: the longest that it begins with; the home is its own page alone."""
    urls = [_url(entry.name) or "" for _title, group in MENU for entry in group]
    over = [url for url in urls if url and (path == url or (url != "/" and path.startswith(url)))]
    return max(over, key=len, default="")


def _url(name: str) -> str | None:
    # A module that is not part of this installation has no pages, and then no entry.
    try:
        return reverse(name)
    except NoReverseMatch:
        return None
