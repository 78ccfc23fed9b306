"""Whether a pack that left the system is what it was: its files against its manifest, its seal against the chain."""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from zipfile import BadZipFile, ZipFile

from nuandong.journal.models import Seal
from nuandong.kernel.text import gettext_noop as _

MANIFEST: Final = "manifest.json"
_MOST_BYTES: Final = 2_000_000_000
_MOST_FILES: Final = 20_000
_BLOCK: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Flaw:
    """Something that does not fit: words with a place for what it is about."""

    words: str
    of: str = ""


@dataclass(frozen=True, slots=True)
class Manifest:
    """A pack as it was checked: its own sum, what its manifest says, what does not fit."""

    digest: str
    told: dict[str, Any]
    flaws: tuple[Flaw, ...]


def check_manifest(path: Path) -> Manifest:
    """Hash every file of a pack and look its seal up; needs a scope over every region.

    The chain itself is `verify`'s. Raises OSError when the file cannot be read.
    """
    digest = _file_sum(path)
    try:
        with ZipFile(path) as pack:
            told, flaws = _files(pack)
    except (BadZipFile, ValueError, KeyError, NotImplementedError, RuntimeError):
        return Manifest(digest, {}, (Flaw(_("不是本系统的压缩包，或已经损坏")),))
    return Manifest(digest, told, (*flaws, *_seal(told)))


def _files(pack: ZipFile) -> tuple[dict[str, Any], list[Flaw]]:
    names = [one.filename for one in pack.infolist()]
    if len(names) > _MOST_FILES or sum(one.file_size for one in pack.infolist()) > _MOST_BYTES:
        raise ValueError("too large")
    told = json.loads(pack.read(MANIFEST))
    wanted = told["files"]
    if not isinstance(told["seal"], dict) or not isinstance(wanted, dict):
        raise ValueError("no manifest")
    flaws = [Flaw(_("缺少文件 %(of)s"), name) for name in sorted(wanted.keys() - set(names))]
    flaws += [Flaw(_("多出文件 %(of)s"), name) for name in sorted(set(names) - wanted.keys() - {MANIFEST})]
    flaws += [Flaw(_("文件名重复：%(of)s"), name) for name in sorted({one for one in names if names.count(one) > 1})]
    for name in sorted(wanted.keys() & set(names)):
        if _sum(pack, name) != wanted[name]:
            flaws.append(Flaw(_("文件内容与清单不一致：%(of)s"), name))
    return told, flaws


def _seal(told: dict[str, Any]) -> list[Flaw]:
    number, head = told["seal"].get("number"), told["seal"].get("head")
    if number == 0:
        return []
    seal = Seal.objects.filter(number=number).defer("ids", "digests").first() if isinstance(number, int) else None
    if seal is None:
        return [Flaw(_("工作日志中没有第 %(of)s 号封条"), str(number))]
    return [] if bytes(seal.head).hex() == head else [Flaw(_("第 %(of)s 号封条的链头不一致"), str(number))]


def _sum(pack: ZipFile, name: str) -> str:
    made = hashlib.sha256()
    with pack.open(name) as file:
        while block := file.read(_BLOCK):
            made.update(block)
    return made.hexdigest()


def _file_sum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
