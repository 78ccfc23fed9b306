"""The lists of a plan line by line: who is helped, things, what notices show, resources."""

from django.utils.translation import gettext as _

from nuandong.plans.contents import fields_checked, goods_checked, goods_words
from nuandong.plans.schema import Plan, Strength
from nuandong.plans.schema.sections import (
    ELIGIBILITY_TITLES,
    ITEM_TITLES,
    NOTICE_FIELDS,
    NOTICE_KINDS,
    OCCASION_TITLES,
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
        *_strength(one.strength),
    )


def _items(one: Items) -> Entry:
    whom = _("对象：%(whom)s") % {"whom": one.whom} if one.whom else None
    checked = None
    if goods_checked(one):
        parts = {"occasion": _(OCCASION_TITLES[one.occasion]), "goods": wording.listing(map(_, goods_words(one.goods)))}
        checked = _("%(occasion)s核对：%(goods)s；没有的要写明原因。") % parts
    elif one.rule == "give":
        checked = _("这里不核对。")
    return Entry(
        one.title,
        _(ITEM_TITLES[one.rule]),
        wording.listing(one.items),
        _notes(whom, checked, one.note),
        one.source,
        *_strength(one.strength),
    )


def _notice(one: NoticeFields, steps: dict[str, str]) -> Entry:
    which = steps.get(one.step or "") or (_("每一次公示") if one.notice == "list" else _(NOTICE_KINDS[one.notice]))
    shown = wording.listing(_(NOTICE_FIELDS[one.notice][field]) for field in one.fields)
    checked = _("发布时核对，缺一项不能发布。") if fields_checked(one) else _("这里不核对。")
    return Entry(one.title, which, shown, _notes(checked, one.note), one.source, *_strength(one.strength))


def _strength(strength: Strength) -> tuple[str, str]:
    return saying.strength_words(strength), saying.STRENGTH_TONES[strength]


def _resource(one: Resource) -> Entry:
    count = _("数量：%(n)d") % {"n": one.count} if one.count is not None else None
    return Entry(one.title, _(RESOURCE_TITLES[one.kind]), one.holder or "", _notes(count, one.note), one.source)


def _notes(*notes: str | None) -> list[str]:
    return [note for note in notes if note]
