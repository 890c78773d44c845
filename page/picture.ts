// A program that draws prints its picture's file, or writes it: the page shows it as any picture.
// It stays in an <img>, where the scripts that an SVG may hold do not run.

const SVG = "image/svg+xml";

/** The type of the picture whose file begins so. */
export function isPicture(data: Uint8Array | undefined): string | undefined {
  if (!data) return undefined;
  const start = new TextDecoder("latin1").decode(data.subarray(0, 200));
  if (start.startsWith("\x89PNG\r\n\x1a\n")) return "image/png";
  return /^(<\?xml[^>]*\?>\s*)?<svg[\s>]/.test(start) ? SVG : undefined;
}

/** The picture, then its text if it has one, folded. */
export function pictured(blob: Blob, alternative: string, folded: string) {
  const url = URL.createObjectURL(blob);
  const figure = document.createElement("figure");
  figure.className = "program__picture";
  const image = document.createElement("img");
  image.src = url;
  image.alt = alternative;
  figure.append(image);
  return { url, image, elements: blob.type === SVG ? [figure, source(blob, folded)] : [figure] };
}

function source(blob: Blob, folded: string): HTMLElement {
  const details = document.createElement("details");
  details.className = "program__source";
  const summary = document.createElement("summary");
  summary.textContent = folded;
  const pre = document.createElement("pre");
  pre.tabIndex = 0;
  const code = document.createElement("code");
  pre.append(code);
  details.append(summary, pre);
  const fill = async () => {
    code.textContent = await blob.text();
  };
  details.addEventListener("toggle", fill, { once: true });
  return details;
}
