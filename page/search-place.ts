// What <html> says of the page: its language, and where the files of the search are.

import type { Language } from "./search-terms";

declare const WORDS: Record<Language, Record<string, string>>;

export function language(): Language {
  return document.documentElement.lang === "fr" ? "fr" : "en";
}

/** What is said to the reader. */
export function words(name: string): string {
  return WORDS[language()][name] ?? name;
}

/** The URL that an attribute gives. */
export function place(attribute: string): string {
  return new URL(document.documentElement.dataset[attribute] ?? "", document.baseURI).href;
}

/** Where the pages of this language are: above the texts' own folder, on a lost page too. */
export function folder(): string {
  return new URL("..", place("index")).href;
}

let styled: Promise<unknown> | undefined;

/** Add the search's style sheet, once; what it styles is shown after. */
export function style(): Promise<unknown> {
  styled ??= new Promise((resolve) => {
    const sheet = element("link", { rel: "stylesheet", href: place("searchStyle") });
    sheet.onload = sheet.onerror = resolve;
    document.head.append(sheet);
  });
  return styled;
}

export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  given: Partial<HTMLElementTagNameMap[Name]>,
  ...inside: (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const made = Object.assign(document.createElement(name), given);
  made.append(...inside);
  return made;
}
