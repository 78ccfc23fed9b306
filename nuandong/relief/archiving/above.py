"""What only a township's or a county's archive holds: sums and registers. Names stay in the archives of villages."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

from django.db.models import Count, Sum
from django.utils.translation import gettext as _

from nuandong.geo import selectors as divisions
from nuandong.geo.areas import in_region
from nuandong.geo.codes import Level, at_level, level_of
from nuandong.kernel.clock import local_date
from nuandong.kernel.errors import NotNow
from nuandong.kernel.money import format_yuan
from nuandong.relief.archiving.shape import Held, Lack, Part
from nuandong.relief.evaluating import FIGURES, UNITS, shown
from nuandong.relief.models import Application, Archive, Decision, Evaluation, PayoutLine, Season
from nuandong.relief.papers.book import written
from nuandong.relief.papers.filling import archived_paper, papers
from nuandong.relief.papers.homes import Reader
from nuandong.relief.steps import DecisionState, LineState


def decisions(season: Season) -> Part:
    """The lists that the county decided on: how many, how much, and the sum of what was signed."""
    rows = list(Decision.objects.filter(season=season, state=DecisionState.DECIDED).order_by("number"))
    said = tuple(
        (
            str(one.number),
            f"{local_date(one.decided_at):%Y-%m-%d}" if one.decided_at else "",
            str(one.households),
            format_yuan(one.total_fen),
            one.list_hash,
        )
        for one in rows
    )
    heads = (_("次数"), _("审定日期"), _("户数"), _("金额（元）"), _("名册摘要"))
    return Part(_("县级审定"), heads, (8, 16, 12, 20, 44), said, (), () if rows else (("decision", ""),))


def evaluation(season: Season) -> Part:
    """What was signed of what the season has come to: figures as they stood, targets and words."""
    row = Evaluation.objects.filter(season=season, signed_at__isnull=False).order_by("-number").first()
    heads = (_("项目"), _("数量"), _("单位"))
    if row is None:
        return Part(_("绩效评估"), heads, (60, 24, 16), (), (), (("evaluation", ""),))
    said = [
        (_(FIGURES[code].title), shown(FIGURES[code].unit, number), _(UNITS[FIGURES[code].unit]))
        for code, number in row.figures
    ]
    said += [(name, f"{reached} / {target}", unit) for name, unit, target, reached in row.targets]
    title = _("绩效评估-第%(number)d份") % {"number": row.number}
    words = "\n\n".join([title, row.effect, row.problems, row.practice, row.advice, row.digest])
    return Part(_("绩效评估"), heads, (60, 24, 16), tuple(said), (Held(f"{title}.txt", title, words.encode()),))


def payout_sums(season: Season, region: int) -> dict[UUID, tuple[int, int]]:
    """Payout → lines and fen of a place that count; one query."""
    lines = PayoutLine.objects.filter(in_region(region), payout__season=season).exclude(state=LineState.CANCELLED)
    rows = lines.values_list("payout").annotate(n=Count("id"), fen=Sum("amount_fen"))
    return {payout: (n, fen) for payout, n, fen in rows}


def tables(season: Season, region: int, on: date, reader: Reader) -> Part:
    """Every official table of places that has rows, as of a day."""
    place = divisions.name_path(region, on, top=Level.COUNTY).replace("/", "")
    files, said = [], []
    for form in papers().values():
        if form.per != "region":
            continue
        try:
            table = archived_paper(form, season, region, reader)
        except NotNow:
            # One whose rows do not stand yet, as shares before anything was allocated.
            continue
        if table.rows:
            data = written(table, f"{place} {season.year}").read()
            files.append(Held(f"{form.title}.xlsx", form.title, data))
            said.append((form.title, str(len(table.rows))))
    return Part(_("汇总表"), (_("表"), _("行数")), (80, 20), tuple(said), tuple(files))


def below(season: Season, region: int, on: date) -> Part:
    """The newest archive of every village with its sum; of a county those of its townships as well."""
    villages = set(Application.objects.filter(in_region(region), season=season).values_list("region", flat=True))
    codes = villages | {at_level(one, Level.TOWNSHIP) for one in villages}
    wanted = sorted(codes - {region})
    rows = Archive.objects.filter(season=season, region__in=wanted, made_at__isnull=False).order_by("version")
    newest = {one.region: one for one in rows.defer("content_sealed")}
    names = divisions.name_paths(wanted, on, top=Level.COUNTY) if wanted else {}
    said, lacks = [], list[Lack]()
    for code in wanted:
        name = names.get(code, str(code)).replace("/", "")
        one = newest.get(code)
        if one is None:
            lacks.append(("below", name))
            continue
        if one.missing:
            lacks.append(("below_lacks", name))
        said.append((name, str(one.version), str(one.files), str(len(one.missing)), one.digest))
    heads = (_("地区"), _("版本"), _("文件"), _("未齐"), "SHA-256")
    return Part(_("下级档案"), heads, (30, 8, 8, 8, 46), tuple(said), (), tuple(lacks))


def only_here(season: Season, region: int, on: date, reader: Reader) -> list[Callable[[], Part]]:
    """Makers of the chapters that villages do not have."""
    own: list[Callable[[], Part]] = [lambda: tables(season, region, on, reader), lambda: below(season, region, on)]
    return [lambda: decisions(season), *own, lambda: evaluation(season)] if level_of(region) == Level.COUNTY else own
