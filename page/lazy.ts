// What is not in the first files is fetched when a program imports it: modules (lab/browser/parts.py)
// and the JavaScript engine (lab/browser/javascript.py).

import type { PyodideAPI } from "pyodide";
import { type Downloads, fetchNow, type Manifest } from "./downloads";
import { quickjs } from "./quickjs";

export async function lazily(
  python: PyodideAPI,
  manifest: Manifest,
  downloads: Downloads,
  overdue: () => boolean,
): Promise<void> {
  const suffix = (await downloads.packed) ? ".gz" : "";
  const fetch = (file: string) => python.toPy(fetchNow(new URL(file + suffix, downloads.base)));
  const { quickjs: engine, ...parts } = manifest.parts;
  const modules = Object.values(parts).flatMap((part) =>
    part.modules ? [[part.file, part.modules]] : [],
  );
  python
    .pyimport("lab.browser.parts")
    .install(python.toPy(Object.fromEntries(modules)), fetch, "/lib/parts");
  if (!engine) return;
  const start = (wasm: Uint8Array<ArrayBuffer>) => quickjs(wasm, overdue);
  python.pyimport("lab.browser.javascript").install(start, () => fetch(engine.file));
}
