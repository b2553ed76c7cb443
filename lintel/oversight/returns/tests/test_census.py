"""The CIN census is valid against the sector's schema and says what the record says."""

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from lxml import etree

from lintel.foundation.access.permissions import NotAllowed
from lintel.foundation.audit_log.models import Entry
from lintel.oversight.returns.actions import NothingToExport, export_census
from lintel.statute.calendar import LONDON
from lintel.steps.assessments.actions import load_assessments
from lintel.steps.assessments.models import Assessment
from lintel.steps.enquiries.actions import load_conferences, load_enquiries
from lintel.steps.enquiries.models import Conference, Section47Enquiry
from lintel.steps.plans.actions import load_cp_plans
from lintel.steps.plans.models import CpPlan
from tests.cast import TYPED

SCHEMA = Path(__file__).parent / "reference" / "CIN_schema_2026.xsd"
MARCH = date(2025, 3, 31)
AT = datetime(2025, 4, 7, 9, tzinfo=LONDON)


@pytest.fixture
def schema():
    return etree.XMLSchema(etree.parse(str(SCHEMA)))


def census(cast, folder, *, known_until=MARCH, reference_date=MARCH):
    path = folder / "cin.xml"
    export_census(path, reference_date=reference_date, known_until=known_until, by=cast.della, at=AT)
    return etree.parse(str(path))


def child(tree, la_child_id):
    [found] = tree.xpath(f"//Child[ChildIdentifiers/LAchildID='{la_child_id}']")
    return found


def texts(element, path):
    return [found.text for found in element.findall(path)]


def test_it_is_valid(bells, cast, tmp_path, schema):
    schema.assertValid(census(cast, tmp_path))


def test_the_header_names_the_year_and_its_last_day(bells, cast, tmp_path):
    header = census(cast, tmp_path).find("Header")

    assert texts(header, ".//*")[1:4] == ["CIN", "2025", "2025-03-31"]
    assert header.findtext("Source/LEA") == "000"


def test_a_child_has_what_the_census_asks(bells, cast, tmp_path):
    mia = child(census(cast, tmp_path), "BELL-1")

    assert mia.findtext("ChildIdentifiers/PersonBirthDate") == "2013-09-02"
    assert mia.findtext("ChildIdentifiers/Sex") == "F"
    assert mia.findtext("ChildCharacteristics/Ethnicity") == "NOBT"
    assert texts(mia, "CINdetails/CINreferralDate") == ["2025-02-18"]
    assert texts(mia, "CINdetails/ReferralNFA") == ["0"]


def test_an_unborn_child_is_expected(bells, cast, tmp_path):
    baby = child(census(cast, tmp_path), "BELL-3")

    assert baby.findtext("ChildIdentifiers/ExpectedPersonBirthDate") == "2025-06-30"
    assert baby.find("ChildIdentifiers/PersonBirthDate") is None
    assert baby.findtext("ChildIdentifiers/Sex") == "U"


def test_an_enquiry_says_by_when_a_conference_is_due_and_the_plan_that_followed(bells, cast, now, tmp_path, schema):
    by, mia = cast.command_line, {"child": bells.mia, "referral": bells.referrals["mia"]}
    assessment = Assessment(
        **TYPED, **mia, key="a", started_on=date(2025, 2, 18), authorised_on=date(2025, 3, 20), factors=["3B", "16A"]
    )
    load_assessments([assessment], by=by, at=now)
    enquiry = Section47Enquiry(**TYPED, **mia, key="e", started_on=date(2025, 3, 3), conference_not_required=False)
    load_enquiries([enquiry], by=by, at=now)
    plan = CpPlan(
        **TYPED, **mia, key="p", started_on=date(2025, 3, 20), initial_category="NEG", latest_category="NEG",
        previous_plans=1,
    )  # fmt: skip
    load_cp_plans([plan], by=by, at=now)
    conference = Conference(
        **TYPED, key="c", child=bells.mia, enquiry=enquiry, cp_plan=plan, kind="initial", held_on=date(2025, 3, 20)
    )
    load_conferences([conference], by=by, at=now)

    tree = census(cast, tmp_path)

    schema.assertValid(tree)
    details = child(tree, "BELL-1").find("CINdetails")
    assert texts(details, "Section47/*") == ["2025-03-03", "2025-03-24", "2025-03-20", "0"]
    assert texts(details, "Assessments//AssessmentFactors") == ["3B", "16A"]
    assert texts(details, "ChildProtectionPlans/*") == ["2025-03-20", "NEG", "NEG", "1"]


def test_a_year_that_is_not_over_tells_only_what_is_known(bells, cast, now, tmp_path):
    assessment = Assessment(
        **TYPED, key="a", child=bells.mia, referral=bells.referrals["mia"], started_on=date(2025, 2, 18),
        authorised_on=date(2025, 3, 20),
    )  # fmt: skip
    load_assessments([assessment], by=cast.command_line, at=now)

    tree = census(cast, tmp_path, known_until=date(2025, 3, 2))

    assert tree.findtext(".//ReferenceDate") == "2025-03-02"
    assert child(tree, "BELL-1").find("CINdetails/Assessments/AssessmentAuthorisationDate") is None


def test_a_year_before_anybody_came_is_refused_and_leaves_no_file(bells, cast, tmp_path):
    with pytest.raises(NothingToExport):
        census(cast, tmp_path, reference_date=date(2020, 3, 31))

    assert list(tmp_path.iterdir()) == []


def test_taking_it_is_written_down(bells, cast, tmp_path):
    census(cast, tmp_path)

    assert Entry.objects.get(act="CIN census exported").details == {"reference_date": "2025-03-31", "children": 4}


def test_others_may_not_take_it(bells, cast, tmp_path):
    with pytest.raises(NotAllowed):
        export_census(tmp_path / "x", reference_date=MARCH, known_until=MARCH, by=cast.tom, at=AT + timedelta(hours=1))
