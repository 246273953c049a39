// Forms and dialogs: the summary of errors takes the focus, dialogs open and close, secrets are copied, a form is sent once.
const words = JSON.parse(document.getElementById("words")?.textContent || "{}");
const RELEASED_AFTER = 8000;

function prepare(part) {
  part.querySelector("[data-focus]")?.focus();
  part.querySelectorAll("[data-copies], [data-opens]").forEach((button) => (button.hidden = false));
}

document.addEventListener("click", async (event) => {
  const opener = event.target.closest("[data-opens]");
  if (opener) {
    opener.closest("details")?.removeAttribute("open");
    document.getElementById(opener.dataset.opens)?.showModal();
  }
  const closer = event.target.closest("[data-closes]");
  if (closer) closer.closest("dialog")?.close();
  if (event.target.matches("dialog:modal")) {
    const box = event.target.getBoundingClientRect();
    const inside = event.clientX > box.left && event.clientX < box.right && event.clientY > box.top && event.clientY < box.bottom;
    if (!inside) event.target.close();
  }
  const copier = event.target.closest("[data-copies]");
  if (copier) {
    await navigator.clipboard.writeText(copier.dataset.copies);
    copier.lastChild.textContent = words.copied;
  }
  for (const menu of document.querySelectorAll("details[data-menu][open]")) if (!menu.contains(event.target)) menu.open = false;
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = document.querySelector("details[data-menu][open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});

// What a tab keeps of an agency's pages (kept-list.js) is gone as soon as it shows a page outside, as after signing out.
try {
  if (!document.body.hasAttribute("data-keys")) sessionStorage.clear();
} catch {
  // Nothing is kept where nothing may be.
}

// A second click while the first is on its way sends nothing twice. Going back makes the buttons work again.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented || event.submitter?.formTarget || form.hasAttribute("hx-post")) return;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "true";
  event.submitter?.setAttribute("aria-busy", "true");
  setTimeout(release, RELEASED_AFTER, form);
});
function release(form) {
  delete form.dataset.sent;
  form.querySelectorAll("button[aria-busy]").forEach((button) => button.removeAttribute("aria-busy"));
}
// A form that is sent asks for no further preview; what is still being asked for when the page is left is nobody's loss.
const asked = new Set();
document.addEventListener("htmx:beforeRequest", (event) => {
  if (event.detail.elt.closest("form[data-sent]")) event.preventDefault();
  else asked.add(event.detail.xhr);
});
document.addEventListener("htmx:afterRequest", (event) => asked.delete(event.detail.xhr));
addEventListener("beforeunload", () => asked.forEach((xhr) => (xhr.onerror = xhr.onabort = null)));
addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach(release));
// A form with data-unsaved is not left by accident once something was typed.
document.addEventListener("input", (event) => {
  const form = event.target.form;
  if (form?.hasAttribute("data-unsaved")) form.dataset.changed = "true";
});
addEventListener("beforeunload", (event) => {
  if (document.querySelector("form[data-changed]:not([data-sent])")) event.preventDefault();
});
document.addEventListener("htmx:afterSettle", (event) => prepare(event.detail.elt));
prepare(document);
// A form with data-begins takes the focus when its page opens, at its first empty field (of those that the attribute names), unless
// something else has it.
const begins = document.querySelector("form[data-begins]");
if (begins && document.activeElement === document.body) {
  const fields = [...begins.elements].filter((one) => one.matches(begins.dataset.begins || "textarea, input:not([type=hidden], [type=checkbox], [type=radio])") && one.checkVisibility());
  (fields.find((one) => !one.value) ?? fields[0])?.focus();
}

// Signing in in another tab changes the token that protects forms: whoever comes back finds those of this page good again.
function renewTokens() {
  const token = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1];
  if (!token) return;
  document.querySelectorAll("input[name=csrfmiddlewaretoken]").forEach((field) => (field.value = token));
  if (document.body.hasAttribute("hx-headers")) document.body.setAttribute("hx-headers", JSON.stringify({ "X-CSRFToken": token }));
}
addEventListener("focus", renewTokens);
document.addEventListener("visibilitychange", renewTokens);
