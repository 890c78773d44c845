// What the reader chose in the row under a program, and what a link chooses there for them.

import { type Command, words as cut, quoted } from "./commands";

export type Choice = Pick<Command, "arguments" | "breaks">;

/** Characters that a link may say of a run: mail cuts long ones. */
export const LONGEST = 900;

/** What Run would do now: a break is NAME, or NAME=N where the reader gave a number. */
export function chosen(box: Element): Choice {
  const ticked = box.querySelectorAll<HTMLInputElement>(".program__breaks input:checked");
  const breaks = Array.from(ticked, (tick) => {
    const number = numberOf(tick)?.value;
    return number ? `${tick.value}=${number}` : tick.value;
  });
  return { arguments: cut(field(box)?.value ?? ""), breaks };
}

/** What Run did when the page came. */
export function usual(box: Element): Choice {
  return { arguments: cut(field(box)?.defaultValue ?? ""), breaks: [] };
}

/** As it was when the page came. */
export function clear(box: Element): void {
  for (const each of box.querySelectorAll<HTMLInputElement>(".program__run input")) {
    each.value = each.defaultValue;
    each.checked = each.defaultChecked;
  }
}

/** Choose this, in sight; if the page does not offer all of it, nothing, and false. */
export function choose(box: Element, choice: Choice): boolean {
  clear(box);
  const given = field(box);
  if (given && line(choice) !== line(usual(box))) given.value = line(choice);
  for (const each of choice.breaks) tick(box, each);
  const whole = query(choice, usual(box)) === query(chosen(box), usual(box));
  if (!whole) clear(box);
  else if (choice.breaks.length) box.querySelector(".program__breaks")?.setAttribute("open", "");
  return whole;
}

/** What the link to a run says of it: nothing, if the run is the usual one. */
export function query(choice: Choice, usual: Choice): string {
  const asked = new URLSearchParams();
  for (const each of [...choice.breaks].sort()) asked.append("break", each);
  if (line(choice) !== line(usual)) asked.append("args", line(choice));
  const text = String(asked).replace(/%(2F|3D)/g, (each) => decodeURIComponent(each));
  const kept = text.replaceAll("*", "%2A").replace(/\.$/, "%2E"); // a chat program would drop them
  return kept && `?${kept}`;
}

function line(choice: Choice): string {
  return choice.arguments.map(quoted).join(" ");
}

function field(box: Element): HTMLInputElement | null {
  return box.querySelector<HTMLInputElement>(".program__arguments input");
}

/** The number that a break can have. */
export function numberOf(tick: Element): HTMLInputElement | null | undefined {
  return tick.closest("li")?.querySelector<HTMLInputElement>("[type=number]");
}

function tick(box: Element, asked: string): void {
  const [name = "", n = ""] = asked.split("=");
  const found = box.querySelector<HTMLInputElement>(
    `.program__breaks [value="${CSS.escape(name)}"]`,
  );
  if (!found) return;
  found.checked = true;
  const number = numberOf(found);
  if (number) number.value = n;
}
