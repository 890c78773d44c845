// The service worker: the site without a network. With one, a page is always asked of the network
// first, so nothing read is ever stale; what carries a hash in its name cannot be. The pages are
// fetched ahead, for they weigh little; Python only once a program was run. See hooks/offline.py.

import { Kept, type Site } from "./kept";

declare const SITE: Site;

const PATIENCE = 3_000; // milliseconds, before a slow network is taken for none
const PATIENCE_OF_RELOAD = 30_000; // who reloads wants the new page, not the kept one
const LAB = "assets/lab/";
const PINNED = /^assets\/lab\/|[./-][0-9a-f]{8,}[./]/;
const PROBE = /\/programs-[0-9a-f]+\.zip$/; // asked for first, as it is: see downloads.ts
const HASH = /\.([0-9a-f]{16})\.\w+$/; // of its content, in the name that the build gave it

const worker = self as unknown as ServiceWorkerGlobalScope;
const scope = worker.registration.scope;
const kept = new Kept(SITE, scope);

worker.addEventListener("install", (event) => event.waitUntil(install()));
worker.addEventListener("activate", (event) => event.waitUntil(activate()));
worker.addEventListener("message", (event) => event.waitUntil(obey(event.data).catch(() => {})));

worker.addEventListener("fetch", (event) => {
  const { method, url, headers } = event.request;
  if (method !== "GET" || headers.has("Range") || !url.startsWith(scope)) return;
  const path = decodeURI(new URL(url).pathname.slice(new URL(scope).pathname.length));
  if (PINNED.test(path)) event.respondWith(pinned(event, path));
  else event.respondWith(fresh(event, path));
});

/** The least: the page that says that a page is missing, and what all pages need. */
async function install(): Promise<void> {
  const least = Object.keys(SITE.now).filter((path) =>
    /(^|\/)(offline\.html$|assets\/)/.test(path),
  );
  await kept.fill(least, "no-cache");
  await worker.skipWaiting();
}

async function activate(): Promise<void> {
  await kept.settle().catch(() => {});
  await worker.clients.claim();
}

/** A page asks to keep all pages, its own folder's first; or Python, which it has just run. */
async function obey(order: { pages?: string; lab?: boolean }): Promise<void> {
  const paths = Object.keys(SITE.now);
  const mine = (path: string) => folderOf(path) === order.pages;
  if (order.pages !== undefined)
    await kept.fill([...paths.filter(mine), ...paths.filter((path) => !mine(path))], "no-cache");
  if (order.lab) await keepLab();
}

/** All that a program may ask for, packed or not as this host serves it (see downloads.ts). */
async function keepLab(): Promise<void> {
  const { connection } = worker.navigator as { connection?: { saveData?: boolean } };
  if (connection?.saveData) return;
  const files = Object.keys(SITE.later).filter((path) => path.startsWith(LAB));
  const probe = files.find((path) => PROBE.test(path));
  const packed = !!probe && !(await fetch(scope + probe)).headers.has("Content-Encoding");
  const twin = (path: string) => files.includes(`${path}.gz`);
  const needed = files.filter(
    (path) => path === probe || (path.endsWith(".gz") ? packed : !packed || !twin(path)),
  );
  await kept.fill(needed, "default");
}

/** What never changes under its name: kept for as long as a version asks for it. */
async function pinned(event: FetchEvent, path: string): Promise<Response> {
  const hash = path.match(HASH)?.[1];
  const copy = hash ? await kept.get(hash) : await kept.find(path);
  if (copy) return copy;
  const answer = await fetch(event.request);
  keep(event, path, answer, hash);
  return answer;
}

/** What may change: of the network; the kept copy if it gives none, or none in time. */
async function fresh(event: FetchEvent, path: string): Promise<Response> {
  const network = fetch(event.request, { cache: "no-cache" }).catch(() => undefined);
  const answer = await Promise.race([network, pause(patience(event.request))]);
  if (answer && answer.status < 500) {
    keep(event, pageOf(path), answer);
    return answer;
  }
  return (await copyOf(path)) ?? (await network) ?? absent(event.request, path);
}

function keep(event: FetchEvent, path: string, answer: Response, hash?: string): void {
  const taken = kept.take(path, answer.clone(), hash);
  const python = /\.asm\.wasm(\.gz)?$/.test(path);
  event.waitUntil(taken.then(() => (python ? keepLab() : undefined)).catch(() => {}));
}

function patience(request: Request): number {
  const reload = request.mode === "navigate" && request.cache !== "default";
  return reload ? PATIENCE_OF_RELOAD : PATIENCE;
}

function pause(milliseconds: number): Promise<undefined> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds, undefined));
}

/** A host gives FOLDER/index.html for FOLDER/, and some give PAGE.html for PAGE. */
function pageOf(path: string): string {
  if (path === "" || path.endsWith("/")) return `${path}index.html`;
  return path in SITE.now || path in SITE.later ? path : `${path}.html`;
}

async function copyOf(path: string): Promise<Response | undefined> {
  if (await kept.has(`${path}/index.html`)) return Response.redirect(`${scope}${path}/`);
  return (await kept.find(path)) ?? kept.find(pageOf(path));
}

function folderOf(path: string): string {
  return SITE.folders.find((folder) => folder && path.startsWith(folder)) ?? "";
}

/** The site's own page for what is not here, in the language of what was asked for. */
async function absent(request: Request, path: string): Promise<Response> {
  const folder = folderOf(path);
  const page = request.mode === "navigate" && (await kept.find(`${folder}offline.html`));
  if (!page) return Response.error();
  const near = path.slice(folder.length).includes("/") ? `<base href="${scope}${folder}">` : "";
  const html = (await page.text()).replace("<head>", `<head>${near}`);
  return new Response(html, { status: 503, headers: page.headers });
}
