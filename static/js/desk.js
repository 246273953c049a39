// The desk of a call, by keys alone. While one types: Alt and T, A, D, O, M for a topic, a to-do, the decision, out of scope, more of it; Alt
// and the arrows from topic to topic; Alt and J to the transcript, Escape back. Enter goes on. Without this script every button asks the server for the same.
const LETTERS = { t: "topic", r: "answer", d: "decision", a: "action", i: "insight" };
const FIELDS = "input:not([type=hidden], [type=radio], [type=checkbox], [type=file]), textarea, select";
const MINUTE = 60;
let topicAtHand = null, fieldAtHand = null;

const desk = () => document.querySelector("[data-desk]");
const form = () => document.getElementById("call-form");
const topics = () => [...form().querySelectorAll("[data-topic]")];
const atHand = () => (topicAtHand?.isConnected ? topicAtHand : topics().at(-1));
const part = (topic, name) => topic.querySelector(`[name$="-${name}"]`);
const blank = (field) => !field.value.trim();
const letterOf = (event) => (/^[a-z]$/i.test(event.key) ? event.key : event.code.replace(/^Key/, "")).toLowerCase();

function changed(field) {
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

// One more row from its template, under the number that the server would have given it.
function grow(kind, prefix, fill) {
  const total = form().elements[`${prefix}-TOTAL_FORMS`];
  const number = Number(total.value), most = Number(form().elements[`${prefix}-MAX_NUM_FORMS`]?.value ?? 40);
  if (number >= most) return null;
  const template = desk().querySelector(`template[data-blank="${kind}"]`);
  const holder = document.createElement("template");
  holder.innerHTML = fill(template.innerHTML, number);
  const row = holder.content.firstElementChild;
  total.value = String(number + 1);
  return row;
}

function addTopic() {
  const row = grow("topic", "topics", (html, number) => html.replaceAll("__prefix__", number).replaceAll("__number__", number + 1));
  if (!row) return null;
  topics().at(-1).after(row);
  window.htmx?.process(row);
  topicAtHand = row;
  return row;
}

function addAction(topic = atHand()) {
  const prefix = topic.querySelector("[name$='-TOTAL_FORMS']").name.replace(/-TOTAL_FORMS$/, "");
  const place = prefix.split("-")[1];
  const row = grow("action", prefix, (html, number) => html.replaceAll("topics-__prefix__", `topics-${place}`).replaceAll("__prefix__", number));
  if (!row) return null;
  [...topic.querySelectorAll("[data-action]")].at(-1)?.after(row);
  return row.querySelector("[name$='-text']");
}

function blankTopic() {
  const last = topics().at(-1);
  return blank(part(last, "title")) && blank(part(last, "answer")) ? (topicAtHand = last) : addTopic();
}

function blankAction(topic) {
  const last = [...topic.querySelectorAll("[data-action] [name$='-text']")].at(-1);
  return last && blank(last) ? last : addAction(topic);
}

function step(by) {
  const all = topics(), next = all[all.indexOf(atHand()) + by];
  if (next) part((topicAtHand = next), "title").focus();
}

// Opens what else a topic holds and goes into it; from inside it closes, unless something is written there.
function turnMore(more) {
  const inside = more.open && more.contains(document.activeElement);
  more.open = !inside || [...more.querySelectorAll(FIELDS)].some((field) => !blank(field));
  (inside ? part(more.closest("[data-topic]"), "answer") : more.querySelector(FIELDS)).focus();
}

// --- Keys while one types -------------------------------------------------------------------------------------
const DOES = {
  t: () => part(blankTopic() ?? atHand(), "title").focus(),
  a: () => blankAction(atHand())?.focus(),
  d: () => part(atHand(), "decision").focus(),
  o: () => part(atHand(), "out_of_scope").click(),
  m: () => turnMore(atHand().querySelector("[data-more]")),
  j: () => {
    desk().querySelector("input[name=beside][value=transcript]").click();
    (desk().querySelector("[data-line][aria-current]") ?? lines()[0] ?? document.getElementById("transcript_text"))?.focus();
  },
};

document.addEventListener("keydown", (event) => {
  if (!desk() || document.querySelector("dialog:modal")) return;
  if (event.altKey && !event.ctrlKey && !event.metaKey && !event.isComposing) {
    const does = event.key === "ArrowDown" ? () => step(1) : event.key === "ArrowUp" ? () => step(-1) : DOES[letterOf(event)];
    if (does && !(event.target.matches("select") && event.key.startsWith("Arrow"))) {
      event.preventDefault();
      does();
    }
    return;
  }
  const line = event.target.closest("[data-line]");
  if (line && !event.ctrlKey && !event.metaKey) return walkLines(event, line);
  if (event.key === "Enter" && !event.ctrlKey && !event.metaKey && !event.isComposing && event.target.form === form() && event.target.matches("input")) goOn(event);
});

// Enter goes on: from a heading to its answer, from one to-do to the next, else to the next field. It never sends.
function goOn(event) {
  const field = event.target;
  if (field.matches("[type=file], [type=checkbox], [type=radio]")) return event.preventDefault();
  event.preventDefault();
  const topic = field.closest("[data-topic]");
  if (topic && field.name.endsWith("-title")) return part(topic, "answer").focus();
  if (topic && field.name.endsWith("-text")) return blank(field) ? DOES.t() : blankAction(topic)?.focus();
  const all = [...form().querySelectorAll(FIELDS)].filter((one) => one.checkVisibility());
  all[all.indexOf(field) + 1]?.focus();
}

document.addEventListener("focusin", (event) => {
  if (!desk() || event.target.form !== form()) return;
  if (event.target.matches(FIELDS) && form().contains(event.target)) fieldAtHand = event.target.id;
  topicAtHand = event.target.closest("[data-topic]") ?? topicAtHand;
});

// --- The transcript --------------------------------------------------------------------------------------------
const lines = () => [...desk().querySelectorAll("[data-line]")].filter((line) => !line.hidden);

function walkLines(event, line) {
  const by = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 }[event.key];
  if (by) {
    const all = lines();
    goTo(all[all.indexOf(line) + by]);
  } else if (LETTERS[letterOf(event)]) take(line, LETTERS[letterOf(event)]);
  else if (event.key === "Escape") back();
  else if (event.key === "Enter") take(line, chosenKind());
  else return;
  event.preventDefault();
  event.stopPropagation();
}

function goTo(line) {
  if (!line) return;
  desk().querySelector("[data-line][aria-current]")?.removeAttribute("aria-current");
  line.setAttribute("aria-current", "true");
  line.focus({ preventScroll: true });
  line.scrollIntoView({ block: "nearest" });
}

function back() {
  desk().querySelector("input[name=beside][value='']").click();
  (document.getElementById(fieldAtHand) ?? part(atHand(), "title")).focus();
}

const chosenKind = () => document.querySelector("input[name=take_as]:checked")?.value ?? "topic";
const cut = (text, most) => (text.length <= most ? text : `${text.slice(0, most - 1).replace(/\s+\S*$/, "")}…`);

function append(field, text) {
  field.value = [field.value.trim(), text].filter(Boolean).join("\n");
  changed(field);
}

function take(line, kind) {
  const text = line.querySelector(".transcript__words").textContent.trim();
  const who = line.querySelector("[data-who]")?.dataset.who;
  if (kind === "topic") {
    const topic = blankTopic();
    if (!topic) return;
    part(topic, "title").value = cut(text, 200);
    changed(part(topic, "title"));
    if (text.length > 200) append(part(topic, "answer"), text);
  } else if (kind === "action") {
    const field = blankAction(atHand());
    if (!field) return;
    const said = who ? `${who}: ${text}` : text;
    field.value = cut(said, 200);
    changed(field);
    if (said.length > 200) append(part(atHand(), "answer"), text);
  } else {
    const field = part(atHand(), kind), more = field.closest("details");
    if (more) more.open = true;
    append(field, text);
  }
  mark(line);
  goTo(line);
}

function mark(line) {
  const used = form().elements.used;
  used.value = [...new Set([...used.value.split(",").filter(Boolean), line.dataset.line])].join(",");
  changed(used);
  if (line.hasAttribute("data-used")) return;
  line.setAttribute("data-used", "");
  const said = document.createElement("small");
  said.textContent = line.parentElement.dataset.taken;
  line.querySelector("button").append(" ", said);
}

function find(words) {
  const wanted = words.trim().toLocaleLowerCase();
  for (const line of desk().querySelectorAll("[data-line]")) line.hidden = Boolean(wanted) && !line.textContent.toLocaleLowerCase().includes(wanted);
}

document.addEventListener("input", (event) => {
  if (event.target.closest("[data-find]")) find(event.target.value);
});

// What a button would ask the server for is done here, before htmx hears of it.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-adds], .transcript__line");
  if (!button || !desk()?.contains(button)) return;
  event.preventDefault();
  event.stopPropagation();
  if (button.matches(".transcript__line")) return take(button.closest("[data-line]"), chosenKind());
  if (button.dataset.adds === "topic") return part(addTopic() ?? atHand(), "title").focus();
  addAction(button.closest("[data-topic]"))?.focus();
}, true);

// The word that is marked in the notes goes along to the glossary.
document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-term]"), field = document.getElementById(fieldAtHand);
  if (!link) return;
  const marked = field?.matches("textarea, [type=text]") ? field.value.slice(field.selectionStart, field.selectionEnd).trim() : "";
  const address = new URL(link.href);
  if (marked) address.searchParams.set("term", marked.slice(0, 80));
  else address.searchParams.delete("term");
  link.href = address.href;
});

// A day may be typed as one says it: the first letter turns the calendar into a line, which turns back when it is empty.
document.addEventListener("keydown", (event) => {
  const day = event.target;
  if (!day.matches("[data-day][type=date]") || event.ctrlKey || event.metaKey || event.altKey || !/^\p{L}$/u.test(event.key)) return;
  day.type = "text";
  day.value = "";
});
document.addEventListener("focusout", (event) => {
  if (event.target.matches("[data-day][type=text]") && (blank(event.target) || /^\d{4}-\d\d-\d\d$/.test(event.target.value))) event.target.type = "date";
});

// --- The clock of a call that is running, and the mail as it will look ------------------------------------------
function tick() {
  const shown = document.querySelector("[data-running]");
  if (!shown) return;
  shown.dataset.began ??= String(Date.now() - Number(shown.dataset.running) * 1000);
  const seconds = Math.max(0, Math.round((Date.now() - Number(shown.dataset.began)) / 1000));
  const [hours, minutes, rest] = [Math.floor(seconds / MINUTE / MINUTE), Math.floor(seconds / MINUTE) % MINUTE, seconds % MINUTE];
  const two = (number) => String(number).padStart(2, "0");
  shown.textContent = hours ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}

// Each time a frame of its own, so that the way back is not paved with them.
function showMail() {
  const place = document.querySelector("[data-letter]");
  if (!place || !form()) return;
  const frame = document.createElement("iframe");
  frame.name = "letter";
  frame.title = place.dataset.title;
  frame.setAttribute("sandbox", "");
  place.replaceChildren(frame);
  const held = [form().getAttribute("action"), form().getAttribute("target")];
  Object.assign(form(), { action: form().dataset.letterUrl, target: frame.name });
  HTMLFormElement.prototype.submit.call(form());
  for (const [name, value] of [["action", held[0]], ["target", held[1]]]) value === null ? form().removeAttribute(name) : form().setAttribute(name, value);
}

function prepare() {
  for (const part of document.querySelectorAll("[data-find]")) part.hidden = false;
  showMail();
}

// What was chosen while the sheet was on its way stays chosen; the next sheet is asked for with it.
let chosen = [], ticked = new Map();
const boxes = () => [...document.querySelectorAll("#call-to [name=to]")];
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.target.id !== "sheet") return;
  chosen = [...event.detail.target.querySelectorAll("select")].map((one) => [one.id, one.value]);
  ticked = new Map(boxes().map((one) => [one.value, one.checked]));
});

document.addEventListener("htmx:afterSwap", (event) => {
  if (!desk()) return;
  if (event.detail.target.id === "sheet") {
    for (const [id, value] of chosen) {
      const select = document.getElementById(id);
      if ([...(select?.options ?? [])].some((one) => one.value === value)) select.value = value;
    }
    for (const box of boxes()) box.checked = ticked.get(box.value) ?? box.checked;
    showMail();
  }
  else if (event.detail.target.id === "main") {
    prepare();
    const first = [...form().querySelectorAll(FIELDS)].find((one) => one.checkVisibility() && blank(one));
    (desk().querySelector("[aria-invalid=true]") ?? (panelOfTranscript() ? lines()[0] : null) ?? document.getElementById(fieldAtHand) ?? first)?.focus();
  }
});
const panelOfTranscript = () => desk().querySelector("input[name=beside][value=transcript]").checked;

// Where nothing but the reason for sending all the same is wanting, one writes it at once.
function wantReason() {
  const wrong = [...desk().querySelectorAll("[aria-invalid=true]")], because = form().elements.because;
  if (wrong.length !== 1 || wrong[0] !== because) return;
  if (!because.checkVisibility()) desk().querySelector("input[name=beside][value=read]").click();
  because.focus();
}

setInterval(tick, 1000);
if (desk()) {
  prepare();
  wantReason();
}
