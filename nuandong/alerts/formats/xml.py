"""A small XML tree from untrusted text: no document types, no entities, nothing fetched, bounded in every direction."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException  # type: ignore[import-untyped]
from defusedxml.ElementTree import DefusedXMLParser  # type: ignore[import-untyped]

from nuandong.alerts.formats.limits import MAX_DEPTH, MAX_ELEMENTS, broken_xml, forbidden_xml, too_deep, too_many


@dataclass(slots=True)
class Node:
    """An element: local name, namespace, its own text, children in order."""

    name: str
    namespace: str
    text: str = ""
    children: "list[Node]" = field(default_factory=list)

    def all(self, name: str) -> "Iterator[Node]":
        return (child for child in self.children if child.name == name)

    def first(self, name: str) -> "Node | None":
        return next(self.all(name), None)

    def value(self, name: str) -> str:
        """Trimmed text of the first child of that name; empty if there is none."""
        found = self.first(name)
        return found.text.strip() if found else ""

    def values(self, name: str) -> list[str]:
        return [child.text.strip() for child in self.all(name)]


def read_xml(text: str) -> Node:
    """The root element; raises `Invalid` for broken, hostile or oversized XML."""
    builder = _Builder()
    # Text is already decoded: "utf-8" here overrides whatever the declaration says.
    parser = DefusedXMLParser(
        target=builder, encoding="utf-8", forbid_dtd=True, forbid_entities=True, forbid_external=True
    )
    try:
        parser.feed(text.encode("utf-8"))
        parser.close()
    except ParseError as error:
        raise broken_xml(*error.position) from error
    except DefusedXmlException as error:
        raise forbidden_xml() from error
    root = builder.root
    if root is None:
        raise broken_xml(1, 0)
    return root


class _Builder:
    """The target of the parser; depth and number are checked before memory is spent on an element."""

    def __init__(self) -> None:
        self.root: Node | None = None
        self._open: list[tuple[Node, list[str]]] = []
        self._count = 0

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self._count += 1
        if self._count > MAX_ELEMENTS:
            raise too_many("element", MAX_ELEMENTS)
        if len(self._open) >= MAX_DEPTH:
            raise too_deep()
        namespace, _, name = tag.rpartition("}")
        node = Node(name=name, namespace=namespace.removeprefix("{"))
        if self._open:
            self._open[-1][0].children.append(node)
        else:
            self.root = node
        self._open.append((node, []))

    def data(self, data: str) -> None:
        if self._open:
            self._open[-1][1].append(data)

    def end(self, tag: str) -> None:
        node, parts = self._open.pop()
        node.text = "".join(parts)

    def close(self) -> None:
        self._open.clear()
