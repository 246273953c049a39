// The list beside a conversation stands as it was left, at the same place, and then asks what is new; only where it was never
// seen it is fetched. It is kept in this tab alone, and until one signs out (forms.js).
(() => {
  const KEPT = "rapport:list";
  const part = document.getElementById("inbox-list");
  const kept = JSON.parse(sessionStorage.getItem(KEPT) ?? "null");

  function standAgain() {
    part.innerHTML = kept.html;
    part.removeAttribute("hx-get");
    for (const row of part.querySelectorAll("[data-row] a")) {
      if (row.id === `row-${part.dataset.beside}`) row.setAttribute("aria-current", "true");
      else row.removeAttribute("aria-current");
    }
    const rows = part.querySelector("#inbox-rows");
    const asks = new URL(rows.getAttribute("hx-get"), location.href);
    asks.searchParams.set("beside", part.dataset.beside);
    rows.setAttribute("hx-get", asks.pathname + asks.search);
    part.scrollTop = kept.top;
    addEventListener("load", () => rows.dispatchEvent(new Event("rapport:look")));
  }

  if (part.hasAttribute("hx-get") && kept?.as === part.dataset.as) standAgain();

  addEventListener("pagehide", () => {
    const list = document.getElementById("inbox-list");
    if (!list.querySelector("#inbox-rows[hx-get]")) return;
    const copy = list.cloneNode(true);
    copy.querySelector(".inbox__batch")?.remove();
    sessionStorage.setItem(KEPT, JSON.stringify({ as: list.dataset.as, html: copy.innerHTML, top: list.scrollTop }));
  });
})();
