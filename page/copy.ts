// The theme puts on each transcript a button that copies it; so has what a run printed. The theme's
// script does the rest: it copies what the button holds, and says that it did.

/** The button, in its bar; `text` is asked for when it is pressed. */
export function copier(label: string, text: () => string): HTMLElement {
  const bar = document.createElement("nav");
  bar.className = "md-code__nav";
  const button = document.createElement("button");
  button.type = "button";
  button.className = "md-code__button";
  button.title = label;
  button.dataset.mdType = "copy";
  button.addEventListener("click", () => {
    button.dataset.clipboardText = text();
    setTimeout(() => button.removeAttribute("data-clipboard-text")); // it can be large
  });
  bar.append(button);
  return bar;
}
