"""The publicity log: the list with its totals and workbook, one entry with its proof, a new one, taking one back."""

from collections.abc import Iterator
from typing import Any, Final
from uuid import UUID

from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from nuandong.files.storing import read
from nuandong.geo.codes import Level
from nuandong.kernel.clock import local_date
from nuandong.kernel.errors import NotFound
from nuandong.kernel.text import gettext_noop
from nuandong.org import permissions
from nuandong.plans.engine.records import STATUS_TITLES, Status
from nuandong.publicity import selectors
from nuandong.publicity.actions.record_announcement import PROOF, RECORD, Said, record_announcement
from nuandong.publicity.actions.void_announcement import void_announcement
from nuandong.publicity.catalogue import channels
from nuandong.publicity.policies.announcement import can_void
from nuandong.publicity.selectors import Wanted
from nuandong.publicity.selectors_opinion import SEE as SEE_OPINIONS
from nuandong.publicity.serving import servable
from nuandong.web import behalf, wording
from nuandong.web.fields import stored, uploads
from nuandong.web.form_page import form_page, posted, select_box
from nuandong.web.http import SignedRequest
from nuandong.web.pages.compliance.saying import TONES as STATUS_TONES
from nuandong.web.pages.journal.presenting import day
from nuandong.web.pages.publicity import forms, showing
from nuandong.web.pages.tasks import choices
from nuandong.web.pages.tasks.exporting import MAX_ROWS, XLSX, book
from nuandong.web.pages.tasks.forms import ReasonForm
from nuandong.web.paging import SIZE, page_of, uuid_cursor
from nuandong.web.regions import region_choices

_WORDS: Final = 40
COLUMNS: Final = (
    gettext_noop("时间"),
    gettext_noop("宣传渠道"),
    gettext_noop("宣传内容"),
    gettext_noop("次数"),
    gettext_noop("份数"),
    gettext_noop("覆盖数"),
    gettext_noop("应覆盖数"),
    gettext_noop("单位"),
    gettext_noop("地区"),
    gettext_noop("链接"),
    gettext_noop("照片数"),
    gettext_noop("登记人"),
    gettext_noop("编号"),
)


@require_safe
def announcements(request: SignedRequest) -> HttpResponse:
    """What was made known, newest first, with what each channel came to."""
    wanted, after = asked(request), uuid_cursor(request.GET.get("after"))
    rows = selectors.announcements(request.actor, wanted=wanted, after=after, limit=SIZE + 1)
    page = page_of(rows, key=lambda row: row.id, cursor=after)
    regions = region_choices(
        request.actor, local_date(request.now), deepest=Level.TOWNSHIP, blank=_("全部"), whole=True
    )
    context = {
        "page": page,
        "lines": showing.announcement_lines(page.rows, request.now),
        "totals": _totals(request, wanted) if after is None else [],
        "channel_box": select_box("channel", [("", _("全部")), *_channels()], wanted.channel),
        "unit_box": select_box("unit", [("", _("全部")), *choices.units(request.actor)], str(wanted.unit or "")),
        "region_box": select_box("region", regions, str(wanted.region or "")),
        "since": wanted.since.isoformat() if wanted.since else "",
        "until": wanted.until.isoformat() if wanted.until else "",
        "words": wanted.words,
        "filtered": wanted != selectors.ALL,
        "may_record": permissions.allows(request.actor, RECORD),
        "may_opinions": permissions.allows(request.actor, SEE_OPINIONS),
    }
    return render(request, "publicity/list.html", context)


@require_safe
def export(request: SignedRequest) -> FileResponse:
    """The same list as a workbook."""
    file = book(_("宣传台账"), COLUMNS, _cells(request, asked(request)))
    name = _("宣传台账-%(day)s") % {"day": local_date(request.now).isoformat()}
    return FileResponse(file, as_attachment=True, filename=f"{name}.xlsx", content_type=XLSX)


@require_safe
def announcement(request: SignedRequest, announcement_id: UUID) -> HttpResponse:
    """One entry: its proof, and the duties of plans that it meets."""
    row = selectors.announcement(announcement_id, by=request.actor)
    may = permissions.allows(request.actor, RECORD, region=row.region)
    served = selectors.instances_served(row, now=request.now)
    context = {
        "row": row,
        "line": showing.announcement_lines([row], request.now)[0],
        "photos": range(len(row.files)),
        "served": [
            {
                "id": one.id,
                "title": one.obligation.title,
                "plan": one.obligation.version.title,
                "status": _(STATUS_TITLES[Status(one.status)]),
                "tone": STATUS_TONES[Status(one.status)],
            }
            for one in served
        ],
        "may_void": may and can_void(row, request.actor),
        "crumbs": _crumbs(),
    }
    return render(request, "publicity/announcement.html", context)


@never_cache
@require_safe
def photo(request: SignedRequest, announcement_id: UUID, photo: int) -> HttpResponse:
    """A photo that proves it, counted from 0."""
    row = selectors.announcement(announcement_id, by=request.actor)
    if not 0 <= photo < len(row.files):
        raise NotFound("publicity.no_photo", gettext_noop("没有这张照片。"), gettext_noop("请从登记页打开。"))
    data, mime = read(row.files[photo])
    return HttpResponse(data, content_type=mime)


@require_http_methods(["GET", "POST"])
def record(request: SignedRequest) -> HttpResponse:
    """What was made known, on a phone in the village or at a desk."""

    def do(data: dict[str, Any]) -> UUID:
        region = data["region"]
        by = behalf.actor(request, data, region=region)
        kept = [stored(request, one, region=region, purpose=PROOF) for one in data["photos"]]
        names = ("channel", "title", "times", "copies", "reached", "base", "link", "duty")
        said = Said(**{name: data[name] for name in names}, files=[one for one in kept if one])
        return record_announcement(by=by, now=request.now, region=region, said=said, acted_at=data["acted_at"]).id

    served = servable(request.now, region=request.actor.region)
    duties = [(str(one.duty), wording.noted(one.title, one.plan)) for one in served]
    form = behalf.offer(
        request,
        forms.AnnouncementForm(
            posted(request),
            uploads(request),
            choices={
                "channel": _channels(),
                "region": region_choices(request.actor, local_date(request.now)),
                "duty": [("", _("不指定")), *duties],
            },
            initial={"region": request.actor.region, "times": 1, "duty": request.GET.get("duty", "")},
        ),
    )
    return form_page(
        request,
        form,
        "publicity.record_announcement",
        do,
        title=_("登记宣传"),
        lead=_("登记后按渠道自动计入方案要求的宣传和覆盖率，不用再登记工作。"),
        back=reverse("publicity"),
        leads_to=lambda made: reverse("announcement", args=[made]),
        done=_("已登记。"),
        submit=_("登记"),
        template="publicity/record.html",
        crumbs=_crumbs(),
    )


@require_http_methods(["GET", "POST"])
def void(request: SignedRequest, announcement_id: UUID) -> HttpResponse:
    """Take an entry back, with a reason."""
    row = selectors.announcement(announcement_id, by=request.actor)

    def do(data: dict[str, Any]) -> UUID:
        return void_announcement(by=request.actor, now=request.now, announcement=row.id, reason=data["reason"]).id

    return form_page(
        request,
        ReasonForm(posted(request)),
        "publicity.void_announcement",
        do,
        title=_("作废宣传登记"),
        lead=_("作废后不再计入方案要求，记录仍然留存。"),
        back=reverse("announcement", args=[row.id]),
        done=_("已作废。"),
        submit=_("作废"),
        danger=True,
        facts=[(_("宣传内容"), row.title)],
        crumbs=_crumbs(),
    )


def asked(request: SignedRequest) -> Wanted:
    """The filters of an address; what is mangled filters nothing."""
    query = request.GET
    channel, region = query.get("channel", ""), query.get("region", "")
    return Wanted(
        channel=channel if channel in channels() else "",
        unit=uuid_cursor(query.get("unit")),
        region=int(region) if region.isdigit() and request.actor.sees(int(region)) else None,
        duty=uuid_cursor(query.get("duty")),
        since=day(query.get("since", "")),
        until=day(query.get("until", "")),
        words=query.get("words", "").strip()[:_WORDS],
    )


def _totals(request: SignedRequest, wanted: Wanted) -> list[dict[str, Any]]:
    return [
        {
            "code": one.channel,
            "channel": showing.channel_words(one.channel),
            "entries": one.entries,
            "times": one.times,
            **showing.amounts(one.channel, one.copies or None, one.reached or None),
        }
        for one in selectors.totals(request.actor, wanted=wanted)
    ]


def _channels() -> list[tuple[str, str]]:
    return [(code, wording.said(channel.title)) for code, channel in channels().items()]


def _crumbs() -> list[tuple[str, str]]:
    return [(_("宣传台账"), reverse("publicity"))]


def _cells(request: SignedRequest, wanted: Wanted) -> Iterator[list[str]]:
    for batch in selectors.batches(request.actor, wanted=wanted, most=MAX_ROWS):
        for line in showing.announcement_lines(batch, request.now):
            row = line["row"]
            yield [
                wording.full_moment(row.at),
                line["channel"],
                row.title,
                str(row.times),
                line["copies"],
                line["reached"],
                line["base"],
                line["unit"],
                line["path"],
                row.link,
                str(len(row.files)),
                line["who"],
                str(row.id),
            ]
