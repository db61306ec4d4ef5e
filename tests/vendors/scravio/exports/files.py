"""What a client does to get a file of leads."""

from __future__ import annotations

import csv
import io
from typing import Any

import openpyxl

from tests.vendors.scravio.lab import Lab


def ask(lab: Lab, campaign_id: str, *, status: int = 201, **options: object) -> Any:
    """Ask for an export; returns its data."""
    answer = lab.post("/list-exports", {"campaignId": campaign_id, **options})
    assert answer.status_code == status, answer.text
    return answer.json()["data"]


def shown(lab: Lab, export: Any) -> Any:
    """The export in the list."""
    found = lab.read("/list-exports", perPage=100)["data"]["exports"]
    return next(each for each in found if each["exportId"] == export["exportId"])


def download(lab: Lab, export: Any) -> bytes:
    """The file's bytes."""
    address = lab.read(f"/list-exports/{export['exportId']}/download")["data"]["downloadUrl"]
    answer = lab.fetch(address)
    assert answer.status_code == 200, answer.text
    return answer.content


def csv_rows(content: bytes) -> list[dict[str, str]]:
    """The rows of a CSV file by the names of their columns."""
    return list(csv.DictReader(io.StringIO(content.decode(), newline="")))


def sheets(content: bytes) -> list[list[tuple[Any, ...]]]:
    """The rows of each sheet of an XLSX file."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    return [[tuple(row) for row in sheet.iter_rows(values_only=True)] for sheet in book.worksheets]
