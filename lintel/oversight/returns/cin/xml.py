"""Writing the census as XML, one child after another in little memory."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Any

from lxml import etree

from lintel.oversight.returns.cin.queries import Child, Episode, Year


def write_census(path: Path, children: Iterable[Child], *, year: Year, la_code: str, at: datetime) -> int:
    """
    Write the census and return how many children are in it. With no child in it nothing is written.

    :param la_code: the authority's three digits.
    """
    written = 0
    with path.open("wb") as file, etree.xmlfile(file, encoding="utf-8") as xml:
        xml.write_declaration()
        with xml.element("Message"):
            xml.write(_header(year, la_code, at), pretty_print=True)
            with xml.element("Children"):
                for child in children:
                    xml.write(_child(child, year), pretty_print=True)
                    written += 1
    if not written:
        path.unlink()
    return written


def _add(parent: Any, name: str, value: object) -> None:
    """Add an element, unless there is nothing to say."""
    if value is None or value == "":
        return
    text = str(int(value)) if isinstance(value, bool) else value.isoformat() if isinstance(value, date) else str(value)
    etree.SubElement(parent, name).text = text


def _header(year: Year, la_code: str, at: datetime) -> Any:
    header = etree.Element("Header")
    details = etree.SubElement(header, "CollectionDetails")
    _add(details, "Collection", "CIN")
    _add(details, "Year", year.reference_date.year)
    # A year that is not over speaks for the last day it knows of.
    _add(details, "ReferenceDate", year.known_until)
    source = etree.SubElement(header, "Source")
    _add(source, "SourceLevel", "L")
    _add(source, "LEA", la_code)
    _add(source, "SoftwareCode", "Lintel")
    _add(source, "SerialNo", "001")
    _add(source, "DateTime", f"{at:%Y-%m-%dT%H:%M:%S}")
    return header


def _child(child: Child, year: Year) -> Any:
    element = etree.Element("Child")
    person = child.person
    identifiers = etree.SubElement(element, "ChildIdentifiers")
    _add(identifiers, "LAchildID", person.la_child_id)
    _add(identifiers, "UPN", child.upn)
    _add(identifiers, "FormerUPN", child.former_upn)
    _add(identifiers, "UPNunknown", "" if child.upn else person.upn_unknown)
    _add(identifiers, "PersonBirthDate" if child.is_born else "ExpectedPersonBirthDate", person.date_of_birth)
    _add(identifiers, "Sex", (person.sex or "U") if child.is_born else "U")
    _add(identifiers, "PersonDeathDate", year.so_far(person.died_on))
    characteristics = etree.SubElement(element, "ChildCharacteristics")
    _add(characteristics, "Ethnicity", person.ethnicity or "NOBT")
    if child.is_born and person.disabilities:
        disabilities = etree.SubElement(characteristics, "Disabilities")
        for code in person.disabilities:
            _add(disabilities, "Disability", code)
    for episode in child.episodes:
        element.append(_episode(episode, year))
    return element


def _episode(episode: Episode, year: Year) -> Any:
    referral = episode.referral
    details = etree.Element("CINdetails")
    _add(details, "CINreferralDate", referral.referred_on)
    _add(details, "ReferralSource", referral.source or "10")
    _add(details, "PrimaryNeedCode", "" if referral.is_nfa else referral.primary_need)
    _add(details, "CINclosureDate", episode.closed_on)
    _add(details, "ReasonForClosure", referral.closure_reason if episode.closed_on else "")
    _add(details, "DateOfInitialCPC", episode.transfer_in_on)
    _add_work(details, episode, year)
    _add(details, "ReferralNFA", bool(referral.is_nfa))
    _add_protection(details, episode, year)
    return details


def _add_work(details: Any, episode: Episode, year: Year) -> None:
    for assessment in episode.assessments:
        authorised_on = year.so_far(assessment.authorised_on)
        part = etree.SubElement(details, "Assessments")
        _add(part, "AssessmentActualStartDate", assessment.started_on)
        _add(part, "AssessmentInternalReviewDate", assessment.review_on)
        _add(part, "AssessmentAuthorisationDate", authorised_on)
        if authorised_on and assessment.factors:
            factors = etree.SubElement(part, "FactorsIdentifiedAtAssessment")
            for code in assessment.factors:
                _add(factors, "AssessmentFactors", code)
    for plan in episode.need_plans:
        part = etree.SubElement(details, "CINPlanDates")
        _add(part, "CINPlanStartDate", plan.started_on)
        _add(part, "CINPlanEndDate", year.so_far(plan.ended_on))
    for enquiry, conference_on, target_on in episode.enquiries:
        part = etree.SubElement(details, "Section47")
        _add(part, "S47ActualStartDate", enquiry.started_on)
        _add(part, "InitialCPCtarget", target_on)
        _add(part, "DateOfInitialCPC", conference_on)
        _add(part, "ICPCnotRequired", bool(enquiry.conference_not_required))


def _add_protection(details: Any, episode: Episode, year: Year) -> None:
    for plan, reviews in episode.protection_plans:
        part = etree.SubElement(details, "ChildProtectionPlans")
        _add(part, "CPPstartDate", plan.started_on)
        _add(part, "CPPendDate", year.so_far(plan.ended_on))
        # Some lists give only one of the two categories; the census asks for both.
        _add(part, "InitialCategoryOfAbuse", plan.initial_category or plan.latest_category)
        _add(part, "LatestCategoryOfAbuse", plan.latest_category or plan.initial_category)
        _add(part, "NumberOfPreviousCPP", plan.previous_plans or 0)
        if reviews:
            held = etree.SubElement(part, "Reviews")
            for day in reviews:
                _add(held, "CPPreviewDate", day)
