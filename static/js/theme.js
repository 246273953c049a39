// Light or dark. The choice is a cookie, so that the server draws the next page in it; without a script the system's holds.
const root = document.documentElement;
const YEAR = 365 * 24 * 3600;

const isDark = () =>
  root.dataset.theme === "dark" || (root.dataset.theme === "system" && matchMedia("(prefers-color-scheme: dark)").matches);

function keep(theme) {
  const secure = location.protocol === "https:" ? "; secure" : "";
  document.cookie = `theme=${theme}; path=/; max-age=${YEAR}; samesite=lax${secure}`;
  const address = document.body.dataset.themeUrl;
  if (!address) return;
  const token = JSON.parse(document.body.getAttribute("hx-headers") || "{}")["X-CSRFToken"] || "";
  fetch(address, { method: "POST", headers: { "X-CSRFToken": token }, body: new URLSearchParams({ theme }) }).catch(() => {});
}

function show() {
  for (const button of document.querySelectorAll("[data-toggle-theme]")) {
    button.hidden = false;
    button.setAttribute("aria-pressed", String(isDark()));
    const drawing = button.querySelector("use");
    if (drawing) drawing.setAttribute("href", drawing.getAttribute("href").replace(/#.*/, isDark() ? "#sun" : "#moon"));
  }
}

document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-toggle-theme]")) return;
  root.dataset.theme = isDark() ? "light" : "dark";
  keep(root.dataset.theme);
  show();
});
show();
