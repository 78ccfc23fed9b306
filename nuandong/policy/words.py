"""A trace in sentences: what was counted, by which value of which day and document, and how it became the amount.

The sentences are Chinese msgids; `_` translates them, and leaves them as they are where a paper is written.
"""

from collections.abc import Callable, Mapping
from typing import Final

from nuandong.kernel.money import format_yuan
from nuandong.kernel.text import gettext_noop
from nuandong.policy.benefit import NOT_BOUND
from nuandong.policy.editions import AREAS, Dated, Edition
from nuandong.policy.fields import Strength

Translate = Callable[[str], str]
Row = Mapping[str, object]

UNITS: Final = {
    "gram": gettext_noop("%(n)s 克"),
    "quilt": gettext_noop("%(n)s 床"),
    "suit": gettext_noop("%(n)s 套"),
    "piece": gettext_noop("%(n)s 件"),
}
GOODS: Final = {
    "gram": gettext_noop("粮食"),
    "quilt": gettext_noop("棉被"),
    "suit": gettext_noop("棉衣裤"),
    "piece": gettext_noop("衣物"),
}
_EACH: Final = {
    "person": gettext_noop("%(count)s 人 × 每人 %(value)s"),
    "household": gettext_noop("每户 %(value)s"),
    "household_month": gettext_noop("每户每月 %(value)s × %(months)s 个月"),
    "person_month": gettext_noop("%(count)s 人 × 每人每月 %(value)s × %(months)s 个月"),
    "person_day": gettext_noop("%(count)s 人 × 每人每天 %(value)s × %(months)s 个月（每月按 %(days)s 天）"),
}
_ROUNDED: Final = {
    "down": gettext_noop("不足 %(to)s 的舍去：%(amount)s。"),
    "up": gettext_noop("不足 %(to)s 的进上去：%(amount)s。"),
    "half_up": gettext_noop("四舍五入到 %(to)s：%(amount)s。"),
}


def explain(edition: Edition, row: Row, _: Translate = gettext_noop) -> list[str]:
    """The sentences of one trace; `row` holds the columns of `benefit.trace_columns`."""
    lines = [_basis(edition, _)]
    if not row["in_scope"]:
        return [*lines, _outside(edition, _)]
    counted = []
    for one in edition.grants:
        match row[f"{one.name}__fits"]:
            case 1:
                counted.append(one)
                # Nobody in the household needs it: nothing is said of it, unless there is nothing else to say.
                if row[f"{one.name}__count"] or len(edition.grants) == 1:
                    lines.append(_granted(edition, one, row, _))
            case 2:
                words = _("“%(rule)s”不计：几类只按最高的一类（%(group)s），不叠加。")
                lines.append(words % {"rule": one.rule.title, "group": row["chosen_group"]})
    if not counted:
        return [*lines, _("没有一项标准适用于这一户，救助金额为 0。")]
    if len(counted) > 1:
        lines.append(_("现金合计 %(amount)s。") % {"amount": _yuan(row["granted_fen"], _)})
    rounding = edition.standard.rounding
    if rounding.to > 1:
        figures = {"to": _yuan(rounding.to, _), "amount": _yuan(row["rounded_fen"], _)}
        lines.append(_(_ROUNDED[rounding.mode]) % figures)
    lines += [_bound(edition, one, row, _) for one in edition.bounds if row[f"{one.name}__bound"] != NOT_BOUND]
    return [*lines, _total(edition, row, _)]


def quantity(unit: str, number: object, _: Translate) -> str:
    """So many yuan, grams, quilts; from a kilogram on, grams that make whole ones are told as kilograms."""
    if unit == "fen":
        return _yuan(number, _)
    amount = int(str(number))
    if unit == "gram" and amount >= _KILOGRAM and amount % _KILOGRAM == 0:
        return _("%(n)s 千克") % {"n": amount // _KILOGRAM}
    return _(UNITS[unit]) % {"n": amount}


_KILOGRAM: Final = 1000


def codes(edition: Edition, row: Row, _: Translate = gettext_noop) -> list[tuple[str, str]]:
    """What an auditor looks up: the standard's file, its version, where every value used stands, each with its name."""
    found = [(_("标准代号"), edition.standard.standard), (_("标准文件版本"), edition.version)]
    used = [one for one in edition.grants if row["in_scope"] and row[f"{one.name}__fits"]]
    used += [one for one in edition.bounds if row[f"{one.name}__bound"] != NOT_BOUND]
    return found + [(one.rule.title, one.value.source) for one in used]


def _basis(edition: Edition, _: Translate) -> str:
    words = _("依据：%(title)s，按 %(day)s的数额。")
    return words % {"title": edition.standard.title, "day": _day(edition.day.isoformat(), _)}


def _day(known: str, _: Translate) -> str:
    """A day, or a month or year where no more is known, as it is said."""
    year, *rest = (int(part) for part in known.split("-"))
    if len(rest) > 1:
        return _("%(year)d年%(month)d月%(day)d日") % {"year": year, "month": rest[0], "day": rest[1]}
    if rest:
        return _("%(year)d年%(month)d月") % {"year": year, "month": rest[0]}
    return _("%(year)d年") % {"year": year}


def _outside(edition: Edition, _: Translate) -> str:
    if edition.standard.rural_only and not edition.standard.scope:
        only = _(AREAS["rural"])
        return _("不在范围：这项标准只给%(only)s的户，救助金额为 0。") % {"only": only}
    return _("不在范围：这一户不是这项标准的对象，救助金额为 0。")


def _granted(edition: Edition, one: Dated, row: Row, _: Translate) -> str:
    unit = one.rule.unit
    total = row[f"{one.name}__total"]
    figures = {
        "count": row[f"{one.name}__count"],
        "value": quantity(unit, row[f"{one.name}__value"], _),
        "months": row[f"{one.name}__months"],
        "days": edition.standard.month_days,
    }
    parts = [
        _("%(rule)s：%(sum)s = %(total)s")
        % {
            "rule": one.rule.title,
            "sum": _(_EACH[one.rule.per]) % figures,
            "total": quantity(unit, total, _),
        }
    ]
    if one.price is not None:
        price = {
            "per": quantity(unit, one.price.per, _),
            "fen": _yuan(one.price.fen, _),
            "worth": _yuan(row[f"{one.name}__fen"], _),
        }
        parts.append(_("按每 %(per)s %(fen)s折价 %(worth)s") % price)
    reason = row[one.reason_column] if one.reason_column else one.chosen.reason if one.chosen else ""
    if reason:
        parts.append(_("在幅度内取这个数的理由：%(reason)s") % {"reason": reason})
    return _("；").join(parts) + _source(edition, one, _)


def _source(edition: Edition, one: Dated, _: Translate) -> str:
    document = _document(edition, one.value.source, _)
    if one.since is None:
        return _("（%(document)s）。") % {"document": document}
    return _("（%(document)s，自%(day)s起）。") % {"document": document, "day": _day(one.since.isoformat(), _)}


def _document(edition: Edition, source: str, _: Translate) -> str:
    """The document in which a value stands: its title and day; of a plan's text, which prints none, the paragraph."""
    paper = next((one for one in edition.standard.published if one.id == source), None)
    if paper is not None:
        figures = {"place": paper.place, "title": paper.title, "day": _day(paper.day, _)}
        return _("%(place)s《%(title)s》，%(day)s") % figures
    return _("见方案原文第 %(paragraph)s 段") % {"paragraph": source.rpartition("¶")[2]}


def _bound(edition: Edition, one: Dated, row: Row, _: Translate) -> str:
    bound, total, before = (int(str(row[name])) for name in (f"{one.name}__bound", "amount_fen", "rounded_fen"))
    figures = {"rule": one.rule.title, "bound": _yuan(bound, _), "amount": _yuan(total, _)}
    if one.rule.part_played == "floor":
        if total < bound:
            words = _("%(rule)s %(bound)s高过上限：县里定了按上限")
        elif before >= bound:
            words = _("%(rule)s %(bound)s：已经达到")
        else:
            words = _("%(rule)s %(bound)s：不足的补到 %(amount)s")
        prefix = _("原则上，") if one.rule.strength is Strength.IN_PRINCIPLE else ""
    else:
        words = _("%(rule)s %(bound)s：没有超过") if before <= bound else _("%(rule)s %(bound)s：超出的不给")
        prefix = ""
    return prefix + words % figures + _source(edition, one, _)


def _total(edition: Edition, row: Row, _: Translate) -> str:
    goods = [
        _("%(what)s %(amount)s") % {"what": _(GOODS[unit]), "amount": quantity(unit, row[unit], _)}
        for unit in edition.goods
        if row[unit]
    ]
    cash = _("应发现金 %(amount)s") % {"amount": _yuan(row["amount_fen"], _)}
    if not goods:
        return cash + _("。")
    return _("%(cash)s；实物 %(goods)s。") % {"cash": cash, "goods": _("、").join(goods)}


def _yuan(fen: object, _: Translate) -> str:
    return _("%(yuan)s 元") % {"yuan": format_yuan(int(str(fen)))}
