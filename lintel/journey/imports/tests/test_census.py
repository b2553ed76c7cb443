"""The CIN census: samples of every year, both styles of booleans, and a file of 100 MB in bounded memory."""

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from lintel.foundation.people.codes import BirthDateCertainty
from lintel.foundation.people.models import Identifier, Person
from lintel.journey.imports.census import Census, children
from lintel.journey.imports.tests.builders import row
from lintel.steps.assessments.models import Assessment
from lintel.steps.enquiries.models import Conference, Section47Enquiry, StrategyDiscussion
from lintel.steps.plans.models import CinPlan, CpPlan
from lintel.steps.referrals.models import Referral

SAMPLES = Path(__file__).parent / "samples"


def census(*children_, reference_date="2025-03-31"):
    return (
        "<Message><Header><CollectionDetails><Collection>CIN</Collection><Year>2025</Year><ReferenceDate>"
        f"{reference_date}</ReferenceDate></CollectionDetails></Header><Children>{''.join(children_)}</Children></Message>"
    )


def child(details="", *, child_id="C1", identifiers="<PersonBirthDate>2015-06-01</PersonBirthDate><Sex>M</Sex>"):
    return (
        f"<Child><ChildIdentifiers><LAchildID>{child_id}</LAchildID>{identifiers}</ChildIdentifiers>"
        f"<ChildCharacteristics><Ethnicity>WBRI</Ethnicity></ChildCharacteristics>{details}</Child>"
    )


def details(inside="", *, nfa="false", after=""):
    return (
        "<CINdetails><CINreferralDate>2025-01-06</CINreferralDate><ReferralSource>6</ReferralSource>"
        f"<PrimaryNeedCode>N1</PrimaryNeedCode>{inside}<ReferralNFA>{nfa}</ReferralNFA>{after}</CINdetails>"
    )


def test_a_child_of_the_census_with_everything_that_happened(take):
    inside = (
        "<Assessments><AssessmentActualStartDate>2025-01-07</AssessmentActualStartDate>"
        "<AssessmentInternalReviewDate>2025-01-21</AssessmentInternalReviewDate>"
        "<AssessmentAuthorisationDate>2025-02-20</AssessmentAuthorisationDate><FactorsIdentifiedAtAssessment>"
        "<AssessmentFactors>2B</AssessmentFactors><AssessmentFactors>3B</AssessmentFactors>"
        "</FactorsIdentifiedAtAssessment></Assessments>"
        "<CINPlanDates><CINPlanStartDate>2025-02-21</CINPlanStartDate></CINPlanDates>"
        "<Section47><S47ActualStartDate>2025-01-08</S47ActualStartDate><DateOfInitialCPC>2025-01-28</DateOfInitialCPC>"
        "<ICPCnotRequired>0</ICPCnotRequired></Section47>"
    )
    after = (
        "<ChildProtectionPlans><CPPstartDate>2025-01-28</CPPstartDate><InitialCategoryOfAbuse>NEG</InitialCategoryOfAbuse>"
        "<LatestCategoryOfAbuse>EMO</LatestCategoryOfAbuse><NumberOfPreviousCPP>1</NumberOfPreviousCPP><Reviews>"
        "<CPPreviewDate>2025-02-28</CPPreviewDate><CPPreviewDate>2025-03-28</CPPreviewDate></Reviews>"
        "</ChildProtectionPlans>"
    )

    load = take(census(child(details(inside, after=after))), kind="cin")

    referral, assessment, enquiry = Referral.objects.get(), Assessment.objects.get(), Section47Enquiry.objects.get()
    plan = CpPlan.objects.get()
    initial = Conference.objects.get(kind="initial")
    assert (load.rows_in, load.rows_accepted, load.source_file.data_until) == (6, 6, date(2025, 3, 31))
    assert (referral.source, referral.primary_need, referral.is_nfa) == ("6", "N1", False)
    assert (assessment.referral, assessment.factors, assessment.review_on) == (
        referral, ["2B", "3B"], date(2025, 1, 21),
    )  # fmt: skip
    assert (enquiry.referral, enquiry.conference_not_required) == (referral, False)
    assert (initial.enquiry, initial.cp_plan, initial.led_to_plan) == (enquiry, plan, True)
    assert sorted(Conference.objects.filter(kind="review").values_list("held_on", flat=True)) == [
        date(2025, 2, 28), date(2025, 3, 28),
    ]  # fmt: skip
    assert (plan.initial_category, plan.latest_category, plan.previous_plans) == ("NEG", "EMO", 1)
    assert CinPlan.objects.get().started_on == date(2025, 2, 21)
    assert not StrategyDiscussion.objects.exists()  # the census does not say whether there was one


@pytest.mark.parametrize(("written", "read"), [("0", False), ("1", True), ("false", False), ("true", True)])
def test_both_styles_of_booleans_are_read(take, written, read):
    take(census(child(details(nfa=written))), kind="cin")

    assert Referral.objects.get().is_nfa is read


@pytest.mark.parametrize(
    ("element", "sex"),
    [("<GenderCurrent>1</GenderCurrent>", "M"), ("<GenderCurrent>2</GenderCurrent>", "F"), ("<Sex>F</Sex>", "F"),
     ("<GenderCurrent>9</GenderCurrent>", "U"), ("<Sex>U</Sex>", "U")],
)  # fmt: skip
def test_sex_is_read_from_every_years_element(take, element, sex):
    take(census(child(identifiers=element)), kind="cin")

    assert Person.objects.get(la_child_id="C1").sex == sex


def test_an_expected_child_and_identifiers_with_their_check_letters(take):
    identifiers = (
        "<UPN>A801200001001</UPN><FormerUPN>X98765432123B</FormerUPN>"
        "<ExpectedPersonBirthDate>2025-06-30</ExpectedPersonBirthDate><Sex>U</Sex>"
    )

    take(census(child(identifiers=identifiers)), kind="cin")

    found = Person.objects.get(la_child_id="C1")
    assert (found.date_of_birth, found.birth_date_certainty) == (date(2025, 6, 30), BirthDateCertainty.EXPECTED)
    assert sorted(Identifier.objects.values_list("scheme", "is_well_formed")) == [("former_upn", False), ("upn", False)]


def test_a_conference_given_for_the_episode_itself_is_a_transfer_in(take):
    take(census(child(details("<DateOfInitialCPC>2025-01-20</DateOfInitialCPC>"))), kind="cin")

    assert Conference.objects.values_list("is_transfer_in", "enquiry").get() == (True, None)


def test_annex_a_and_the_census_meet_on_the_same_episode(take):
    take({"List 3": [row(date_of_referral=date(2025, 1, 6), referral_nfa="No")],
          "List 4": [row(continuous_assessment_start_date=date(2025, 1, 7))]})  # fmt: skip
    factors = (
        "<Assessments><AssessmentActualStartDate>2025-01-07</AssessmentActualStartDate><FactorsIdentifiedAtAssessment>"
        "<AssessmentFactors>16A</AssessmentFactors></FactorsIdentifiedAtAssessment></Assessments>"
    )

    take(census(child(details(factors))), kind="cin")

    assert Referral.objects.values_list("source_sheet", "primary_need").get() == ("List 3", "N1")
    assert Assessment.objects.values_list("source_sheet", "factors").get() == ("List 4", ["16A"])


def test_a_census_in_a_namespace_is_read(take):
    take(census(child(details())).replace("<Message>", '<Message xmlns="urn:x-ravenshire:cin">'), kind="cin")

    assert Referral.objects.count() == 1


def test_a_module_that_cannot_be_read_waits_and_the_others_do_not(take):
    load = take(
        census(child(details("<CINclosureDate>soon</CINclosureDate>")), child(details(), child_id="C2")), kind="cin"
    )

    assert (load.rows_in, load.rows_accepted) == (4, 3)
    waiting = load.quarantined.get()
    assert (waiting.sheet, waiting.row, waiting.cells["LAchildID"]) == ("Referrals", 1, "C1")


@pytest.mark.parametrize(
    ("name", "rows_in", "accepted"),
    [("BAR_cin_2022", 6, 0), ("d2i_CIN_Census_2021", 6, 0), ("d2i_CIN_Census_2024", 9, 8), ("d2i_CIN_Census_2026", 9,
    8),
     ("d2i_CIN2rows", 7, 7)],
)  # fmt: skip
def test_the_samples_of_the_sector_are_read_with_their_faults(take, name, rows_in, accepted):
    load = take((SAMPLES / f"{name}.xml").read_bytes(), kind="cin")

    assert (load.rows_in, load.rows_accepted) == (rows_in, accepted)
    assert load.rows_quarantined == load.quarantined.count()


def test_what_is_not_read_yet_is_said(take):
    load = take((SAMPLES / "d2i_CIN_Census_2026.xml").read_bytes(), kind="cin")

    assert load.findings["sheets_not_read"][0]["sheet"] == "PreProceedingsandFGDM"


def test_children_come_one_at_a_time(tmp_path):
    path = tmp_path / "census.xml"
    path.write_text(census(*(child(details(), child_id=f"C{n}") for n in range(3))))
    found = Census()

    modules = list(children(path, found, lambda share: None))

    assert [[module.list for module in of_child] for of_child in modules] == [["children", "referrals"]] * 3
    assert (found.children, found.reference_date) == (3, "2025-03-31")


# What `resource` says of a process begins with what its parent used; the kernel's own record does not.
MEASURE = """
import re, resource, sys
from datetime import date
from pathlib import Path
from lintel.journey.imports.reading import Reading

reading = Reading(Path(sys.argv[1]), "cin", "census.xml", date(2025, 4, 2))
rows = sum(len(batch) for batch in reading.batches())
status = Path("/proc/self/status")
highest = re.search(r"VmHWM:\\s+(\\d+)", status.read_text()) if status.exists() else None
print(rows, (int(highest[1]) if highest else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss) // 1024)
"""


@pytest.mark.long
def test_a_census_of_100_megabytes_is_read_in_bounded_memory(tmp_path):
    inside = "".join(
        f"<Assessments><AssessmentActualStartDate>2025-01-{n:02}</AssessmentActualStartDate></Assessments>"
        for n in range(7, 17)
    )
    one = child(details(inside))
    path = tmp_path / "census.xml"
    before, after = census("~").split("~")
    with path.open("w") as written:
        written.write(before)
        for n in range(100 * 1024 * 1024 // len(one) + 1):
            written.write(one.replace(">C1<", f">C{n}<"))
        written.write(after)

    done = subprocess.run(
        [sys.executable, "-c", MEASURE, str(path)], capture_output=True, text=True, check=True,
        cwd=Path(__file__).parents[4],
    )  # fmt: skip

    rows, megabytes = map(int, done.stdout.split())
    assert path.stat().st_size > 100 * 1024 * 1024
    assert rows > 800_000
    assert megabytes < 160
