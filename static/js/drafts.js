// Nothing typed is lost: a form with data-draft sends itself to data-draft-url a moment after the last key, and says when it was kept.
const words = JSON.parse(document.getElementById("words")?.textContent || "{}");
const time = new Intl.DateTimeFormat(document.documentElement.lang || "en", { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const AFTER = 1200, AGAIN = 10_000;
const waiting = new WeakMap();

function tell(form, text) {
  const place = form.querySelector("[data-draft-words]") ?? document.querySelector(`[data-draft-words="${form.id}"]`);
  if (place) place.textContent = text;
}

// What the server noticed about the text, such as another language than the reader's: said, never in the way.
function hint(form, text) {
  const place = form.querySelector("[data-draft-hint]");
  if (!place) return;
  place.hidden = !text;
  place.querySelector("span").textContent = text;
}

function keepSoon(form, delay = AFTER) {
  clearTimeout(waiting.get(form));
  waiting.set(form, setTimeout(() => keep(form), delay));
}

function withoutFiles(form) {
  const typed = new FormData(form);
  for (const [name, value] of [...typed]) if (value instanceof File) typed.delete(name);
  return typed;
}

async function keep(form) {
  waiting.delete(form);
  if (!form.isConnected || form.dataset.sent) return;
  const typed = withoutFiles(form);
  try {
    const answer = await fetch(form.dataset.draftUrl, {
      method: "POST",
      headers: { "X-CSRFToken": typed.get("csrfmiddlewaretoken") ?? "", "X-Draft": "1" },
      body: typed,
    });
    if (answer.status === 409) return tell(form, words.gone);
    if (!answer.ok) throw new Error(String(answer.status));
    const told = answer.headers.get("Content-Type")?.includes("json") ? await answer.json() : {};
    hint(form, told.hint ?? "");
    tell(form, words.draft.replace("{time}", time.format(new Date())));
    form.dispatchEvent(new CustomEvent("rapport:kept", { bubbles: true }));
  } catch (problem) {
    tell(form, problem.message === "401" ? words.signed_out : words.unkept);
    keepSoon(form, AGAIN);
  }
}

document.addEventListener("input", (event) => {
  const form = event.target.form;   // also for a field that stands outside and names its form
  if (form?.dataset.draftUrl) keepSoon(form);
});
// A page that comes back from the browser's memory may be older than its draft, or its message may have left.
addEventListener("pageshow", (event) => event.persisted && document.querySelector("form[data-draft]") && location.reload());
// Leaving the page while a draft waits: send it on the way out.
addEventListener("pagehide", () => {
  for (const form of document.querySelectorAll("form[data-draft]")) {
    if (!waiting.has(form) || form.dataset.sent) continue;
    navigator.sendBeacon(form.dataset.draftUrl, withoutFiles(form));
  }
});
