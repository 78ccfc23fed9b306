"""The archive: chapters one after the other, set as one PDF, with what is attached and a list of all sums."""

import hashlib
from collections.abc import Callable
from dataclasses import asdict
from io import BytesIO
from typing import Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.utils.translation import gettext as _

from nuandong.geo import selectors as divisions
from nuandong.geo.codes import Level
from nuandong.kernel.clock import SHANGHAI
from nuandong.kernel.text import gettext_noop
from nuandong.org import permissions, scope
from nuandong.org import selectors as org
from nuandong.reports.inspection import oversight, season
from nuandong.reports.inspection.shape import Asked, Attached, Chapter, Grid, minute
from nuandong.reports.papers.composing import labels, term_words
from nuandong.reports.papers.typesetting import typeset

CHAPTERS: Final[tuple[tuple[str, str, Callable[[Asked], Chapter]], ...]] = (
    (gettext_noop("启用的方案"), "plans.plan.see", season.plans),
    (gettext_noop("值班表"), "duty.roster.see", season.rosters),
    (gettext_noop("落实情况"), "plans.compliance.see", season.compliance),
    (gettext_noop("报送的报表"), "reports.report.see", oversight.reports),
    (gettext_noop("随机抽查"), "supervision.draw.see", oversight.draws),
    (gettext_noop("督查问题和复查"), "supervision.visit.see", oversight.findings),
    (gettext_noop("任务和问责"), "tasks.task.see", oversight.work),
    (gettext_noop("工作日志核验"), "", oversight.journal),
)
"""Chapters in their order: title, the permission each asks for, how it is made."""
STEPS: Final = len(CHAPTERS) + 1
"""Chapters, and putting them together."""
SUMS: Final = "SHA256SUMS.txt"


def packed(asked: Asked, *, done: Callable[[int], None]) -> bytes:
    """The archive (ZIP), each chapter in a transaction of its own within the asker's scope.

    `done` is told after each step how many there are. Raises NotNow when a paper cannot be set.
    """
    chapters = []
    for number, (title, permission, make) in enumerate(CHAPTERS, start=1):
        with scope.enter(asked.by):
            if permission and not permissions.allows(asked.by, permission, region=asked.region):
                chapters.append(Chapter(_(title), (_("取材料的人无权查看，没有列入。"),)))
            else:
                chapters.append(make(asked))
        done(number)
    files = [one for chapter in chapters for one in chapter.files]
    chapters.append(_listed(files))
    book = Attached(f"{_('迎检材料')}.pdf", _book(asked, chapters))
    archive = _zip([book, *files], asked)
    done(STEPS)
    return archive


def _listed(files: list[Attached]) -> Chapter:
    rows = tuple((one.name, f"{len(one.data):,}", _sum(one)) for one in files)
    note = _("本册的摘要和以下各文件的摘要都在 %(name)s 中，可用通用工具核对。") % {"name": SUMS}
    grid = Grid("", (_("文件"), _("字节"), _("SHA-256")), (46, 12, 42), rows)
    return Chapter(_("附件清单"), (note,), (grid,))


def _book(asked: Asked, chapters: list[Chapter]) -> bytes:
    with scope.enter(asked.by):
        place = divisions.name_path(asked.region, asked.last, top=Level.PREFECTURE).replace("/", "")
        who = org.names_of([asked.by.staff]).get(asked.by.staff, "")
    plain = {
        "title": _("迎检材料"),
        "place": place,
        "term": term_words(asked.first, asked.last),
        "about": [
            _("生成时间：%(at)s") % {"at": minute(asked.now)},
            _("取材料的人：%(name)s") % {"name": who},
            _("数据来自工作日志和登记台账，按取材料的人的管辖范围生成。"),
        ],
        "stamp": f"{place}　{term_words(asked.first, asked.last)}　{minute(asked.now)}",
        "chapters": [{name: value for name, value in asdict(one).items() if name != "files"} for one in chapters],
        "labels": {**asdict(labels()), "contents": _("目录"), "none": _("没有。")},
    }
    return typeset("pack", plain, tagged=False)[0]


def _zip(files: list[Attached], asked: Asked) -> bytes:
    sums = "".join(f"{_sum(one)}  {one.name}\n" for one in files)
    at = asked.now.astimezone(SHANGHAI).timetuple()[:6]
    target = BytesIO()
    with ZipFile(target, "w") as archive:
        for one in (*files, Attached(SUMS, sums.encode())):
            info = ZipInfo(one.name, at)
            info.compress_type = ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            archive.writestr(info, one.data)
    return target.getvalue()


def _sum(file: Attached) -> str:
    return hashlib.sha256(file.data).hexdigest()
