// The bytes of one message of the "on the wire" view, as hexdump shows them, beside its fields:
// the table of the fields holds the bytes, so the dump is drawn from it, when a message is opened.

import { code, coloured, element } from "./fold";

const NARROW = 560; // pixels of the view under which a line of the dump holds 8 bytes, not 16

const ESCAPED: Record<string, string> = { t: "\t", r: "\r", n: "\n", x20: " " };

/** The bytes of a cell: in hexadecimal, or ASCII text in double quotes, its line ends escaped. */
export function read(cell: string): number[] {
  if (!cell.startsWith('"'))
    return Array.from(cell.match(/[0-9a-f]{2}/g) ?? [], (each) => Number.parseInt(each, 16));
  const text = cell.slice(1, -1).replace(/\\(x20|.)/g, (_, one: string) => ESCAPED[one] ?? one);
  return Array.from(text, (character) => character.charCodeAt(0));
}

/** A message whose bytes are shown: one of them, and its field, are marked. */
export class Opened {
  readonly number: number;
  #dump = element("div", "wire-dump");
  at = 0;
  #details: HTMLDetailsElement;
  #section: HTMLElement;
  #rows: HTMLTableRowElement[];
  #buttons: HTMLElement[] = [];
  #owner: number[] = []; // the field of each byte
  #starts: number[] = []; // the first byte of each field
  #marks: HTMLElement[][] = []; // of each byte, its two digits and its character
  #says = element("div", "wire-says");
  #copy = element("button", "wire-copy");

  constructor(section: HTMLElement, details: HTMLDetailsElement) {
    this.#section = section;
    this.#details = details;
    this.number = Number(details.closest("tr")?.cells[0]?.textContent);
    const table = details.querySelector<HTMLTableElement>(".wire-fields");
    this.#rows = [...(table?.tBodies[0]?.rows ?? [])];
    this.#draw(section.clientWidth < NARROW ? 8 : 16, this.#read());
    this.#says.setAttribute("role", "status");
    this.#copy.setAttribute("type", "button");
    table?.before(this.#dump, this.#says, element("p", "", section.dataset.unlinked ?? this.#copy));
    this.mark(0);
  }

  /** The bytes, from the table; each field's name becomes a button. */
  #read(): number[] {
    const bytes: number[] = [];
    this.#rows.forEach((each, n) => {
      each.classList.add(coloured(n));
      this.#starts.push(bytes.length);
      for (const byte of read(each.cells[0]?.textContent?.trim() ?? "")) {
        bytes.push(byte);
        this.#owner.push(n);
      }
      const button = element("button", "wire-name", ...(each.cells[1]?.childNodes ?? []));
      button.setAttribute("type", "button");
      each.cells[1]?.append(button);
      this.#buttons.push(button);
    });
    return bytes;
  }

  #draw(width: number, bytes: number[]): void {
    this.#dump.ariaHidden = "true"; // the table says the same, and is under the keyboard
    for (let start = 0; start < bytes.length; start += width) {
      const place = start.toString(16).padStart(4, "0");
      const digits = element("span", "wire-hex");
      const text = element("span", "wire-text");
      for (let n = start; n < Math.min(start + width, bytes.length); n++) {
        const byte = bytes[n] ?? 0;
        const character = byte > 32 && byte < 127 ? String.fromCharCode(byte) : "·";
        const both = [this.#byte(n, byte.toString(16).padStart(2, "0")), this.#byte(n, character)];
        digits.append(both[0] as Node);
        text.append(both[1] as Node);
        this.#marks.push(both);
      }
      this.#dump.append(element("div", "", element("i", "", place), digits, text));
    }
  }

  #byte(n: number, text: string): HTMLElement {
    const made = element("span", coloured(this.#owner[n] ?? 0), text);
    made.dataset.n = String(n);
    return made;
  }

  /** The byte that something in this message stands for: a byte of the dump, a field's first. */
  byteAt(target: EventTarget | null): number | undefined {
    if (!(target instanceof Element)) return undefined;
    const own = target.closest<HTMLElement>("[data-n]")?.dataset.n;
    if (own !== undefined) return Number(own);
    const line = target.closest<HTMLTableRowElement>(".wire-fields tbody tr");
    const field = line ? this.#rows.indexOf(line) : -1;
    return field < 0 ? undefined : this.#starts[field];
  }

  /** Show the field that holds a byte, and all its bytes; if `kept`, not the byte of a link. */
  mark(byte: number, kept = false): void {
    const field = this.#owner[byte];
    if (field === undefined) return;
    if (!kept || this.#owner[this.at] !== field) this.at = byte;
    this.#show(field, this.at);
  }

  /** Mark a byte, as a link does; where it is in the dump. */
  select(byte: number): Element | undefined {
    const last = this.#owner.length - 1;
    this.mark(Math.max(0, Math.min(byte, last)));
    this.#marks.forEach((both, n) => {
      for (const each of both) each.classList.toggle("at", n === this.at);
    });
    return this.#marks[this.at]?.[0];
  }

  #show(field: number, byte: number): void {
    this.#rows.forEach((each, n) => {
      each.classList.toggle("on", n === field);
    });
    this.#buttons.forEach((each, n) => {
      each.tabIndex = n === field ? 0 : -1;
    });
    this.#marks.forEach((both, n) => {
      for (const each of both) each.classList.toggle("on", this.#owner[n] === field);
    });
    this.#tell(field, byte);
  }

  #tell(field: number, byte: number): void {
    const [, name, value, sense] = this.#rows[field]?.cells ?? [];
    const end = (this.#starts[field + 1] ?? this.#owner.length) - 1;
    const where = (this.#section.dataset.at ?? "{} {}")
      .replace("{}", String(this.#starts[field]))
      .replace("{}", String(end));
    const first = element("p", "", element("strong", "", code(name?.textContent ?? "")), " ");
    first.append(code(value?.textContent ?? ""), " ", element("small", "", where));
    this.#says.className = `wire-says ${coloured(field)}`;
    this.#says.replaceChildren(
      first,
      element("p", "", ...(sense?.cloneNode(true).childNodes ?? [])),
    );
    this.#copy.textContent = (this.#section.dataset.copy ?? "{}").replace("{}", String(byte));
  }

  /** The byte that an arrow leads to: up and down by fields, left and right by bytes. */
  after(key: string): number | undefined {
    const field = this.#owner[this.at] ?? 0;
    const last = this.#owner.length - 1;
    const places: Record<string, number | undefined> = {
      ArrowDown: this.#starts[field + 1] ?? this.at,
      ArrowUp: this.#starts[field - 1] ?? this.at,
      ArrowRight: Math.min(this.at + 1, last),
      ArrowLeft: Math.max(this.at - 1, 0),
      Home: 0,
      End: this.#starts.at(-1),
    };
    return places[key];
  }

  /** Put the keyboard's focus on the marked field. */
  focus(): void {
    this.#buttons[this.#owner[this.at] ?? 0]?.focus();
  }

  /** Answer on the button that was pressed. */
  say(text: string): void {
    this.#copy.textContent = text;
  }

  close(): void {
    this.#details.open = false;
    this.#details.querySelector("summary")?.focus();
  }
}
