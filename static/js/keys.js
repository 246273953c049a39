// Keys: j and k walk through rows, x ticks one, a letter presses what carries it as aria-keyshortcuts (in the row at hand first), g and a
// letter goes somewhere, ? lists them. Off while typing, off by the person's own choice, never with Ctrl, Alt or Cmd.
const WAIT_AFTER_G = 1500;
const CHOICE = "rapport-keys";
let afterG = 0;

const remembered = () => localStorage.getItem(CHOICE) ?? document.body.dataset.keys;
const typing = (element) => element.closest("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");
const visible = (element) => element.checkVisibility();

function row() {
  return document.activeElement.closest("[data-row]") ?? document.querySelector("[data-row][aria-current]");
}

function walk(step) {
  const rows = [...document.querySelectorAll("[data-row]")].filter(visible);
  const at = rows.indexOf(document.activeElement.closest("[data-row]"));
  const next = rows[at < 0 ? (step > 0 ? 0 : rows.length - 1) : at + step];
  if (!next) return;
  const target = next.matches("[tabindex]") ? next : next.querySelector("a[href], button");
  target.focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
}

// x ticks the row at hand. A letter of the bar for ticked rows ticks the row at hand first, if none is ticked yet.
function pick() {
  const box = document.activeElement.closest("[data-row]")?.querySelector("[data-pick]");
  box?.click();
  return Boolean(box);
}

function pressForRows(letter) {
  const at = document.activeElement.closest("[data-row]:has([data-pick])");
  const part = at?.closest(".picking") ?? document.querySelector(".picking:has([data-pick]:checked)");
  const target = part?.querySelector(`.bulk [aria-keyshortcuts~="${CSS.escape(letter)}"]`);
  if (!target) return false;
  if (at && !part.querySelector("[data-pick]:checked")) pick();
  if (target.matches("select")) target.focus();
  else target.click();
  return true;
}

function press(letter) {
  if (!document.querySelector("dialog:modal") && pressForRows(letter)) return true;
  const found = (part) => [...(part?.querySelectorAll(`[aria-keyshortcuts~="${CSS.escape(letter)}"]`) ?? [])].find(visible);
  const target = found(row()) ?? found(document.querySelector("dialog:modal") ?? document);
  if (target) target.click();
  target?.closest("details[open]")?.querySelector(".menu__list :is(a, button)")?.focus();
  return Boolean(target);
}

function act(letter) {
  if (afterG && Date.now() - afterG < WAIT_AFTER_G) {
    afterG = 0;
    document.querySelector(`[data-go="${CSS.escape(letter)}"]`)?.click();
    return true;
  }
  if (letter === "g") afterG = Date.now();
  else if (letter === "j") walk(1);
  else if (letter === "k") walk(-1);
  else if (letter === "x") return pick();
  else if (letter === "?") document.getElementById("keys")?.showModal();
  else if (letter === "/") document.querySelector("[data-search] input")?.focus();
  else if (letter === "Enter" && document.activeElement.matches("[data-row]")) document.activeElement.querySelector("a[href]")?.click();
  else return press(letter);
  return true;
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented) return;
  if (event.key.length > 1 && event.key !== "Enter") return;
  if (remembered() === "off" || typing(event.target)) return;
  if (act(event.key) && event.key !== "Enter") event.preventDefault();
});

// Ctrl and Enter sends the form one types in, switch or no switch: it is no single letter. Where a button says that this is its key, it is
// pressed from a box or a choice of its form as well; a button or a link that has the focus stays what Enter presses.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.target.closest("button, a[href]")) return;
  const form = event.target.form ?? event.target.closest("form");
  const buttons = [...(form?.elements ?? [])].filter((one) => one.matches("button"));
  const main = buttons.find((one) => one.matches('[aria-keyshortcuts~="Control+Enter"]')) ?? (typing(event.target) && buttons.find((one) => one.matches(".button--main")));
  if (!main) return;
  event.preventDefault();
  main.click();
});

const choice = document.querySelector("[data-keys-switch]");
if (choice) {
  choice.checked = remembered() !== "off";
  choice.addEventListener("change", () => localStorage.setItem(CHOICE, choice.checked ? "on" : "off"));
}
