"""Chapters on who looked and what came of it: reports, draws, findings, tasks, the journal."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from nuandong.geo import selectors as divisions
from nuandong.journal.verification import TROUBLE_WORDS, verify
from nuandong.kernel.actors import SYSTEM
from nuandong.org import scope
from nuandong.org import selectors as org
from nuandong.reports import keeping, selectors
from nuandong.reports.inspection.rolls import roll, rolled
from nuandong.reports.inspection.shape import Asked, Attached, Chapter, Grid, Row, minute
from nuandong.reports.papers.composing import file_name, paper, term_words
from nuandong.reports.papers.typesetting import pdf
from nuandong.supervision import repeating
from nuandong.supervision import selectors as supervision
from nuandong.supervision.kinds import WAITING, FindingState, Severity
from nuandong.supervision.policies.finding import is_waiting
from nuandong.tasks import selectors as tasks
from nuandong.tasks.policies.task import is_late
from nuandong.tasks.states import TaskState

if TYPE_CHECKING:
    from nuandong.supervision.models import Draw
    from nuandong.tasks.models import Task

PAPERS: Final = 120
"""Reports that are attached as files; the table names all of them."""
_TROUBLES: Final = 50


def reports(asked: Asked) -> Chapter:
    """What went up, by whom signed, whether it is still what the journal was told; each as PDF beside."""
    found = selectors.sent(asked.by, first=asked.first, last=asked.last, within=asked.within)
    names = org.names_of([one for row in found for one in (row.author, row.signed_by) if one])
    places = divisions.names({row.region for row in found}, asked.last)
    rows: list[Row] = []
    files: list[Attached] = []
    for row in found:
        content = keeping.content_of(row)
        whole = content.digest() == row.digest == selectors.sealed_as(row)
        rows.append(
            (
                content.title,
                places.get(row.region, str(row.region)),
                term_words(row.first_day, row.last_day),
                str(row.version),
                names.get(row.author, ""),
                names.get(row.signed_by, "") if row.signed_by else "",
                minute(row.submitted_at),
                _("是") if row.submitted_at and row.submitted_at <= row.due_at else _("否"),
                _("一致") if whole else _("不一致"),
                row.digest,
            )
        )
        if len(files) < PAPERS:
            files.append(Attached(f"{_('报表')}/{file_name(content)}-{row.id}.pdf", pdf(paper(content, row))))
    heads = (_("报表"), _("地区"), _("报告期"), _("版本"), _("填报"), _("签批"), _("报送时间"), _("按时"))
    grid = Grid("", (*heads, _("与日志"), _("SHA-256")), (13, 8, 13, 5, 8, 8, 12, 5, 7, 21), tuple(rows))
    notes = (_("PDF 附了前 %(n)d 份。") % {"n": PAPERS},) if len(rows) > PAPERS else ()
    return Chapter(_("报送的报表"), notes, (grid,), tuple(files))


def draws(asked: Asked) -> Chapter:
    """Random draws with their seeds, each drawn again now."""
    found = list(_draws(asked))
    people = org.names_of([row.made_by for row in found])
    drawn: dict[UUID, int] = {}
    for pick in supervision.picks([row.id for row in found]):
        drawn[pick.draw_id] = drawn.get(pick.draw_id, 0) + 1
    rows = tuple(
        (
            row.title,
            minute(row.made_at),
            people.get(row.made_by, ""),
            str(drawn.get(row.id, 0)),
            row.seed,
            row.digest,
            _("一致") if repeating.repeat(row).same else _("不一致"),
        )
        for row in found
    )
    heads = (_("抽查"), _("时间"), _("抽取人"), _("抽中"), _("种子"), _("名录摘要"), _("重新演算"))
    note = _("用种子和留存的名录可以重新演算，结果与留存的结果、工作日志比较。")
    return Chapter(_("随机抽查"), (note,), (Grid("", heads, (16, 13, 9, 6, 22, 22, 12), rows),))


def findings(asked: Asked) -> Chapter:
    """What supervision found, and what the re-check said."""
    heads = (_("问题"), _("责任单位"), _("程度"), _("提出时间"), _("整改期限"), _("状态"), _("销号时间"), _("复查未过"))
    found = roll(_("督查问题"), heads, (28, 14, 7, 12, 12, 8, 12, 7), _findings(asked))
    return rolled(_("督查问题和复查"), (), (found,))


def _findings(asked: Asked) -> Iterator[Row]:
    for batch in supervision.finding_batches(asked.by, now=asked.now):
        units = org.unit_names([row.unit for row in batch])
        yield from (
            (
                row.what,
                units.get(row.unit, ""),
                str(Severity(row.severity).label),
                minute(row.raised_at),
                minute(row.due_at),
                str(WAITING if is_waiting(row) else FindingState(row.state).label),
                minute(row.closed_at),
                str(row.failed),
            )
            for row in batch
            if asked.holds(row.region, row.raised_at)
        )


def work(asked: Asked) -> Chapter:
    """Tasks of the days, and those of them that are or were late."""
    heads = (_("任务"), _("责任单位"), _("责任人"), _("完成期限"), _("完成时间"))
    widths = (36, 18, 10, 14, 14, 8)
    late: list[Row] = []

    def every() -> Iterator[Row]:
        for words, state, reason in _tasks(asked):
            if reason:
                late.append((*words, reason))
            yield (*words, state)

    all_of_them = roll(_("任务清单"), (*heads, _("状态")), widths, every())
    overdue = roll(_("问责清单：超期的任务"), (*heads, _("原因")), widths, late)
    return rolled(_("任务和问责"), (), (all_of_them, overdue))


def _tasks(asked: Asked) -> Iterator[tuple[Row, str, str]]:
    """Each task of the days in words, its state, and whether it was explained if it is or was late, else nothing."""
    for batch in tasks.task_batches(asked.by, now=asked.now):
        held = [row for row in batch if _of_the_days(row, asked)]
        units = org.unit_names([row.unit for row in held])
        people = org.names_of([row.responsible for row in held if row.responsible])
        for row in held:
            who = people.get(row.responsible, "") if row.responsible else ""
            over = is_late(row, asked.now) or (row.completed_at is not None and row.completed_at > row.due_at)
            reason = _("已说明") if row.explained_event else _("未说明")
            words = (row.title, units.get(row.unit, ""), who, minute(row.due_at), minute(row.completed_at))
            yield words, str(TaskState(row.state).label), reason if over else ""


def _of_the_days(row: "Task", asked: Asked) -> bool:
    return asked.within.contains(row.region) and row.assigned_at < asked.end and row.due_at >= asked.start


def journal(asked: Asked) -> Chapter:
    """Whether the record is still what was sealed: the whole chain, not only of this region."""
    with scope.enter(SYSTEM):
        found = verify(anchor_file=settings.NUANDONG_ANCHOR_FILE)
    rows: list[Row] = [
        (_("核验时间"), minute(asked.now)),
        (_("封条"), str(found.seals)),
        (_("已封存的记录"), str(found.sealed)),
        (_("尚未封存的记录"), str(found.unsealed)),
        (_("结论"), _("全部一致") if found.sound else _("有 %(n)d 处不一致") % {"n": len(found.findings)}),
    ]
    grids = [Grid("", (_("项目"), _("结果")), (40, 60), tuple(rows))]
    if found.findings:
        troubles = tuple(
            (_(TROUBLE_WORDS[one.trouble]), str(one.event or ""), str(one.seal or ""))
            for one in found.findings[:_TROUBLES]
        )
        grids.append(Grid(_("不一致之处"), (_("情况"), _("记录"), _("封条")), (40, 45, 15), troubles))
    return Chapter(_("工作日志核验"), (_("工作日志只增不改，逐批封存，封条前后相接。"),), tuple(grids))


def _draws(asked: Asked) -> Iterator["Draw"]:
    """Draws of the days, their pools read as well, the newest first."""
    after: UUID | None = None
    while page := supervision.draws(asked.by, after=after):
        yield from (supervision.draw(row.id, by=asked.by) for row in page if asked.holds(row.region, row.made_at))
        if page[-1].made_at < asked.start:
            return
        after = page[-1].id
