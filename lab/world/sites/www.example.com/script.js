const line = document.querySelector("#count");
const parts = document.querySelectorAll("link, script, img");
const names = [...parts].map((part) => new URL(part.href || part.src).pathname);
line.textContent = `Then came ${names.length} more: ${names.join(", ")}.`;
