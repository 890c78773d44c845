// Asks the search of a built site, as a page does: its script runs here as a worker. Arguments: the
// site's folder, the folder of the language in it; standard input: the questions; prints what was
// found for each.

import fs from "node:fs";
import path from "node:path";
import vm from "node:vm";

const home = path.join(process.argv[2], process.argv[3] ?? "");
const html = fs.readFileSync(path.join(home, "index.html"), "utf8");
const told = (name) => html.match(new RegExp(`<html[^>]* ${name}=["']?([^"'\\s>]*)`))?.[1];
const text = (file) => fs.readFileSync(path.join(home, file), "utf8");
const questions = JSON.parse(fs.readFileSync(0, "utf8"));
const said = [];
const worker = {
  postMessage: (data) => said.push(data.results),
  importScripts: (file) => vm.runInContext(text(file), worker),
};
worker.self = vm.createContext(worker);
vm.runInContext(text(told("data-search")), worker);
worker.onmessage({ data: { texts: told("data-index"), language: told("lang") } });
for (const [id, question] of questions.entries()) worker.onmessage({ data: { id, question } });
process.stdout.write(JSON.stringify(said));
