"""What the `policy` commands print: standards described, mistakes of lists, sums; as lines or as JSON."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import typer
from django.utils.translation import gettext as _

from nuandong.cli._refusing import dumped
from nuandong.kernel.text import gettext_noop
from nuandong.policy.editions import AREAS, Column, Dated, Edition
from nuandong.policy.fields import STRENGTH_TITLES, Strength
from nuandong.policy.problems import MESSAGES, RowProblem
from nuandong.policy.words import quantity

_SHOWN: Final = 100
"""Mistakes told on a terminal; JSON has them all."""
_ROLES: Final = {
    "grant": gettext_noop("发给"),
    "floor": gettext_noop("底线"),
    "ceiling": gettext_noop("上限"),
    "part": gettext_noop("其中"),
}
_PER: Final = {
    "person": gettext_noop("每人"),
    "household": gettext_noop("每户"),
    "household_month": gettext_noop("每户每月"),
    "person_month": gettext_noop("每人每月"),
    "person_day": gettext_noop("每人每天"),
    "community": gettext_noop("每个社区"),
}
_COUNTED: Final = {
    "person": gettext_noop("人"),
    "month": gettext_noop("个月"),
    "fen": gettext_noop("分"),
    "gram": gettext_noop("克"),
    "quilt": gettext_noop("床"),
    "suit": gettext_noop("套"),
    "piece": gettext_noop("件"),
}
_CROSSED: Final = {
    "refuse": gettext_noop("底线高过上限的户算不出来，要先由县里定按哪一个。"),
    "floor": gettext_noop("底线高过上限的，按底线。"),
    "ceiling": gettext_noop("底线高过上限的，按上限。"),
}
_MODES: Final = {"down": gettext_noop("舍去"), "up": gettext_noop("进上去"), "half_up": gettext_noop("四舍五入")}
_KINDS: Final = {
    "key": gettext_noop("文字，不重复"),
    "flag": gettext_noop("1 或 0（是、否）"),
    "text": gettext_noop("文字，为什么取这个数"),
}


def refuse(problems: Sequence[RowProblem], *, as_json: bool) -> None:
    """Every mistake of a list, and exit code 1; nothing where there is none."""
    if not problems:
        return
    if as_json:
        errors = [
            {"row": one.row, "column": one.column, "code": one.code, "message": _(MESSAGES[one.code])}
            for one in problems
        ]
        typer.echo(dumped({"refused": True, "errors": errors}))
    else:
        for one in problems[:_SHOWN]:
            words = _("第 %(row)d 行，%(column)s 列：%(message)s（%(code)s）")
            figures = {"row": one.row, "column": one.column, "message": _(MESSAGES[one.code]), "code": one.code}
            typer.echo(words % figures, err=True)
        words = _("共 %(count)d 处错误，没有计算。请改正后再算；用 --json 列出全部。")
        typer.echo(words % {"count": len(problems)}, err=True)
    raise typer.Exit(1)


def described(edition: Edition) -> dict[str, Any]:
    """A standard on a day as plain data: columns with units and limits, rules with values, dates and sources."""
    standard = edition.standard
    return {
        "standard": standard.standard,
        "title": standard.title,
        "version": edition.version,
        "day": edition.day.isoformat(),
        "sources": [
            *standard.sources,
            *(f"{one.id}: {one.place} {one.title} ({one.day})" for one in standard.published),
        ],
        "note": standard.note,
        "together": standard.together,
        "crossed": standard.crossed,
        "month_days": standard.month_days,
        "rounding": standard.rounding.model_dump(),
        "columns": [_column(one) for one in edition.columns],
        "rules": [_rule(one) for one in edition.dated],
    }


def _column(one: Column) -> dict[str, Any]:
    found: dict[str, Any] = {"name": one.name, "title": _(one.title), "kind": one.kind}
    if one.kind == "number":
        found |= {"at_least": one.low, "at_most": one.within or one.high, "unit": one.unit}
        found["per"] = _per(one)
    if one.codes is not None:
        found["codes"] = {code: _(title) for code, title in one.codes.items()}
    if one.needed is not None:
        found["needed_for"] = one.needed.rule.id
    return found


def _rule(one: Dated) -> dict[str, Any]:
    rule, value = one.rule, one.value
    return {
        "id": rule.id,
        "title": rule.title,
        "role": rule.part_played,
        "need": rule.need,
        "group": rule.group,
        "when": dict(rule.when),
        "count": one.count_column,
        "unit": rule.unit,
        "per": rule.per,
        "exact": value.exact,
        "at_least": value.at_least,
        "at_most": value.at_most,
        "months": value.months,
        "price": value.price.model_dump() if value.price else None,
        "chosen": value.chosen.model_dump() if value.chosen else None,
        "strength": rule.strength.value,
        "since": one.since.isoformat() if one.since else None,
        "source": value.source,
        "changes": [change.from_.isoformat() for change in rule.changes],
    }


def described_lines(edition: Edition) -> Iterator[str]:
    standard = edition.standard
    heading = _("%(title)s（%(code)s，版本 %(version)s，%(day)s 的数额）")
    yield heading % {
        "title": standard.title,
        "code": standard.standard,
        "version": edition.version,
        "day": edition.day.isoformat(),
    }
    if standard.note:
        yield standard.note
    yield from _terms(edition)
    yield _("要填的列：")
    for column in edition.columns:
        yield f"  {column.name}  {_(column.title)}{_('：')}{_accepts(column)}"
    titles = {column.name: column for column in edition.columns}
    yield _("规则：")
    for one in edition.dated:
        yield f"  {one.rule.id}  {_rule_words(one, titles)}"
    for paper in standard.published:
        yield _("出处 %(id)s：%(place)s，%(title)s，%(day)s") % paper.model_dump()


def _terms(edition: Edition) -> Iterator[str]:
    """What holds for all rules: for whom they are, what several of them make, how sums are rounded and bounded."""
    standard, columns = edition.standard, {one.name: one for one in edition.columns}
    only = [_(AREAS["rural"])] if standard.rural_only else []
    for name, codes in standard.scope.items():
        known = columns[name].codes or {}
        only.append(f"{_(columns[name].title)} {_('、').join(_(known[code]) for code in codes)}")
    if only:
        yield _("只给：%(only)s的户。") % {"only": _("，").join(only)}
    if edition.groups:
        yield _("几类同时符合的，只按最高的一类：%(groups)s。") % {"groups": _("、").join(edition.groups)}
    elif len(edition.grants) > 1:
        yield _("几项同时符合的，相加。")
    if standard.rounding.to > 1:
        figures = {"to": quantity("fen", standard.rounding.to, _), "mode": _(_MODES[standard.rounding.mode])}
        yield _("不足 %(to)s 的%(mode)s。") % figures
    if {one.rule.part_played for one in edition.bounds} == {"floor", "ceiling"}:
        yield _(_CROSSED[standard.crossed])
    if standard.priority is not None:
        classes = [_("、").join(standard.priority.codes[code] for code in one) for one in standard.priority.classes]
        yield _("资金不够时先后：%(classes)s，最后是其他户。") % {"classes": _("；").join(classes)}


def _fits(one: Dated, columns: Mapping[str, Column]) -> list[str]:
    """For whom a rule is, and how many of a household it counts, where that is not everybody."""
    parts = []
    for name, wanted in one.rule.when.items():
        column = columns[name]
        told = _(column.title)
        parts.append(told if wanted is True else f"{told} {_((column.codes or {})[wanted])}")
    found = [_("适用：%(whom)s") % {"whom": _("、").join(parts)}] if parts else []
    if one.count_column not in (None, "persons"):
        found.append(_("按%(column)s计") % {"column": _(columns[one.count_column or ""].title)})
    return found


def _per(column: Column) -> str | None:
    """For what each an amount is that a household chooses; None where a column counts persons or months."""
    chosen = column.needed is not None and column.name == column.needed.amount_column
    return column.needed.rule.per if column.needed is not None and chosen else None


def _accepts(column: Column) -> str:
    if column.codes is not None:
        words = _("、").join(f"{code}（{_(title)}）" for code, title in column.codes.items())
    elif column.kind == "number":
        most = column.within or column.high
        unit = _(_COUNTED[column.unit or ""])
        if (per := _per(column)) is not None:
            unit = _("%(per)s多少%(unit)s") % {"per": _(_PER[per]), "unit": unit}
        words = _("整数（%(unit)s），至少 %(low)s") % {"low": column.low, "unit": unit}
        words += "" if most is None else _("，最多 %(high)s") % {"high": most}
    else:
        words = _(_KINDS[column.kind])
    if column.needed is None:
        return words
    return words + _("；只有“%(rule)s”适用的户要填") % {"rule": column.needed.rule.title}


def _rule_words(one: Dated, columns: Mapping[str, Column]) -> str:
    rule, (low, high) = one.rule, one.bounds
    amount = quantity(rule.unit, low, _)
    if high is None:
        amount = _("至少 %(amount)s") % {"amount": amount}
    elif low != high:
        amount = _("%(low)s 至 %(high)s") % {"low": amount, "high": quantity(rule.unit, high, _)}
    first, last = one.months
    months = f"{first}" if first == last else f"{first}—{last}"
    role = "" if rule.part_played == "grant" else f"{_(_ROLES[rule.part_played])} "
    parts = [*_fits(one, columns), f"{role}{_(_PER[rule.per])} {amount}"]
    if one.value.months is not None:
        parts.append(_("%(span)s 个月") % {"span": months})
    if rule.strength is not Strength.MUST:
        parts.append(_(STRENGTH_TITLES[rule.strength]))
    if one.since is not None:
        parts.append(_("自 %(day)s 起") % {"day": one.since.isoformat()})
    return f"{rule.title}{_('：')}{_('，').join(parts)}（{one.value.source}）"
