"""The census of every year of Ravenshire is valid against the sector's schema."""

from datetime import date, datetime
from pathlib import Path

import pytest
from lxml import etree

from lintel.foundation.access.actions import service_account
from lintel.oversight.returns.actions import export_census
from lintel.statute.calendar import LONDON

SCHEMA = Path(__file__).parent / "reference" / "CIN_schema_2026.xsd"
AT = datetime(2025, 3, 3, 9, tzinfo=LONDON)


@pytest.mark.slow
@pytest.mark.parametrize("year", [2023, 2024, 2025])
def test_the_census_of_every_year_is_valid(ravenshire, tmp_path, year):
    path = tmp_path / "cin.xml"

    written = export_census(
        path, reference_date=date(year, 3, 31), known_until=date(2025, 3, 2), by=service_account(at=AT), at=AT
    )

    tree = etree.parse(str(path))
    etree.XMLSchema(etree.parse(str(SCHEMA))).assertValid(tree)
    assert len(tree.findall(".//Child")) == written
    assert written > 20
    assert {"Assessments", "CINPlanDates", "Section47", "ChildProtectionPlans"} <= {e.tag for e in tree.iter()}
