// The desk against the vendors' contracts: `npm test` starts the mock server and says where it is.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { test } from "node:test";

import { accept, Desk, vendorsFrom } from "./desk.mjs";

const server = process.env.MOCKSERVER_URL;

/** A call of the control API. */
async function mock(method, path, body) {
  const answer = await fetch(`${server}/_mock/workspaces${path}`, {
    method,
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const content = await answer.json();
  assert.ok(answer.ok, JSON.stringify(content));
  return content;
}

/** A universe for one test, with vendors as the desk wants them; gone when the test is over. */
async function universe(t) {
  const made = await mock("POST", "", { fixture: "demo", clock: { mode: "frozen" } });
  t.after(() => mock("DELETE", `/${made.id}`));
  const vendors = Object.fromEntries(
    Object.entries(made.keys).map(([name, key]) => [name, { baseUrl: made.base_urls[name], key }]),
  );
  return { vendors, mock: (method, path, body) => mock(method, `/${made.id}${path}`, body) };
}

test("production finds its vendors in the environment", async () => {
  const desk = new Desk(vendorsFrom(process.env));
  assert.ok((await desk.briefing("nasa")).senders.length > 0);
});

test("the briefing asks all five", async (t) => {
  const world = await universe(t);
  const briefing = await new Desk(world.vendors).briefing("nasa");
  assert.ok(briefing.senders.includes("growthlab"));
  assert.ok(briefing.leads > 0 && briefing.lists.length > 0 && briefing.followers > 0);
  for (const vendor of Object.keys(world.vendors)) {
    const verdict = await world.mock("POST", "/requests/verify", { match: { vendor, status: 200 }, count: 1 });
    assert.ok(verdict.ok, verdict.diff);
  }
});

test("it waits as long as it is told", async (t) => {
  const world = await universe(t);
  await world.mock("POST", "/faults", {
    match: { vendor: "xquik", times: 2 },
    then: { status: 503, headers: { "Retry-After": "7" } },
  });
  const slept = [];
  await new Desk(world.vendors, { sleep: async (seconds) => slept.push(seconds) }).briefing("nasa");
  assert.deepEqual(slept, [7, 7]);
});

test("only genuine webhooks are accepted", async (t) => {
  const world = await universe(t);
  const received = [];
  const receiver = createServer(async (request, response) => {
    const parts = [];
    for await (const part of request) parts.push(part);
    received.push({ signature: request.headers["x-socialscalr-signature"], body: Buffer.concat(parts) });
    response.end();
  });
  await new Promise((ready) => receiver.listen(0, "127.0.0.1", ready));
  t.after(() => receiver.close());

  const url = `http://127.0.0.1:${receiver.address().port}/hooks`;
  const { secret } = await world.mock("POST", "/webhooks", { vendor: "socialscalr", url });
  const { deliveries } = await world.mock("POST", "/trigger", { vendor: "socialscalr", event: "lead.messaged" });
  await world.mock("POST", `/deliveries/${deliveries[0]}/redeliver`, { as: "tampered" });

  const [genuine, forged] = received;
  assert.equal(accept(secret, genuine.signature, genuine.body).event, "lead.messaged");
  assert.equal(accept(secret, forged.signature, forged.body), null);
});
