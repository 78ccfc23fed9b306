"""A plan document becomes a plan: read in, its doubtful findings decided beside the text, stored, put in force."""

from pathlib import Path
from types import SimpleNamespace

from playwright.sync_api import Page, expect

from nuandong.kernel.actors import SYSTEM
from nuandong.org import scope
from nuandong.plans.models import Activation
from tests.browser.night_steps import looked_at, signed
from tests.browser.pages import barriers
from tests.cast import COUNTY
from tests.web.conftest import seat
from tests.web.divisions import divisions

DOCUMENT = """\
云上县冬季街头救助工作安排
一、从2026年11月20日起至2027年3月10日，在全县开展街头救助。
二、各救助队每周巡查不少于4次，重点查看桥梁、地下通道、车站和公园。
三、接到求助线索后，30分钟内到达现场，路途偏远的60分钟内到达。
四、大家要团结一心，把好事办好。
五、每周一12时前向县专项行动领导小组报送上周工作周报。
六、对不愿入站的人员，发放棉衣1件、棉被1床。
七、春节前完成慰问。
八、严禁截留、挪用救助物资。
九、每月开展一次观影活动。
"""


def test_a_document_becomes_a_plan_in_force(site: str, cast: SimpleNamespace, desk: Page, tmp_path: Path) -> None:
    seat("officer")
    divisions()
    paper = tmp_path / "安排.txt"
    paper.write_text(DOCUMENT, encoding="utf-8")
    desk.set_default_timeout(40_000)  # reading a document starts two processes
    signed(desk, "officer").goto("/plans/")
    desk.get_by_role("link", name="导入方案文档").click()
    desk.get_by_label("方案文档").set_input_files(paper)
    desk.get_by_role("button", name="读入").click()
    expect(desk.get_by_role("heading", name="云上县冬季街头救助工作安排")).to_be_visible()
    looked_at(desk, "plan-import-review")
    assert barriers(desk) == []
    expect(desk.get_by_text("2 项存疑待定")).to_be_visible()
    desk.get_by_role("link", name="补一项").nth(3).click()
    desk.get_by_label("怎样要求").select_option("per month")
    desk.get_by_label("次数或百分比").fill("1")
    desk.get_by_label("按哪类工作登记核对").fill("召开会议")
    desk.get_by_role("button", name="补上").click()
    desk.get_by_role("link", name="待定的").click()
    doubtful = desk.locator("fieldset:has(.badge)")
    expect(doubtful).to_have_count(2)  # a piece of work without a number, and a feast without a date
    doubtful.first.get_by_label("待定").focus()
    desk.keyboard.press("x")
    expect(doubtful.first.get_by_label("不要")).to_be_checked()
    desk.get_by_role("link", name="全部").click()
    for group in desk.locator("fieldset:has(.badge)").all():
        group.get_by_text("不要", exact=True).click()
    desk.get_by_label("数值").first.fill("5")
    desk.get_by_label("按哪类工作登记核对").fill("报送总结")
    desk.get_by_label("对谁").select_option("each township")
    desk.get_by_role("button", name="保存核对结果").click()
    expect(desk.get_by_text("方案文件没有错误")).to_be_visible()
    for words in ("count: 5", "meeting_held", "summary_sent"):
        expect(desk.get_by_label("方案文件")).to_contain_text(words)
    looked_at(desk, "plan-import-file")
    assert barriers(desk) == []
    desk.get_by_role("button", name="检查并存入").click()
    desk.get_by_role("link", name="启用").click()
    desk.get_by_label("启用地区").select_option(str(COUNTY))
    desk.get_by_role("button", name="启用", exact=True).click()
    expect(desk.locator("[data-toasts]")).to_contain_text("方案已启用")
    with scope.enter(SYSTEM):
        assert Activation.objects.get().version.title == "云上县冬季街头救助工作安排"
