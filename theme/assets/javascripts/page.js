// On every page: colours, copy buttons, contents that follow, the definitions of terms, back to top,
// keys, and what fetches the search when it is wanted. Its words are in data- attributes of <html>.
(() => {
  const page = document.documentElement;
  const find = (selector) => document.querySelector(selector);
  const on = (name, hear) => addEventListener(name, hear);
  const made = (name, given) => Object.assign(document.createElement(name), given);

  // What the reader chose, now or before; in a browser that keeps nothing, now.
  function kept(name, value) {
    try {
      if (value) localStorage[`aller-retour.${name}`] = value;
      return localStorage[`aller-retour.${name}`];
    } catch {
      return value;
    }
  }

  // -- Colours: the reader's, or else the system's; other tabs follow.
  const night = matchMedia("(prefers-color-scheme: dark)");
  const isDark = () => (page.dataset.scheme ? page.dataset.scheme === "dark" : night.matches);
  const button = find(".header__scheme");

  function colour(scheme) {
    if (scheme) page.dataset.scheme = scheme;
    button?.setAttribute("aria-pressed", isDark());
  }

  const again = () => colour(kept("scheme"));
  const choose = () => colour(kept("scheme", isDark() ? "light" : "dark"));
  button?.addEventListener("click", choose);
  night.addEventListener("change", again);
  on("storage", again);
  on("pageshow", again); // the first time, and when the reader comes back to it

  // -- Copy: a button on each block of code, which knows what it `gives`.
  const parts = '<p class="toast" role="status"></p><div class="tip" id="tip" role="tooltip" hidden></div>';
  find("main").insertAdjacentHTML("beforeend", parts);
  const toast = find(".toast");
  const tip = find(".tip");

  for (const block of document.querySelectorAll("article .highlight")) {
    const gives = () => block.querySelector("code").textContent.trimEnd();
    block.append(made("button", { type: "button", className: "copy", title: page.dataset.copy, gives }));
  }

  // Plain HTTP has no clipboard but this one.
  function copyByHand(text) {
    const field = made("textarea", { value: text });
    field.style.position = "fixed";
    toast.after(field);
    field.select();
    document.execCommand("copy");
    field.remove();
  }

  async function copy(button) {
    const text = button.gives();
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      copyByHand(text);
      button.focus();
    }
    toast.textContent = page.dataset.copied;
    setTimeout(() => toast.replaceChildren(), 2000);
  }

  on("click", ({ target }) => target.gives && copy(target));

  // -- The other language, at the same place.
  const other = find(".language");
  const follows = () => {
    other.hash = location.hash;
  };
  other?.addEventListener("pointerdown", follows);
  other?.addEventListener("click", follows);

  // -- Contents that follow: what is read is under the last heading of the window's upper quarter.
  const toc = find(".toc");
  toc?.addEventListener("click", () => toc.hidePopover?.());
  const links = new Map();
  const watch = new IntersectionObserver(follow, { rootMargin: "1000000px 0px -75%" });
  let read;

  for (const link of document.querySelectorAll(".toc a")) {
    const heading = document.getElementById(link.hash.slice(1));
    if (!heading) continue;
    links.set(heading, link);
    watch.observe(heading);
  }

  function follow() {
    const above = [...links.keys()].filter((each) => each.getBoundingClientRect().top < innerHeight / 4);
    read?.removeAttribute("aria-current");
    read = links.get(above.pop());
    if (!read) return;
    read.setAttribute("aria-current", "true");
    toc.scrollTop = read.offsetTop - toc.clientHeight / 2;
  }

  // -- A term's definition, on hover and on focus; the pointer may go to it, Escape closes it.
  let term;
  let leaving;

  function define(link) {
    leave();
    term = link;
    tip.textContent = link.sense ??= link.title;
    link.removeAttribute("title"); // else the browser shows it too
    link.setAttribute("aria-describedby", "tip");
    tip.hidden = false;
    place(link.getBoundingClientRect());
  }

  function place({ left, top, bottom }) {
    const right = page.clientWidth - tip.offsetWidth - 8;
    const under = bottom + tip.offsetHeight < innerHeight;
    tip.style.left = `${Math.max(8, Math.min(left, right))}px`;
    tip.style.top = `${scrollY + (under ? bottom : top - tip.offsetHeight)}px`;
  }

  function leave() {
    term?.removeAttribute("aria-describedby");
    tip.hidden = true;
    term = undefined;
  }

  function point({ target, pointerType }) {
    leaving = clearTimeout(leaving);
    const link = target.closest?.("a.term");
    if (link && link !== term && pointerType !== "touch") define(link);
    else if (link || target === tip || term === document.activeElement) return;
    else if (pointerType) leaving = setTimeout(leave, 300);
    else leave(); // at once: it must not cover what has the focus now
  }

  on("pointerover", point);
  on("focusin", point);

  // -- Back to top, offered to who goes back up.
  const up = find(".top");
  let last = 0;

  on("scroll", () => {
    up?.classList.toggle("top--shown", scrollY > innerHeight && scrollY < last);
    last = scrollY;
  });

  // -- The search: its script comes when it is wanted.
  let search;
  let opening; // what is typed meanwhile is meant for the search: no key acts

  function searching(name) {
    opening = true;
    search ??= new Promise((onload) => {
      const onerror = () => (search = opening = undefined);
      document.head.append(made("script", { src: page.dataset.search, onload, onerror }));
    });
    search.then(() => window[name]()).finally(() => (opening = false));
  }

  const open = () => searching("openSearch");
  find(".header__search")?.addEventListener("click", open);
  if (/[?&]h=/.test(location.search)) searching("highlightSearch");

  // -- Keys. Those of one character can be turned off, in the search.
  const next = () => find("a[rel=next]")?.click();
  const back = () => find("a[rel=prev]")?.click();
  const KEYS = { "/": open, s: open, f: open, n: next, ".": next, p: back, ",": back };
  const WRITTEN = "input, textarea, select, dialog, [contenteditable], .program__editor";

  function wanted({ key, target, ctrlKey, metaKey, altKey }) {
    if (ctrlKey || metaKey) return /^k$/i.test(key) && open;
    const free = !altKey && !opening && !target.closest?.(WRITTEN);
    return free && kept("keys") !== "off" && KEYS[key];
  }

  on("keydown", (event) => {
    if (event.key === "Escape") leave();
    const act = wanted(event);
    if (!act || event.defaultPrevented) return;
    event.preventDefault();
    act();
  });
})();
