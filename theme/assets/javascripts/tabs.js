// On a page with tabs: choosing one chooses those of the same name everywhere, and is remembered.
// Without this script the tabs work, each set on its own.
{
  const KEPT = "aller-retour.tabs";
  const choices = document.querySelectorAll(".tabbed-set > input");
  const nameOf = (choice) => choice.labels[0]?.textContent.trim();

  function choose(name) {
    for (const choice of choices) if (nameOf(choice) === name) choice.checked = true;
  }

  function kept() {
    try {
      return JSON.parse(localStorage.getItem(KEPT)) ?? [];
    } catch {
      return []; // nothing is kept, or it was spoilt
    }
  }

  // Newest last: it wins over an older choice in the same set.
  function keep(name) {
    try {
      const names = [...kept().filter((each) => each !== name), name].slice(-20);
      localStorage.setItem(KEPT, JSON.stringify(names));
    } catch {}
  }

  document.addEventListener("change", ({ target }) => {
    if (!target.matches(".tabbed-set > input")) return;
    const before = target.parentElement.getBoundingClientRect().top;
    choose(nameOf(target));
    scrollBy({ top: target.parentElement.getBoundingClientRect().top - before, behavior: "instant" });
    keep(nameOf(target));
  });
  for (const name of kept()) choose(name);
}
