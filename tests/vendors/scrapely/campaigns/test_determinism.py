"""However time is cut, and whatever is killed in between: the same seed leaves the same state."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mockserver.core.database import Database
from mockserver.engine.workspace import Workspace
from mockserver.gateway.keys import KeyIndex
from mockserver.server.runtime import Runtime
from tests.vendors.scrapely.lab import Lab, RecordingTransport
from tests.vendors.scrapely.outreach import campaign_body, people, source_of

HORIZON = 6 * 24 * 60  # minutes

LEADS = [*people("replies", 3), *people("angry", 2), *people("silent", 3), "closed_1", *people("lead", 12)]


def prepare(lab: Lab) -> None:
    lab.account("one")
    lab.account("two")
    lab.listen()
    body = campaign_body(
        source_of(lab, LEADS),
        followups=[{"wait_time": 30, "wait_unit": "hours", "message": "bump"}],
        enable_follow=True,
        enable_comment=True,
    )
    assert lab.post("/campaigns", body).status_code == 200


def state(database: Database) -> Mapping[str, list[dict[str, object]]]:
    """Every table but the clock's."""
    return {name: database.browse(name, limit=100_000, offset=0) for name in database.table_names() if name != "meta"}


def lived(cuts: list[int]) -> tuple[Mapping[str, list[dict[str, object]]], list[dict[str, object]]]:
    with asyncio.Runner() as runner:
        lab = Lab(runner)
        prepare(lab)
        for start, end in zip([0, *cuts], [*cuts, HORIZON], strict=True):
            lab.advance(f"{end - start}m")
        result = state(lab.workspace.database), lab.settle()
        lab.close()
        return result


@settings(max_examples=5, suppress_health_check=list(HealthCheck))
@given(cuts=st.lists(st.integers(0, HORIZON), max_size=12).map(sorted))
def test_one_advance_equals_many(cuts: list[int]) -> None:
    whole, told = lived([])
    parts, told_in_parts = lived(cuts)
    for table, rows in whole.items():
        assert parts[table] == rows, table
    assert told_in_parts == told
    assert len(told) > 4


def test_a_killed_process_goes_on_where_it_stood(lab: Lab) -> None:
    prepare(lab)
    lab.advance("3h")
    image = lab.workspace.database.image()  # what is on the disk when a process is killed
    lab.advance("5d")
    expected = state(lab.workspace.database)
    registry = lab.app.registry
    with asyncio.Runner() as runner:
        database = Database.from_image(image)
        workspace = Workspace(lab.workspace.id, database, RecordingTransport(), registry.webhook_profile)
        Runtime(workspace.id, workspace, registry, KeyIndex())
        runner.run(workspace.scheduler.advance(lab.now))
        again = state(workspace.database)
    for table in ("scrapely_dm_jobs", "scrapely_conversations", "scrapely_sent_dms", "scrapely_lanes", "timers"):
        assert again[table] == expected[table], table
