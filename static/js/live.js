// A page that stands open asks every few seconds what is new (data-live) and changes in its place: what is ticked stays so,
// the row at hand keeps the focus, and while nobody looks nothing is asked.
let ticked = [], place = -1;

const live = (event) => event.detail.elt?.closest?.("[data-live]");
const rows = (part) => [...part.querySelectorAll("[data-row]")];

document.addEventListener("htmx:beforeRequest", (event) => {
  if (live(event) && document.hidden) event.preventDefault();
});
// An answer from elsewhere, such as a page to sign in, is not what was asked for.
document.addEventListener("htmx:beforeSwap", (event) => {
  const part = live(event);
  if (!part) return;
  const asked = part.getAttribute("hx-get").split("?")[0];
  if (new URL(event.detail.xhr.responseURL).pathname !== asked) event.detail.shouldSwap = false;
  ticked = [...part.querySelectorAll("[data-pick]:checked")].map((box) => box.value);
  place = rows(part).indexOf(document.activeElement.closest("[data-row]"));
});
document.addEventListener("htmx:afterSwap", () => {
  const part = document.getElementById("inbox-rows");
  if (!part) return;
  for (const box of part.querySelectorAll("[data-pick]")) {
    if (!ticked.includes(box.value)) continue;
    box.checked = true;
    box.dispatchEvent(new Event("change", { bubbles: true }));
  }
  if (place >= 0 && document.activeElement === document.body) (rows(part)[place] ?? rows(part).at(-1))?.querySelector("a[href]")?.focus({ preventScroll: true });
  ticked = [];
  place = -1;
});
document.addEventListener("visibilitychange", () => {
  if (document.hidden) return;
  for (const part of document.querySelectorAll("[data-live]")) part.dispatchEvent(new Event("rapport:look"));
});
