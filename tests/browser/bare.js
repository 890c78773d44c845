// The published worker, driven by its messages alone, as the pages drive it.
// What a run sends back is kept in order; bytes go to Python as Latin-1, one character each.

const manifest = new URL(location.hash.slice(1), location);
let worker;
let ready;
let current;
let count = 0;

window.start = async () => {
  worker?.terminate();
  const asked = performance.now();
  const described = await (await fetch(manifest)).json();
  worker = new Worker(new URL(described.worker, manifest), { type: "module" });
  ready = new Promise((resolve, reject) => {
    worker.onerror = (event) => reject(new Error(event.message || "the worker cannot be loaded"));
    worker.onmessage = ({ data }) => {
      if (data.type === "ready") resolve(performance.now() - asked);
      else if (data.type === "failed") reject(new Error(data.error));
      else if (current && data.id === current.id) current.take(data);
    };
  });
  ready.catch(() => {});
  worker.postMessage({ type: "start", manifest: described, url: manifest.href });
  return ready;
};

window.run = async (order) => {
  await (ready ?? window.start());
  return new Promise((resolve) => {
    const result = { output: [], pictures: [] };
    current = { id: ++count, result, resolve, take: (message) => taken(message, result, resolve) };
    worker.postMessage({ type: "run", id: count, ...order });
  });
};

// Stop, as the page's button does: what was printed until then is the result.
window.stop = () => {
  const { result, resolve } = current;
  ready = undefined;
  const started = window.start();
  resolve({ ...result, status: null });
  return started;
};

window.heard = () => current.result.output.length;

function taken(message, result, resolve) {
  if (message.type === "output") result.output.push([message.stream, latin(message.data)]);
  else if (message.type === "picture")
    result.pictures.push([message.name, message.mime, latin(message.data)]);
  else if (message.type === "over") result.over = true;
  else if (message.type === "done") {
    const { status, wire, milliseconds, broken } = message;
    const pcap = latin(message.pcap);
    resolve({ ...result, status, wire, milliseconds, broken: !!broken, pcap });
  }
}

function latin(bytes) {
  let text = "";
  for (let n = 0; n < bytes.length; n += 8192)
    text += String.fromCharCode(...bytes.subarray(n, n + 8192));
  return text;
}
