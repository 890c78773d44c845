// Draw with Mermaid, then keep only what shows: a drawing is committed and sent with its page.
async function drawing(id, source) {
  const host = document.getElementById("host");
  host.innerHTML = (await mermaid.render(id, wrapped(source))).svg;
  const svg = host.querySelector("svg");
  const box = svg.viewBox.baseVal;
  for (const cluster of svg.querySelectorAll(".cluster")) titleLeft(cluster);
  svg.querySelector("style").textContent = await liveRules(svg, host);
  dropUnused(svg);
  joinWords(svg);
  for (const element of svg.querySelectorAll("*")) tidy(element);
  for (const name of ["style", "class", "xmlns:xlink", "aria-roledescription"]) svg.removeAttribute(name);
  svg.setAttribute("role", "img");
  svg.setAttribute("style", `--w:${Math.ceil(box.width)}`); // site.css shrinks it a little at most
  svg.setAttribute("width", Math.ceil(box.width));
  svg.setAttribute("height", Math.ceil(box.height));
  return svg.outerHTML.replaceAll("mermaid", "diagram"); // the word makes mermaid2 rewrite the page
}

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

// A group's title in its left corner: arrows come in at the middle.
function titleLeft(cluster) {
  const label = cluster.querySelector(".cluster-label");
  const frame = cluster.querySelector("rect");
  const [, y] = label?.getAttribute("transform")?.match(/translate\([^,]+,\s*([^)]+)\)/) ?? [];
  if (!frame || y === undefined) return;
  const x = frame.getBBox().x + 8 - label.getBBox().x;
  label.setAttribute("transform", `translate(${x}, ${Number(y) + 4})`);
}

// The rules of Mermaid's sheet that match something, without animations.
async function liveRules(svg, host) {
  const sheet = await new CSSStyleSheet().replace(svg.querySelector("style").textContent);
  return [...sheet.cssRules].map((rule) => {
    if (!rule.selectorText || !rule.style.length) return "";
    const live = rule.selectorText.split(/,\s*/).filter((one) => matches(one, host));
    return live.length ? `${live.join(",")}{${compact(rule.style.cssText)}}` : "";
  }).join("");
}

function matches(selector, host) {
  try {
    return !/:root|:hover|::/.test(selector) && host.querySelector(selector) !== null;
  } catch {
    return false;
  }
}

function compact(css) {
  return css.replace(/: /g, ":").replace(/; ?/g, ";").replace(/;$/, "");
}

// Arrowheads that no line ends with, boxes without a size, groups left empty, and names that nothing
// asks for: Mermaid counts them from one drawing to the next, and two drawings share a page.
function dropUnused(svg) {
  const used = new Set([...svg.outerHTML.matchAll(/url\((?:&quot;|")?#([^)"&]+)/g)].map((m) => m[1]));
  const hrefs = new Set([...svg.querySelectorAll("use")].map((u) => u.getAttribute("href")?.slice(1)));
  for (const part of svg.querySelectorAll("marker,filter,linearGradient,symbol"))
    if (!used.has(part.id) && !hrefs.has(part.id)) part.remove();
  for (const part of svg.querySelectorAll("[id]:not(title,desc)"))
    if (!used.has(part.id) && !hrefs.has(part.id)) part.removeAttribute("id");
  for (const box of svg.querySelectorAll("rect:not([width])")) box.remove();
  for (const group of [...svg.querySelectorAll("defs,g")].reverse())
    if (!group.childElementCount && !group.textContent.trim()) group.remove();
}

// Mermaid draws a round box by hand, twice, in hundreds of strokes: one line through their ends.
function unrough(d) {
  const strokes = [...d.matchAll(/M\s*(\S+) (\S+)\s*C[^M]*?(\S+) (\S+)\s*(?=M|$)/g)];
  if (strokes.length < 20) return d;
  const ends = strokes.filter((_, n) => n % 2 === 0).map((s) => `${s[3]} ${s[4]}`);
  return `M${strokes[0][1]} ${strokes[0][2]}L${ends.filter((end, n) => end !== ends[n - 1]).join(" ")}Z`;
}

// Each word has an element of its own: one is enough for those that look the same.
function joinWords(svg) {
  for (const word of svg.querySelectorAll("tspan.text-inner-tspan")) {
    for (const name of ["font-style", "font-weight"])
      if (word.getAttribute(name) === "normal") word.removeAttribute(name);
    if (word.attributes.length === 1) word.replaceWith(...word.childNodes);
  }
  svg.normalize();
}

const GEOMETRY = /^(d|points|transform|x|y|[xy][12]|[cr][xy]|r|width|height|viewBox)$/;

function tidy(element) {
  for (const { name, value } of [...element.attributes])
    if (/^data-|^xml:space$|^space$|^filter$|^name$/.test(name) || (/^(style|class)$/.test(name) && !value))
      element.removeAttribute(name);
    else if (GEOMETRY.test(name))
      element.setAttribute(name, (name === "d" ? unrough(value) : value).replace(/(\.\d)\d+/g, "$1"));
}
