// The words of a diagram: where they may be cut before Mermaid draws, and where they stand after. A
// reader's font is not this machine's: a line is held by its middle, and takes the room it needs.

// Long messages go on two lines; names, which have no spaces to break at, stay whole. Few
// participants stand further apart.
function wrapped(source) {
  if (!/^sequenceDiagram/.test(source)) return source;
  const count = source.match(/^\s*(participant|actor)\s/gm)?.length ?? 2;
  const margin = { 2: 110, 3: 60 }[count];
  if (margin) source = `%%{init: {"sequence": {"actorMargin": ${margin}}}}%%\n${source}`;
  return source.replace(/^(\s*[\w.]+\s*--?(?:>>|>|x|\))[+-]?\s*[\w.]+\s*:)(?!\s*wrap:)/gm, "$1wrap:")
    .replace(/(\d) bytes\)/g, "$1\u00a0bytes)");
}

// Lines of text, each under the middle (or the left end) of the last one.
function written(lines, place, left) {
  const placed = lines.map((line) => {
    const [from, to] = [line.getStartPositionOfChar(0).x, line.getEndPositionOfChar(line.getNumberOfChars() - 1).x];
    const at = place({ x: left ? from : (from + to) / 2, y: line.getExtentOfChar(0).y + ascent(line) });
    return { x: Math.round(at.x), y: at.y, text: escaped(line.textContent.trim()) };
  });
  const [first, ...rest] = placed;
  const more = rest.map((line, n) => `<tspan x="${line.x}" dy="${Number((line.y - placed[n].y).toFixed(1))}">${line.text}</tspan>`);
  return `<text x="${first.x}" y="${Math.round(first.y)}">${first.text}${more.join("")}</text>\n`;
}

// From the top of a letter to the line it stands on.
function ascent(line) {
  const model = document.createElementNS("http://www.w3.org/2000/svg", "text");
  model.textContent = "x";
  model.style.font = getComputedStyle(line).font;
  line.ownerSVGElement.append(model);
  const top = model.getExtentOfChar(0).y;
  model.remove();
  return -top;
}

function escaped(text) {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
}
