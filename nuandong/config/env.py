"""Typed readers of the environment. A value that cannot be understood stops the program and says which and why."""

import os
from collections.abc import Mapping
from pathlib import Path

from nuandong.kernel.errors import Invalid


def _bad(name: str, value: str, wanted: str) -> Invalid:
    return Invalid(
        "config.bad_value",
        f"环境变量 {name} 的值 {value!r} 无法识别。",
        f"请改为{wanted}。",
        field=name,
    )


class Env:
    """Reads `NUANDONG_*` settings; empty strings count as absent."""

    def __init__(self, environ: Mapping[str, str] | None = None) -> None:
        self.environ = os.environ if environ is None else environ

    def text(self, name: str, default: str = "") -> str:
        return self.environ.get(name, "").strip() or default

    def flag(self, name: str, *, default: bool = False) -> bool:
        value = self.text(name).lower()
        if not value:
            return default
        if value in {"1", "true", "yes", "on"}:
            return True
        if value in {"0", "false", "no", "off"}:
            return False
        raise _bad(name, value, " 1 或 0")

    def number(self, name: str, default: int, *, low: int, high: int) -> int:
        value = self.text(name)
        if not value:
            return default
        if not value.isascii() or not value.isdigit() or not low <= int(value) <= high:
            raise _bad(name, value, f" {low} 到 {high} 的整数")
        return int(value)

    def words(self, name: str, default: tuple[str, ...] = ()) -> tuple[str, ...]:
        value = self.text(name)
        return tuple(w.strip() for w in value.split(",") if w.strip()) if value else default

    def choice(self, name: str, default: str, choices: tuple[str, ...]) -> str:
        value = self.text(name, default)
        if value not in choices:
            raise _bad(name, value, "以下之一:" + "、".join(choices))
        return value

    def path(self, name: str, default: Path) -> Path:
        value = self.text(name)
        return Path(value).expanduser().resolve() if value else default
