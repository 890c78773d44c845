// Inlined in the head, before the first paint: what the style sheets must know at once. `js`: scripts
// run. `runs`: programs can run in this page, so not on a disk, where there are no modules.
{
  const page = document.documentElement;
  page.classList.add("js");
  if (location.protocol !== "file:" && document.querySelector("script[data-lab]")) page.classList.add("runs");
  try {
    const scheme = localStorage.getItem("aller-retour.scheme");
    if (scheme) page.dataset.scheme = scheme;
  } catch {} // a browser that keeps nothing: the system's colours
}
