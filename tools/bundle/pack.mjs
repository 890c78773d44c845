// Compiles each part in a Pyodide of its own, so that no part's bytes depend on the one before;
// then compresses, all at once. Standard input: [{source, target, prefix, level}], all files.

import fs from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import zlib from "node:zlib";

const given = JSON.parse(fs.readFileSync(0, "utf8"));
const found = createRequire(`${process.cwd()}/package.json`).resolve("pyodide/pyodide.mjs");
const code = fs.readFileSync(new URL("compiled.py", import.meta.url), "utf8");

async function compiled({ source, prefix, level }) {
  const { loadPyodide } = await import(pathToFileURL(found));
  // No columns in the byte code: without sources there is nothing to underline.
  const env = { PYTHONHASHSEED: "0", PYTHONNODEBUGRANGES: "1" };
  const python = await loadPyodide({ env });
  python.FS.writeFile("/source.zip", new Uint8Array(fs.readFileSync(source)));
  python.runPython(code);
  python.globals.get("write")("/source.zip", "/made.zip", prefix, level ?? undefined);
  return python.FS.readFile("/made.zip");
}

async function compress(data, target) {
  const { BROTLI_PARAM_QUALITY, BROTLI_PARAM_LGWIN, BROTLI_PARAM_SIZE_HINT } = zlib.constants;
  const params = {
    [BROTLI_PARAM_QUALITY]: 11,
    [BROTLI_PARAM_LGWIN]: 24,
    [BROTLI_PARAM_SIZE_HINT]: data.length,
  };
  const [gzip, brotli] = await Promise.all([
    promisify(zlib.gzip)(data, { level: 9 }),
    promisify(zlib.brotliCompress)(data, { params }),
  ]);
  fs.writeFileSync(`${target}.gz`, gzip);
  fs.writeFileSync(`${target}.br`, brotli);
  const sizes = { raw: data.length, gzip: gzip.length, brotli: brotli.length };
  fs.writeFileSync(`${target}.json`, JSON.stringify(sizes));
}

const compressing = [];
for (const part of given) {
  const data = part.prefix === null ? fs.readFileSync(part.source) : await compiled(part);
  fs.writeFileSync(part.target, data);
  compressing.push(compress(data, part.target));
}
await Promise.all(compressing);
