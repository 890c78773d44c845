// A program that the reader changes: the editor takes the place of the code, and the download link
// gives what the editor holds. The original is the published file, not what the page shows of it.

import { element } from "./output";
import { filled, type Words } from "./words";

export interface Source {
  /** The changed program; nothing while it is the original. */
  readonly text: string | undefined;
  focus(): void;
  close(): void;
}

export async function open(box: HTMLElement, words: Words): Promise<Source> {
  const link = box.querySelector<HTMLAnchorElement>(".program__bar a[download]");
  const code = box.querySelector<HTMLElement>(".language-python");
  if (!link || !code) throw new Error("no program");
  const [module, original] = await Promise.all([import("./editor"), read(link.href)]);
  const place = element("div", "program__editor", "");
  code.after(place);
  const label = filled(words.editor, box.dataset.path ?? "");
  const editor = module.edit(place, original, label, () => offer(changed() !== undefined));
  const changed = () => (editor.text === original ? undefined : editor.text);
  const { offer, close } = download(link, words.save_edited ?? "", () => editor.text);
  code.hidden = true;
  return {
    get text() {
      return changed();
    },
    focus: editor.focus,
    close: () => {
      close();
      place.remove();
      code.hidden = false;
    },
  };
}

async function read(url: string): Promise<string> {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  return answer.text();
}

/** The link, which gives the published file, or the reader's version once there is one. */
function download(link: HTMLAnchorElement, label: string, text: () => string) {
  const { href, textContent } = link;
  link.download = decodeURIComponent(href.replace(/.*\//, ""));
  const fill = () => {
    if (link.textContent !== label) return;
    URL.revokeObjectURL(link.href);
    link.href = URL.createObjectURL(new Blob([text()], { type: "text/x-python" }));
  };
  link.addEventListener("click", fill);
  const offer = (edited: boolean) => {
    URL.revokeObjectURL(link.href);
    link.href = href;
    link.textContent = edited ? label : textContent;
  };
  const close = () => {
    link.removeEventListener("click", fill);
    offer(false);
  };
  return { offer, close };
}
