// Links to one byte: "#wire:dns/resolve:4:32" is byte 32, from 0, of message 4 of that program's run.

import { styled } from "./style";
import { filled, words } from "./words";

export interface Place {
  program: string;
  message: number;
  byte: number | undefined;
}

/** What a fragment names; undefined if it is not one of ours. */
export function parsed(hash: string): Place | undefined {
  let text = hash;
  try {
    text = decodeURIComponent(hash);
  } catch {} // a stray %: not a link of ours, and said to be so below
  const found = /^#wire:([\w/.-]+):(\d+)(?::(\d+))?$/.exec(text);
  if (!found) return undefined;
  const byte = found[3] === undefined ? undefined : Number(found[3]);
  return { program: found[1] ?? "", message: Number(found[2]), byte };
}

/** Say, in the box of the program, that the link is to a run, and that Run makes it. */
export async function announce(place: Place): Promise<void> {
  const box = document.querySelector(`[data-path="snippets/${CSS.escape(place.program)}.py"]`);
  const room = box?.querySelector(".program__wire");
  if (!box || !room) return;
  room.scrollIntoView({ block: "center" }); // Run is just above
  const [said] = await Promise.all([words(), styled("wire")]);
  if (room.querySelectorAll(".wire-list > tbody > tr").length >= place.message) return;
  const note = document.createElement("p");
  note.className = "wire-wait";
  note.setAttribute("role", "status");
  note.textContent = filled(said.wire_pending, String(place.message));
  for (const old of room.querySelectorAll(".wire-wait")) old.remove();
  room.prepend(note);
  note.scrollIntoView({ block: "center" });
}
