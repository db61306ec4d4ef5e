"""Findings as CI systems read them: JUnit XML and SARIF 2.1.0. Must not know how they were found.

Source: "Static Analysis Results Interchange Format (SARIF) Version 2.1.0", OASIS; JUnit's XML as Jenkins and GitLab
read it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from xml.etree import ElementTree

from mockserver import __version__
from mockserver.admin.findings.catalogue import CATALOGUE
from mockserver.admin.findings.finding import Finding

DOCUMENTATION = "https://json.schemastore.org/sarif-2.1.0.json"


def junit(findings: Sequence[Finding]) -> bytes:
    """A test suite with a case for each mistake that is looked for; those that were found have failed."""
    found: dict[str, list[Finding]] = {}
    for finding in findings:
        found.setdefault(finding.mistake, []).append(finding)
    suite = ElementTree.Element(
        "testsuite", name="mockserver findings", tests=str(len(CATALOGUE)), failures=str(len(found)), errors="0"
    )
    for mistake in CATALOGUE.values():
        case = ElementTree.SubElement(suite, "testcase", classname="mockserver.findings", name=mistake.id)
        if mistake.id in found:
            failure = ElementTree.SubElement(case, "failure", message=mistake.title, type=mistake.severity.value)
            failure.text = _xml_text("\n".join([*map(_line, found[mistake.id]), mistake.advice]))
    ElementTree.indent(suite)
    text: str = ElementTree.tostring(suite, encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{text}'.encode()


def sarif(findings: Sequence[Finding]) -> dict[str, object]:
    """One run of one tool, with a rule for each mistake and a result for each finding."""
    rules = [
        {
            "id": mistake.id,
            "shortDescription": {"text": mistake.title},
            "help": {"text": mistake.advice},
            "defaultConfiguration": {"level": mistake.severity.value},
        }
        for mistake in CATALOGUE.values()
    ]
    return {
        "$schema": DOCUMENTATION,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": {"name": "mockserver", "version": __version__, "rules": rules}},
                "results": [_result(finding) for finding in findings],
            }
        ],
    }


def _result(finding: Finding) -> Mapping[str, object]:
    place = {"name": finding.place, "fullyQualifiedName": f"{finding.vendor} {finding.place}"}
    return {
        "ruleId": finding.mistake,
        "level": CATALOGUE[finding.mistake].severity.value,
        "message": {"text": _line(finding)},
        "locations": [{"logicalLocations": [place]}],
        "occurrenceCount": finding.count,
    }


def _line(finding: Finding) -> str:
    requests = f" ({', '.join(finding.requests)})" if finding.requests else ""
    times = f" {finding.count} times" if finding.count > 1 else ""
    return f"{finding.vendor} {finding.place}: {finding.message}{times}{requests}"


def _xml_text(text: str) -> str:
    """The text without the control characters that XML 1.0 cannot carry."""
    return "".join(letter if letter in "\n\t" or letter.isprintable() else "\ufffd" for letter in text)
