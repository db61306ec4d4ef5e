"""The listeners of a stream: they read frames as they are written, and notice what is missing."""

from __future__ import annotations

import threading

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from websockets.frames import Frame, Opcode

from benchmarks.errors import BenchmarkError
from benchmarks.listeners import Listeners, frames
from mockserver.server.registry import Registry
from tests.streams.lab import running


@given(st.lists(st.binary(max_size=70_000), max_size=4), st.integers(0, 3))
def test_frames_are_read_whole_and_a_cut_one_is_left(texts: list[bytes], cut: int) -> None:
    written = b"".join(Frame(Opcode.TEXT, text).serialize(mask=False) for text in texts)
    assert frames(bytearray(written)) == texts
    if cut and written:
        assert frames(bytearray(written[:-cut])) == texts[: len(frames(bytearray(written[:-cut])))]
        assert len(frames(bytearray(written[:-cut]))) < len(texts)


def test_listeners_get_what_a_stream_sends_and_notice_what_it_does_not() -> None:
    registry = Registry([vendor for vendor in Registry() if vendor.sockets()][:1])
    [vendor] = registry
    with running(registry) as url, httpx.Client(base_url=url) as client:
        made = client.post("/_mock/workspaces", json={"name": "bench"}).json()
        path = f"/{vendor.name}{vendor.sockets()[0].path}"
        with Listeners(int(url.rpartition(":")[2]), path, made["keys"][vendor.name], 3) as listeners:
            burst = threading.Thread(
                target=client.post,
                args=("/_mock/workspaces/bench/streams/burst",),
                kwargs={"json": {"count": 5, "text": "Update {n}"}},
            )
            burst.start()
            told = listeners.take(5, timeout=20)
            burst.join()
            assert [b'"Update %d"' % number in message for number, message in enumerate(told, 1)] == [True] * 5
            with pytest.raises(BenchmarkError, match="3 of 3 listeners did not get 1 messages"):
                listeners.take(1, timeout=0)
