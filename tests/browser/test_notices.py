"""A poster goes up with a photo from a phone, a stranger objects, the township answers; every page looked at."""

from io import BytesIO

from PIL import Image
from playwright.sync_api import expect

from nuandong.kernel.actors import SYSTEM
from nuandong.kernel.clock import SystemClock
from nuandong.org import scope
from nuandong.relief.models import Notice
from nuandong.relief.preparing import prepare_notices
from nuandong.relief.steps import ApplicationState
from tests.browser.pages import barriers, overflow, picture, sign_in
from tests.relief import seasons
from tests.web.conftest import seat


def judged(page, name: str, size: str) -> tuple[list[str], int]:
    picture(page, f"notice-{name}-{size}", whole=True)
    return barriers(page), max(overflow(page), 0)


def prepared() -> Notice:
    cadre, officer = seat("cadre_a")[0], seat("officer")[0]
    with scope.enter(SYSTEM):
        season = seasons.season(officer)
        pack = seasons.pack(season)
        for name in ("王秀英", "李四", "赵六"):
            seasons.application(cadre, season, name, state=ApplicationState.ASSESSED, pack=pack, category="DIBAO")
        return prepare_notices(pack=pack, step="assess", by=cadre, now=SystemClock().now())[0]


def test_a_poster_a_stranger_and_an_answer(site, open_page):
    notice = prepared()
    cadre, clerk, stranger = open_page("phone"), open_page("desk"), open_page("phone")
    sign_in(cadre, seat("cadre_a")[1])
    sign_in(clerk, seat("clerk_a")[1])
    found = {}
    file = BytesIO()
    Image.new("RGB", (300, 400), "white").save(file, "JPEG")

    cadre.goto("/relief/notices/")
    cadre.get_by_role("link", name="一榜：救助对象").click()
    cadre.get_by_role("link", name="张贴并拍照").click()
    cadre.get_by_label("现场照片").set_input_files(
        {"name": "poster.jpg", "mimeType": "image/jpeg", "buffer": file.getvalue()}
    )
    cadre.get_by_label("乡镇举报电话").fill("0851-1234567")
    cadre.get_by_role("button", name="张贴公示").click()
    expect(cadre.get_by_text("已张贴，公示期开始计算。")).to_be_visible()
    found["notice"] = judged(cadre, "notice", "phone")

    clerk.goto(f"/relief/notices/{notice.id}/poster/")
    found["poster"] = judged(clerk, "poster", "desk")
    stranger.goto(f"/public/notices/{notice.token}/")
    expect(stranger.get_by_text("王**")).to_be_visible()
    found["public"] = judged(stranger, "public", "phone")
    stranger.get_by_role("link", name="提出异议").click()
    stranger.get_by_label("对哪一户").select_option(label="2. 李*")
    stranger.get_by_label("哪里不对").fill("他家去年买了车")
    found["object"] = judged(stranger, "object", "phone")
    stranger.get_by_role("button", name="提交").click()
    code = stranger.locator("code").inner_text()

    clerk.goto("/relief/objections/")
    clerk.get_by_role("link", name="李*").click()
    found["objection"] = judged(clerk, "objection", "desk")
    clerk.get_by_role("link", name="答复", exact=True).click()
    clerk.get_by_label("异议成立，取消该户").check()
    clerk.get_by_label("核实情况和答复").fill("经核实，名下有车，取消。")
    clerk.get_by_role("button", name="答复异议").click()
    expect(clerk.get_by_text("已答复。")).to_be_visible()
    clerk.goto(f"/relief/notices/{notice.id}/")
    expect(clerk.get_by_text("不再公示")).to_be_visible()
    found["notice-desk"] = judged(clerk, "notice", "desk")

    stranger.goto("/public/notices/track/")
    stranger.get_by_label("查询码").fill(code)
    stranger.get_by_role("button", name="查询").click()
    expect(stranger.get_by_text("名下有车")).to_be_visible()
    assert found == dict.fromkeys(found, ([], 0))
