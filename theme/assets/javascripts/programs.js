// On a page that has programs: what makes them run comes when the reader comes near one, and is told
// of everything that happened there since, so that no click is lost.
{
  const lab = document.querySelector("script[data-lab]");
  const NEAR = ".program, section.wire";
  const follow = () => location.hash.startsWith("#wire:") && load().then((run) => run.follow());
  let asked;

  function load() {
    asked ??= import(new URL(lab.dataset.lab, document.baseURI));
    asked.catch(() => {
      asked = undefined;
    });
    return asked;
  }

  function fail(event) {
    const failed = event.target.closest(".program")?.querySelector(".program__failed");
    if (failed && event.type === "click" && event.target.closest("button")) failed.hidden = false;
  }

  function hear(event) {
    if (event.target.closest?.(NEAR)) load().then((run) => run.hear(event), () => fail(event));
  }

  if (lab && location.protocol !== "file:") {
    for (const name of ["pointerover", "focusin", "click", "keydown"]) addEventListener(name, hear);
    addEventListener("hashchange", follow);
    follow();
  }
}
