// A sales desk that works with five vendors. No dependencies: fetch and node:crypto are Node's own.
import { createHmac, timingSafeEqual } from "node:crypto";

const headers = {
  scrapely: (key) => ({ "X-API-Key": key }),
  scravio: (key) => ({ "X-API-Key": key }),
  scrapest: (key) => ({ "x-api-key": key }),
  socialscalr: (key) => ({ Authorization: `Bearer ${key}` }),
  xquik: (key) => ({ "x-api-key": key }),
};

/** The vendors of production: SCRAPELY_BASE_URL, SCRAPELY_API_KEY and so on. */
export function vendorsFrom(environment) {
  const names = Object.keys(headers);
  return Object.fromEntries(
    names.map((name) => [
      name,
      { baseUrl: environment[`${name.toUpperCase()}_BASE_URL`], key: environment[`${name.toUpperCase()}_API_KEY`] },
    ]),
  );
}

export class Desk {
  constructor(vendors, { sleep = (seconds) => new Promise((done) => setTimeout(done, seconds * 1000)) } = {}) {
    this.vendors = vendors;
    this.sleep = sleep;
  }

  /** What the desk starts its day with, of all five vendors. */
  async briefing(handle) {
    const [accounts, campaigns, leads, person, watched] = await Promise.all([
      this.get("scrapely", "/accounts"),
      this.get("scravio", "/campaigns"),
      this.get("socialscalr", "/leads"),
      this.get("xquik", `/x/users/${handle}`),
      this.get("scrapest", "/tracked-users"),
    ]);
    return {
      senders: accounts.accounts.filter((account) => account.is_active).map((account) => account.handle),
      lists: campaigns.items.map((campaign) => campaign.title),
      leads: leads.leads.length,
      followers: person.followers,
      watched: watched.tracked_users.map((user) => user.username),
    };
  }

  /** GET, again after a 429 or 503 when the vendor says so. */
  async get(name, path, attempts = 4) {
    const { baseUrl, key } = this.vendors[name];
    const url = baseUrl.replace(/^ws/, "http").replace(/\/ws$/, "") + path;
    for (let left = attempts - 1; ; left -= 1) {
      const answer = await fetch(url, { headers: headers[name](key) });
      if (answer.ok) return answer.json();
      const body = await answer.text();
      if (![429, 503].includes(answer.status) || left === 0) throw new Error(`${name} answered ${answer.status}: ${body}`);
      await this.sleep(Number(answer.headers.get("Retry-After") ?? 1));
    }
  }
}

/** The event of a SocialScalr webhook, or null where somebody else sent it. */
export function accept(secret, signature, body) {
  const expected = Buffer.from(`sha256=${createHmac("sha256", secret).update(body).digest("hex")}`);
  const given = Buffer.from(signature ?? "");
  return given.length === expected.length && timingSafeEqual(given, expected) ? JSON.parse(body) : null;
}
