"""Runs an agent's JavaScript where it can reach nothing but what it is given. Must not know the API.

The engine is QuickJS, from the extra `mcp`. Its time and chance are the workspace's, so a run can be repeated.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from mockserver.core.json import dumps_text, loads
from mockserver.core.times import Instant

if TYPE_CHECKING:
    from quickjs import Context

Call = Callable[[str, dict[str, Any]], Awaitable[tuple[int, Any]]]
"""Asks the API: a path and `{method, body, query}` in, a status and a body out."""

MOST_CALLS = 100
"""How many requests one run may make."""

_MEMORY = 64 * 1024 * 1024
_SECONDS = 2
"""Of the processor, between two requests."""

_PRELUDE = """
(() => {
  const now = __now, Machine = Date, waiting = [], pending = new Map();
  let state = __seed >>> 0, last = 0;
  globalThis.Date = class Date extends Machine {
    constructor(...given) { given.length ? super(...given) : super(now); }
    static now() { return now; }
  };
  Math.random = () => {
    state = (state + 0x6D2B79F5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  const send = (path, options) => new Promise((resolve, reject) => {
    last += 1;
    pending.set(last, {resolve, reject});
    waiting.push([last, String(path), JSON.stringify(options ?? {})]);
  });
  globalThis.xquik = {
    request: (first, options) => typeof first === "string"
      ? send(first, options).then((answer) => answer.body)
      : send(first?.path, first).then((answer) => (
          {success: true, status: answer.status, result: answer.body, errors: [], messages: []})),
  };
  globalThis.spec = JSON.parse(__spec);
  globalThis.__take = () => JSON.stringify(waiting.splice(0));
  globalThis.__settle = (number, text) => {
    const {resolve, reject} = pending.get(number), answer = JSON.parse(text);
    pending.delete(number);
    if (answer.status < 400) return resolve(answer);
    const error = new Error(answer.body?.message ?? `The request was answered with ${answer.status}.`);
    reject(Object.assign(error, {status: answer.status, code: answer.body?.error, body: answer.body}));
  };
  globalThis.__run = (code) => {
    const given = (0, eval)(`(${code}\\n)`);
    if (typeof given !== "function") throw new TypeError("code must be an async arrow function");
    Promise.resolve(given(globalThis.xquik ?? spec))
      .then((value) => JSON.stringify({value: value === undefined ? null : value}))
      .catch((error) => JSON.stringify({error: String(error?.message ?? error)}))
      .then((outcome) => { globalThis.__outcome = outcome; });
  };
})();
"""


class Failed(Exception):
    """The code did not come to an end, or threw; the text says why."""


async def run(code: str, *, spec: object, now: Instant, seed: int, call: Call | None) -> object:
    """What an async function comes to, as JSON holds it; raises `Failed`.

    Without `call` there are no requests. They are made one after the other, in the order in which they were asked for.
    """
    import quickjs

    context = quickjs.Context()
    context.set_memory_limit(_MEMORY)
    context.set_time_limit(_SECONDS)
    context.set("__now", float(now))  # an int would lose all above 32 bits
    context.set("__seed", float(seed))
    context.set("__spec", dumps_text(spec))
    try:
        context.eval(_PRELUDE)
        if call is None:
            context.eval("delete globalThis.xquik")
        context.get("__run")(code)
        return await _finish(context, call)
    except (quickjs.JSException, quickjs.StackOverflow) as error:
        raise Failed(str(error).partition("\n")[0]) from None


async def _finish(context: Context, call: Call | None) -> object:
    calls = 0
    while True:
        while context.execute_pending_job():
            pass
        outcome = context.eval("globalThis.__outcome ?? null")
        if outcome is not None:
            told = loads(outcome)
            if "error" in told:
                raise Failed(told["error"])
            return told.get("value")
        waiting = loads(context.eval("__take()"))
        if not waiting or call is None:
            raise Failed("The function never comes to an end: it waits for something that is not a request.")
        for number, path, options in waiting:
            calls += 1
            if calls > MOST_CALLS:
                raise Failed(f"One run may make {MOST_CALLS} requests.")
            status, body = await call(path, loads(options))
            context.get("__settle")(number, dumps_text({"status": status, "body": body}))
