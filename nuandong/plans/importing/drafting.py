"""A draft plan file of findings: what fits becomes an entry, the rest a remark that says where to look."""

import io
import re
from collections.abc import Iterable, Iterator
from typing import Any, Final

from ruamel.yaml import YAML

from nuandong.plans.importing import draft_duties, draft_lists, draft_standards, draft_works
from nuandong.plans.importing.draft_book import LISTS, Book
from nuandong.plans.importing.entries import season_of
from nuandong.plans.importing.finding import Found
from nuandong.plans.importing.findings import Finding
from nuandong.plans.importing.mapping import mapping
from nuandong.plans.importing.shadow import shadow_of
from nuandong.plans.importing.telling import told

_HEAD: Final = "# 由方案文档导入的草稿：每项后面的 ¶ 是原文段落。存疑的、没有写进文件的，列在文件末尾，请逐项核对。\n"
_NAMED: Final = 3
"""A name is met so many times oftener than the next one, or it stands in the title: else it is a guess."""
_IN_COLLECTION: Final = re.compile(r"[篇一二三四五六七八九十\d] *$")
_OFFICE: Final = re.compile(r"[^，。；：]{2,18}(?:局|政府|办事处|委员会|办公室|居委会|村委会|领导小组)")
_NAME: Final = "(?:(?!的|关于|做好|开展|救助|冬).){1,9}?"
_NO_NAME: Final = "(?!域|间|情|场|务|内|外|级)"
_ENTERING: Final = {
    "window": draft_lists.window,
    "frequency": draft_duties.frequency,
    "duration": draft_duties.duration,
    "deadline": draft_duties.deadline,
    "report": draft_duties.report,
    "percentage": draft_duties.share,
    "duty": draft_duties.posts,
    "prohibition": draft_lists.prohibition,
    "categories": draft_lists.listed,
    "amount": draft_lists.amount,
}


def draft(found: Found, *, source: str, name: str, places: Iterable[str], lead: str = "") -> str:
    """A plan file of the findings of one plan.

    `source` is the code of the text (`900#1`), `name` the last part of the plan's id, `places` the kinds of key
    locations that plan files may name, `lead` the unit that leads. Doubtful findings and those without a counterpart
    become remarks; work that is ordered without a number (`draft_works`) is entered, doubtful, and listed as well. The
    file passes `loader.load` where at least one finding became an obligation.
    """
    made, left = written(found, source=source, places=places)
    family, family_sure = _family(found)
    level, level_sure = _level(found)
    content: dict[str, Any] = {
        "plan": f"{family}/{name}",
        "title": found.plan.title[:200] or name,
        "family": family,
        "level": level,
        "sources": [source],
        "season": made.season.as_yaml(source),
        "organisation": {"lead": lead or "未写明"}
        | ({"members": {title: [] for title in made.members}} if made.members else {}),
    }
    named, own = draft_standards.named_instead(made.lists["amounts"])
    if named:
        content["standards"] = named
    lists = made.lists | {"amounts": own}
    content |= {key: lists[key] for key in LISTS if lists[key]}
    if made.places:
        content["key_locations"] = made.places
    guessed = [words for words, sure in (("类别（family）", family_sure), ("层级（level）", level_sure)) if not sure]
    doubt = f"# {'、'.join(guessed)}按用词推定，存疑，请核对。\n" if guessed else ""
    return _HEAD + doubt + _yaml(content) + "".join(_remarks(made, own, [found.findings[place] for place in left]))


def written(found: Found, *, source: str, places: Iterable[str]) -> tuple[Book, tuple[int, ...]]:
    """The entries of a draft, and the places of the findings (from 0) that none of them carries."""
    made = Book(source, season_of(found.findings), found, frozenset(places), _family(found)[0])
    left = []
    for place, finding in _in_turn(found.findings):
        enter = draft_works.ordered if finding.kind == draft_works.KIND else _ENTERING.get(finding.kind)
        wanted = finding.sure or finding.doubts == (draft_works.DOUBT,)
        if not wanted or enter is None or not enter(made, finding):
            left.append(place)
    return made, tuple(sorted(left))


def _in_turn(findings: Iterable[Finding]) -> list[tuple[int, Finding]]:
    """With their places; what is ordered without a number last: it is nothing new where a number asks for it."""
    return sorted(enumerate(findings), key=lambda one: one[1].kind == draft_works.KIND)


def _family(found: Found) -> tuple[str, bool]:
    """What the plan is about: by its title, else by the words that are most frequent; sure where both agree.

    A title with a number belongs to a collection, whose plans are not all about what it says.
    """
    rules, title = mapping().families, found.plan.title
    counted, sure = _counted(rules, _text(found), "care")
    named = [code for code, pattern in rules.items() if re.search(pattern, title)]
    if not named or (counted not in named and _IN_COLLECTION.search(title)):
        return counted, sure and not named
    return (counted, True) if counted in named else (named[0], False)


def _level(found: Found) -> tuple[str, bool]:
    """For what kind of division it is: by the name in its title or of the office that issued it, else by words."""
    rules, paragraphs = mapping(), found.plan.paragraphs
    offices = [one.text for one in paragraphs[:3] + paragraphs[-4:] if _OFFICE.fullmatch(one.text)]
    for text in (*offices, "" if _IN_COLLECTION.search(found.plan.title) else found.plan.title):
        begins = shadow_of(re.sub(r"^(?:关于)?(?:印发)?[《“]?", "", text))
        named = [
            (match.end(), code)
            for code, ending in rules.title_levels.items()
            for match in [re.match(f"{_NAME}(?:{ending}){_NO_NAME}", begins)]
            if match
        ]
        if named:
            return max(named)[1], True
    return _counted(rules.levels, _text(found), "county")


def _text(found: Found) -> str:
    return "\n".join(paragraph.text for paragraph in found.plan.paragraphs)


def _counted(patterns: dict[str, str], text: str, otherwise: str) -> tuple[str, bool]:
    """The code whose words are most frequent, the first of equals; sure where it leads by far."""
    counts = {code: len(re.findall(pattern, text)) for code, pattern in patterns.items()}
    best, second = sorted(counts.values(), reverse=True)[:2]
    code = next((code for code, count in counts.items() if count == best), otherwise)
    return (code, best >= _NAMED * max(second, 1)) if best else (otherwise, False)


def _yaml(content: dict[str, Any]) -> str:
    yaml = YAML()
    yaml.representer.ignore_aliases = lambda *_data: True
    yaml.width, yaml.allow_unicode = 1000, True
    yaml.indent(mapping=2, sequence=4, offset=2)
    text = io.StringIO()
    yaml.dump(content, text)
    return text.getvalue()


def _remarks(made: Book, amounts: list[dict[str, Any]], rest: list[Finding]) -> Iterator[str]:
    if not made.duties:
        yield "\n# 还没有义务（obligations）：至少补上一项，文件才能通过检查。\n"
    loose = [one for one in made.found.findings if one.doubts == (draft_works.DOUBT,)]
    if loose:
        yield "\n# 存疑、已写进文件的（没有写次数和期限）：\n"
    for finding in loose:
        yield f"# ¶{finding.paragraph} {draft_works.named(finding)}\n"
    if rest:
        yield "\n# 没有写进文件的：\n"
    for finding in rest:
        yield f"# ¶{finding.paragraph} {told(finding)}\n"
    if same := list(draft_standards.remarks(amounts)):
        yield from ("\n# 可以改为引用标准（standards），不另写数额：\n", *same)
    if made.found.unread:
        yield f"\n# 没有读出文字的页（可能是扫描件）：{'、'.join(map(str, made.found.unread))}\n"
    if made.found.silent:
        yield f"\n# 没有发现的段落：{'、'.join(map(str, made.found.silent))}\n"
