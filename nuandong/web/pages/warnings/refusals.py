"""Why a file was refused, in a few words for lists: the full sentence was shown to whoever handed it in."""

from typing import Final

from django.utils.translation import gettext as _

from nuandong.kernel.text import gettext_noop

WORDS: Final = {
    "alerts.too_big": gettext_noop("文件太大"),
    "alerts.empty": gettext_noop("文件是空的"),
    "alerts.not_text": gettext_noop("不是可读的文字"),
    "alerts.not_a_message": gettext_noop("不是预警消息"),
    "alerts.xml_broken": gettext_noop("XML 有语法错误"),
    "alerts.xml_forbidden": gettext_noop("XML 含有可能有害的声明"),
    "alerts.json_broken": gettext_noop("JSON 有语法错误"),
    "alerts.too_deep": gettext_noop("嵌套层数太多"),
    "alerts.too_many": gettext_noop("内容过多"),
    "alerts.several_messages": gettext_noop("一个文件里有多条预警"),
    "alerts.missing_element": gettext_noop("缺少必填项"),
    "alerts.not_understood": gettext_noop("必填项无法识别"),
    "alerts.sent_in_future": gettext_noop("发布时间晚于收到时间"),
    "alerts.number_reused": gettext_noop("编号已用于另一条预警"),
}


def refusal_words(code: str) -> str:
    """The words of a refusal code; the code itself for one that has none."""
    return _(WORDS[code]) if code in WORDS else code
