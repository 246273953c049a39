// Toasts leave after a while, unless one points at them, the focus is in them, or they tell of an error.
const place = document.getElementById("toasts");
const words = JSON.parse(document.getElementById("words")?.textContent || "{}");
const STAYS = 10_000;

function prepare(toast) {
  toast.dataset.ready = "true";
  const close = document.createElement("button");
  close.type = "button";
  close.className = "button button--icon";
  close.setAttribute("aria-label", words.close);
  close.textContent = "×";
  close.addEventListener("click", () => toast.remove());
  toast.append(close);
  if (!toast.hasAttribute("data-stays")) leaveLater(toast);
}

function leaveLater(toast) {
  setTimeout(() => (toast.matches(":hover, :focus-within") ? leaveLater(toast) : toast.remove()), STAYS);
}

export function say(text, { stays = false, kind = "" } = {}) {
  if (!place) return;
  const toast = document.createElement("div");
  toast.className = "toast";
  toast.dataset.toast = "";
  if (stays || kind === "error") toast.dataset.stays = "";
  if (kind === "error") toast.setAttribute("role", "alert");
  const sentence = document.createElement("span");
  sentence.className = "toast__words";
  sentence.textContent = text;
  toast.append(sentence);
  place.append(toast);
}

const prepareAll = () => place.querySelectorAll("[data-toast]:not([data-ready])").forEach(prepare);
if (place) {
  new MutationObserver(prepareAll).observe(place, { childList: true });
  prepareAll();
  document.addEventListener("rapport:say", (event) => say(event.detail.text, event.detail));
  document.addEventListener("htmx:responseError", () => say(words.failed, { kind: "error" }));
  document.addEventListener("htmx:sendError", () => say(words.offline, { kind: "error" }));
}
