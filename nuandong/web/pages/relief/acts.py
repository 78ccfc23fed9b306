"""Uploading, saying what the columns are, confirming, giving up, withdrawing: one form each."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from nuandong.kernel.clock import local_date
from nuandong.plans.schema.plan import season_year
from nuandong.relief import rules, selectors
from nuandong.relief.actions.ask_copy import ask_copy
from nuandong.relief.actions.confirm_ledger import confirm_ledger
from nuandong.relief.actions.end_ledger import drop_ledger, withdraw_ledger
from nuandong.relief.actions.map_columns import map_columns
from nuandong.relief.actions.upload_ledger import upload_ledger
from nuandong.relief.forms.library import OFFICIAL, form_of
from nuandong.relief.reading.door import MAX_BYTES
from nuandong.web.form_page import form_page, posted
from nuandong.web.forms import PageForm
from nuandong.web.http import SignedRequest
from nuandong.web.pages.relief.forms import ConfirmForm, LedgerColumnsForm, LedgerForm, WithdrawForm
from nuandong.web.regions import region_choices


@require_http_methods(["GET", "POST"])
def upload(request: SignedRequest) -> HttpResponse:
    """A ledger, to be checked in the background."""
    today = local_date(request.now)
    initial = {"region": request.actor.region, "season": season_year(today), "form": OFFICIAL}
    regions = region_choices(request.actor, today, whole=True)
    form = LedgerForm(posted(request), request.FILES or None, regions=regions, initial=initial)

    def do(data: dict[str, Any]) -> UUID:
        file = data["file"]
        return upload_ledger(
            by=request.actor,
            now=request.now,
            region=data["region"],
            season=data["season"],
            form=data["form"],
            name=file.name or "",
            data=file.read(MAX_BYTES + 1),
        ).id

    return form_page(
        request,
        form,
        "relief.upload_ledger",
        do,
        title=_("导入台账"),
        lead=_("先核对，逐行列出错误，看过以后再确认；确认前不写入任何登记。"),
        back=reverse("relief-ledgers"),
        leads_to=_address,
        done=_("台账已收到，正在核对；可以离开这个页面，稍后再来看。"),
        submit=_("上传并核对"),
        icon="upload",
        crumbs=_crumbs(),
    )


@require_http_methods(["GET", "POST"])
def columns(request: SignedRequest, ledger_id: UUID) -> HttpResponse:
    """Which column is which field: proposed by the headings, remembered for the next sheet of this template."""
    row = rules.ledger_of(ledger_id, by=request.actor, permission=rules.IMPORT)
    layout = row.layout
    form = LedgerColumnsForm(
        posted(request),
        form=form_of(row.form),
        headings=layout.get("headings", []),
        samples=layout.get("samples", []),
        chosen=row.columns,
    )
    return form_page(
        request,
        form,
        "relief.map_columns",
        lambda _data: map_columns(by=request.actor, now=request.now, ledger=row.id, columns=form.columns()).id,
        title=_("核对各列是什么"),
        lead=_("左边是表里的列名，带 * 的必须有。同样表头的台账下次不用再选。"),
        back=_address(row.id),
        template="relief/columns.html",
        leads_to=_address,
        done=_("已保存，正在重新核对。"),
        submit=_("保存并核对"),
        crumbs=_crumbs(),
        facts=[(_("文件"), row.name), (_("表样"), form_of(row.form).title)],
    )


@require_http_methods(["GET", "POST"])
def confirm(request: SignedRequest, ledger_id: UUID) -> HttpResponse:
    """Have it taken over as it was shown."""
    row = rules.ledger_of(ledger_id, by=request.actor, permission=rules.CONFIRM)
    form = ConfirmForm(posted(request), rejected=row.rejected, initial={"found": row.found})

    def do(data: dict[str, Any]) -> UUID:
        partial = bool(data.get("partial"))
        return confirm_ledger(by=request.actor, now=request.now, ledger=row.id, found=data["found"], partial=partial).id

    return form_page(
        request,
        form,
        "relief.confirm_ledger",
        do,
        title=_("确认导入"),
        lead=_("一次全部写入，中途出错就全部不写。导入后没有新的台账时，可以整批撤回。"),
        back=_address(row.id),
        leads_to=_address,
        done=_("已确认，正在导入。"),
        submit=_("确认导入"),
        icon="file-import",
        crumbs=_crumbs(),
        facts=[
            (_("文件"), row.name),
            (_("合格"), _("%(n)d 行") % {"n": row.accepted}),
            (_("有错误"), _("%(n)d 行") % {"n": row.rejected}),
        ],
    )


@require_http_methods(["GET", "POST"])
def drop(request: SignedRequest, ledger_id: UUID) -> HttpResponse:
    """Give it up before it is imported."""
    row = rules.ledger_of(ledger_id, by=request.actor, permission=rules.IMPORT)
    return form_page(
        request,
        PageForm(posted(request)),
        "relief.drop_ledger",
        lambda _data: drop_ledger(by=request.actor, now=request.now, ledger=row.id).id,
        title=_("放弃这份台账"),
        lead=_("还没有导入，放弃后不留下任何登记；同一个文件可以再上传。"),
        back=_address(row.id),
        leads_to=_address,
        done=_("已放弃。"),
        submit=_("放弃"),
        danger=True,
        icon="trash",
        crumbs=_crumbs(),
        facts=[(_("文件"), row.name)],
    )


@require_http_methods(["GET", "POST"])
def copy(request: SignedRequest, ledger_id: UUID) -> HttpResponse:
    """Have the sheet written with what is wrong beside each cell."""
    row = rules.ledger_of(ledger_id, by=request.actor, permission=rules.IMPORT)
    rules.check_copy(row, request.actor)
    return form_page(
        request,
        PageForm(posted(request)),
        "relief.ask_copy",
        lambda _data: ask_copy(by=request.actor, now=request.now, ledger=row.id).ledger_id,
        title=_("制作标出错误的表"),
        lead=_("把每处错误写在原表的格子旁边，发回村里改正。表里的号码是完整的，七天后自动删除；谁下载了留有记录。"),
        back=_address(row.id),
        leads_to=_address,
        done=_("正在制作；可以离开这个页面，稍后再来下载。"),
        submit=_("制作"),
        icon="file-spreadsheet",
        crumbs=_crumbs(),
        facts=[(_("文件"), row.name)],
    )


@require_http_methods(["GET", "POST"])
def withdraw(request: SignedRequest, ledger_id: UUID) -> HttpResponse:
    """Take the whole batch back."""
    row = selectors.ledger(ledger_id, by=request.actor)
    return form_page(
        request,
        WithdrawForm(posted(request)),
        "relief.withdraw_ledger",
        lambda data: withdraw_ledger(by=request.actor, now=request.now, ledger=row.id, reason=data["reason"]).id,
        title=_("撤回整批台账"),
        lead=_("这一批的需救助情况全部撤回，恢复到导入以前；新登记的人员和家庭仍留在登记里。"),
        back=_address(row.id),
        leads_to=_address,
        done=_("已撤回。"),
        submit=_("撤回"),
        danger=True,
        icon="arrow-back-up",
        crumbs=_crumbs(),
        facts=[(_("文件"), row.name), (_("行数"), str(row.rows))],
    )


def _address(ledger: UUID) -> str:
    return reverse("relief-ledger", args=[ledger])


def _crumbs() -> list[tuple[str, str]]:
    return [(_("救助台账"), reverse("relief-ledgers"))]
