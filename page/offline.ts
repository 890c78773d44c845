// On every page: starts the service worker, once the page is there. Without one (a disk, plain HTTP,
// a private window) the site is the same, with a network. Who asked to save data keeps only what
// they read. A worker that a newer one replaces is asked nothing: it would fetch what it cannot keep,
// and a browser lets it end its work first.

const SETTLE = 2_000; // milliseconds after the page: first the reader, then what is kept for later
const { root = "", folder } = document.documentElement.dataset;

async function start(): Promise<void> {
  const url = new URL(`${root}sw.js`, document.baseURI);
  if (!/^https?:$/.test(url.protocol) || !navigator.serviceWorker) return;
  const alone = !navigator.serviceWorker.controller;
  navigator.serviceWorker.addEventListener("controllerchange", () => ask(alone));
  const worker = await navigator.serviceWorker.register(url, { updateViaCache: "none" });
  if (alone) return;
  await worker.update().catch(() => {});
  if (!worker.installing && !worker.waiting) ask(false);
}

/** `alone`: what this page asked for so far, the worker has not seen. */
function ask(alone: boolean): void {
  const { connection } = navigator as { connection?: { saveData?: boolean } };
  const seen = performance.getEntriesByType("resource");
  const lab = alone && seen.some(({ name }) => name.includes("/assets/lab/worker-"));
  const pages = connection?.saveData ? undefined : folder;
  navigator.serviceWorker.controller?.postMessage({ pages, lab });
}

addEventListener("load", () => setTimeout(() => void start().catch(() => {}), SETTLE));
