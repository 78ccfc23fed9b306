"""`nuandong check-config`: what is missing before real people's data may go in."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import psycopg

from nuandong.config import references
from nuandong.config.env import Env
from nuandong.config.secrets import VARIABLE as SECRET
from nuandong.kernel import reference
from nuandong.kernel.errors import DomainError
from nuandong.kernel.keyring import Keyring
from nuandong.machine.binaries import OLDEST
from nuandong.machine.dsn import database_for, is_embedded
from nuandong.machine.folders import default_data_folder
from nuandong.machine.roles import LOGIN_ROLES
from nuandong.reports.papers.compiling import FONTS, OFFICIAL, SHIPPED, typefaces

_SHORTEST_SECRET = 50


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to do; `blocking` ones stand in the way of real use."""

    blocking: bool
    words: str

    def __str__(self) -> str:
        return f"{'必须' if self.blocking else '建议'}：{self.words}"


def check_config(environ: Mapping[str, str], broken: Iterable[str] = ()) -> list[Finding]:
    """Every finding, blocking ones first. Looks at the environment, the key file and a server that is given.

    `broken`: what was found wrong with reference files already.
    """
    found = [
        *_modes(environ),
        *_doors(environ),
        *_keys(environ),
        *(Finding(True, words) for words in broken),
        *_references(environ),
        *_typefaces(),
        *_database(environ),
    ]
    return sorted(found, key=lambda finding: not finding.blocking)


def _modes(environ: Mapping[str, str]) -> Iterator[Finding]:
    env = Env(environ)
    if env.flag("NUANDONG_DEBUG"):
        yield Finding(True, "关闭 NUANDONG_DEBUG：调试页面会显示内部数据。")
    if env.flag("NUANDONG_DEMO"):
        yield Finding(True, "关闭 NUANDONG_DEMO：演示模式接受虚构的身份证号。")
    secret = env.text(SECRET)
    if secret and len(secret) < _SHORTEST_SECRET:
        yield Finding(True, f"{SECRET} 太短：至少 {_SHORTEST_SECRET} 个随机字符。")


def _doors(environ: Mapping[str, str]) -> Iterator[Finding]:
    env = Env(environ)
    if not env.words("NUANDONG_HOSTS"):
        yield Finding(True, "设置 NUANDONG_HOSTS 为网站的域名或地址，用逗号分隔；否则只有本机能打开。")
    if not env.flag("NUANDONG_TLS"):
        yield Finding(True, "设置 NUANDONG_TLS=1 并用 HTTPS 提供服务：手机定位和拍照需要它，登录信息也靠它保护。")
    elif not env.flag("NUANDONG_BEHIND_PROXY"):
        yield Finding(
            False, "由带正式证书的反向代理提供 HTTPS，并设置 NUANDONG_BEHIND_PROXY=1；自签证书会让浏览器报警。"
        )
    if not env.text("NUANDONG_REGION"):
        yield Finding(False, "设置 NUANDONG_REGION（本县 12 位区划代码），否则公众不能在网上反映线索。")
    if not env.text("NUANDONG_HOTLINE"):
        yield Finding(False, "设置 NUANDONG_HOTLINE（24 小时救助电话），否则公众页面上没有电话。")
    if not env.text("NUANDONG_LODGING_PHONE"):
        yield Finding(False, "本县有务工人员住宿中心的，设置 NUANDONG_LODGING_PHONE，队员和公众页面会显示这个电话。")
    if not env.words("NUANDONG_NOTICE_URLS"):
        yield Finding(False, "设置 NUANDONG_NOTICE_URLS，否则逾期升级只显示在页面上，不会发通知。")


def _keys(environ: Mapping[str, str]) -> Iterator[Finding]:
    env = Env(environ)
    data_folder = default_data_folder(environ)
    path = env.path("NUANDONG_KEY_FILE", data_folder / "secrets" / "keys.json")
    if not path.exists():
        yield Finding(
            True, f"还没有密钥文件 {path}：先运行 nuandong db migrate，再用 nuandong keys export 抄一份另存。"
        )
    else:
        try:
            Keyring.load(path)
        except DomainError as trouble:
            yield Finding(True, str(trouble))
        if path.is_relative_to(data_folder):
            yield Finding(False, "密钥文件与数据在同一文件夹：设置 NUANDONG_KEY_FILE 放到别处，备份也分开保管。")
    if not env.text("NUANDONG_ANCHOR_FILE"):
        yield Finding(False, "设置 NUANDONG_ANCHOR_FILE 指向另一台机器或只追加的存储，日志的链头才有旁证。")


def _references(environ: Mapping[str, str]) -> Iterator[Finding]:
    reference.use_local(Env(environ).path("NUANDONG_LIBRARY", default_data_folder(environ) / "library"))
    yield from (Finding(True, words) for words in references.problems())


def _typefaces() -> Iterator[Finding]:
    """Without the shipped typeface no paper is set; without those of official papers it is set in the shipped one."""
    found = typefaces(FONTS)
    if SHIPPED not in found:
        yield Finding(
            True,
            f"缺少排版用的中文字体 {SHIPPED}，PDF、图表和迎检材料生成不了：运行 make setup，"
            f"或把 NotoSerifSC-Regular.ttf 和 NotoSerifSC-Bold.ttf 放进 {FONTS}。",
        )
    if missing := [f"{title}（{names[0]}）" for title, names in OFFICIAL.items() if found.isdisjoint(names)]:
        yield Finding(
            False,
            f"没有安装公文字体 {'、'.join(missing)}，PDF 用 {SHIPPED} 代替：要按公文格式印发，"
            "请把单位有使用权的这些字体装到系统字体文件夹并运行 fc-cache；Word、Excel 文件用打开它的电脑上的字体。",
        )


def _database(environ: Mapping[str, str]) -> Iterator[Finding]:
    if is_embedded(environ):
        yield Finding(False, "正在用内置数据库：一个县一台机器够用；要多台网页服务器或只读副本，请设置 DATABASE_URL。")
        return
    missing = [role for role in LOGIN_ROLES if role != "owner" and not environ.get(f"DATABASE_URL_{role.upper()}")]
    if missing:
        names = "、".join(f"DATABASE_URL_{role.upper()}" for role in missing)
        yield Finding(False, f"给每个角色单独的登录：{names}；现在它们都用所有者的口令登录后再换角色。")
    for role in LOGIN_ROLES:
        try:
            with psycopg.connect(database_for(role, environ).conninfo, connect_timeout=5) as connection:
                if connection.info.server_version < OLDEST * 10_000:
                    yield Finding(True, f"数据库服务器版本太旧：需要 PostgreSQL {OLDEST} 或更新。")
                    return
        except (psycopg.OperationalError, DomainError) as trouble:
            words = str(trouble).strip().splitlines()[0]
            yield Finding(True, f"角色 {role} 连不上数据库（{words}）：用 nuandong db roles-sql 的脚本建立角色。")
