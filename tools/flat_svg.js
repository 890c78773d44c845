// Mermaid draws; what is committed, and sent with its page, is that drawing drawn again: flat, in whole
// numbers, all that looks alike in one path, its colours in one sheet for all (diagram.css). A tenth
// of the bytes, for the same picture. tools/fit_curve.js has the curves,
// tools/flat_ends.js what lines end with, tools/flat_text.js the words.

// What an element is, and the class it gets; none for what does not show. The first that fits.
const ROLES = [
  [".edge-thickness-invisible, .edgeLabel rect, .labelBkg, rect:not([width]), defs *, marker *, symbol *", null],
  [".cluster rect, .labelBox", "group"],
  [".actor-line", "life"],
  [".node *, .actor", "node"],
  [".note", "note"],
  ["[class^=activation]", "out"],
  [".messageLine1, .edge-pattern-dotted, .edge-pattern-dashed", "dash"],
  [".loopLine", "frame"],
  [".messageLine0, .flowchart-link", "edge"],
];
const ORDER = ["group", "life", "frame", "note", "edge", "dash", "head", "out", "back", "node"]; // from the ground up
const TEXTS = [[".edgeLabel *, .messageText, .loopText, .labelText", "said"], [".cluster-label *", "left"]];

async function drawing(source) {
  const host = document.getElementById("host");
  host.innerHTML = (await mermaid.render("d", wrapped(source))).svg;
  const svg = host.querySelector("svg");
  for (const cluster of svg.querySelectorAll(".cluster")) titleLeft(cluster);
  const paper = new Paper(svg);
  for (const shape of svg.querySelectorAll("rect, circle, ellipse, polygon, line, path, g.outer-path")) paper.shape(shape);
  for (const text of svg.querySelectorAll("text")) paper.text(text);
  return paper.drawn();
}

// A group's title in its left corner: arrows come in at the middle.
function titleLeft(cluster) {
  const label = cluster.querySelector(".cluster-label");
  const frame = cluster.querySelector("rect");
  const [, y] = label?.getAttribute("transform")?.match(/translate\([^,]+,\s*([^)]+)\)/) ?? [];
  if (!frame || y === undefined) return;
  const x = frame.getBBox().x + 8 - label.getBBox().x;
  label.setAttribute("transform", `translate(${x}, ${Number(y) + 4})`);
}

class Paper {
  #svg;
  #box;
  #paths = new Map();
  #texts = new Map();

  constructor(svg) {
    this.#svg = svg;
    this.#box = svg.viewBox.baseVal;
  }

  // Where a point of an element is on the paper.
  #place(element) {
    const matrix = this.#svg.getScreenCTM().inverse().multiply(element.getScreenCTM());
    return ({ x, y }) => {
      const point = new DOMPoint(x, y).matrixTransform(matrix);
      return { x: point.x - this.#box.x, y: Math.min(point.y - this.#box.y, this.#box.height) };
    };
  }

  shape(element) {
    if (element.parentElement.closest("g.outer-path")) return;
    const role = ROLES.find(([selector]) => element.matches(selector));
    if (!role) throw new Error(`tools/flat_svg.js has no role for ${element.outerHTML.slice(0, 150)}`);
    if (!role[1]) return;
    const place = this.#place(element);
    this.#add(role[1] === "node" ? kind(element) : role[1], outline(element, place));
    for (const end of ["start", "end"]) this.#head(element, end, place);
  }

  #add(name, d) {
    this.#paths.set(name, (this.#paths.get(name) ?? "") + d);
  }

  // What a line ends with: an arrowhead, or the cross of what was lost.
  #head(line, end, place) {
    const id = line.getAttribute(`marker-${end}`)?.match(/#([^)"]+)/)?.[1];
    const marker = id && this.#svg.querySelector(`marker[id="${id}"]`);
    if (!marker) return;
    const put = turned(marker, line, end);
    const tip = marker.querySelector("path, circle");
    const full = tip.matches("circle") || /z/i.test(tip.getAttribute("d"));
    this.#add(full ? "head" : "edge", outline(tip, (point) => place(put(point))));
  }

  text(element) {
    const lines = [...element.querySelectorAll(".row")];
    const said = (lines.length ? lines : [element]).filter((line) => line.textContent.trim());
    if (!said.length) return;
    const [, name] = TEXTS.find(([selector]) => element.matches(selector)) ?? [];
    this.#texts.set(name, (this.#texts.get(name) ?? "") + written(said, this.#place(element), name === "left"));
  }

  drawn() {
    const size = [this.#box.width, this.#box.height].map(Math.ceil);
    const named = (tag) => `<${tag} id="${tag}">${escaped(this.#svg.querySelector(tag).textContent)}</${tag}>`;
    const rank = (name) => ORDER.indexOf(name.split(" ")[0]);
    const paths = [...this.#paths].sort(([a], [b]) => rank(a) - rank(b));
    return `<svg xmlns="http://www.w3.org/2000/svg"${kept(size[0])} width="${size[0]}" height="${size[1]}" `
      + `viewBox="0 0 ${size.join(" ")}" role="img" aria-labelledby="title" aria-describedby="desc">\n`
      + `${named("title")}\n${named("desc")}\n`
      + paths.map(([name, d]) => `<path class="${name}" d="${d}"/>\n`).join("")
      + [...this.#texts].map(([name, all]) => (name ? `<g class="${name}">\n${all}</g>\n` : all)).join("")
      + "</svg>";
  }
}

// How far diagram.css may shrink a drawing before it scrolls: a little, in steps.
function kept(width) {
  const least = Math.min(680, Math.floor((width - 120) / 80) * 80);
  return least < 320 ? "" : ` class="keep${least}"`;
}

function kind(element) {
  const { classList } = element.closest(".node") ?? element;
  const side = classList.contains("client") ? "out" : classList.contains("server") ? "back" : "node";
  return classList.contains("ours") ? `${side} ours` : side;
}

// The line around a shape, or the line itself, as the data of a path.
function outline(element, place) {
  const number = (name) => Number(element.getAttribute(name) ?? 0);
  if (element.matches("g")) return rounded(element.getBBox(), corner(element), place);
  if (element.matches("rect")) return rounded(element.getBBox(), number("rx"), place);
  if (element.matches("circle, ellipse")) return rounded(element.getBBox(), element.getBBox().height / 2, place);
  if (element.matches("polygon")) return route([...element.points].map((p) => [place(p)]), true);
  if (element.matches("line"))
    return route([1, 2].map((n) => [place({ x: number(`x${n}`), y: number(`y${n}`) })]));
  const d = element.getAttribute("d");
  const shut = /z\s*$/i.test(d);
  if (/^[ML\d\s.,z-]*$/i.test(d)) return angular(d, shut, place);
  return runs(element).map((stroke) => {
    const points = stroke.map((run) => run.map(place));
    return route([[points[0][0]], ...points.flatMap((run) => fitted(run))], shut);
  }).join("");
}

// An arrowhead is small: to a tenth, but for where it begins, so that those that go the same way are
// the same.
function angular(d, shut, place) {
  return d.split(/(?=M)/).map((stroke) => {
    const numbers = stroke.match(/-?[\d.]+/g).map(Number);
    const points = numbers.flatMap((x, n) => (n % 2 ? [] : [place({ x, y: numbers[n + 1] })]));
    const [first] = points;
    const off = minus(first, { x: Math.round(first.x), y: Math.round(first.y) });
    return route(points.map((point) => [minus(point, off)]), shut, 10);
  }).join("");
}

// Mermaid draws a round box by hand, twice, in hundreds of strokes: how far its corners go.
function corner(group) {
  const box = group.getBBox();
  const [points] = runs(group.querySelector("path"));
  const top = points.flat().filter((point) => point.y < box.y + 0.02).map((point) => point.x - box.x);
  return Math.min(Math.max(0, ...top) ? Math.min(...top) : 0, box.height / 2);
}

function rounded({ x, y, width, height }, r, place) {
  const at = place({ x, y });
  const [left, top] = [Math.round(at.x), Math.round(at.y)];
  const [w, h] = [Math.round(at.x + width) - left, Math.round(at.y + height) - top];
  if (!r) return `M${left} ${top}h${w}v${h}h${-w}z`;
  const c = Math.min(Math.round(r), Math.floor(Math.min(w, h) / 2));
  const bend = (dx, dy) => `a${c} ${c} 0 0 1${pair(dx, dy).replace(/^(?!-)/, " ")}`;
  const [across, down] = [w - 2 * c, h - 2 * c];
  return `M${left + c} ${top}h${across}${bend(c, c)}v${down}${bend(-c, c)}h${-across}${bend(-c, -c)}v${-down}${bend(c, -c)}z`
    .replace(/[hv]-?0(?=[a-z])/g, "");
}

// A start, then straight lines (one point each) and curves (three), each relative to where the last
// one ended.
function route([[start], ...parts], shut = false, precision = 1) {
  const round = (point) => ({ x: Math.round(point.x * precision), y: Math.round(point.y * precision) });
  const text = (steps) => steps.map(({ x, y }) => pair(x / precision, y / precision)).join(" ").replace(/ -/g, "-");
  let from = round(start);
  return parts.reduce((d, points) => {
    const steps = points.map(round).map((point) => minus(point, from));
    from = round(points.at(-1));
    const { x, y } = steps.at(-1);
    if (!x && !y) return d;
    if (steps.length > 1) return `${d}c${text(steps)}`;
    return d + (x && y ? `l${text(steps)}` : x ? `h${x / precision}` : `v${y / precision}`);
  }, `M${text([from])}`) + (shut ? "z" : "");
}

function pair(x, y) {
  return `${x}${y < 0 ? "" : " "}${y}`;
}
