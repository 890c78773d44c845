// What a run prints, as it comes. All of it is kept; on the screen only the beginning and the end
// of a very long output are shown, so that a page stays a page. A picture is shown as a picture.

import { copier } from "./copy";
import { isPicture, pictured } from "./picture";
import { type Piece, Tail } from "./tail";
import { filled, type Words } from "./words";

export const MOST = 50e6; // bytes kept; a program that prints more is stopped
const SHOWN = 60_000; // characters on the screen, then the last lines
const LINES = 1_000;
const SAID = 3_000; // characters of standard error, by which the page knows a refusal
const PICTURES = 20; // on the screen; each one makes a page slower
const ERROR = "go err";

type Bytes = Uint8Array<ArrayBuffer>;

export class Output {
  readonly block = document.createElement("div");
  size = 0;
  still: (change: () => void) => void = (change) => change(); // how to make the page longer
  errors = ""; // the end of what went to standard error
  #words: Words;
  #name: string;
  #copy: HTMLElement;
  #code = document.createElement("code");
  #pieces: Bytes[] = [];
  #stdout: Bytes[] = [];
  #decoders: Record<string, TextDecoder> = { stdout: new TextDecoder(), stderr: new TextDecoder() };
  #held: Piece[] = [];
  #tail = new Tail();
  #room = SHOWN;
  #lines = LINES;
  #frame = 0;
  #over = false;
  #urls: string[] = [];
  #undrawn = 0;

  constructor(words: Words, command: string, label: string, name: string) {
    this.#words = words;
    this.#name = name;
    const pre = document.createElement("pre");
    pre.tabIndex = 0;
    this.#code.append(span("gp", "$ "), command, span("go program__label", `   # ${label}`), "\n");
    this.#copy = copier(words.copy ?? "", () => `$ ${command}\n${this.#text}`);
    pre.append(this.#code);
    this.block.className = "language-console highlight program__output";
    this.block.append(pre, this.#copy);
  }

  write(stream: string, data: Bytes): void {
    this.size += data.length;
    this.#pieces.push(data);
    if (stream === "stdout") this.#stdout.push(data);
    const text = this.#decoders[stream]?.decode(data, { stream: true }) ?? "";
    this.#held.push({ stream, text });
    if (stream === "stderr") this.errors = (this.errors + text).slice(-SAID);
    if (!this.picture) this.#frame ||= requestAnimationFrame(this.#next);
  }

  /** Standard output is a picture's file. */
  get picture(): string | undefined {
    return isPicture(this.#stdout[0]);
  }

  /** Nothing was printed, nothing drawn. */
  get empty(): boolean {
    return !this.size && !this.#urls.length;
  }

  get #text(): string {
    const decoder = new TextDecoder();
    const texts = this.#pieces.map((piece) => decoder.decode(piece, { stream: true }));
    return texts.join("") + decoder.decode();
  }

  /** All that was printed. */
  get bytes(): Promise<Bytes> {
    return new Blob(this.#pieces).arrayBuffer().then((buffer) => new Uint8Array(buffer));
  }

  /** A picture that the program drew, on its output or in a file. */
  draw(mime: string, data: Bytes[], name: string): void {
    if (this.#urls.length >= PICTURES) {
      this.#undrawn++;
      return;
    }
    const blob = new Blob(data, { type: mime });
    const shown = pictured(blob, name, this.#words);
    this.#urls.push(shown.url);
    this.block.append(...shown.elements);
    const { image } = shown;
    image.hidden = true; // until its size is known
    const reveal = () => this.still(() => image.removeAttribute("hidden"));
    image.decode().then(reveal, reveal);
  }

  /** The run is over: show what was held back, once. */
  end(): void {
    if (this.#over) return;
    this.#over = true;
    for (const [stream, decoder] of Object.entries(this.#decoders)) {
      this.#held.push({ stream, text: decoder.decode() }); // a character cut in two
    }
    const mime = this.picture;
    if (mime) this.#copy.remove();
    if (mime) this.#held = this.#held.filter(({ stream }) => stream === "stderr");
    this.#show();
    const rest = this.#tail.whole;
    if (rest) this.#fill(this.#code, rest);
    else this.#more();
    if (mime) this.draw(mime, this.#stdout, this.#name);
    const undrawn = filled(this.#words.undrawn, this.#undrawn);
    if (this.#undrawn) this.block.append(element("p", "program__more", undrawn));
  }

  remove(): void {
    cancelAnimationFrame(this.#frame);
    for (const url of this.#urls) URL.revokeObjectURL(url);
    this.block.remove();
  }

  #next = (): void => this.still(() => this.#show());

  #show(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    for (const piece of this.#held.splice(0)) this.#place(piece);
  }

  #place({ stream, text }: Piece): void {
    const shown = this.#fitting(text);
    this.#room -= shown.length;
    this.#append(this.#code, { stream, text: shown });
    if (shown.length < text.length) this.#tail.keep({ stream, text: text.slice(shown.length) });
  }

  /** As much of a text as there is room for. */
  #fitting(text: string): string {
    for (let at = text.indexOf("\n"); at >= 0 && at < this.#room; at = text.indexOf("\n", at + 1)) {
      if (!--this.#lines) this.#room = at + 1;
    }
    return text.slice(0, this.#room);
  }

  /** How much is not shown, all of it as a file, then the last lines. */
  #more(): void {
    const last = this.#tail.last;
    const url = URL.createObjectURL(new Blob(this.#pieces, { type: "text/plain" }));
    this.#urls.push(url);
    const link = element("a", "", this.#words.save_output ?? "") as HTMLAnchorElement;
    link.href = url;
    link.download = `${this.#name.replace(/\.py$/, "")}.txt`;
    const said = element("p", "program__more", `${filled(this.#words.cut, last.before)} `);
    said.append(link);
    const pre = document.createElement("pre");
    pre.tabIndex = 0;
    const code = document.createElement("code");
    this.#fill(code, last.pieces);
    pre.append(code);
    this.block.append(said, pre);
  }

  #fill(code: HTMLElement, pieces: Piece[]): void {
    for (const piece of pieces) this.#append(code, piece);
  }

  #append(code: HTMLElement, { stream, text }: Piece): void {
    if (!text) return;
    if (stream !== "stderr") {
      code.append(text);
      return;
    }
    const before = code.lastChild;
    if (before instanceof HTMLElement && before.className === ERROR) before.append(text);
    else code.append(this.#error(text));
  }

  #error(text: string): HTMLElement {
    const error = span(ERROR, "");
    error.append(span("program__name", `${this.#words.stderr} `), text);
    return error;
  }
}

function span(name: string, text: string): HTMLElement {
  return element("span", name, text);
}

export function element(tag: string, name: string, text: string): HTMLElement {
  const made = document.createElement(tag);
  made.className = name;
  made.textContent = text;
  return made;
}
