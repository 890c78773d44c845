const line = document.querySelector("#count");
const parts = document.querySelectorAll("link, script, img");
const names = [...parts].map((part) => part.getAttribute("href") || part.getAttribute("src"));
line.textContent = `A script wrote this line. The HTML names ${names.length} files: ${names.join(", ")}.`;
