"""
Codes however authorities write them.

The wordings are taken from those listed in Annex_A_schema.yml of liia-tools-pipeline
(MIT License, Copyright (c) 2022 Social Finance Digital Labs), with the census code each means.
"""

import pytest

from lintel.journey.imports.wordings import NotRecognised, is_nobody, plain, wordings
from lintel.statute import codes


@pytest.mark.parametrize(
    ("written", "means"),
    [
        ("a) WBRI", "WBRI"), ("WBRI", "WBRI"), ("WBRI - White British", "WBRI"), ("White - British", "WBRI"),
        ("White British (A1)", "WBRI"), ("White - British [WBRI]", "WBRI"), ("A1 White British", "WBRI"), ("a)",
        "WBRI"),
        ("(A.A1) White - British", "WBRI"), ("White - Welsh", "WBRI"), ("b) WIRI", "WIRI"), ("White Irish", "WIRI"),
        ("Traveller of Irish Heritage", "WIRT"), ("Gypsy / Roma", "WROM"), ("White (Gypsy / Romany)", "WROM"),
        ("White - Any other White background", "WOTH"), ("White Eastern European", "WOTH"), ("WEEU", "WOTH"),
        ("f) MWBC", "MWBC"), ("Mixed - White and Black Caribbean", "MWBC"), ("White & Black Caribbean", "MWBC"),
        ("Mixed White and Black African", "MWBA"), ("Mixed - White & Asian", "MWAS"),
        ("Any Other Mixed/Multiple Ethnic Background", "MOTH"), ("Asian or Asian British - Indian", "AIND"),
        ("APKN-Pakistani", "APKN"), ("Asian/Asian British - Bangladeshi", "ABAN"), ("Any other Asian background",
        "AOTH"),
        ("Asian or Asian British", "AOTH"), ("Black or Black British - Caribbean", "BCRB"), ("West Indian", "BCRB"),
        ("Black African", "BAFR"), ("Black - Somali", "BAFR"), ("Any other Black background", "BOTH"),
        ("q) CHNE", "CHNE"), ("CNHE", "CHNE"), ("Chinese", "CHNE"), ("Arab", "OOTH"), ("Any other ethnic group",
        "OOTH"),
        ("s) REFU", "REFU"), ("Declined to say", "REFU"), ("t) NOBT", "NOBT"),
        ("Information not yet obtained", "NOBT"), ("Unknown", "NOBT"),
    ],
)  # fmt: skip
def test_every_way_of_writing_an_ethnicity_leads_to_its_census_code(written, means):
    assert wordings("ethnicity").read(written) == means


@pytest.mark.parametrize(
    ("written", "means"),
    [
        ("q) 6: Police", "6"), ("6", "6"), ("Police", "6"), ("01) Police", "6"), ("6 - Police", "6"),
        ("a) 1A: Individual", "1A"), ("1A - Family member/relative/carer", "1A"), ("‘INDIVIDUAL’ – self.", "1C"),
        ("CONCERNED NEIGHBOUR", "1B"), ("Member of the Public", "1D"), ("e) 2A: Schools", "2A"), ("Primary School",
        "2A"),
        ("Nursery", "2A"), ("Education Welfare Officer", "2B"), ("Health Services - GP", "3A"), ("Health visitor",
        "3B"),
        ("HEALTH SERVICES – school nurse", "3C"), ("Midwife", "3D"), ("A&E (Emergency Department)", "3E"),
        ("CAMHS", "3F"), ("m) 4: Housing", "4"), ("Adult Social Care", "5A"), ("Youth Offending", "5B"),
        ("Other Local Authority", "5C"), ("Early Help", "5D"), ("Probation", "7"), ("Cafcass", "7"),
        ("Voluntary organisation", "8"), ("ANON", "9"), ("u) 10: Unknown", "10"), ("p1) 5D: LA services", "5D"),
    ],
)  # fmt: skip
def test_every_way_of_writing_a_source_leads_to_its_census_code(written, means):
    assert wordings("source").read(written) == means


@pytest.mark.parametrize(
    ("words", "written", "means"),
    [
        ("yes_no", "a) Yes", "yes"), ("yes_no", "Y", "yes"), ("yes_no", "TRUE", "yes"), ("yes_no", "1", "yes"),
        ("yes_no", "b) No", "no"), ("yes_no", "false", "no"), ("yes_no", "0 - No", "no"), ("yes_no", "c) Unknown", ""),
        ("yes_no", "No further action", "yes"), ("yes_no", "Child not seen alone", "no"),
        ("sex", "a) Male", "M"), ("sex", "1", "M"), ("sex", "F", "F"), ("sex", "b) Female", "F"),
        ("sex", "c) Not stated/recorded (or unborn)", "U"), ("sex", "d) Neither", "U"), ("sex", "9", "U"),
        ("need", "a) Abuse or neglect", "N1"), ("need", "N1", "N1"), ("need", "N4 - Family in acute stress", "N4"),
        ("need", "e)", "N5"), ("need", "N6a - Child's substance abuse", "N6"), ("need", "j) Not stated", "N0"),
        ("need", "Family dysfunction", "N5"), ("need", "N3 - Parental illness or disability", "N3"),
        ("closure", "c) Residence Order", "RC3"), ("closure", "g) 'Other' incl. Child no longer in need", "RC7"),
        ("closure", "h) Child not in need after assessment", "RC8"), ("closure", "RC9", "RC9"), ("closure", "g)",
        "RC7"),
        ("closure", "Transferred to services of another local authority", "RC5"), ("closure", "i) Not Stated", ""),
        ("closure", "RC9 - Case closed after assessment, referred to early help", "RC9"),
        ("abuse", "a) Neglect", "NEG"), ("abuse", "Emotional abuse", "EMO"), ("abuse", "Neglect, Emotional", "MUL"),
        ("abuse", "SAB", "SAB"), ("case_status", "a) Looked after child", "looked_after"),
        ("case_status", "CPP", "child_protection"), ("case_status", "d) Open assessment", "open_assessment"),
        ("outcome", "No further action", "no_further_action"), ("outcome", "Progress to referral", "referral"),
        ("outcome", "Early help", "early_help"), ("outcome", "Advice, information or signposting", "advice"),
        ("outcome", "to_allocated_worker", "to_allocated_worker"), ("consent", "Dispensed with", "dispensed_with"),
        ("disabled", "AUT", "yes"), ("disabled", "NONE", "no"), ("basis", "Agency", "agency"),
    ],
)  # fmt: skip
def test_other_codes_are_read_with_and_without_their_letters(words, written, means):
    assert wordings(words).read(written) == means


@pytest.mark.parametrize("words", ["ethnicity", "source", "need", "abuse"])
def test_a_wording_that_means_none_of_the_codes_is_not_guessed(words):
    with pytest.raises(NotRecognised):
        wordings(words).read("Qwertyuiop")


@pytest.mark.parametrize(
    ("words", "national"),
    [("ethnicity", codes.ETHNICITY), ("source", codes.REFERRAL_SOURCE), ("need", codes.PRIMARY_NEED),
     ("closure", codes.CLOSURE_REASON), ("abuse", codes.ABUSE_CATEGORY), ("factor", codes.ASSESSMENT_FACTOR),
     ("disability_code", codes.DISABILITY), ("upn_unknown", codes.UPN_UNKNOWN),
     ("change_reason", codes.WORKER_CHANGE_REASON)],
)  # fmt: skip
def test_every_national_code_reads_as_itself(words, national):
    assert {code: wordings(words).read(code) for code in national} == {code: code for code in national}


@pytest.mark.parametrize(
    "written", ["", "Unallocated", "UNALLOCATED - duty", "Duty", "duty worker", "N/A", "-", "North duty tray"]
)
def test_words_that_stand_for_nobody_are_no_worker(written):
    assert is_nobody(written)


@pytest.mark.parametrize("written", ["Priya Nair", "Nair, Priya", "Duty Okafor"])
def test_names_are_workers(written):
    assert not is_nobody(written)


def test_accents_case_and_punctuation_do_not_tell_wordings_apart():
    assert plain("  Éarly-HELP & Support: ") == plain("early help and support")
