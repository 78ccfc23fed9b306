"""Archives of relief are put together by `relief`; their index page is set with the typefaces of `reports`."""

from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from nuandong.relief.archiving.lacking import lack_words
from nuandong.relief.archiving.making import make_next
from nuandong.relief.archiving.shape import Contents
from nuandong.reports.inspection.shape import Chapter, Grid
from nuandong.reports.papers.composing import labels
from nuandong.reports.papers.typesetting import typeset


def run(now: datetime) -> UUID | None:
    """Make the archive that waits longest; None when none does."""
    return make_next(now, index)


def index(contents: Contents, version: int) -> bytes:
    """The index page (PDF): first what is missing, then every chapter with its files and their sums."""
    lacks = tuple((lack_words(*one),) for one in contents.lacks)
    missing = Chapter(
        _("未齐的材料"),
        (),
        (Grid("", (_("未齐"),), (100,), lacks),) if lacks else (Grid("", (_("未齐"),), (100,), ()),),
    )
    chapters = [missing, *(_chapter(contents, number) for number in range(len(contents.parts)))]
    season = f"{contents.season.year} {contents.season.title}"
    state = _("未齐 %(n)d 项") % {"n": len(lacks)} if lacks else _("材料齐全")
    plain = {
        "title": _("冬春救助档案"),
        "place": contents.place,
        "term": season,
        "about": [
            _("第 %(version)d 版") % {"version": version},
            state,
            _("各文件的摘要见 manifest.json，可用 nuandong journal verify --manifest 核对。"),
        ],
        "stamp": f"{contents.place}　{season}　v{version}",
        "chapters": [{key: value for key, value in asdict(one).items() if key != "files"} for one in chapters],
        "labels": {**asdict(labels()), "contents": _("目录"), "none": _("没有。")},
    }
    return typeset("pack", plain, tagged=False)[0]


def _chapter(contents: Contents, number: int) -> Chapter:
    part = contents.parts[number]
    grids = [Grid("", part.heads, part.widths, part.rows)] if part.heads else []
    rows = tuple((one.name.partition("/")[2], one.digest) for one in part.files)
    grids.append(Grid(_("文件"), (_("文件"), _("SHA-256")), (50, 50), rows))
    notes = tuple(_("未齐：%(what)s") % {"what": lack_words(*one)} for one in part.lacks)
    return Chapter(part.title, notes, tuple(grids))
