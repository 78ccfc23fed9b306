"""Acts on one stay: care, what is known, belongings, absence, long stays."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from nuandong.rescue import selectors_stay
from nuandong.rescue.actions.apply_for_placement import apply_for_placement
from nuandong.rescue.actions.change_stay import change_stay
from nuandong.rescue.actions.come_back import come_back
from nuandong.rescue.actions.deposit_belongings import Thing, deposit_belongings
from nuandong.rescue.actions.give_care import give_care
from nuandong.rescue.actions.report_absence import report_absence
from nuandong.rescue.actions.return_belongings import return_belongings
from nuandong.rescue.actions.review_stay import review_stay
from nuandong.rescue.lookups_station import stay_of
from nuandong.web import behalf
from nuandong.web.fields import stored, uploads
from nuandong.web.form_page import form_page, posted
from nuandong.web.forms import PageForm
from nuandong.web.http import SignedRequest
from nuandong.web.pages.stays import forms, forms_care, showing
from nuandong.web.pages.stays.intake import PURPOSE
from nuandong.web.taking_over import taken

if TYPE_CHECKING:
    from nuandong.rescue.models import Stay

Data = dict[str, Any]


def act(
    request: SignedRequest,
    row: "Stay",
    form: PageForm,
    name: str,
    do: Callable[[Data], object],
    *,
    title: str,
    done: str,
    **context: Any,
) -> HttpResponse:
    """The page of one act on a stay; it leads back to the page of the stay."""

    def carry_out(data: Data) -> UUID:
        do(data)
        return row.id

    facts = [(_("编号"), row.number), (_("性别和年龄"), showing.looks(row))]
    back = reverse("stay", args=[row.id])
    return form_page(
        request,
        form,
        f"rescue.{name}",
        carry_out,
        title=title,
        back=back,
        done=done,
        facts=facts,
        template="stays/act.html",
        crumbs=[(_("救助站"), reverse("stays")), (row.number, back)],
        **context,
    )


@require_http_methods(["GET", "POST"])
def care(request: SignedRequest, stay_id: UUID) -> HttpResponse:
    """A line of the care log; most come as one press on the page of the stay."""
    row = stay_of(stay_id)

    def do(data: Data) -> object:
        return give_care(
            by=behalf.actor(request, data, region=row.region),
            now=request.now,
            stay=stay_id,
            kind=data["kind"],
            text=data["text"],
            acted_at=data["acted_at"],
        )

    form = forms_care.CareForm(posted(request), uploads(request), initial={"kind": request.GET.get("kind", "")})
    behalf.offer(request, form)
    return act(request, row, form, "give_care", do, title=_("照料记录"), done=_("已记录。"))


@require_http_methods(["GET", "POST"])
def change(request: SignedRequest, stay_id: UUID) -> HttpResponse:
    """Flags, identity, sex and age as seen."""
    row = stay_of(stay_id)

    def do(data: Data) -> object:
        said = {key: data[key] for key in ("flags", "identity", "papers_checked", "sex", "age", "reason")}
        return change_stay(by=request.actor, now=request.now, stay=stay_id, **said)

    over = taken(request, about=row.id)
    initial = {"identity": row.identity, "sex": row.sex, "age": row.age} | over.stay()
    # The system's words may not name all that we know: none of ours goes out unseen.
    initial["flags"] = sorted({*row.flags, *initial.get("flags", ())})
    return act(
        request,
        row,
        forms.ChangeForm(posted(request), initial=initial),
        "change_stay",
        do,
        title=_("变更在站情况"),
        done=_("已保存。"),
        lead=_("标注疑似被拐卖或遭受家庭暴力后，寻亲公告自动暂缓，由公安机关答复后解除。"),
        leads_to=lambda _made: over.settle(request) or reverse("stay", args=[row.id]),
    )


@require_http_methods(["GET", "POST"])
def deposit(request: SignedRequest, stay_id: UUID) -> HttpResponse:
    """Something into keeping."""
    row = stay_of(stay_id)

    def do(data: Data) -> object:
        photo = stored(request, data["photo"], region=row.region, purpose=PURPOSE)
        thing = Thing(what=data["what"], count=data["count"], prohibited=data["prohibited"], photo=photo)
        return deposit_belongings(by=request.actor, now=request.now, stay=stay_id, things=[thing])

    form = forms_care.DepositForm(posted(request), uploads(request))
    return act(request, row, form, "deposit_belongings", do, title=_("保管物品"), done=_("物品已登记保管。"))


@require_http_methods(["GET", "POST"])
def give_back(request: SignedRequest, stay_id: UUID) -> HttpResponse:
    """Something out of keeping, also after the stay."""
    found = selectors_stay.detail(stay_id, by=request.actor, now=request.now)
    things = [
        (str(one.id), _("%(what)s %(count)d 件") % {"what": one.what, "count": one.count})
        for one in found.belongings
        if one.returned_at is None and not one.prohibited
    ]

    def do(data: Data) -> object:
        return return_belongings(by=request.actor, now=request.now, stay=stay_id, things=data["things"], to=data["to"])

    form = forms_care.ReturnForm(
        posted(request), choices={"things": things}, initial={"things": [key for key, _words in things]}
    )
    title, done = _("返还物品"), _("物品已返还。")
    return act(request, found.stay, form, "return_belongings", do, title=title, done=done, submit=title)


@require_http_methods(["GET", "POST"])
def absence(request: SignedRequest, stay_id: UUID) -> HttpResponse:
    """Gone, and nobody knows why."""

    def do(data: Data) -> object:
        said = {key: data[key] for key in ("police", "note", "acted_at")}
        return report_absence(by=request.actor, now=request.now, stay=stay_id, **said)

    return act(
        request,
        stay_of(stay_id),
        forms_care.PoliceForm(posted(request)),
        "report_absence",
        do,
        title=_("登记去向不明"),
        done=_("已登记，床位已空出；请继续查找。"),
        lead=_("先报警，再登记；时间填发现离开的时间。"),
        submit=_("已报警，登记"),
        danger=True,
    )


def _simple(
    name: str,
    form: type[PageForm],
    title: Any,
    done: Any,
    do: Callable[[SignedRequest, UUID, Data], object],
    lead: Any = "",
) -> Any:
    """The page of an act whose form holds its arguments."""

    @require_http_methods(["GET", "POST"])
    def view(request: SignedRequest, stay_id: UUID) -> HttpResponse:
        return act(
            request,
            stay_of(stay_id),
            form(posted(request)),
            name,
            lambda data: do(request, stay_id, data),
            title=str(title),
            done=str(done),
            lead=str(lead),
        )

    return view


back = _simple(
    "come_back",
    forms_care.MomentForm,
    gettext_lazy("登记返站"),
    gettext_lazy("已返站；请安排床位。"),
    lambda request, stay, data: come_back(by=request.actor, now=request.now, stay=stay, acted_at=data["acted_at"]),
    gettext_lazy("各项时限没有停。"),
)
review = _simple(
    "review_stay",
    forms_care.ReviewForm,
    gettext_lazy("滞站审核"),
    gettext_lazy("审核已登记。"),
    lambda request, stay, data: review_stay(
        by=request.actor, now=request.now, stay=stay, filed=data["filed"], reason=data["reason"]
    ),
)
placement = _simple(
    "apply_for_placement",
    forms_care.ReasonForm,
    gettext_lazy("申请安置"),
    gettext_lazy("安置申请已登记。"),
    lambda request, stay, data: apply_for_placement(
        by=request.actor, now=request.now, stay=stay, reason=data["reason"]
    ),
)
