// In a page that was found, the words that were looked for: the address holds them (?h=), so that
// the page can be sent to somebody as it is seen. Escape or a button removes them.

import { element, language, style, words } from "./search-place";
import { answers, asked as read } from "./search-question";
import { tokens } from "./search-terms";

const BLOCKS = "p,li,dt,dd,td,th,pre,summary,figcaption,h1,h2,h3,h4,h5,h6,div";
const LEFT_OUT = "script,style,svg,button,textarea,template,.headerlink";
const NAME = "search";

/** The words that the address holds. */
export function asked(): string {
  return new URLSearchParams(location.search).get("h") ?? "";
}

/** Highlight them in the article, and offer to stop. */
export async function highlightSearch(): Promise<void> {
  const ranges = found(texts(document.querySelector("article") ?? document.body));
  if (!ranges.length) return;
  await style();
  const clear = mark(ranges);
  const button = element("button", { className: "unmark", type: "button" }, words("unmark"));
  const stop = () => {
    clear();
    button.remove();
    removeEventListener("keydown", escaped);
    forget();
  };
  const escaped = ({ key }: KeyboardEvent) => {
    if (key === "Escape" && !document.querySelector("dialog[open], :popover-open")) stop();
  };
  button.onclick = stop;
  addEventListener("keydown", escaped);
  document.body.append(button);
}

/** The words leave the address, where the browser allows it: not on a disk. */
function forget(): void {
  const url = new URL(location.href);
  url.searchParams.delete("h");
  try {
    history.replaceState(history.state, "", url);
  } catch {}
}

function texts(root: Element): Text[] {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const all: Text[] = [];
  while (walker.nextNode()) all.push(walker.currentNode as Text);
  return all.filter(({ parentElement }) => !parentElement?.closest(LEFT_OUT));
}

/** All the text is read at once: in a program, colours cut "socket.socket" in three. */
function found(nodes: Text[]): Range[] {
  let whole = "";
  let before: Element | null | undefined;
  const starts = nodes.map((node) => {
    const block = node.parentElement?.closest(BLOCKS);
    if (block !== before) whole += "\n";
    before = block;
    whole += node.data;
    return whole.length - node.length;
  });
  const places = answers(tokens(whole, language()), read(asked(), language()));
  const once = new Map(places.map((each) => [each.start, each]));
  return [...once.values()].flatMap(({ start, end }) => ranges(nodes, starts, start, end));
}

/** One range for each text that a place covers. */
function ranges(nodes: Text[], starts: number[], start: number, end: number): Range[] {
  const covered: Range[] = [];
  for (let at = last(starts, start); at < nodes.length && (starts[at] ?? end) < end; at += 1) {
    const [node, from] = [nodes[at] as Text, starts[at] ?? 0];
    const range = new Range();
    range.setStart(node, Math.min(Math.max(start - from, 0), node.length));
    range.setEnd(node, Math.min(end - from, node.length));
    if (!range.collapsed) covered.push(range);
  }
  return covered;
}

/** Which text holds this place: the last one that starts there or before. */
function last(starts: number[], place: number): number {
  let [low, high] = [0, starts.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= place) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** By a highlight, which leaves the page as it is; where there is none, by elements. */
function mark(all: Range[]): () => void {
  if (typeof Highlight === "function") {
    CSS.highlights.set(NAME, new Highlight(...all));
    return () => CSS.highlights.delete(NAME);
  }
  const marks = all.reverse().map((range) => {
    const mark = element("mark", { className: "marked" });
    range.surroundContents(mark);
    return mark;
  });
  return () => {
    for (const mark of marks) mark.replaceWith(...mark.childNodes);
  };
}
