// The program becomes an editor. It lives in a shadow tree, where its style sheets are adopted
// ones: the page's policy allows no other. Tab indents, and Escape gives it back to the page.

import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { python } from "@codemirror/lang-python";
import {
  bracketMatching,
  HighlightStyle,
  indentUnit,
  syntaxHighlighting,
} from "@codemirror/language";
import { EditorState } from "@codemirror/state";
import { drawSelection, EditorView, keymap } from "@codemirror/view";
import { tags } from "@lezer/highlight";

export interface Editor {
  readonly text: string;
  focus(): void;
  replace(text: string): void;
}

const colour = (name: string) => `var(--code-${name})`;
const STYLE = HighlightStyle.define([
  { tag: tags.keyword, color: colour("keyword") },
  { tag: [tags.string, tags.special(tags.string)], color: colour("string") },
  { tag: tags.comment, color: colour("comment") },
  { tag: tags.number, color: colour("number") },
  { tag: [tags.bool, tags.null], color: colour("constant") },
  { tag: tags.function(tags.definition(tags.variableName)), color: colour("function") },
]);
const LOOK = EditorView.theme({
  "&": { color: "var(--ink)", backgroundColor: "var(--paper)" },
  "&.cm-focused": { outline: "3px solid var(--back)", outlineOffset: "-3px" },
  ".cm-scroller": { font: "inherit", lineHeight: "1.5" },
  ".cm-content": { padding: ".75rem 0", caretColor: "var(--ink)" },
  ".cm-line": { padding: "0 1rem" },
  ".cm-cursor": { borderLeftColor: "var(--ink)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground":
    { backgroundColor: "var(--back-soft)" },
});

/** After Escape, Tab moves on; until the reader types again. */
const LEAVE = {
  key: "Escape",
  run: (view: EditorView) => {
    view.setTabFocusMode(true);
    return false;
  },
};

/** An editor in `place`, holding `text`, called `label` by screen readers. */
export function edit(place: HTMLElement, text: string, label: string, changed: () => void): Editor {
  const root = place.attachShadow({ mode: "open" });
  const view = new EditorView({ root, parent: root, state: state(text, label, changed) });
  return {
    get text() {
      return view.state.doc.toString();
    },
    focus: () => {
      view.focus();
      const { main } = view.state.selection; // as far from the edge as the page's header is high
      view.dispatch({ effects: EditorView.scrollIntoView(main, { y: "nearest", yMargin: 80 }) });
    },
    replace: (text) => view.setState(state(text, label, changed)),
  };
}

function state(text: string, label: string, changed: () => void): EditorState {
  return EditorState.create({
    doc: text,
    extensions: [
      history(),
      drawSelection(),
      python(),
      indentUnit.of("    "),
      bracketMatching(),
      syntaxHighlighting(STYLE),
      LOOK,
      EditorView.contentAttributes.of({ "aria-label": label, spellcheck: "false" }),
      EditorView.updateListener.of(({ docChanged, view }) => {
        if (!docChanged) return;
        view.setTabFocusMode(false);
        changed();
      }),
      keymap.of([LEAVE, ...defaultKeymap, ...historyKeymap, indentWithTab]),
    ],
  });
}
