"""Copies the browser files that the pages need, the typefaces of papers and the demo's list of divisions out of
node_modules.

Each source is compared with its SHA-256 in assets.json: a package that changed under the same version stops the set-up.
`--lock` writes the sums anew after a deliberate upgrade. Run by `make assets`, after `npm ci`.
"""

from __future__ import annotations

import csv
import hashlib
import json
import re
import shutil
import sys
import tempfile
from pathlib import Path

from nuandong.web.icons import ICONS

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ROOT / "node_modules"
VENDOR = ROOT / "nuandong" / "web" / "static" / "vendor"
LOCK = Path(__file__).with_name("assets.json")

FILES = {
    "htmx.org/dist/htmx.min.js": "htmx.js",
    "echarts/dist/echarts.common.min.js": "echarts.js",
    "maplibre-gl/dist/maplibre-gl-csp.js": "maplibre.js",
    "maplibre-gl/dist/maplibre-gl-csp-worker.js": "maplibre-worker.js",
    "maplibre-gl/dist/maplibre-gl.css": "maplibre.css",
    "@tabler/icons/LICENSE": "licences/tabler.txt",
    "htmx.org/LICENSE": "licences/htmx.txt",
    "echarts/LICENSE": "licences/echarts.txt",
    "maplibre-gl/LICENSE.txt": "licences/maplibre.txt",
}
SERIF = "@expo-google-fonts/noto-serif-sc"
TYPEFACES = ROOT / "nuandong" / "reports" / "papers" / "fonts"
FONTS = {
    f"{SERIF}/400Regular/NotoSerifSC_400Regular.ttf": "NotoSerifSC-Regular.ttf",
    f"{SERIF}/700Bold/NotoSerifSC_700Bold.ttf": "NotoSerifSC-Bold.ttf",
    f"{SERIF}/LICENSE_FONT": "OFL.txt",
}
DIVISIONS = "china-division/dist"
DEMO = ROOT / "library" / "demo" / "fetched" / "divisions.csv"
DEMO_PREFECTURE = "520100"
DEMO_COUNTIES = ("520121", "520122")
ICON_FOLDER = "@tabler/icons/icons/outline"
SOURCE_MAP = re.compile(r"(/\*#\s*sourceMappingURL=\S+\s*\*/|//#\s*sourceMappingURL=\S+)\s*\Z")
ICON_BODY = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)
ICON_FRAME = re.compile(r'\s*<path stroke="none" d="M0 0h24v24H0z" fill="none" />')


def sources() -> dict[str, Path]:
    """Every file that is read, by its path inside node_modules."""
    names = [*FILES, *FONTS, *(f"{ICON_FOLDER}/{name}.svg" for name in sorted(ICONS))]
    missing = [name for name in names if not (PACKAGES / name).is_file()]
    if missing:
        raise SystemExit(f"assets: not in node_modules (run `npm ci`): {', '.join(missing)}")
    return {name: PACKAGES / name for name in names}


def sums(files: dict[str, Path]) -> dict[str, str]:
    """One SHA-256 per library file, one for all icons together."""
    icons = hashlib.sha256()
    found: dict[str, str] = {}
    for name, path in files.items():
        if name in FILES or name in FONTS:
            found[name] = hashlib.sha256(path.read_bytes()).hexdigest()
        else:
            icons.update(path.read_bytes())
    return {**found, ICON_FOLDER: icons.hexdigest()}


def sprite(files: dict[str, Path]) -> str:
    """One SVG with a symbol per icon; stroke and fill come from the page's own style sheet."""
    symbols = []
    for name in sorted(ICONS):
        match = ICON_BODY.search(files[f"{ICON_FOLDER}/{name}.svg"].read_text(encoding="utf-8"))
        if match is None:
            raise SystemExit(f"assets: icon {name} is not an SVG picture")
        body = "".join(line.strip() for line in ICON_FRAME.sub("", match[1]).splitlines())
        symbols.append(f'<symbol id="{name}" viewBox="0 0 24 24">{body}</symbol>')
    return '<svg xmlns="http://www.w3.org/2000/svg">\n' + "\n".join(symbols) + "\n</svg>\n"


def copy(files: dict[str, Path], target: Path) -> None:
    """Fills the empty folder `target`; source map addresses are cut off, for the maps stay behind."""
    for name, to in FILES.items():
        text = files[name].read_text(encoding="utf-8")
        path = target / to
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(SOURCE_MAP.sub("", text), encoding="utf-8")
    (target / "icons.svg").write_text(sprite(files), encoding="utf-8")


def copy_fonts(files: dict[str, Path], target: Path) -> None:
    for name, to in FONTS.items():
        (target / to).write_bytes(files[name].read_bytes())


def demo_divisions() -> str:
    """The codes and names of one prefecture's counties, townships and villages, as a county's own list would be."""
    lines = ["代码,名称,上级代码,生效日期"]
    for name, width in (("provinces", 2), ("cities", 4), ("areas", 6), ("streets", 9), ("villages", 12)):
        parent = {2: 0, 4: 2, 6: 4, 9: 6, 12: 9}[width]
        with (PACKAGES / DIVISIONS / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            for row in csv.reader(file):
                code = row[0]
                if _wanted(code):
                    above = code[:parent].ljust(12, "0") if parent else ""
                    lines.append(f"{code.ljust(12, '0')},{row[1]},{above},2000-01-01")
    return "\n".join(lines) + "\n"


def _wanted(code: str) -> bool:
    if not code.isdigit():
        return False
    if len(code) > 6:
        # Townships and villages of the demo's county and of the neighbour it hands over to.
        return code[:6] in DEMO_COUNTIES
    return DEMO_PREFECTURE.startswith(code) or (len(code) == 6 and code[:4] == DEMO_PREFECTURE[:4])


def main(arguments: list[str]) -> None:
    files = sources()
    DEMO.parent.mkdir(parents=True, exist_ok=True)
    DEMO.write_text(demo_divisions(), encoding="utf-8")
    found = sums(files)
    if "--lock" in arguments:
        LOCK.write_text(json.dumps(found, indent=2, sort_keys=True) + "\n", encoding="utf-8")
    expected = json.loads(LOCK.read_text(encoding="utf-8"))
    wrong = sorted(name for name in {*found, *expected} if found.get(name) != expected.get(name))
    if wrong:
        raise SystemExit(f"assets: these differ from tools/assets.json: {', '.join(wrong)}")
    for place, fill in ((VENDOR, copy), (TYPEFACES, copy_fonts)):
        place.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=place.parent) as folder:
            fresh = Path(folder) / "fresh"
            fresh.mkdir()
            fill(files, fresh)
            shutil.rmtree(place, ignore_errors=True)
            fresh.replace(place)
    sys.stdout.write(
        f"assets: {len(FILES)} files and {len(ICONS)} icons in {VENDOR.relative_to(ROOT)}, {len(FONTS)} of fonts\n"
    )


if __name__ == "__main__":
    main(sys.argv[1:])
