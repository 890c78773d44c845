// What a run printed is copied as the blocks of the page are: theme/assets/javascripts/page.js hears
// the press, takes what the button gives, and says that it did.

/** The button; `text` is asked for when it is pressed. */
export function copier(label: string, text: () => string): HTMLElement {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "copy";
  button.title = label;
  return Object.assign(button, { gives: text });
}
