"""The checks of relief and the auditor's queries, as text and as JSON."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from nuandong.relief.auditing.catalogue import queries
from nuandong.relief.auditing.running import Audited
from nuandong.relief.integrity.catalogue import checks
from nuandong.relief.integrity.running import PASSED_OVER, Settled
from nuandong.relief.integrity.telling import in_yuan


def check_json(done: Mapping[str, Settled], lacking: Mapping[str, str]) -> str:
    found = {
        code: {"raised": one.raised, "again": one.again, "gone": one.gone, "standing": one.standing}
        for code, one in done.items()
    }
    told = {
        "checks": found,
        "not_configured": dict(lacking),
        "uncompared": {code: done[code].passed for code in PASSED_OVER},
    }
    return json.dumps(told, ensure_ascii=False, indent=2)


def check_lines(done: Mapping[str, Settled], lacking: Mapping[str, str]) -> Iterator[str]:
    for code, one in done.items():
        title = _(checks()[code].title)
        words = _("%(title)s：现有 %(standing)d，新发现 %(raised)d，原因已不在 %(gone)d")
        yield words % {"title": title, "standing": one.standing, "raised": one.raised, "gone": one.gone}
    for code, one in done.items():
        if one.passed:
            words = _("%(title)s：%(count)d 户没有比对，登记里只有户主")
            yield words % {"title": _(checks()[code].title), "count": one.passed}
    for code, what in lacking.items():
        yield _("%(title)s：未配置，缺%(what)s") % {"title": _(checks()[code].title), "what": _(what)}


def audit_json(done: list[Audited], asked: Mapping[str, Any]) -> str:
    found = [
        {
            "code": one.code,
            "title": queries()[one.code].title,
            "more": one.more,
            "rows": [{"region": row.region, "kind": row.kind, "id": str(row.subject), **row.facts} for row in one.rows],
        }
        for one in done
    ]
    clean = not any(one.rows for one in done)
    return json.dumps({**asked, "clean": clean, "queries": found}, ensure_ascii=False, indent=2)


def audit_lines(done: list[Audited]) -> Iterator[str]:
    for one in done:
        title = _(queries()[one.code].title)
        if not one.rows:
            yield _("无：%(title)s") % {"title": title}
            continue
        count = f"{len(one.rows)}+" if one.more else str(len(one.rows))
        yield _("有 %(count)s 行：%(title)s") % {"count": count, "title": title}
        for row in one.rows:
            yield f"  {row.region} {row.kind} {row.subject}  {named(one.code, row.facts)}"


def named(code: str, facts: Mapping[str, Any]) -> str:
    """One row in words, amounts in yuan."""
    return _(queries()[code].says) % in_yuan(facts)
