// Runs programs on a bundle in Node.js, with the files of the first click only; whatever else is
// asked for is given, and named. Arguments: the bundle's folder; standard input: [{path, arguments}],
// or [{source, arguments}].

import fs from "node:fs";
import { pathToFileURL } from "node:url";

const folder = process.argv[2];
const manifest = JSON.parse(fs.readFileSync(`${folder}/manifest.json`, "utf8"));
const { parts } = manifest;
const bytes = (name) => new Uint8Array(fs.readFileSync(`${folder}/${name}`));
const { loadPyodide } = await import(pathToFileURL(`${folder}/${manifest.pyodide}pyodide.mjs`));
const { abi_version, arch, platform, python: version } = manifest;
const python = await loadPyodide({
  indexURL: `${folder}/${manifest.pyodide}`,
  stdLibURL: `${folder}/${parts.stdlib.file}`,
  lockFileContents: { info: { abi_version, arch, platform, python: version, version: "1" }, packages: {} },
  env: { PYTHONHASHSEED: "0", PYTHONNODEBUGRANGES: "1", HOME: "/aller-retour" },
});
let asked = [];
python.FS.mkdirTree("/aller-retour");
python.FS.writeFile("/lib/libraries.zip", bytes(parts.libraries.file));
for (const part of [parts.lab, parts.programs])
  python.unpackArchive(bytes(part.file), "zip", { extractDir: "/aller-retour" });
python.FS.chdir("/aller-retour");
python.runPython('import sys; sys.path += ["/aller-retour", "/lib/libraries.zip"]');
const lazy = Object.entries(parts).filter(([, part]) => part.modules);
const modules = Object.fromEntries(lazy.map(([, part]) => [part.file, part.modules]));
const names = Object.fromEntries(lazy.map(([name, part]) => [part.file, name]));
const fetch = (file) => {
  asked.push(names[file]);
  return python.toPy(bytes(file)).tobytes();
};
python.pyimport("lab.browser.parts").install(python.toPy(modules), fetch, "/lib/parts");
const run = python.runPython(`
import contextlib, io, json, sys
import lab.browser.session, lab.trace.as_html, lab.trace.pcap
from lab.run import prepare, run
prepare()
sys.path.insert(0, "")

def program(path, arguments):
    out, err = io.TextIOWrapper(io.BytesIO(), "utf-8"), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        status, _ = run(path, json.loads(arguments))
        out.flush()
    return json.dumps([status, out.buffer.getvalue().decode(), err.getvalue()])
program
`);
const before = asked;

const told = [];
for (const one of JSON.parse(fs.readFileSync(0, "utf8"))) {
  asked = [];
  if (one.source) python.FS.writeFile("given.py", one.source);
  const order = [one.path ?? "given.py", JSON.stringify(one.arguments)];
  const [status, stdout, stderr] = JSON.parse(run(...order));
  told.push({ ...one, status, stdout, stderr, asked });
}
process.stdout.write(JSON.stringify({ before, told }));
