// The page's side of worker.ts: one worker for all the programs of a page, one run at a time.
// Whatever the worker does, Stop ends it: it is terminated, and another begins for the next run.

import { language, manifest, published } from "./words";

export interface Done {
  status: number;
  wire: string;
  pcap: Uint8Array<ArrayBuffer>;
  milliseconds: number;
  broken?: boolean;
}
export interface Picture {
  name: string;
  mime: string;
  data: Uint8Array<ArrayBuffer>;
}
export interface Asked {
  path: string;
  source: string | null;
  arguments: string[];
  breaks: string[];
}
/** What a run tells whoever asked for it. */
export interface Told {
  waiting(): void;
  progress(loaded: number, total: number): void;
  running(): void;
  output(stream: string, data: Uint8Array<ArrayBuffer>): void;
  picture(picture: Picture): void;
  done(done: Done): void;
  late(): void;
  failed(error: string): void;
}
interface Job {
  id: number;
  asked: Asked;
  told: Told;
}
type Message =
  | { type: "progress"; loaded: number; total: number }
  | { type: "ready" }
  | { type: "failed"; error: string }
  | { type: "output"; id: number; stream: string; data: Uint8Array<ArrayBuffer> }
  | ({ type: "picture"; id: number } & Picture)
  | { type: "over"; id: number }
  | ({ type: "done"; id: number } & Done);

export const LIMIT = 20; // seconds of a program; the worker interrupts it
const GRACE = 10; // seconds more, for what cannot be interrupted (a regular expression, say)

let worker: Worker | undefined;
let ready = false;
let stale = false; // once its program has ended, this Python is to be no other's
let count = 0;
let alarm = 0;
let loaded: [number, number] = [0, 0];
const jobs: Job[] = []; // the first one runs

/** Load Python, for a reader who may want it. */
export function load(): void {
  if (!worker) void start().catch((error) => fail(String(error)));
}

/** Run a program, after those that were asked before it; the number to stop it by. */
export function run(asked: Asked, told: Told): number {
  const job = { id: ++count, asked, told };
  jobs.push(job);
  if (jobs.length > 1) told.waiting();
  else begin();
  if (!ready && jobs[0] === job) told.progress(...loaded);
  return job.id;
}

/** End a run, or forget one that waits. */
export function stop(id: number): void {
  const place = jobs.findIndex((job) => job.id === id);
  if (place < 0) return;
  jobs.splice(place, 1);
  if (place > 0) return;
  if (ready) end();
  next();
}

/** The next run finds a Python that no other has touched. */
export function renew(): void {
  if (!ready) return;
  stale = jobs.length > 0;
  if (stale) return;
  end();
  load();
}

function end(): void {
  clearTimeout(alarm);
  worker?.terminate();
  worker = undefined;
  ready = stale = false;
  loaded = [0, 0];
}

async function start(): Promise<void> {
  const described = await published();
  if (worker) return;
  if (typeof WebAssembly === "undefined") throw new Error("WebAssembly");
  const mine = new Worker(new URL(described.worker, manifest), { type: "module" });
  worker = mine;
  mine.onmessage = ({ data }: MessageEvent<Message>) => worker === mine && hear(data);
  mine.onerror = (event) => worker === mine && fail(event.message ?? "worker");
  mine.postMessage({ type: "start", manifest: described, url: manifest.href });
}

function begin(): void {
  const job = jobs[0];
  if (!job) return;
  if (!ready) {
    load();
    return;
  }
  job.told.running();
  alarm = setTimeout(late, (LIMIT + GRACE) * 1000, job);
  worker?.postMessage({ type: "run", id: job.id, ...job.asked, language, limit: LIMIT });
}

function next(): void {
  clearTimeout(alarm);
  begin();
}

function late(job: Job): void {
  if (jobs[0] === job) {
    stop(job.id);
    job.told.late();
  }
}

function hear(message: Message): void {
  if (message.type === "ready") {
    ready = true;
    begin();
  } else if (message.type === "failed") fail(message.error);
  else if (message.type === "progress") {
    loaded = [message.loaded, message.total];
    jobs[0]?.told.progress(...loaded);
  } else if (jobs[0]?.id === message.id) tell(jobs[0], message);
}

function tell(job: Job, message: Message): void {
  if (message.type === "output") job.told.output(message.stream, message.data);
  else if (message.type === "picture") job.told.picture(message);
  else if (message.type === "over")
    clearTimeout(alarm); // what follows is the page's own time
  else if (message.type === "done") {
    jobs.shift();
    job.told.done(message);
    if (message.broken || stale) end();
    next();
  }
}

/** Python cannot be had: all who wait are told, and the next run tries again. */
function fail(error: string): void {
  end();
  for (const job of jobs.splice(0)) job.told.failed(error);
}
