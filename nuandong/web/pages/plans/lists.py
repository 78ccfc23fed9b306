"""The lists of a plan line by line: who is helped, things, what notices show, resources."""

from django.utils.translation import gettext as _

from nuandong.plans.schema import Plan
from nuandong.plans.schema.sections import (
    ELIGIBILITY_TITLES,
    ITEM_TITLES,
    NOTICE_TITLES,
    RESOURCE_TITLES,
    Eligibility,
    Items,
    NoticeFields,
    Resource,
)
from nuandong.web import wording
from nuandong.web.pages.plans import saying
from nuandong.web.pages.plans.contents import Entry


def sections(plan: Plan) -> dict[str, list[Entry]]:
    """The lists by the names that the template of the page uses."""
    steps = {step.id: step.title for procedure in plan.procedures for step in procedure.steps}
    return {
        "eligibility": [_eligibility(one) for one in plan.eligibility],
        "items": [_items(one) for one in plan.items],
        "notice_fields": [_notice(one, steps) for one in plan.notice_fields],
        "resources": [_resource(one) for one in plan.resources],
    }


def _eligibility(one: Eligibility) -> Entry:
    return Entry(
        one.title,
        _(ELIGIBILITY_TITLES[one.rule]),
        wording.listing(one.groups),
        _notes(one.note),
        one.source,
        saying.strength_words(one.strength),
        saying.STRENGTH_TONES[one.strength],
    )


def _items(one: Items) -> Entry:
    whom = _("对象：%(whom)s") % {"whom": one.whom} if one.whom else None
    return Entry(one.title, _(ITEM_TITLES[one.rule]), wording.listing(one.items), _notes(whom, one.note), one.source)


def _notice(one: NoticeFields, steps: dict[str, str]) -> Entry:
    which = steps.get(one.step or "") or _("每一次公示")
    shown = wording.listing(_(NOTICE_TITLES[field]) for field in one.fields)
    return Entry(one.title, which, shown, _notes(one.note), one.source)


def _resource(one: Resource) -> Entry:
    count = _("数量：%(n)d") % {"n": one.count} if one.count is not None else None
    return Entry(one.title, _(RESOURCE_TITLES[one.kind]), one.holder or "", _notes(count, one.note), one.source)


def _notes(*notes: str | None) -> list[str]:
    return [note for note in notes if note]
