// Bundles page/*.ts with esbuild. Standard input: {entries, target, options}; prints, for each entry,
// the name of what was made of it.

import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

const { build, formatMessages } = createRequire(`${process.cwd()}/package.json`)("esbuild");
const { entries, target, options } = JSON.parse(fs.readFileSync(0, "utf8"));

try {
  const made = await build({
    entryPoints: entries.map((name) => `${name}.ts`),
    outdir: target,
    bundle: true,
    minify: true,
    target: "es2022",
    legalComments: "none",
    metafile: true,
    logLevel: "silent",
    ...options,
  });
  const named = Object.entries(made.metafile.outputs)
    .filter(([, output]) => output.entryPoint)
    .map(([file, output]) => [path.parse(output.entryPoint).name, path.basename(file)]);
  process.stdout.write(JSON.stringify(Object.fromEntries(named)));
} catch (failure) {
  const said = await formatMessages(failure.errors ?? [{ text: String(failure) }], { kind: "error" });
  process.stderr.write(said.join(""));
  process.exitCode = 1;
}
