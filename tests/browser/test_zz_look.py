from pathlib import Path
import pytest
from lintel.oversight.audits.tests.builders import an_auditor, planned, handed_in, well_answered
from lintel.oversight.audits.actions import open_audit
from lintel.journey.visiting.tests.builders import bells_visited
from lintel.journey.assessing.tests.builders import sent
from lintel.journey.plans.tests.builders import planned as plan_of
pytestmark = pytest.mark.usefixtures("at_nine")
S = Path("/tmp/shots_desk"); S.mkdir(exist_ok=True)

def test_look(visit, phone, cast, bells):
    wyn = an_auditor(cast)
    sent(cast, bells)
    bells_visited(bells, by=cast.priya)
    audit = planned(cast, bells.mia, auditor=wyn)
    done = handed_in(cast, bells.noah, auditor=wyn)
    for who, look in (("desk", visit), ("phone", phone)):
        page = look(f"/audits/{audit.pk}/", as_=wyn)
        page.page.screenshot(path=str(S / f"{who}_1.png"))
        page.page.screenshot(path=str(S / f"{who}_full.png"), full_page=True)
        print(who, page.faults(), page.sticks_out())
        page.press("Hand in the audit")
        page.page.screenshot(path=str(S / f"{who}_missing.png"))
        print(who, page.faults())
        for n, path in enumerate(["/audits/", f"/audits/{audit.pk}/unsafe/", f"/audits/{done.pk}/", f"/audits/{done.pk}/actions/", "/audits/tools/", "/audits/actions/"]):
            page.go(path)
            page.page.screenshot(path=str(S / f"{who}_p{n}.png"), full_page=True)
            print(who, path, page.faults(), page.sticks_out())
    page = visit(f"/audits/{audit.pk}/", as_=wyn)
    words = page.page.locator("[data-entry] p.lintel-as-written").first
    words.click(click_count=3)
    page.page.wait_for_timeout(300)
    page.page.screenshot(path=str(S / "mark.png"))
    page.page.get_by_label("Cite for").select_option("right_plan")
    page.page.get_by_role("button", name="Cite", exact=True).click()
    page.page.wait_for_timeout(800)
    page.page.locator("#evidence-right_plan").scroll_into_view_if_needed()
    page.page.screenshot(path=str(S / "cited.png"))
