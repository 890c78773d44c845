// Python's `_quickjs` of the page, in Node.js: standard input {root, script, wasm, program}; prints
// what the program prints.

import fs from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const { root, script, wasm, program } = JSON.parse(fs.readFileSync(0, "utf8"));
const find = createRequire(`${process.cwd()}/package.json`).resolve;
const { loadPyodide } = await import(pathToFileURL(find("pyodide/pyodide.mjs")));
const { quickjs } = await import(pathToFileURL(script));

const python = await loadPyodide({ packageBaseUrl: "file:///none/" });
python.FS.mkdirTree("/root-of-the-lab");
python.FS.mount(python.FS.filesystems.NODEFS, { root }, "/root-of-the-lab");
python.runPython("import sys; sys.dont_write_bytecode = True; sys.path.append('/root-of-the-lab')");
python.pyimport("lab.browser.javascript").install(quickjs, () => new Uint8Array(fs.readFileSync(wasm)));
python.runPython(program);
