// Names while one types "@": a list of who is here, under the field, driven by arrows, Enter and Esc. Without it one types the name.
const MOST = 6;
let list, field, begin;

const names = (area) => area.dataset.mentions.split("|").filter(Boolean);

function close() {
  list?.remove();
  field?.removeAttribute("aria-activedescendant");
  list = undefined;
}

function choose(name) {
  field.setRangeText(`@${name} `, begin, field.selectionStart, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
  close();
  field.focus();
}

function mark(option) {
  for (const other of list.children) other.setAttribute("aria-selected", String(other === option));
  field.setAttribute("aria-activedescendant", option.id);
}

function show(area, at, found) {
  close();
  field = area;
  begin = at;
  list = document.createElement("ul");
  list.className = "mentions";
  list.id = `${area.id}_names`;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", area.labels?.[0]?.textContent.trim() ?? "");
  found.forEach((name, number) => {
    const option = document.createElement("li");
    option.id = `${list.id}_${number}`;
    option.setAttribute("role", "option");
    option.textContent = name;
    option.addEventListener("mousedown", (event) => (event.preventDefault(), choose(name)));
    list.append(option);
  });
  area.closest("label").after(list);
  area.setAttribute("aria-controls", list.id);
  mark(list.firstElementChild);
}

document.addEventListener("input", (event) => {
  const area = event.target;
  if (!area.matches?.("[data-mentions]")) return;
  const before = area.value.slice(0, area.selectionStart);
  const typed = /(?:^|[^\p{L}\p{N}_.+@-])@([\p{L}\p{N}_'’ -]{0,40})$/u.exec(before);
  const wanted = typed?.[1].toLocaleLowerCase() ?? "";
  const found = typed ? names(area).filter((name) => ` ${name.toLocaleLowerCase()}`.includes(` ${wanted}`)).slice(0, MOST) : [];
  const whole = found.length === 1 && found[0].toLocaleLowerCase() === wanted.trim();
  if (found.length && !whole) show(area, before.length - typed[1].length - 1, found);
  else close();
});

document.addEventListener("keydown", (event) => {
  if (!list || event.target !== field) return;
  const options = [...list.children], now = options.findIndex((one) => one.getAttribute("aria-selected") === "true");
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) mark(options[(now + step + options.length) % options.length]);
  else if (event.key === "Enter" || event.key === "Tab") choose(options[now].textContent);
  else if (event.key === "Escape") close();
  else return;
  event.preventDefault();
});
document.addEventListener("focusout", (event) => event.target === field && close());
for (const area of document.querySelectorAll("[data-mentions]")) area.setAttribute("aria-autocomplete", "list");
