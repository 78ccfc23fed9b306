# ruff: noqa: T201 - a program for the terminal
"""`docs/generated/coverage.md`: for every requirement the plan entries and the tests that cover it, and what is open.

python tools/coverage.py            write the file
python tools/coverage.py --check    say what is wrong with it, and exit with 1
"""

import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "docs" / "generated" / "coverage.md"
PARTS = (
    *("obligations", "procedures", "phases", "reports", "prohibitions", "targets", "funds"),
    *("eligibility", "items", "notice_fields", "resources"),
)
FAMILIES = {
    "RES": "流浪救助",
    "DIS": "冬春救助",
    "CARE": "困难群众关爱",
    "VISIT": "走访慰问",
    "DON": "募捐",
    "HEAT": "取暖",
    "SAFE": "安全",
    "OPS": "组织实施",
}
HEADER = """# 需求覆盖表

由 `library/requirements.yaml` 和 `library/plans` 生成：`python tools/coverage.py`；`make check` 核对它是否最新。
“方案条目”写作“方案 · 条目”，条目为 `*` 的由整份方案落实；“能力”是证明它的测试；“未完成”是还没有做的。
"""


@dataclass
class Row:
    """A requirement: what it asks for, which plan entries and tests cover it, what is open."""

    title: str
    tests: list[str] = field(default_factory=list)
    open: str = ""
    entries: list[str] = field(default_factory=list)


def rows() -> dict[str, Row]:
    """The catalogue with the plan entries that name its rows. KeyError for a row that is none of the catalogue."""
    found = {key: Row(**values) for key, values in _yaml(ROOT / "library" / "requirements.yaml").items()}
    for path in sorted((ROOT / "library" / "plans").rglob("*.yaml")):
        plan = _yaml(path)
        for entry, covered in _covers(plan):
            for key in covered:
                found[key].entries.append(f"{plan['plan']} · {entry}")
    return found


def _covers(plan: dict[str, Any]) -> Iterator[tuple[str, list[str]]]:
    yield "*", plan.get("covers", [])
    for part in PARTS:
        for entry in plan.get(part, []):
            yield entry["id"], entry.get("covers", [])
            for task in entry.get("tasks", []):
                yield task["id"], task.get("covers", [])


def _yaml(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
    return found


def written(found: dict[str, Row]) -> str:
    lines = [HEADER]
    done = sum(bool(row.entries or row.tests) for row in found.values())
    whole = sum(bool(row.entries or row.tests) and not row.open for row in found.values())
    lines.append(f"共 {len(found)} 条：有条目或测试的 {done} 条，其中没有遗留的 {whole} 条。\n")
    for family, title in FAMILIES.items():
        lines += [
            f"\n## {family} {title}\n",
            "| 编号 | 要求 | 方案条目 | 能力（测试） | 未完成 |",
            "|---|---|---|---|---|",
        ]
        for key, row in found.items():
            if key.startswith(f"{family}-"):
                tests = "<br>".join(f"`{test.removeprefix('tests/')}`" for test in row.tests)
                lines.append(f"| {key} | {row.title} | {'<br>'.join(row.entries)} | {tests} | {row.open} |")
    lines += _bans()
    return "\n".join(lines) + "\n"


def _bans() -> Iterator[str]:
    """Every prohibition and target of the plans, and how it is watched (library/supervision/bans.yaml)."""
    rules = _yaml(ROOT / "library" / "supervision" / "bans.yaml")
    entries = []
    for path in sorted((ROOT / "library" / "plans").rglob("*.yaml")):
        plan = _yaml(path)
        for entry in (*plan.get("prohibitions", []), *plan.get("targets", [])):
            entries.append((f"{plan['plan']} · {entry['id']}", entry["title"], *_watching(entry, rules)))
    counts = Counter(entry[2] for entry in entries)
    yield "\n## 禁止事项和零容忍目标\n"
    yield f"共 {len(entries)} 条：{'，'.join(f'{way} {number} 条' for way, number in counts.most_common())}。\n"
    yield "| 方案条目 | 内容 | 怎样监测 | 说明 |\n|---|---|---|---|"
    for where, title, way, words in entries:
        yield f"| {where} | {title} | {way} | {words} |"


def _watching(entry: dict[str, Any], rules: dict[str, Any]) -> tuple[str, str]:
    if duty := entry.get("checked_by"):
        return "方案义务", duty
    if event := entry.get("event"):
        return "方案义务", event
    ban = rules["bans"].get(entry.get("check"))
    if ban is None:
        return "没有人监测", ""
    if words := ban.get("looks_at"):
        return "自动检查", words
    if words := ban.get("by_hand"):
        return "靠督查", words
    return "还没有监测", f"缺少{rules['modules'][ban['needs']]}的记录"


def wrong(found: dict[str, Row]) -> Iterator[str]:
    """Rows that nothing covers and nobody has called open, tests that are not there, a file that is not current."""
    for key, row in found.items():
        if not (row.entries or row.tests or row.open):
            yield f"{key}: no plan entry and no test covers it; say what is open in library/requirements.yaml"
        for test in row.tests:
            path, _, name = test.partition("::")
            if not (ROOT / path).exists():
                yield f"{key}: there is no {path}"
            elif name and not re.search(rf"def {re.escape(name)}\b", (ROOT / path).read_text(encoding="utf-8")):
                yield f"{key}: there is no {name} in {path}"
    if not TARGET.exists() or TARGET.read_text(encoding="utf-8") != written(found):
        yield "docs/generated/coverage.md is not current: python tools/coverage.py"


def main() -> int:
    found = rows()
    if "--check" not in sys.argv[1:]:
        TARGET.write_text(written(found), encoding="utf-8")
    problems = list(wrong(found))
    for problem in problems:
        print(problem, file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
