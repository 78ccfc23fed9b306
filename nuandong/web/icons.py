"""The icons the pages may use: names of Tabler outline icons, one a line in icons.txt.

`tools/assets.py` packs exactly these into one sprite. A template asks for one with `{% icon "snowflake" %}`; a name
that is missing here is an error, so that no page shows a hole.
"""

from pathlib import Path

ICONS: frozenset[str] = frozenset(Path(__file__).with_name("icons.txt").read_text(encoding="ascii").split())
