// Menu and search are opened by <label>s, which the keyboard cannot reach: put a button in each.
for (const id of ["__drawer", "__search"]) {
  const label = document.querySelector(`label.md-header__button[for=${id}]`);
  if (!label) continue;
  const button = document.createElement("button");
  button.type = "button";
  button.ariaLabel = label.title;
  button.append(...label.childNodes);
  button.onclick = () => document.getElementById(id).click();
  label.append(button);
}

// The theme's script adds a bar of buttons to each program, and marks to its lines: name them.
function nameAdditions() {
  for (const bar of document.querySelectorAll("nav.md-code__nav")) bar.role = "none";
  for (const mark of document.querySelectorAll(".md-annotation__index:not([aria-label])"))
    mark.ariaLabel = mark.firstChild?.dataset?.mdAnnotationId ?? "?";
}
const article = document.querySelector("article");
if (article) new MutationObserver(nameAdditions).observe(article, { childList: true, subtree: true });
nameAdditions();

// What runs the programs is a module, and a browser takes none from a disk.
const lab = document.querySelector("script[data-lab]");
if (lab && location.protocol !== "file:") import(new URL(lab.dataset.lab, document.baseURI));
