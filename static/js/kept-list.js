// The list beside a conversation stands as it was left last, at the same place, and then asks what is new; otherwise it is
// fetched where it can be seen. It is kept in this tab alone, and until one signs out (forms.js).
(() => {
  const KEPT = "rapport:list";
  const part = document.getElementById("inbox-list");

  function kept() {
    try {
      const found = JSON.parse(sessionStorage.getItem(KEPT));
      return found?.as === part.dataset.as ? found : null;
    } catch {
      return null; // the browser keeps nothing
    }
  }

  function standAgain({ html, top }) {
    part.innerHTML = html;
    part.removeAttribute("hx-get");
    for (const row of part.querySelectorAll("[data-row] a")) {
      if (row.id === `row-${part.dataset.beside}`) row.setAttribute("aria-current", "true");
      else row.removeAttribute("aria-current");
    }
    const rows = part.querySelector("#inbox-rows");
    const asks = new URL(rows.getAttribute("hx-get"), location.href);
    asks.searchParams.set("beside", part.dataset.beside);
    rows.setAttribute("hx-get", asks.pathname + asks.search);
    part.scrollTop = top;
    addEventListener("load", () => rows.dispatchEvent(new Event("rapport:look")));
  }

  function keep() {
    const list = document.getElementById("inbox-list");
    if (!list?.querySelector("#inbox-rows[hx-get]")) return;
    const copy = list.cloneNode(true);
    copy.querySelector(".inbox__batch")?.remove();
    try {
      sessionStorage.setItem(KEPT, JSON.stringify({ as: list.dataset.as, html: copy.innerHTML, top: list.scrollTop }));
    } catch {
      // It is fetched again.
    }
  }

  const found = part.hasAttribute("hx-get") && part.checkVisibility() && kept();
  if (found) standAgain(found);
  addEventListener("pagehide", keep);
})();
