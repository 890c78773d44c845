// A long exchange comes folded: past the first messages, the fields are data, and become elements
// when the reader opens the message. A phone could not hold those of a thousand.

/** The classes of fields, neighbours unlike; written out, for the style sheet keeps what it finds. */
const COLOURS = ["f0", "f1", "f2", "f3", "f4", "f5", "f6", "f7"];

/** The class of a message's nth field. */
export function coloured(n: number): string {
  return COLOURS[n % COLOURS.length] ?? "";
}

/** Make the table of a message that came folded: its bytes, and a line per field. */
export function unfold(section: HTMLElement, details: HTMLDetailsElement): void {
  const folded = details.querySelector<HTMLDataElement>("data[data-f]");
  const model = section.querySelector<HTMLTableElement>("table.wire-fields");
  const legend = section.querySelector("template")?.content.querySelectorAll("td");
  if (!folded || !model || !legend) return;
  const table = model.cloneNode(true) as HTMLTableElement;
  const body = table.tBodies[0];
  let start = 0;
  const rows = (folded.dataset.f ?? "").split("\n").map((line, n) => {
    const [end = "0", place = "0", name = "", value = ""] = line.split("\t");
    const hex = folded.value.slice(2 * start, 2 * Number(end));
    start = Number(end);
    return row(n, hex.replace(/..(?=.)/g, "$& "), name, value, legend[Number(place)]);
  });
  body?.replaceChildren(...rows);
  folded.replaceWith(table);
}

function row(n: number, hex: string, name: string, value: string, sense?: Element): HTMLElement {
  const line = element("tr", coloured(n));
  const head = element("th", "", code(name));
  head.setAttribute("scope", "row");
  const meaning = element("td", "", ...(sense?.cloneNode(true).childNodes ?? []));
  line.append(element("td", "", code(hex)), head, element("td", "", code(value)), meaning);
  return line;
}

export function code(text: string): HTMLElement {
  return element("code", "", text);
}

/** An element of this name and class. */
export function element(name: string, kind: string, ...inside: (Node | string)[]): HTMLElement {
  const made = document.createElement(name);
  if (kind) made.className = kind;
  made.append(...inside);
  return made;
}
