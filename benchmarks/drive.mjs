// The load generator: reads one phase of load per line (JSON), runs it with autocannon, answers with one line.
//
// In:  {url, connections, seconds, closes, requests: [{label, method, path, headers, body}]}
//      Every connection sends the requests in turn, the next when the last is answered. `closes` is for servers
//      that close the connection after each answer.
// Out: {seconds, errors, labels: {label: {count, refused, statuses, bytes, mean, p50, p99}}}; times in milliseconds.
//
// autocannon's own summary mixes all requests and rounds latencies to a millisecond, so its events are counted here.

import { createInterface } from 'node:readline'
import autocannon from 'autocannon'

const SAMPLE_MS = 100

class Label {
  refused = 0
  bytes = 0
  statuses = {}
  latencies = []

  add (status, bytes, latency) {
    this.latencies.push(latency)
    this.bytes = Math.max(this.bytes, bytes)
    if (status < 200 || status > 299) {
      this.refused += 1
      this.statuses[status] = (this.statuses[status] ?? 0) + 1
    }
  }

  summary () {
    const sorted = Float64Array.from(this.latencies).sort()
    const at = (share) => sorted.length ? sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] : null
    const mean = sorted.length ? sorted.reduce((sum, each) => sum + each, 0) / sorted.length : null
    const { refused, bytes, statuses } = this
    return { count: sorted.length, refused, statuses, bytes, mean, p50: at(0.5), p99: at(0.99) }
  }
}

// Where the server closes after each answer, the next request has to wait for the next connection: autocannon
// would send it into the closing one and lose it.
function waitForNextConnection (client) {
  const send = client._doRequest.bind(client)
  let answered = false
  client.on('response', () => { answered = true })
  client._doRequest = () => {
    if (answered) answered = false
    else send()
  }
}

function run (phase) {
  const requests = phase.requests.map(({ method, path, headers, body }) => ({ method, path, headers, body: body ?? undefined }))
  const labels = Object.fromEntries(phase.requests.map(({ label }) => [label, new Label()]))
  const millis = phase.seconds * 1000
  return new Promise((resolve, reject) => {
    let started = performance.now()
    const load = autocannon({
      url: phase.url,
      connections: phase.connections,
      duration: phase.seconds,
      sampleInt: SAMPLE_MS,
      requests,
      setupClient: phase.closes ? waitForNextConnection : undefined
    }, (error, result) => {
      if (error) return reject(error)
      const summaries = Object.fromEntries(Object.entries(labels).map(([name, label]) => [name, label.summary()]))
      resolve({ seconds: phase.seconds, errors: result.errors, labels: summaries })
    })
    load.on('start', () => { started = performance.now() })
    load.on('response', (client, status, bytes, latency) => {
      // autocannon stops at its next sample; what comes after the agreed time does not count.
      if (performance.now() - started <= millis) {
        labels[phase.requests[client.requestIterator.currentRequestIndex].label].add(status, bytes, latency)
      }
    })
  })
}

for await (const line of createInterface({ input: process.stdin })) {
  try {
    console.log(JSON.stringify(await run(JSON.parse(line))))
  } catch (error) {
    console.log(JSON.stringify({ failure: String(error) }))
  }
}
