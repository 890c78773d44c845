// Cuts texts as the search does (page/search-terms.ts). Standard input: {language, texts}; prints, for
// each, its terms and what each covers.

import fs from "node:fs";
import { tokens } from "../../page/search-terms.ts";

const { language, texts } = JSON.parse(fs.readFileSync(0, "utf8"));
const cut = (text) => tokens(text, language).map(({ term, start, end }) => [term, text.slice(start, end)]);
process.stdout.write(JSON.stringify(texts.map(cut)));
