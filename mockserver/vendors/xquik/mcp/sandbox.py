"""Runs an agent's JavaScript where it can reach nothing but what it is given. Must not know the API.

The engine is QuickJS, from the extra `mcp`. Its time and chance are the workspace's, so a run can be repeated.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mockserver.core.json import dumps_text, loads
from mockserver.core.times import Instant

if TYPE_CHECKING:
    from quickjs import Context

MOST_CALLS = 100
"""How many requests one run may make."""

_MEMORY = 64 * 1024 * 1024
_SECONDS = 2
"""Of the processor, between two requests."""

# The code may change what it likes in its world, so the harness keeps its own `parse` and `stringify`.
_PRELUDE = """
(() => {
  const {parse, stringify} = JSON, now = __now, Machine = Date, waiting = [], pending = {}, calls = __calls;
  let seed = __seed >>> 0, last = 0, outcome = null;
  globalThis.spec = parse(__spec);
  delete globalThis.performance;  // the machine's time
  globalThis.Date = class Date extends Machine {
    constructor(...given) { given.length ? super(...given) : super(now); }
    static now() { return now; }
  };
  Math.random = () => {
    seed = (seed + 0x6D2B79F5) >>> 0;
    let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  const text = (value) => typeof value === "string" ? value : stringify(value);
  const send = (path, {method, query, body} = {}) => new Promise((resolve, reject) => {
    const pairs = Object.entries(query ?? {}).filter(([, value]) => value !== undefined && value !== null);
    const asked = pairs.map(([name, value]) => [name, text(value)]);
    last += 1;
    pending[last] = {resolve, reject};
    waiting.push(stringify([last, String(path), String(method ?? "GET"), asked, stringify(body) ?? null]));
  });
  const xquik = {
    request: (first, options) => typeof first === "string"
      ? send(first, options ?? {}).then((answer) => answer.body)
      : send(first?.path, first ?? {}).then((answer) => (
          {success: true, status: answer.status, result: answer.body, errors: [], messages: []})),
  };
  if (calls) globalThis.xquik = xquik;
  globalThis.__take = () => waiting.shift() ?? null;
  globalThis.__outcome = () => outcome;
  globalThis.__settle = (number, status, sent) => {
    const {resolve, reject} = pending[number];
    let body = sent || null;
    try { body = body && parse(body); } catch { }
    delete pending[number];
    if (status < 400) return resolve({status, body});
    const error = new Error(body?.message ?? `The request was answered with ${status}.`);
    reject(Object.assign(error, {status, code: body?.error, body}));
  };
  globalThis.__run = (code) => {
    const given = (0, eval)(`(${code}\\n)`);
    if (typeof given !== "function") throw new TypeError("code must be an async arrow function");
    Promise.resolve(given(calls ? xquik : spec))
      .then((value) => { outcome = `+${stringify(value) ?? "null"}`; })
      .catch((error) => { outcome = `-${error?.message ?? error}`; });
  };
})();
"""


@dataclass(frozen=True, slots=True)
class Asked:
    """A request that the code makes; `body` is JSON."""

    path: str
    method: str
    query: list[tuple[str, str]]
    body: str | None


Call = Callable[[Asked], Awaitable[tuple[int, str]]]
"""Makes a request: its status and body."""


class Failed(Exception):
    """The code did not come to an end, or threw; the text says why."""


async def run(code: str, *, spec: object, now: Instant, seed: int, call: Call | None) -> str:
    """What an async function comes to, as JSON; raises `Failed`.

    Without `call` there are no requests. They are made one after the other, in the order in which they were asked for.
    """
    import quickjs

    context = quickjs.Context()
    context.set_memory_limit(_MEMORY)
    context.set_time_limit(_SECONDS)
    context.set("__now", float(now))  # an int would lose all above 32 bits
    context.set("__seed", float(seed))
    context.set("__spec", dumps_text(spec))
    context.set("__calls", call is not None)
    try:
        context.eval(_PRELUDE)
        return await _Run(context).finish(code, call)
    except (quickjs.JSException, quickjs.StackOverflow) as error:
        raise Failed(str(error).partition("\n")[0]) from None


class _Run:
    """One run; its hold on the harness is out of the code's reach."""

    def __init__(self, context: Context) -> None:
        self._context = context
        names = ("__run", "__take", "__settle", "__outcome")
        self._start, self._take, self._settle, self._outcome = (context.get(name) for name in names)
        for name in (*names, "__now", "__seed", "__spec", "__calls"):
            context.eval(f"delete globalThis.{name}")

    async def finish(self, code: str, call: Call | None) -> str:
        """Start the code, and answer what it asks until it is done."""
        self._start(code)
        for _ in range(MOST_CALLS + 1):
            while self._context.execute_pending_job():
                pass
            outcome: str | None = self._outcome()
            if outcome is not None:
                if outcome.startswith("-"):
                    raise Failed(outcome[1:])
                return outcome[1:]
            taken = self._take()
            if taken is None or call is None:
                raise Failed("The function never comes to an end: it waits for something that is not a request.")
            number, asked = _read(taken)
            self._settle(number, *await call(asked))
        raise Failed(f"One run may make {MOST_CALLS} requests.")


def _read(taken: object) -> tuple[int, Asked]:
    try:
        number, path, method, query, body = loads(str(taken))
        return int(number), Asked(path, method, [(str(name), str(value)) for name, value in query], body)
    except (TypeError, ValueError):
        raise Failed("A request must have a path, and may have a method, a query and a body.") from None
