// Lighthouse as Node.js has it, without its command line (which would want to report errors): reads
// {lighthouse, port, urls, categories} on standard input, writes one line of JSON for each URL.
// Mobile, simulated slow 4G and a processor four times slower: its defaults.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const asked = JSON.parse(readFileSync(0, "utf8"));
const { default: lighthouse } = await import(pathToFileURL(asked.lighthouse));

const METRICS = {
  fcp: "first-contentful-paint",
  lcp: "largest-contentful-paint",
  tbt: "total-blocking-time",
  cls: "cumulative-layout-shift",
  si: "speed-index",
};

/** The audits of a category that cost it points: their ids, and what Lighthouse says of them. */
const lost = (category, audits) =>
  category.auditRefs
    .filter(({ id, weight }) => weight > 0 && audits[id].score !== null && audits[id].score < 1)
    .map(({ id }) => [id, audits[id].displayValue ?? first(audits[id])]);

const first = (audit) => audit.details?.items?.[0]?.node?.snippet ?? audit.title;

const told = ({ lhr }) => ({
  url: lhr.requestedUrl,
  error: lhr.runtimeError?.message ?? "",
  scores: Object.fromEntries(
    Object.values(lhr.categories).map(({ id, score }) => [id, Math.round((score ?? 0) * 100)]),
  ),
  lost: Object.fromEntries(
    Object.values(lhr.categories).map((category) => [category.id, lost(category, lhr.audits)]),
  ),
  metrics: Object.fromEntries(
    Object.entries(METRICS).map(([name, id]) => [name, lhr.audits[id]?.numericValue ?? null]),
  ),
});

for (const url of asked.urls) {
  const options = {
    port: asked.port,
    logLevel: "silent",
    onlyCategories: asked.categories,
    disableFullPageScreenshot: true,
  };
  console.log(JSON.stringify(told(await lighthouse(url, options))));
}
process.exit(0);
