// Before the first paint: the reader's palette, or else the system's. The theme sets it in an inline
// script, which a strict policy forbids, or at the end of the page, too late for the eye.
{
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  const scheme = __md_get("__palette")?.color?.scheme ?? (dark ? "slate" : "default");
  new MutationObserver((_, observer) => {
    if (!document.body) return;
    observer.disconnect();
    document.body.setAttribute("data-md-color-scheme", scheme);
  }).observe(document.documentElement, { childList: true });
}
