"""Recording work, the list of what was recorded, one record, taking it back."""

from typing import Any, Final
from uuid import UUID

from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from nuandong.files.storing import read
from nuandong.kernel.clock import local_date
from nuandong.kernel.errors import NotFound
from nuandong.kernel.text import gettext_noop
from nuandong.org import permissions
from nuandong.tasks import selectors
from nuandong.tasks.actions.record_work import RECORD, Done, record_work
from nuandong.tasks.actions.void_work import void_work
from nuandong.tasks.evidence import EVIDENCE
from nuandong.tasks.kinds_of_work import families, kinds
from nuandong.tasks.policies.work import can_void
from nuandong.web import behalf, wording
from nuandong.web.fields import stored, uploads
from nuandong.web.form_page import form_page, posted, select_box
from nuandong.web.http import SignedRequest
from nuandong.web.pages.tasks import exporting, forms, showing
from nuandong.web.paging import SIZE, page_of, uuid_cursor
from nuandong.web.regions import region_choices

_RECENT: Final = 5
Data = dict[str, Any]


@require_safe
def works(request: SignedRequest) -> HttpResponse:
    """What was recorded, newest first, by family or kind of work."""
    kind, family = _asked(request)
    after = uuid_cursor(request.GET.get("after"))
    voided = request.GET.get("voided") == "1"
    rows = selectors.works(
        request.actor, kind=kind, family=showing.codes_of(family), voided=voided, after=after, limit=SIZE + 1
    )
    page = page_of(rows, key=lambda row: row.id, cursor=after)
    context = {
        "page": page,
        "lines": showing.work_lines(page.rows, request.now),
        "family_box": select_box(
            "family", [("", _("全部")), *((code, wording.said(title)) for code, title in families().items())], family
        ),
        "kind_box": select_box("kind", [("", _("全部")), *_kinds()], kind),
        "voided": voided,
        "filtered": bool(kind or family or voided),
        "may_record": permissions.allows(request.actor, RECORD),
    }
    return render(request, "tasks/works.html", context)


@require_safe
def export(request: SignedRequest) -> FileResponse:
    """The same as a workbook."""
    kind, family = _asked(request)
    file = exporting.works_book(request.actor, request.now, kind=kind, family=showing.codes_of(family))
    name = _("工作登记-%(day)s") % {"day": local_date(request.now).isoformat()}
    return FileResponse(file, as_attachment=True, filename=f"{name}.xlsx", content_type=exporting.XLSX)


@require_http_methods(["GET", "POST"])
def record(request: SignedRequest) -> HttpResponse:
    """Which work, how much, when, where; the photo in one press. `task` in the address ties it to a task."""
    subject = _subject(request)

    def do(data: Data) -> UUID:
        by = behalf.actor(request, data, region=data["region"])
        return record_work(
            by=by,
            now=request.now,
            region=data["region"],
            subject=subject,
            acted_at=data["acted_at"],
            what=Done(
                work=showing.code_said(data["work"]),
                done=data["done"],
                base=data["base"],
                note=data["note"],
                file=stored(request, data["photo"], region=data["region"], purpose=EVIDENCE),
            ),
        ).id

    form = behalf.offer(
        request,
        forms.WorkForm(
            posted(request),
            uploads(request),
            choices={"region": region_choices(request.actor, local_date(request.now))},
            initial={"region": request.actor.region, "work": showing.kind_words(request.GET.get("kind", ""))},
        ),
    )
    return form_page(
        request,
        form,
        "tasks.record_work",
        do,
        title=_("登记工作"),
        lead=_("没有专门页面的工作在这里登记；方案要求的次数和比例按登记自动核对。"),
        back=reverse("task", args=[subject]) if subject else reverse("works"),
        done=_("已登记。"),
        submit=_("登记"),
        template="tasks/record.html",
        kinds=[(showing.kind_words(code), wording.said(families()[kind.family])) for code, kind in kinds().items()],
        recent=_recent(request),
        crumbs=[(_("工作登记"), reverse("works"))],
    )


@require_safe
def work(request: SignedRequest, record_id: UUID) -> HttpResponse:
    """One record."""
    row = selectors.work(record_id, by=request.actor)
    may = permissions.allows(request.actor, RECORD, region=row.region)
    context = {
        "row": row,
        "line": showing.work_lines([row], request.now)[0],
        "note": selectors.note_of(row) if may else "",
        "may_void": may and can_void(row, request.actor),
        "crumbs": [(_("工作登记"), reverse("works"))],
    }
    return render(request, "tasks/work.html", context)


@never_cache
@require_safe
def photo(request: SignedRequest, record_id: UUID) -> HttpResponse:
    """The photo of a record."""
    row = selectors.work(record_id, by=request.actor)
    if row.file is None:
        raise NotFound("tasks.no_photo", gettext_noop("没有这张照片。"), gettext_noop("请从登记页打开。"))
    data, mime = read(row.file)
    return HttpResponse(data, content_type=mime)


@require_http_methods(["GET", "POST"])
def void(request: SignedRequest, record_id: UUID) -> HttpResponse:
    """Take it back."""
    row = selectors.work(record_id, by=request.actor)
    line = showing.work_lines([row], request.now)[0]
    back = reverse("work", args=[row.id])
    return form_page(
        request,
        forms.ReasonForm(posted(request)),
        "tasks.void_work",
        lambda data: void_work(by=request.actor, now=request.now, record=row.id, reason=data["reason"]).id,
        title=_("作废工作登记"),
        lead=_("作废后不再计数，记录仍然保留；要更正数字，请再登记一条。"),
        back=back,
        done=_("已作废。"),
        submit=_("作废"),
        danger=True,
        facts=[(_("工作类别"), line["what"]), (_("完成数量"), line["done"]), (_("单位"), line["unit"])],
        crumbs=[(_("工作登记"), reverse("works")), (line["what"], back)],
    )


def _asked(request: SignedRequest) -> tuple[str, str]:
    kind, family = request.GET.get("kind", ""), request.GET.get("family", "")
    return (kind if kind in kinds() else ""), (family if family in families() else "")


def _kinds() -> list[tuple[str, list[tuple[str, str]]]]:
    """Kinds of work under the title of their family."""
    return [
        (wording.said(title), [(code, showing.kind_words(code)) for code in showing.codes_of(family)])
        for family, title in families().items()
    ]


def _subject(request: SignedRequest) -> UUID | None:
    """The task of the address; NotFound for one of elsewhere."""
    asked = uuid_cursor(request.GET.get("task"))
    return selectors.task(asked).id if asked else None


def _recent(request: SignedRequest) -> list[dict[str, Any]]:
    rows = selectors.works(request.actor, unit=request.actor.unit, limit=_RECENT)
    return showing.work_lines(rows, request.now)
