// Quoting what was agreed: a box over the composer finds it as one types; what is chosen goes where the cursor stands.
const box = document.getElementById("quote");
const letter = document.getElementById("id_text");
const opener = document.querySelector("[data-quote-opens]");
const say = (text) => document.dispatchEvent(new CustomEvent("rapport:say", { detail: { text, kind: "error" } }));

// Where nobody has been in the letter yet, above its closing.
let been = false;
letter?.addEventListener("focus", () => (been = true));

function put(text) {
  if (!been) {
    const closing = letter.value.trimEnd().lastIndexOf("\n\n");
    letter.setSelectionRange(...(closing > 0 ? [closing, closing] : [letter.value.length, letter.value.length]));
  }
  const from = letter.selectionStart;
  const before = letter.value.slice(0, from);
  const after = letter.value.slice(letter.selectionEnd);
  const lead = before && !before.endsWith("\n\n") ? (before.endsWith("\n") ? "\n" : "\n\n") : "";
  const trail = after.startsWith("\n\n") ? "" : after.startsWith("\n") ? "\n" : "\n\n";
  letter.focus();
  letter.setRangeText(`${lead}${text}${trail}`, from, letter.selectionEnd, "end");
  letter.dispatchEvent(new Event("input", { bubbles: true }));
}

opener?.addEventListener("click", (event) => {
  if (!box || !letter) return;
  event.preventDefault();
  box.showModal();
  const field = box.querySelector("input[name=q]");
  field.focus();
  field.select();
  field.dispatchEvent(new CustomEvent("rapport:opened"));
});

document.addEventListener("submit", async (event) => {
  const form = event.target.closest("form[data-quotes]");
  if (!form || !letter) return;
  event.preventDefault();
  form.querySelector("button").setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)), headers: { "X-Quotes": "1" } });
    const told = await answer.json();
    if (told.text) {
      box?.close();
      put(told.text);
    } else say(told.error);
  } catch {
    form.submit();
  }
  form.querySelector("button").removeAttribute("aria-busy");
}, true);

// Enter quotes what stands first; the arrows go down to the others and back up to the words.
const found = () => [...box.querySelectorAll("form[data-quotes]")];

box?.querySelector("form[role=search]")?.addEventListener("submit", (event) => {
  event.preventDefault();
  if (event.target.elements.q.value.trim()) found()[0]?.requestSubmit();
});

box?.addEventListener("keydown", (event) => {
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!by || event.isComposing) return;
  const places = [box.querySelector("input[name=q]"), ...found().map((form) => form.querySelector("button"))];
  const at = places.indexOf(document.activeElement);
  if (at < 0 || !places[at + by]) return;
  event.preventDefault();
  places[at + by].focus();
});
