"""Addresses of what stands on the net."""

from typing import Final
from urllib.parse import urlsplit

from nuandong.kernel.errors import Invalid
from nuandong.kernel.text import clean_line
from nuandong.kernel.text import gettext_noop as _

LINK: Final = 300


def checked_link(link: str) -> str:
    """The address, or empty; Invalid for anything a browser should not be sent to."""
    found = clean_line(link, LINK, field="link")
    parts = urlsplit(found)
    if found and (parts.scheme not in {"http", "https"} or not parts.netloc):
        raise Invalid(
            "publicity.link", _("链接不是网址。"), _("请填写以 http:// 或 https:// 开头的网址。"), field="link"
        )
    return found
