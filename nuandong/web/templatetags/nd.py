"""The tags of every template: icons, tones, deadlines, moments, money, sort links. Cheap enough for table cells."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from django import template
from django.http import HttpRequest
from django.template.context import RequestContext
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from nuandong.kernel.clock import local_date
from nuandong.kernel.money import read_yuan
from nuandong.web import wording
from nuandong.web.icons import ICONS

register = template.Library()


@lru_cache(maxsize=1024)
def _icon(name: str, extra: str) -> SafeString:
    if name not in ICONS:
        raise template.TemplateSyntaxError(f"unknown icon {name!r}: add it to nuandong/web/icons.txt")
    css = f"icon {extra}".strip()
    return format_html(
        '<svg class="{}" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>',
        css,
        static("vendor/icons.svg"),
        name,
    )


@register.simple_tag
def icon(name: str, css: str = "") -> SafeString:
    """A drawing beside words; it says nothing to a screen reader, the words do."""
    return _icon(name, css)


@register.simple_tag
def tone_icon(tone: str) -> SafeString:
    """The icon that goes with a tone, so that colour never speaks alone."""
    return _icon(wording.TONE_ICONS[tone], "")


@register.simple_tag
def badge(tone: str, words: str, icon_name: str = "") -> SafeString:
    """A state in a few words: `{% badge "late" "逾期" %}`. Tones: late soon ok info mute accent."""
    name = icon_name or wording.TONE_ICONS[tone]
    return format_html('<span class="badge tone-{}">{}{}</span>', tone, _icon(name, ""), words)


@register.simple_tag
def level(colour: str, words: str) -> SafeString:
    """A warning level in its official colour, always with its word: blue yellow orange red."""
    return format_html('<span class="level level-{}">{}{}</span>', colour, _icon("temperature-minus", ""), words)


@register.simple_tag(takes_context=True)
def due(
    context: RequestContext,
    moment: datetime,
    done: datetime | str | None = None,
    soon: int = 10,
    what: str = "",
    css: str = "",
) -> SafeString:
    """A deadline that the browser counts down: words from the server, ticking where scripts run.

    `soon` in minutes; `what` names the thing for screen readers when its state changes. A `done` that is not in the
    context comes as an empty string.
    """
    done = done if isinstance(done, datetime) else None
    shown = wording.due_words(moment, context["now"], done=done, soon=timedelta(minutes=soon))
    attributes = format_html(' data-due="{}" data-soon="{}"', moment.isoformat(), soon * 60) if shown.running else ""
    named = format_html(' data-what="{}"', what) if what else ""
    return format_html(
        '<time class="due tone-{} {}" datetime="{}" title="{}"{}{}>{}<span>{}</span></time>',
        shown.tone,
        css,
        moment.isoformat(),
        wording.full_moment(moment),
        attributes,
        named,
        _icon(wording.TONE_ICONS[shown.tone], ""),
        shown.words,
    )


@register.simple_tag(takes_context=True)
def when(context: RequestContext, moment: datetime | None) -> SafeString | str:
    """A moment, said relative to today; the full time on hover. Nothing for None."""
    if moment is None:
        return ""
    words = wording.moment_words(moment, context["now"])
    return format_html(
        '<time class="nowrap" datetime="{}" title="{}">{}</time>',
        moment.isoformat(),
        wording.full_moment(moment),
        words,
    )


@register.filter
def day(value: date) -> str:
    """A day as it stands on paper: 2026年12月1日. Of a moment the day in Asia/Shanghai."""
    return wording.written_day(_day(value))


@register.filter
def short_day(value: date) -> str:
    """A day of this season, without its year: 12月1日."""
    return wording.short_day(_day(value))


@register.filter
def moment(value: datetime) -> str:
    """A moment as it stands on paper: 2026年12月1日 20:05."""
    return wording.written_moment(value)


@register.filter
def said(words: str) -> str:
    """Words that come from a file in `library`, in the reader's language."""
    return wording.said(words)


@register.filter
def listing(parts: Iterable[object], mark: str = "、") -> str:
    """Several words in one line."""
    return wording.listing(parts, mark)


@register.filter
def yuan(fen: int) -> str:
    """Integer fen as yuan: 123456 → 1,234.56."""
    return read_yuan(fen)


@register.filter
def span(seconds: int | timedelta) -> str:
    """A length of time in its two largest units."""
    whole = seconds // timedelta(seconds=1) if isinstance(seconds, timedelta) else int(seconds)
    return wording.span_words(whole)


@register.simple_tag(takes_context=True)
def sort_link(context: RequestContext, key: str, title: str) -> SafeString:
    """A column heading that sorts: `?sort=key`, pressed again `?sort=-key`; the cursor of the pager is dropped."""
    request: HttpRequest = context["request"]
    query = request.GET.copy()
    current = query.get("sort", "")
    query["sort"] = f"-{key}" if current == key else key
    for cursor in ("before", "after"):
        query.pop(cursor, None)
    drawn = {key: "sort-ascending", f"-{key}": "sort-descending"}.get(current, "arrows-sort")
    state = {key: _("升序"), f"-{key}": _("降序")}.get(current, _("点击排序"))
    return format_html(
        '<a class="sort" href="?{}">{}{}<span class="sr-only">{}</span></a>',
        query.urlencode(),
        title,
        _icon(drawn, ""),
        state,
    )


@register.simple_tag
def dialog_id(*parts: Any) -> str:
    """One id from several parts, for ids that repeat in a list."""
    return "-".join(str(part) for part in parts)


def _day(value: date) -> date:
    return local_date(value) if isinstance(value, datetime) else value
