// Toasts leave after a while, unless one points at them, the focus is in them, or they tell of an error. Clicks go through
// their words to what lies beneath, so that pointing at them is told by the place of the pointer.
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
  const counted = toast.querySelector("[data-seconds-until]");
  if (counted) count(toast, new Date(counted.dataset.secondsUntil));
  else if (!toast.hasAttribute("data-stays")) leaveLater(toast);
}

// While something can be undone, its toast stays; then its Undo goes with it, wherever the pointer is.
function count(toast, until) {
  const left = until - Date.now();
  if (left <= 0) toast.remove();
  else if (toast.isConnected) setTimeout(count, Math.min(left, 1000), toast, until);
}

let pointer = { clientX: -1, clientY: -1 };
document.addEventListener("pointermove", (event) => (pointer = event), { passive: true });

function pointedAt(toast) {
  const box = toast.getBoundingClientRect();
  return pointer.clientX >= box.left && pointer.clientX <= box.right && pointer.clientY >= box.top && pointer.clientY <= box.bottom;
}

function leaveLater(toast) {
  setTimeout(() => (pointedAt(toast) || toast.matches(":focus-within") ? leaveLater(toast) : toast.remove()), STAYS);
}

export function say(text, { stays = false, kind = "" } = {}) {
  if (!place || [...place.querySelectorAll(".toast__words")].some((said) => said.textContent === text)) return;
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
  // What a page asks by itself every few seconds fails in silence: nobody waits for it.
  const asked = (event) => !event.detail.elt.closest("[data-live]");
  document.addEventListener("htmx:responseError", (event) => asked(event) && say(event.detail.xhr.status === 401 ? words.signed_out : words.failed, { kind: "error" }));
  document.addEventListener("htmx:sendError", (event) => asked(event) && say(words.offline, { kind: "error" }));
}
