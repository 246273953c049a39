// Lists: the bulk bar says how many are ticked, one box ticks all, a click on a row opens it; a tab at hand is in sight, and
// so is the newest message.
const words = JSON.parse(document.getElementById("words")?.textContent || "{}");

function count(part) {
  const ticked = part.querySelectorAll("[data-pick]:checked").length;
  const place = part.querySelector("[data-count]");
  if (place) place.textContent = words.chosen.replace("{count}", new Intl.NumberFormat(document.documentElement.lang).format(ticked));
}

document.addEventListener("change", (event) => {
  const part = event.target.closest("form, .picking");
  if (!part) return;
  if (event.target.matches("[data-pick-all]")) {
    part.querySelectorAll("[data-pick]").forEach((box) => (box.checked = event.target.checked));
  }
  if (event.target.matches("[data-pick], [data-pick-all]")) count(part);
});

document.addEventListener("click", (event) => {
  const row = event.target.closest("tr[data-row]");
  if (!row || event.target.closest("a, button, input, select, label, summary") || String(getSelection())) return;
  row.querySelector("a[href]")?.click();
});
document.querySelectorAll("form, .picking").forEach((part) => part.querySelector("[data-pick]:checked") && count(part));

// On a phone the row of tabs is wider than the screen: it begins where one is. The page itself does not move.
const intoSight = (part) => part.querySelectorAll(".tabs [aria-current]").forEach((tab) => {
  const row = tab.parentElement;
  const beyond = tab.getBoundingClientRect(), seen = row.getBoundingClientRect();
  if (beyond.left < seen.left || beyond.right > seen.right) row.scrollLeft += beyond.left - seen.left - (seen.width - beyond.width) / 2;
});
intoSight(document);
document.addEventListener("htmx:afterSettle", (event) => intoSight(event.detail.elt));

// A conversation opens at its newest message: its end in sight, or its beginning if it is longer than the pane. Where the
// pane does not scroll by itself, the page moves as far as it must. A link to one message leads there instead.
const thread = document.querySelector("[data-newest]");
const newest = thread && [...thread.querySelectorAll(":scope > .message, :scope > * > .message")].at(-1);
if (newest && !location.hash && !document.querySelector("[data-focus]")) {
  if (thread.scrollHeight > thread.clientHeight + 1 && getComputedStyle(thread).overflowY !== "visible") {
    const begin = newest.getBoundingClientRect().top - thread.getBoundingClientRect().top + thread.scrollTop;
    thread.scrollTop = Math.min(begin, thread.scrollHeight - thread.clientHeight);
  } else {
    newest.scrollIntoView({ block: "nearest", behavior: "instant" });
  }
}
