"""What an office file may not carry: anything that runs, or is fetched by itself when the file opens."""

import re
from collections.abc import Iterable
from typing import Final

from lxml import etree

_ACTIVE: Final = re.compile(r"vbaproject|vbadata|/macrosheets/|/activex/|/ctrlprops/|customui/", re.IGNORECASE)
_LINKED: Final = re.compile(
    r"/externallinks/|/connections\.xml|/querytables/|/embeddings/|/webextensions/|/model/", re.IGNORECASE
)
_RELATION: Final = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
CONTENT_TYPES: Final = "[Content_Types].xml"


class RefusedError(ValueError):
    """Why a file is not taken: `macros`, `links`, `kind`, `too_big`."""


def check_names(names: Iterable[str]) -> None:
    """Raise RefusedError for a part that runs or comes from elsewhere, told by its name."""
    for name in names:
        if _ACTIVE.search(f"/{name}"):
            raise RefusedError("macros")
        if _LINKED.search(f"/{name}"):
            raise RefusedError("links")


def check_part(name: str, content: bytes) -> None:
    """Raise RefusedError for what a part names that runs or is fetched; ValueError for one that declares entities."""
    if name.endswith((".xml", ".rels", ".vml")) and (b"<!DOCTYPE" in content or b"<!ENTITY" in content):
        raise ValueError("document type")
    if name.endswith(".rels"):
        _check_relations(content)
    if name == CONTENT_TYPES and b"macroEnabled" in content:
        raise RefusedError("macros")


def parsed(content: bytes) -> "etree._Element":
    """One part as a tree; no entities, nothing fetched."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    return etree.fromstring(content, parser)


def _check_relations(content: bytes) -> None:
    """Links that one presses are harmless; whatever is fetched by itself when the file opens is not."""
    for one in parsed(content).iter(_RELATION):
        kind = (one.get("Type") or "").rpartition("/")[2]
        if kind == "aFChunk" or (one.get("TargetMode") == "External" and kind != "hyperlink"):
            raise RefusedError("links")
