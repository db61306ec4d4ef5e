"""Ranges for users, pins for us: the lock lies inside the ranges and knows no machine."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
RUNTIME = [Requirement(line) for line in PROJECT["dependencies"]]
DEV = [Requirement(line) for line in PROJECT["optional-dependencies"]["dev"]]


def locked() -> dict[str, str]:
    lines = (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()
    pins = [line.split("==") for line in lines if not line.startswith("#")]
    return {canonicalize_name(name): version for name, version in pins}


def test_the_lock_is_exact_pins_only() -> None:
    lines = (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if not re.fullmatch(r"#.*|[\w.-]+==[\w.+!]+", line)] == []
    assert canonicalize_name(PROJECT["name"]) not in locked()


@pytest.mark.parametrize("requirement", RUNTIME + DEV, ids=lambda requirement: requirement.name)
def test_the_lock_lies_inside_the_range(requirement: Requirement) -> None:
    assert requirement.specifier.contains(locked()[canonicalize_name(requirement.name)])


def test_faker_is_exact_because_its_words_are_the_worlds_bytes() -> None:
    [faker] = [requirement for requirement in RUNTIME if requirement.name == "faker"]
    assert {specifier.operator for specifier in faker.specifier} == {"=="}


@pytest.mark.parametrize(
    "requirement", [each for each in RUNTIME if each.name != "faker"], ids=lambda requirement: requirement.name
)
def test_runtime_requirements_have_both_ends(requirement: Requirement) -> None:
    assert {specifier.operator for specifier in requirement.specifier} == {">=", "<"}
