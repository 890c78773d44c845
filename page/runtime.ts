// Pyodide with the lab in it: CPython compiled for the Web, its standard library, dnspython,
// requests and the rest in zip files, the lab and the programs as files of their own.

import type { loadPyodide, PyodideAPI } from "pyodide";
import type { Clock } from "./clock";
import type { Downloads, Manifest } from "./downloads";
import { lazily } from "./lazy";
import type { Picture } from "./outbox";
import { unzipped } from "./unzip";
import type { Run } from "./worker";

export interface Outcome {
  status: number;
  wire: string;
  pcap: Uint8Array;
  pictures: Picture[];
}
export interface Runtime {
  run(order: Run, output: (stream: string, data: Uint8Array) => void): Outcome;
  /** Load some of what a first run will need; false if there is no more. */
  warm(): boolean;
}

const HOME = "/aller-retour";
const ENVIRONMENT = {
  HOME,
  PYTHONDONTWRITEBYTECODE: "1",
  PYTHONHASHSEED: "0",
  PYTHONNODEBUGRANGES: "1",
};

export async function loadRuntime(
  manifest: Manifest,
  downloads: Downloads,
  clock: Clock,
): Promise<Runtime> {
  const python = await load(manifest, downloads);
  const { libraries, lab, programs } = manifest.parts;
  python.FS.mkdirTree(HOME);
  python.FS.writeFile("/lib/libraries.zip", new Uint8Array(await downloads.bytes(libraries.file)));
  for (const part of [lab, programs]) unpack(python, await downloads.bytes(part.file));
  python.FS.chdir(HOME);
  python.runPython(`import sys; sys.path += ["${HOME}", "/lib/libraries.zip"]`);
  python.pyimport("lab.browser.zips").install();
  const heed = (on: boolean) =>
    python.setInterruptBuffer((on ? clock : undefined) as unknown as Uint8Array);
  heed(true);
  await lazily(python, manifest, downloads, clock.overdue);
  const session = python.pyimport("lab.browser.session");
  session.start(HOME, heed);
  return {
    run: (order, output) => run(python, session, order, output, clock),
    warm: python.pyimport("lab.browser.sparing").warm,
  };
}

function unpack(python: PyodideAPI, zip: ArrayBuffer): void {
  let folder = "";
  for (const [name, data] of unzipped(zip)) {
    const path = `${HOME}/${name}`;
    const own = path.slice(0, path.lastIndexOf("/"));
    if (own !== folder) python.FS.mkdirTree(own);
    folder = own;
    python.FS.writeFile(path, data);
  }
}

async function load(manifest: Manifest, downloads: Downloads): Promise<PyodideAPI> {
  const runtime = new URL(manifest.pyodide, downloads.base).href;
  const stdlib = manifest.parts.stdlib.file;
  const known = new Map(
    [stdlib, `${manifest.pyodide}pyodide.asm.wasm`].map((file) => [
      new URL(file, downloads.base).href,
      file,
    ]),
  );
  const plain = self.fetch;
  // Pyodide fetches by itself what is on its way already.
  self.fetch = (input, init) => {
    const file = known.get(new Request(input).url);
    return file ? downloads.get(file) : plain(input, init);
  };
  // Pyodide asks for this one only once it runs itself; what is wrong with it will be said then.
  import(`${runtime}pyodide.asm.mjs`).catch(() => {});
  const module: { loadPyodide: typeof loadPyodide } = await import(`${runtime}pyodide.mjs`);
  const python = await module.loadPyodide({
    indexURL: runtime,
    stdLibURL: new URL(stdlib, downloads.base).href,
    packageBaseUrl: runtime,
    lockFileContents: emptyLock(manifest),
    env: ENVIRONMENT,
    fullStdLib: false,
  });
  self.fetch = plain;
  return python;
}

/** Pyodide's own packages are not used: none can be asked for, from anywhere. */
function emptyLock(manifest: Manifest): never {
  const { abi_version, arch, platform } = manifest as unknown as Record<string, string>;
  const info = { abi_version, arch, platform, python: manifest.python, version: "1" };
  return { info, packages: {} } as never;
}

// biome-ignore lint/suspicious/noExplicitAny: Python's objects have no type here
type Python = any;

function run(
  python: PyodideAPI,
  session: Python,
  order: Run,
  output: (stream: string, data: Uint8Array) => void,
  clock: Clock,
): Outcome {
  const take = (stream: string, data: Python) => output(stream, data.toJs());
  // undefined is Python's None; null is not.
  const source = order.source === null ? undefined : new TextEncoder().encode(order.source);
  const given = [source, order.arguments, order.breaks].map((each) => python.toPy(each));
  const outcome = session.run(order.path, ...given, order.language, take, clock.watch);
  // Each is read in its turn: at the end of the list, Pyodide destroys them.
  const pictures = Array.from(outcome.pictures, (each: Python) => ({
    name: each.name,
    mime: each.kind,
    data: each.data.toJs(),
  }));
  const { status, wire } = outcome;
  const result = { status, wire, pcap: outcome.capture.toJs(), pictures };
  for (const each of [...given, outcome]) each?.destroy(); // and what was read of them
  return result;
}
