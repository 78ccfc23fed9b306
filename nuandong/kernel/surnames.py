"""Surnames: the compound ones, and the readings a character has as a surname."""

from typing import Final

_COMPOUND: Final = (
    "欧阳 太史 端木 上官 司马 东方 独孤 南宫 万俟 闻人 夏侯 诸葛 尉迟 公羊 赫连 澹台 皇甫 宗政 濮阳 公冶 "
    "太叔 申屠 公孙 慕容 仲孙 钟离 长孙 宇文 司徒 鲜于 司空 闾丘 子车 亓官 司寇 巫马 公西 颛孙 壤驷 公良 "
    "漆雕 乐正 宰父 谷梁 拓跋 夹谷 轩辕 令狐 段干 百里 呼延 东郭 南门 羊舌 微生 公户 公玉 公仪 梁丘 公仲 "
    "公上 公门 公山 公坚 左丘 公伯 西门 公祖 第五 公乘 贯丘 公皙 南荣 东里 东宫 仲长 子书 子桑 即墨 达奚 "
    "褚师 纳兰 完颜 叶赫 那拉 爱新觉罗 富察 乌雅 瓜尔佳 钮祜禄"
)
COMPOUND: Final = frozenset(_COMPOUND.split())

READINGS: Final[dict[str, tuple[str, ...]]] = {
    "单": ("shan", "dan"),
    "解": ("xie", "jie"),
    "仇": ("qiu", "chou"),
    "区": ("ou", "qu"),
    "曾": ("zeng", "ceng"),
    "查": ("zha", "cha"),
    "盖": ("gai", "ge"),
    "朴": ("piao", "pu"),
    "翟": ("zhai", "di"),
    "乐": ("yue", "le"),
    "缪": ("miao", "mou"),
    "员": ("yun", "yuan"),
    "黑": ("he", "hei"),
    "折": ("she", "zhe"),
    "秘": ("bi", "mi"),
    "繁": ("po", "fan"),
    "洗": ("xian", "xi"),
    "覃": ("qin", "tan"),
    "召": ("shao", "zhao"),
    "种": ("chong", "zhong"),
    "薄": ("bo", "bao"),
    "卜": ("bu",),
    "费": ("fei", "bi"),
    "柏": ("bai", "bo"),
    "车": ("che", "ju"),
    "贾": ("jia", "gu"),
    "隗": ("wei", "kui"),
    "祭": ("zhai", "ji"),
    "谌": ("chen", "shen"),
    "乜": ("nie", "mie"),
    "阚": ("kan",),
    "牟": ("mu", "mou"),
    "盛": ("sheng", "cheng"),
    "宿": ("su", "xiu"),
    "隽": ("juan", "jun"),
    "郇": ("xun", "huan"),
    "能": ("nai", "neng"),
    "适": ("kuo", "shi"),
    "厘": ("xi", "li"),
    "尉": ("wei", "yu"),
    "澹台": ("tan tai",),
    "尉迟": ("yu chi", "wei chi"),
    "万俟": ("mo qi",),
    "长孙": ("zhang sun",),
    "令狐": ("ling hu",),
    "亓官": ("qi guan",),
    "子车": ("zi ju", "zi che"),
    "夹谷": ("jia gu",),
    "乐正": ("yue zheng", "le zheng"),
    "宰父": ("zai fu",),
    "拓跋": ("tuo ba",),
    "鲜于": ("xian yu",),
}
"""Syllables, first the usual reading of the surname, then one that people type by mistake or another family uses."""
