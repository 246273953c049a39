// Ctrl or Cmd K goes to the search; arrows walk through what it found; Esc closes it.
const box = document.querySelector("[data-search]");
const field = box?.querySelector("input[type=search]");
const found = document.getElementById("found");

function close() {
  found.replaceChildren();
}

function walk(step) {
  const links = [...found.querySelectorAll("a")];
  const next = links.indexOf(document.activeElement) + step;
  if (next < 0) field.focus();
  else links[next]?.focus();
}

document.addEventListener("keydown", (event) => {
  if (!field || event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.altKey) return;
  event.preventDefault();
  field.focus();
  field.select();
});
box?.addEventListener("keydown", (event) => {
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    walk(event.key === "ArrowDown" ? 1 : -1);
  } else if (event.key === "Escape") {
    close();
    field.focus();
  }
});
field?.addEventListener("input", () => field.value.trim() || close());
document.addEventListener("click", (event) => box && !box.contains(event.target) && close());
