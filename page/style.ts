// The style sheets of what only a run shows come with the first run. Their addresses are on the
// script's tag; a sheet that the page has already is not named there.

import { script } from "./words";

const asked = new Map<string, Promise<void>>();

/** Once this has come, what the sheet is for can be shown; without it, things are only plainer. */
export function styled(name: "run" | "wire"): Promise<void> {
  const address = script?.dataset[name];
  if (!address) return Promise.resolve();
  const known = asked.get(name) ?? added(address);
  asked.set(name, known);
  return known;
}

function added(address: string): Promise<void> {
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = address;
  return new Promise((come) => {
    link.onload = link.onerror = () => come();
    document.head.append(link);
  });
}
