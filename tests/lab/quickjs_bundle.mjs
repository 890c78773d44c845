// page/quickjs.ts for Node.js: standard input is esbuild's order.

import fs from "node:fs";
import { createRequire } from "node:module";

const { build } = createRequire(`${process.cwd()}/package.json`)("esbuild");
await build({ ...JSON.parse(fs.readFileSync(0, "utf8")), logLevel: "error" });
