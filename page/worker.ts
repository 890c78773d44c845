// One Python, one lab, in a worker of its own: so the page never waits, and Stop can end it.
// No SharedArrayBuffer, hence no special headers; no eval; nothing from another origin.

import { Clock } from "./clock";
import { Downloads, type Manifest } from "./downloads";
import { Outbox } from "./outbox";
import { loadRuntime, type Runtime } from "./runtime";

export interface Run {
  type: "run";
  id: number;
  path: string;
  source: string | null;
  arguments: string[];
  breaks: string[];
  language: string;
  limit: number;
}
type Order = Run | { type: "start"; manifest: Manifest; url: string };

const clock = new Clock();
const outbox = new Outbox((message, transfer) => self.postMessage(message, { transfer }));
clock.tick = () => outbox.flush();
clock.over = () => outbox.over();
let runtime: Promise<Runtime> | undefined;
let leisure: ReturnType<typeof setTimeout> | undefined;

const PAUSE = 100; // milliseconds: a run that was asked for already comes first

self.onmessage = async ({ data }: MessageEvent<Order>) => {
  if (data.type === "start") runtime ??= start(data.manifest, data.url);
  else if (runtime) run(await runtime, data);
};

/** Until the first run. */
function warm(runtime: Runtime, pause: number): void {
  leisure = setTimeout(() => runtime.warm() && warm(runtime, 0), pause);
}

async function start(manifest: Manifest, url: string): Promise<Runtime> {
  try {
    const downloads = new Downloads(manifest, new URL(".", url), (loaded, total) =>
      self.postMessage({ type: "progress", loaded, total }),
    );
    const ready = await Promise.race([loadRuntime(manifest, downloads, clock), downloads.failed]);
    downloads.finish();
    self.postMessage({ type: "ready" });
    warm(ready, PAUSE);
    return ready;
  } catch (error) {
    self.postMessage({ type: "failed", error: String(error) });
    throw error;
  }
}

function run(runtime: Runtime, order: Run): void {
  clearTimeout(leisure);
  outbox.open(order.id);
  clock.limit = order.limit * 1000;
  try {
    const outcome = runtime.run(order, (stream, data) => outbox.write(stream, data));
    for (const picture of outcome.pictures) outbox.picture(picture);
    outbox.close({ ...outcome, pictures: undefined, milliseconds: clock.spent });
  } catch (error) {
    // Python itself is broken (out of memory, say): it cannot be used again.
    outbox.write("stderr", new TextEncoder().encode(`${error}\n`));
    outbox.close({
      status: 1,
      wire: "",
      pcap: new Uint8Array(),
      broken: true,
      milliseconds: clock.spent,
    });
  }
}
