"""What no source states is listed where users see it: each `Assumption:` stands in the vendor's page."""

from __future__ import annotations

import re

import pytest

from tests.architecture.source import PACKAGE, ROOT

MARK = re.compile(r"\bAssumption:\s*")
SENTENCE = re.compile(r".+?[.!?](?=\s|$)")
VENDORS = sorted(path.name for path in (PACKAGE / "vendors").glob("*/") if any(path.glob("*.py")))


def assumptions(text: str) -> list[str]:
    """The sentence after each mark, on one line; a comment or docstring may break it over several."""
    found = []
    lines = text.splitlines()
    for start, line in enumerate(lines):
        if (mark := MARK.search(line)) is None:
            continue
        in_comment = "#" in line[: mark.start()]
        words = [line[mark.end() :]]
        for following in lines[start + 1 :]:
            stripped = following.strip()
            if not stripped or stripped.startswith("#") != in_comment or '"""' in words[-1]:
                break
            words.append(stripped.lstrip("# "))
        passage = normal(" ".join(words).partition('"""')[0])
        sentence = SENTENCE.match(passage)
        found.append(sentence[0] if sentence else passage)
    return found


def normal(text: str) -> str:
    """Text without Markdown's marks, line breaks and capitals."""
    return " ".join(re.sub(r"[`*\\]", "", text).casefold().split())


def is_listed(assumption: str, page: str) -> bool:
    """Whether the page has the sentence; its closing stop may be missing there."""
    return assumption.rstrip(".") in normal(page)


@pytest.mark.parametrize("vendor", VENDORS)
def test_every_assumption_is_in_the_vendors_page(vendor: str) -> None:
    page = ROOT / "docs" / "vendors" / f"{vendor}.md"
    if not page.exists():
        pytest.skip(f"docs/vendors/{vendor}.md is not written yet")
    listed = page.read_text(encoding="utf-8")
    missing = [
        f"{path.relative_to(ROOT).as_posix()}: {assumption}"
        for path in sorted((PACKAGE / "vendors" / vendor).rglob("*.py"))
        for assumption in assumptions(path.read_text(encoding="utf-8"))
        if not is_listed(assumption, listed)
    ]
    assert not missing, f"list under Assumptions in docs/vendors/{vendor}.md:\n" + "\n".join(missing)


def test_marks_are_read_from_comments_and_docstrings() -> None:
    text = '''
def f():
    """Do it.

    Assumption: the list is
    newest first. The source is silent.
    """
    # Assumption: `limit` above 100
    # means 100. Other vendors do so.
    return 1  # Assumption: one page at most
'''
    assert assumptions(text) == ["the list is newest first.", "limit above 100 means 100.", "one page at most"]


def test_a_page_may_write_it_in_markdown() -> None:
    assert is_listed("limit above 100 means 100.", "- **`limit` above\n  100** means 100 (no source)")
    assert not is_listed("limit above 100 means 100.", "- limit")
