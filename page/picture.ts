// A program that draws prints its picture's file, or writes it: the page shows it as any picture.
// It stays in an <img>, where the scripts that an SVG may hold do not run.

import { filled, type Words } from "./words";

const SVG = "image/svg+xml";
const SHOWN = 60_000; // bytes of its text; more would hold the page up

/** The type of the picture whose file begins so. */
export function isPicture(data: Uint8Array | undefined): string | undefined {
  if (!data) return undefined;
  const start = new TextDecoder("latin1").decode(data.subarray(0, 200));
  if (start.startsWith("\x89PNG\r\n\x1a\n")) return "image/png";
  return /^(<\?xml[^>]*\?>\s*)?<svg[\s>]/.test(start) ? SVG : undefined;
}

/** The picture, then its text if it has one, folded. */
export function pictured(blob: Blob, name: string, words: Words) {
  const url = URL.createObjectURL(blob);
  const figure = document.createElement("figure");
  figure.className = "program__picture";
  const image = document.createElement("img");
  image.src = url;
  image.alt = filled(words.picture, name);
  figure.append(image);
  const elements = [figure];
  if (blob.type === SVG) elements.push(source(blob, words, saver(url, name, words)));
  return { url, image, elements };
}

function source(blob: Blob, words: Words, whole: HTMLElement): HTMLElement {
  const details = document.createElement("details");
  details.className = "program__source";
  const summary = document.createElement("summary");
  summary.textContent = words.source ?? "";
  const pre = document.createElement("pre");
  pre.tabIndex = 0;
  const code = document.createElement("code");
  pre.append(code);
  details.append(summary, pre);
  const fill = async () => {
    code.textContent = await blob.slice(0, SHOWN).text();
    if (blob.size > SHOWN) details.append(whole);
  };
  details.addEventListener("toggle", fill, { once: true });
  return details;
}

/** The text goes on: where all of it is. */
function saver(url: string, name: string, words: Words): HTMLElement {
  const said = document.createElement("p");
  said.className = "program__more";
  const link = document.createElement("a");
  link.href = url;
  link.download = name.replace(/.*\/|\.\w+$/g, "").concat(".svg");
  link.textContent = words.save_picture ?? "";
  said.append(`${words.source_cut} `, link);
  return said;
}
