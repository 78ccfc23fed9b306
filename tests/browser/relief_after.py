"""After the money of a relief season: goods, the last notice, what the checks and the auditor find, the archive."""

from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.utils import timezone
from playwright.sync_api import Page, expect

from nuandong.flows import archives_made
from nuandong.jobs import rounds
from tests.browser.relief_steps import main, pictured, pressed, stepped
from tests.cast import COUNTY
from tests.databases import as_role


def listed(page: Page, village: int, item: str, homes: int) -> None:
    """The township puts the village's households on the list for an item."""

    def fill(form: Page) -> None:
        form.get_by_label("村（社区）").select_option(str(village))
        form.get_by_label("物资").select_option(item)

    stepped(page, "/relief/goods/new/", "列入名单", "已列入。", fill)
    expect(main(page).get_by_role("link", name="取消", exact=True)).to_have_count(homes)


def handed_out(page: Page, store: str, homes: int) -> None:
    """Every household signs for itself; the photo of its signature is the proof."""
    for _home in range(homes):
        page.goto("/relief/goods/?state=planned")
        main(page).get_by_role("link", name="发放", exact=True).first.click()
        page.get_by_role("radio").first.check()
        page.get_by_label("从哪里发").select_option(label=store)
        pictured(page, "签字或手印照片")
        pressed(page, "确认发放", "已发放。")


def counted(page: Page, store: str, left: int) -> None:
    """The storekeeper counts what is left, and the books say the same."""
    page.goto("/stock/")
    main(page).get_by_role("link", name=store).first.click()
    main(page).get_by_role("link", name="盘点", exact=True).click()
    main(page).get_by_role("spinbutton").first.fill(str(left))
    pressed(page, "提交盘点", "盘点已入账。")


def looked_through() -> None:
    """What the worker does at night."""
    with as_role("worker"):
        rounds.check_relief(timezone.now())


def adjudicated(page: Page, title: str, conclusion: str, words: str) -> None:
    """Somebody goes and looks; what is found out is written down."""
    page.goto("/relief/findings/")
    main(page).get_by_role("table").get_by_role("link").filter(has_text=title).first.click()
    page.get_by_label(conclusion, exact=True).check()
    page.get_by_label("依据").fill(words)
    pressed(page, "记下结论", "结论已记下。")


def audited(page: Page) -> None:
    """Every query of the auditor is run, and none names a row."""
    page.goto("/relief/audit/")
    page.get_by_label("所在地").select_option(str(COUNTY))
    main(page).get_by_role("button").first.click()
    expect(main(page)).to_contain_text("每一条都没有查出。")


def packed(page: Page, season: UUID, village: int, into: Path, now: datetime) -> None:
    """The village's archive is asked for, made by the worker, and taken out with a reason."""
    page.goto(f"/relief/archive/new/?season={season}&region={village}")
    pressed(page, "生成", "已开始生成，完成后可以下载。")
    with as_role("worker"):
        while archives_made.run(now) is not None:
            pass
    page.goto("/relief/archive/")
    main(page).get_by_role("link", name="下载").click()
    page.get_by_label("用途").fill("移交县档案室")
    with page.expect_download() as waiting:
        main(page).get_by_role("button", name="下载").click()
    waiting.value.save_as(into)
