"""Looking over what was recorded: the signature under a later entry, the review after a rescue in severe weather."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from nuandong.org import selectors as org
from nuandong.rescue import selectors_encounter
from nuandong.rescue.actions.countersign_encounter import countersign_encounter
from nuandong.rescue.actions.review_encounter import review_encounter
from nuandong.rescue.kinds_encounter import Outcome
from nuandong.web.encounters import who
from nuandong.web.fields import words_field
from nuandong.web.form_page import form_page, posted
from nuandong.web.forms import PageForm
from nuandong.web.http import SignedRequest
from nuandong.web.pages.clues.showing import reads_words
from nuandong.web.pages.crew.afterwards import end_of_help
from nuandong.web.pages.crew.meeting import one
from nuandong.web.wording import full_moment

if TYPE_CHECKING:
    from nuandong.rescue.models import Encounter

TEMPLATE = "crew/checking.html"


class SignForm(PageForm):
    """Nothing to fill in: the signature is the press."""


class VerdictForm(PageForm):
    eligible = forms.TypedChoiceField(
        label=gettext_lazy("审查结果"),
        choices=[("yes", gettext_lazy("属于救助对象")), ("no", gettext_lazy("不属于救助对象"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    note = words_field(gettext_lazy("审查情况"), rows=2)


@require_http_methods(["GET", "POST"])
def countersign(request: SignedRequest, encounter_id: UUID) -> HttpResponse:
    """The leader compares a later entry with the photo of the paper and signs."""
    row = one(encounter_id)

    def do(data: dict[str, Any]) -> UUID:
        return countersign_encounter(by=request.actor, now=request.now, encounter=encounter_id).id

    return form_page(
        request,
        SignForm(posted(request)),
        "rescue.countersign_encounter",
        do,
        title=_("复核签字"),
        lead=_("对照纸质记录，确认补录的内容属实。"),
        back=reverse("encounter", args=[encounter_id]),
        done=_("已复核签字。"),
        submit=_("属实，签字"),
        icon="signature",
        template=TEMPLATE,
        sheet=row.sheet_photo,
        due=row.countersign_due,
        **_shown(request, row),
    )


@require_http_methods(["GET", "POST"])
def review(request: SignedRequest, encounter_id: UUID) -> HttpResponse:
    """Whether somebody taken in from snow and ice is one whom the station helps."""
    row = one(encounter_id)
    back = reverse("encounter", args=[encounter_id])

    def do(data: dict[str, Any]) -> UUID:
        return review_encounter(
            by=request.actor, now=request.now, encounter=encounter_id, eligible=data["eligible"], note=data["note"]
        ).id

    return form_page(
        request,
        VerdictForm(posted(request)),
        "rescue.review_encounter",
        do,
        title=_("补审查"),
        lead=_("恶劣天气先救助，审查后补；不属于救助对象的，由带班领导签批终止救助。"),
        back=back,
        done=_("审查结果已登记。"),
        leads_to=lambda made: end_of_help(one(made), request.actor) or back,
        icon="clipboard-check",
        template=TEMPLATE,
        due=row.review_due,
        **_shown(request, row),
    )


def _shown(request: SignedRequest, row: "Encounter") -> dict[str, Any]:
    """What was recorded, beside the paper it is compared with."""
    names = org.names_of([row.recorded_by])
    facts = [
        (_("人员类别"), who(row.categories)),
        (_("性别"), row.get_sex_display()),
        (_("年龄"), row.get_age_band_display()),
        (_("地点"), row.place_text or (row.place.name if row.place else "") or _("地点不详")),
        (_("实际时间"), full_moment(row.at)),
        (_("登记时间"), full_moment(row.recorded_at)),
        (_("登记人"), names.get(row.recorded_by, "")),
    ]
    if row.outcome:
        facts.append((_("处置结果"), str(Outcome(row.outcome).label)))
    return {
        "facts": facts,
        "encounter": row,
        "note": selectors_encounter.note_of(row) if reads_words(request.actor) else "",
        "crumbs": [(who(row.categories), reverse("encounter", args=[row.id]))],
    }
