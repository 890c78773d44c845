// Everything the first run needs is asked for at once, and counted as it comes. Some hosts compress
// .zip and .wasm files on the way and some do not: the first answer tells which this one is, and on
// the second kind the worker asks for FILE.gz and unpacks it itself.

export interface Part extends Sized {
  file: string;
  first: boolean;
  modules?: string[];
}
export interface Sized {
  raw: number;
  gzip: number;
  brotli: number;
}
export interface Manifest {
  pyodide: string;
  python: string;
  runtime: Sized;
  parts: Record<"stdlib" | "libraries" | "lab" | "programs", Part> & Record<string, Part>;
}
type Progress = (loaded: number, total: number) => void;

export class Downloads {
  readonly base: URL;
  /** Rejects if a file does not come whole: Pyodide, which reads one, would wait for ever. */
  readonly failed: Promise<never>;
  #fail: (error: unknown) => void = () => {};
  #progress: Progress;
  #packed: Promise<boolean>;
  #loaded = 0;
  #total = 0;
  #scale: "gzip" | "brotli" = "gzip";
  #files = new Map<string, Promise<Response>>();

  /** `base`: the folder of the manifest. */
  constructor(manifest: Manifest, base: URL, progress: Progress) {
    this.base = base;
    this.#progress = progress;
    this.failed = new Promise((_, reject) => {
      this.#fail = reject;
    });
    this.failed.catch(() => {});
    const first = Object.values(manifest.parts).filter((part) => part.first);
    const probe = manifest.parts.programs; // the smallest; sw.ts keeps it for this
    this.#packed = this.#probe(probe, [...first, manifest.runtime]);
    for (const part of first) if (part !== probe) this.#ask(part.file, part);
    this.#ask(`${manifest.pyodide}pyodide.asm.wasm`, manifest.runtime);
  }

  /** A published file, unpacked; OSError's cousin if the network or the host fails. */
  async get(file: string): Promise<Response> {
    const asked = this.#files.get(file);
    if (!asked) throw new Error(`${file} is not among the first files`);
    return asked;
  }

  async bytes(file: string): Promise<ArrayBuffer> {
    return (await this.get(file)).arrayBuffer();
  }

  /** All is there, with what Pyodide fetched uncounted. */
  finish(): void {
    this.#progress(this.#total, this.#total);
  }

  /** The host compresses nothing: FILE.gz has to be asked for. */
  get packed(): Promise<boolean> {
    return this.#packed;
  }

  async #probe(part: Part, all: Sized[]): Promise<boolean> {
    const answer = fetched(this.#url(part.file));
    const coding = (await answer).headers.get("Content-Encoding");
    if (coding === "br") this.#scale = "brotli";
    this.#total = all.reduce((sum, each) => sum + each[this.#scale], 0);
    this.#files.set(
      part.file,
      answer.then((one) => this.#counted(one, part.raw, part)),
    );
    return coding === null;
  }

  #ask(file: string, size: Sized): void {
    const answer = this.#fetch(file, size);
    answer.catch(this.#fail);
    this.#files.set(file, answer);
  }

  async #fetch(file: string, size: Sized): Promise<Response> {
    if (!(await this.#packed)) return this.#counted(await fetched(this.#url(file)), size.raw, size);
    const answer = await fetched(this.#url(`${file}.gz`));
    // Some hosts know .gz files for what they are, and the browser has unpacked them already.
    if (answer.headers.has("Content-Encoding")) return this.#counted(answer, size.raw, size);
    const packed = this.#counted(answer, size.gzip, size);
    const { readable, writable } = new DecompressionStream("gzip");
    body(packed).pipeTo(writable).catch(this.#fail);
    return new Response(readable, { headers: packed.headers });
  }

  #url(file: string): URL {
    return new URL(file, this.base);
  }

  /** The same answer, whose bytes move the progress bar as they pass. */
  #counted(answer: Response, expected: number, size: Sized): Response {
    const share = size[this.#scale] / expected;
    const count = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
      transform: (piece, controller) => {
        this.#loaded += piece.length * share;
        this.#progress(this.#loaded, this.#total);
        controller.enqueue(piece);
      },
    });
    const kind = /\.wasm(\.gz)?$/.test(answer.url) ? "application/wasm" : "application/zip";
    body(answer).pipeTo(count.writable).catch(this.#fail);
    return new Response(count.readable, { headers: { "Content-Type": kind } });
  }
}

function body(answer: Response): ReadableStream<Uint8Array<ArrayBuffer>> {
  if (!answer.body) throw new Error(`${answer.url}: empty`);
  return answer.body;
}

const fetchOfHost = self.fetch.bind(self); // runtime.ts replaces the other one for a while

async function fetched(url: URL): Promise<Response> {
  const answer = await fetchOfHost(url);
  if (!answer.ok) throw new Error(`${url.pathname}: ${answer.status}`);
  return answer;
}

/** A published file, now: for an import, which cannot wait. Only a worker may. */
export function fetchNow(url: URL): Uint8Array {
  const request = new XMLHttpRequest();
  request.open("GET", url, false);
  request.responseType = "arraybuffer";
  request.send();
  if (request.status !== 200) throw new Error(`${url.pathname}: ${request.status}`);
  return new Uint8Array(request.response);
}
