// The page's own functions against a server with the demo fixture, whose address is in MOCKSERVER_URL.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { ask, listen } from "./page.mjs";

const vendors = JSON.parse(readFileSync(new URL("./vendors.json", import.meta.url)));

for (const [name, vendor] of Object.entries(vendors)) {
  test(`${name} is asked`, async () => {
    assert.ok((await ask(process.env.MOCKSERVER_URL, vendor)) > 0);
  });
}

test("a refusal is told", async () => {
  await assert.rejects(ask(process.env.MOCKSERVER_URL, { ...vendors.scrapely, value: "wrong" }), /401/);
});

test("tweets are shown as they come", () => {
  const shown = [];
  class Socket {
    constructor(address) {
      this.address = address;
    }
  }
  const socket = listen("http://localhost:4545", vendors.scrapest, (tweet) => shown.push(tweet.text), Socket);
  assert.ok(socket.address.startsWith("ws://localhost:4545/scrapest/ws?x-api-key=demo-scrapest-key"));
  socket.onmessage({ data: '{"text": "Liftoff!"}' });
  assert.deepEqual(shown, ["Liftoff!"]);
});
