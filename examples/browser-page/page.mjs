// What the page does, apart from showing it. The keys are the demo keys of the mock server: no secrets.

/** How many of its things a vendor has. */
export async function ask(server, vendor) {
  const answer = await fetch(server + vendor.path, { headers: { [vendor.header]: vendor.value } });
  if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
  return (await answer.json())[vendor.list].length;
}

/** Call `show` for each tweet; a browser sends no headers with a websocket, so the key stands in the address. */
export function listen(server, vendor, show, Socket = globalThis.WebSocket) {
  const address = server.replace(/^http/, "ws") + vendor.stream;
  const socket = new Socket(`${address}?${vendor.header}=${encodeURIComponent(vendor.value)}`);
  socket.onmessage = ({ data }) => show(JSON.parse(data));
  return socket;
}
