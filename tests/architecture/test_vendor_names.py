"""No vendor's name outside its folder: shared machinery takes policies, and a sixth vendor touches nothing else."""

from __future__ import annotations

import re

from tests.architecture.source import PACKAGE, ROOT

NAMES = re.compile(r"scrapely|scravio|scrapest|scrape\.st|socialscalr|xquik", re.IGNORECASE)
TEXT = frozenset({".py", ".pyi", ".html", ".jinja", ".css", ".js", ".json", ".yaml", ".yml", ".toml", ".txt", ".md"})


def test_shared_code_names_no_vendor() -> None:
    found = [
        f"{path.relative_to(ROOT).as_posix()}:{number}: {line.strip()}"
        for path in sorted(PACKAGE.rglob("*"))
        if path.suffix in TEXT and path.relative_to(PACKAGE).parts[0] != "vendors"
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if NAMES.search(line)
    ]
    assert not found, "put this into the vendor's folder, or ask the Vendor object:\n" + "\n".join(found)


def test_vendors_discovery_names_no_vendor() -> None:
    discovery = PACKAGE / "vendors" / "__init__.py"
    if discovery.exists():
        assert not NAMES.search(discovery.read_text(encoding="utf-8"))


def test_no_shared_file_is_named_after_a_vendor() -> None:
    files = [path.relative_to(PACKAGE) for path in PACKAGE.rglob("*") if "__pycache__" not in path.parts]
    assert [path.as_posix() for path in files if path.parts[0] != "vendors" and NAMES.search(path.as_posix())] == []
