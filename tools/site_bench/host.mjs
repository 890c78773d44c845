// Folders as a good host serves them, over HTTP/2 (or 1.1), TLS and Brotli, one for each name.
// Reads {folders, pem} on standard input, writes its port, serves until it is killed.
import { existsSync, readFileSync, statSync } from "node:fs";
import { createSecureServer } from "node:http2";
import { extname, join } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";

const BIG = 1_000_000; // bytes: above, quality eleven would take minutes, and few pages have any
const KINDS = {
  "": "text/css; charset=utf-8", // fonts.googleapis.com/css
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".mjs": "text/javascript; charset=utf-8",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".wasm": "application/wasm",
  ".webp": "image/webp",
  ".woff2": "font/woff2",
  ".xml": "application/xml",
};
const ALREADY_SMALL = new Set([".png", ".webp", ".woff2", ".zip", ".br", ".gz"]);
const kept = new Map();

const squeeze = (path, data) => {
  if (existsSync(`${path}.br`)) return readFileSync(`${path}.br`);
  const quality = data.length < BIG ? 11 : 9;
  return brotliCompressSync(data, { params: { [constants.BROTLI_PARAM_QUALITY]: quality } });
};

const read = (path, brotli) => {
  const key = `${brotli} ${path}`;
  if (!kept.has(key)) {
    const data = readFileSync(path);
    kept.set(key, brotli ? squeeze(path, data) : data);
  }
  return kept.get(key);
};

const { folders, pem } = JSON.parse(readFileSync(0, "utf8"));

const file = (host, url) => {
  const folder = folders[host.split(":")[0]];
  const path = folder && join(folder, decodeURIComponent(url.split("?")[0]));
  if (!path || !existsSync(path)) return undefined;
  return statSync(path).isDirectory() ? join(path, "index.html") : path;
};

const answer = (request, response) => {
  const path = file(request.authority ?? request.headers.host ?? "", request.url);
  if (!path || !existsSync(path)) {
    response.writeHead(404, { "content-type": "text/plain" });
    return response.end("There is no such file here.");
  }
  const takes = /\bbr\b/.test(request.headers["accept-encoding"] ?? "");
  const brotli = takes && !ALREADY_SMALL.has(extname(path));
  response.writeHead(200, {
    "content-type": KINDS[extname(path)] ?? "application/octet-stream",
    "cache-control": "max-age=600",
    "access-control-allow-origin": "*",
    ...(brotli && { "content-encoding": "br" }),
  });
  response.end(request.method === "HEAD" ? undefined : read(path, brotli));
};

const secure = { key: readFileSync(pem), cert: readFileSync(pem), allowHTTP1: true };
const server = createSecureServer(secure, answer);
server.on("sessionError", () => {}); // a browser that leaves in the middle is no news
server.listen(0, "127.0.0.1", () => console.log(server.address().port));
