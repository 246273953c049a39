// Lists: the bulk bar says how many are ticked, one box ticks all, a click on a row opens it; a tab at hand is in sight.
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
document.querySelectorAll(".tabs [aria-current]").forEach((tab) => {
  const row = tab.parentElement;
  const beyond = tab.getBoundingClientRect(), seen = row.getBoundingClientRect();
  if (beyond.left < seen.left || beyond.right > seen.right) row.scrollLeft += beyond.left - seen.left - (seen.width - beyond.width) / 2;
});
