// The palette: Ctrl or Cmd K opens it on every page; it finds things as one types, and does things by their names.
// Arrows choose, Enter opens, Esc closes; '>' is for commands alone. What was opened last stands first while nothing is typed.
const KEPT = 8;
const WAIT = 120;
const box = document.getElementById("palette");
const field = box?.querySelector("input");
const list = document.getElementById("palette-list");
const recent = box?.querySelector("[data-recent]");
const here = box?.querySelector("[data-commands-here]");
const found = box?.querySelector("[data-found]");
const bar = document.querySelector("[data-search] input");
const slug = location.pathname.split("/")[1];
const PLACE = `rapport-opened:${slug}`;
let waiting;
let asking;

const options = () => [...list.querySelectorAll("[role=option]")].filter((one) => one.checkVisibility());
const flat = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

function kept() {
  try {
    const rows = JSON.parse(localStorage.getItem(PLACE) || "[]");
    return Array.isArray(rows) ? rows.filter((row) => typeof row?.url === "string" && row.url.startsWith(`/${slug}/`)) : [];
  } catch {
    return [];
  }
}

function keep(option) {
  const url = option.getAttribute("href");
  if (!url.startsWith(`/${slug}/`) || "everything" in option.dataset) return;
  const row = { url, label: option.querySelector("bdi")?.textContent ?? "", about: option.querySelector(".palette__about")?.textContent ?? "" };
  row.icon = option.querySelector("use")?.getAttribute("href") ?? "";
  const rows = [row, ...kept().filter((other) => other.url !== url)].slice(0, KEPT);
  try {
    localStorage.setItem(PLACE, JSON.stringify(rows));
  } catch {
    // Nothing is kept where nothing may be.
  }
}

// What this browser opened, drawn as text alone: what lies in its store is no markup.
function showRecent() {
  recent.querySelectorAll("[role=option]").forEach((one) => one.remove());
  kept().forEach((row, at) => {
    const option = document.createElement("a");
    Object.assign(option, { href: row.url, id: `recent-${at}`, tabIndex: -1 });
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    const icon = box.querySelector("svg").cloneNode(true);
    if (/^[\w/.-]+#[\w-]+$/.test(row.icon)) icon.querySelector("use")?.setAttribute("href", row.icon);
    const words = document.createElement("span");
    const name = document.createElement("bdi");
    name.textContent = row.label;
    words.append(name);
    const about = document.createElement("small");
    about.className = "palette__about";
    about.textContent = row.about;
    option.append(icon, words, about);
    recent.append(option);
  });
  recent.hidden = !recent.querySelector("[role=option]");
}

// Each word stands in the name, a single letter at the beginning of one of its words, or what was typed are the first letters of its words: 'lac' finds
// 'Log a call'.
function fits(option, typed) {
  const name = flat(`${option.textContent} ${option.dataset.also ?? ""}`);
  const parts = name.match(/[\p{L}\p{N}]+/gu) ?? [];
  const holds = (word) => (/^\p{Script=Latin}$/u.test(word) ? parts.some((part) => part.startsWith(word)) : name.includes(word));
  const initials = parts.map((part) => part[0]).join("");
  return typed.split(/\s+/).filter(Boolean).every(holds) || (typed.length > 1 && initials.includes(typed.replace(/\s+/g, "")));
}

function choose(option) {
  list.querySelectorAll("[aria-selected=true]").forEach((one) => one.setAttribute("aria-selected", "false"));
  option?.setAttribute("aria-selected", "true");
  if (option) field.setAttribute("aria-activedescendant", option.id);
  else field.removeAttribute("aria-activedescendant");
  option?.scrollIntoView({ block: "nearest" });
}

function narrow() {
  const only = field.value.trimStart().startsWith(">");
  const typed = flat(field.value.replace(/^\s*>/, "").trim());
  recent.hidden = Boolean(field.value.trim()) || !recent.querySelector("[role=option]");
  let any = false;
  for (const option of here.querySelectorAll("[role=option]")) {
    option.hidden = Boolean(typed) && !fits(option, typed);
    any ||= !option.hidden;
  }
  here.hidden = !any;
  if (only || !typed) found.replaceChildren();
  if (!list.querySelector("[aria-selected=true]")?.checkVisibility()) choose(options()[0]);
  return only ? "" : field.value.trim();
}

async function ask(words) {
  asking?.abort();
  if (!words) return;
  asking = new AbortController();
  const address = new URL(field.form.getAttribute("action"), location.href);
  address.searchParams.set("q", words);
  try {
    const answer = await fetch(address, { headers: { "HX-Request": "true" }, signal: asking.signal });
    if (!answer.ok) return;
    found.innerHTML = await answer.text();
    const everything = found.querySelector("[data-everything]");
    if (everything) everything.href = address;
    choose(options()[0]);
  } catch {
    // Typed on meanwhile, or no connection: what was found before stands.
  }
}

async function fill() {
  const client = location.pathname.match(/\/clients\/([0-9a-z]{12})\//)?.[1] ?? "";
  const address = new URL(box.dataset.commands, location.href);
  address.searchParams.set("client", client);
  try {
    const answer = await fetch(address, { headers: { "HX-Request": "true" } });
    if (answer.ok) here.innerHTML = await answer.text();
  } catch {
    // Without them the palette finds things all the same.
  }
  narrow();
}

function open(typed = "") {
  if (box.open) return field.select();
  field.value = typed;
  showRecent();
  box.showModal();
  field.focus();
  if (typed) field.setSelectionRange(typed.length, typed.length);
  if (!here.firstChild) fill();
  ask(narrow());
}

function post(address) {
  const form = document.createElement("form");
  Object.assign(form, { method: "post", action: address, hidden: true });
  const token = document.createElement("input");
  Object.assign(token, { name: "csrfmiddlewaretoken", type: "hidden" });
  token.value = JSON.parse(document.body.getAttribute("hx-headers") || "{}")["X-CSRFToken"] || "";
  form.append(token);
  document.body.append(form);
  form.submit();
}

function act(option, event) {
  if (option.dataset.does === "theme") {
    event.preventDefault();
    box.close();
    document.querySelector("[data-toggle-theme]")?.click();
  } else if ("posts" in option.dataset) {
    event.preventDefault();
    post(option.href);
  } else {
    keep(option);
    box.close();
  }
}

function key(event) {
  const steps = { ArrowDown: 1, ArrowUp: -1, PageDown: 5, PageUp: -5 };
  const all = options();
  const at = all.findIndex((one) => one.getAttribute("aria-selected") === "true");
  if (event.key in steps && all.length) {
    event.preventDefault();
    const wide = Math.abs(steps[event.key]) > 1;
    const next = at + steps[event.key];
    choose(all[wide ? Math.max(0, Math.min(next, all.length - 1)) : (next + all.length) % all.length]);
  } else if (event.key === "Enter" && at >= 0 && !event.isComposing) {
    event.preventDefault();
    all[at].dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, ctrlKey: event.ctrlKey, metaKey: event.metaKey }));
  }
}

if (box && field) {
  document.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
    event.preventDefault();
    if (box.open || !document.querySelector("dialog:modal")) open();
  });
  bar?.addEventListener("click", () => open(bar.value));
  bar?.addEventListener("input", () => {
    open(bar.value);
    bar.value = "";
  });
  document.querySelectorAll("[data-finds]").forEach((button) => button.addEventListener("click", (event) => {
    event.preventDefault();
    open();
  }));
  field.addEventListener("input", () => {
    const words = narrow();
    clearTimeout(waiting);
    waiting = setTimeout(ask, WAIT, words);
  });
  field.addEventListener("keydown", key);
  list.addEventListener("pointermove", (event) => {
    const option = event.target.closest("[role=option]");
    if (option && option.getAttribute("aria-selected") !== "true") choose(option);
  });
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) act(option, event);
  });
}
