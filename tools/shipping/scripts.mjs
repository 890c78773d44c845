// Shortens classic scripts with esbuild. Standard input: their texts, by name; prints the same.

import fs from "node:fs";
import { createRequire } from "node:module";

const { transformSync } = createRequire(`${process.cwd()}/package.json`)("esbuild");
const given = JSON.parse(fs.readFileSync(0, "utf8"));
const shorter = (text) => transformSync(text, { minify: true, legalComments: "none" }).code.trim();

const made = Object.entries(given).map(([name, text]) => [name, shorter(text)]);
process.stdout.write(JSON.stringify(Object.fromEntries(made)));
