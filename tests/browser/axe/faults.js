// The violations that axe finds in the document as it is shown now: one line for each.
//
// A page has thousands of pieces of coloured code, and measuring the contrast of each is most of the work. Those whose
// colours, backgrounds and letters are the same have the same contrast: the first of each kind stands for them all, and
// kinds that were `measured` before, on another page or in another width, need not be again.
async ({ tags, colours, measured }) => {
  const STAND_IN = "data-axe-stand-in";
  const CLEAR = /^rgba\(.*, 0\)$|^transparent$/;

  function ground(element, known) {
    if (!element || element === document) return "";
    if (!known.has(element)) {
      const style = getComputedStyle(element);
      const own = [style.backgroundColor, style.backgroundImage, style.opacity].join();
      const whole = !CLEAR.test(style.backgroundColor) && style.opacity === "1";
      known.set(element, whole ? own : own + ground(element.parentElement, known));
    }
    return known.get(element);
  }

  function kind(element, known) {
    const style = getComputedStyle(element);
    const letters = [style.color, style.fill, style.fontSize, style.fontWeight, style.textShadow];
    const link = element.closest("a") ? `a ${style.textDecorationLine}` : "";
    return [...letters, link, ground(element, known)].join("|");
  }

  function hasText(element) {
    const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    return (own || element.matches("input, textarea, select")) && element.checkVisibility();
  }

  function choose() {
    const [seen, known] = [new Set(measured), new WeakMap()];
    for (const element of document.querySelectorAll("body *")) {
      const name = hasText(element) && kind(element, known);
      element.toggleAttribute(STAND_IN, Boolean(name) && !seen.has(name));
      if (name) seen.add(name);
    }
    return [...seen];
  }

  function told({ id, help, nodes }) {
    const places = nodes.slice(0, 5).map((node) => {
      const why = node.any.concat(node.all, node.none).map((check) => check.message);
      return `${node.target.join(" ")} (${why.join("; ")})`;
    });
    return `${id}: ${help}: ${nodes.length} × ${places.join(", ")}`;
  }

  const kinds = choose();
  const only = colours ? { type: "rule", values: colours } : { type: "tag", values: tags };
  if (colours && !document.querySelector(`[${STAND_IN}]`)) return { kinds, faults: [] };
  axe.configure({ rules: [{ id: "color-contrast", selector: `[${STAND_IN}]` }] });
  const options = { runOnly: only, resultTypes: ["violations"], preload: false };
  const { violations } = await axe.run(document, options);
  return { kinds, faults: violations.map(told) };
};
