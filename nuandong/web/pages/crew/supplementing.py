"""More is known about somebody met while the encounter is open: what he is, whether he is willing, where, photos."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from nuandong.rescue import selectors_encounter
from nuandong.rescue.actions.supplement_encounter import Later, supplement_encounter
from nuandong.web.encounters import who
from nuandong.web.fields import stored, words_field
from nuandong.web.form_page import form_page
from nuandong.web.http import SignedRequest
from nuandong.web.pages.clues.showing import reads_words
from nuandong.web.pages.crew.forms import MeetForm
from nuandong.web.pages.crew.meeting import WILLING, one

PURPOSE = "rescue.encounter.photo"
SHOWN = {
    *("command_key", "typed_at", "categories", "reason", "age_band", "sex", "willing", "photos", "note", "place_text"),
    *("lat", "lng"),
}


class MoreForm(MeetForm):
    """What was recorded, to be added to or put right."""

    reason = words_field(
        gettext_lazy("取消保护性类别的原因"), rows=2, help_text=gettext_lazy("去掉未成年人等保护性类别时必填。")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in set(self.fields) - SHOWN:
            del self.fields[name]
        self.fields["willing"].choices = [  # type: ignore[attr-defined]
            ("", _("与登记时相同")),
            ("yes", _("愿意")),
            ("no", _("不愿意")),
        ]
        self.fields["place_text"].help_text = _("留空时不改。")


@require_http_methods(["GET", "POST"])
def supplement(request: SignedRequest, encounter_id: UUID) -> HttpResponse:
    """Add to or correct what was recorded before the encounter comes to its end."""
    row = one(encounter_id)
    note = selectors_encounter.note_of(row) if reads_words(request.actor) else ""
    initial = {
        "categories": row.categories,
        "sex": row.sex,
        "age_band": row.age_band,
        "place_text": row.place_text,
        "note": note,
    }

    def do(data: dict[str, Any]) -> UUID:
        photos = [stored(request, file, region=row.region, purpose=PURPOSE) for file in data["photos"]]
        later = Later(
            categories=data["categories"],
            sex=data["sex"],
            age_band=data["age_band"],
            willing=WILLING[data["willing"]],
            place_text=data["place_text"] or None,
            at=MoreForm.point(data),
            note=data["note"] if data["note"] != note else None,
            photos=[photo for photo in photos if photo],
        )
        return supplement_encounter(
            by=request.actor, now=request.now, encounter=encounter_id, later=later, reason=data["reason"]
        ).id

    back = reverse("encounter", args=[encounter_id])
    return form_page(
        request,
        MoreForm(request.POST or None, request.FILES or None, initial=initial),
        "rescue.supplement_encounter",
        do,
        title=_("补充现场情况"),
        back=back,
        done=_("已补充。"),
        template="crew/supplement.html",
        place=row.place_text,
        crumbs=[(who(row.categories), back)],
    )
