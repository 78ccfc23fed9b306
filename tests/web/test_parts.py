"""Tags, forms, pages by key, navigation: the parts that all pages use."""

import re
from pathlib import Path
from types import SimpleNamespace
from uuid import UUID, uuid4

import pytest
from django import forms
from django.template import Context, RequestContext, Template, TemplateSyntaxError
from django.test import RequestFactory
from django.utils.datastructures import MultiValueDict
from django_cotton.compiler_regex import CottonCompiler

from nuandong.kernel.errors import Invalid
from nuandong.web import navigation
from nuandong.web.forms import PageForm
from nuandong.web.icons import ICONS
from nuandong.web.paging import page_of, uuid_cursor

WEB = Path(navigation.__file__).parent


def written(template: str, query: str = "", **context: object) -> str:
    request = RequestFactory().get(f"/list/?{query}")
    request.actor = request.signed = None  # type: ignore[attr-defined]
    return Template(CottonCompiler().process(template)).render(RequestContext(request, context))


def test_every_icon_that_a_template_or_script_names_is_in_the_sprite() -> None:
    named: set[str] = set()
    for path in [*WEB.rglob("*.html"), *WEB.rglob("*.js"), *WEB.rglob("*.py")]:
        text = path.read_text(encoding="utf-8")
        named |= set(re.findall(r"""\{% icon ["']([a-z0-9-]+)["']""", text))
        named |= set(re.findall(r"""\bicon=?[:(]? ?["']([a-z0-9-]+)["']""", text))
        named |= set(re.findall(r"""["']icon["']: ["']([a-z0-9-]+)["']""", text))
    named |= {entry.icon for _title, entries in navigation.MENU for entry in entries}
    assert len(named) > 40
    assert named - ICONS == set()


def test_an_unknown_icon_is_an_error() -> None:
    with pytest.raises(TemplateSyntaxError, match="unknown icon 'unicorn'"):
        Template('{% icon "unicorn" %}').render(Context())


def test_words_in_a_badge_are_escaped() -> None:
    assert "&lt;b&gt;逾期" in written('{% badge "late" words %}', words="<b>逾期")


@pytest.mark.parametrize(
    ("query", "href"),
    [
        ("", "?sort=due"),
        ("sort=due", "?sort=-due"),
        ("sort=-due", "?sort=due"),
        ("state=open&before=0198", "?state=open&amp;sort=due"),
    ],
)
def test_a_heading_sorts_and_starts_over_at_the_first_page(query: str, href: str) -> None:
    assert f'href="{href}"' in written('{% sort_link "due" "时限" %}', query)


def test_a_page_ends_where_the_next_begins() -> None:
    rows = [SimpleNamespace(id=n) for n in range(6)]
    first = page_of(rows, key=lambda row: row.id, cursor=None, size=5)
    assert ([row.id for row in first.rows], first.next, first.first) == ([0, 1, 2, 3, 4], "4", True)
    last = page_of(rows[5:], key=lambda row: row.id, cursor="4", size=5)
    assert ([row.id for row in last.rows], last.next, last.first) == ([5], None, False)


@pytest.mark.parametrize("text", ["", None, "0198", "1' OR 1=1 --"])
def test_a_mangled_cursor_means_the_first_page(text: str | None) -> None:
    assert uuid_cursor(text) is None


class Clue(PageForm):
    place = forms.CharField(label="地点", max_length=10)
    source = forms.ChoiceField(label="来源", choices=[("call", "热线")], widget=forms.RadioSelect)


def test_the_key_of_a_command_is_the_one_that_was_shown() -> None:
    shown = Clue().initial["command_key"]
    form = Clue({"place": "桥下", "source": "call", "command_key": str(shown)})
    assert form.is_valid()
    assert form.key == shown


def test_a_form_without_a_key_is_a_command_of_its_own() -> None:
    form = Clue({"place": "桥下", "source": "call"})
    assert form.is_valid()
    assert isinstance(form.key, UUID)


def test_what_is_missing_is_named_and_can_be_reached() -> None:
    form = Clue({})
    assert not form.is_valid()
    assert form.summary() == [("id_place", "地点", "请填写地点。"), ("id_source_group", "来源", "请选择来源。")]


def test_a_refusal_finds_its_field_or_stands_above_the_form() -> None:
    form = Clue({"place": "桥下", "source": "call"})
    form.is_valid()
    form.refuse(Invalid("x.y", "地点“%(place)s”不存在。", "请重新选择。", field="place", place="桥下"))
    form.refuse(Invalid("x.z", "已办结。", "请刷新页面。", field="nowhere"))
    assert form.summary() == [("", "", "已办结。请刷新页面。"), ("id_place", "地点", "地点“桥下”不存在。请重新选择。")]


def test_a_form_component_shows_help_error_and_mark() -> None:
    form = Clue({"place": "很长很长很长很长很长很长的地点", "command_key": str(uuid4())}, MultiValueDict())
    html = written('<c-form :form="form" submit="受理" />', form=form)
    assert 'aria-invalid="true"' in html
    assert 'id="id_place_error"' in html
    assert html.count("必填") == 2
    assert html.index("error-summary") < html.index('name="place"')


def test_the_navigation_shows_what_the_permissions_open(cast: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(navigation, "_url", lambda name: f"/{name}/")
    titles = {link.title for section in navigation.sections(cast.crew, "/crew/") for link in section.links}
    assert {"待办", "我的任务", "巡查"} <= titles
    assert "角色与权限" not in titles
    bar = navigation.phone_links(cast.crew, "/crew/1/")
    assert [link.title for link in bar][:2] == ["待办", "我的任务"]
    assert [link.current for link in bar][:2] == [False, True]
    assert len(bar) <= navigation.PHONE_LINKS
