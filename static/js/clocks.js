// Clocks stay true without a reload: rings empty, words count down. Colours change with the server's answer only,
// but a time that has passed says so at once.
const words = JSON.parse(document.getElementById("words")?.textContent || "{}");
const SECOND = 1000, MINUTE = 60 * SECOND;
const MINUTES_COUNT_BELOW = 12, HOURS_COUNT_BELOW = 48;   // as in agency/wording.py

const fill = (pattern, values) => pattern.replace(/\{(\w+)\}/g, (_, name) => values[name]);

// '43 min', '3 h 20 min', '21 h'; nothing from two days on, where the server's words in whole days stand.
function span(milliseconds) {
  const whole = Math.floor(milliseconds / MINUTE), hours = Math.floor(whole / 60), minutes = whole % 60;
  if (!whole) return words.moment;
  if (hours >= HOURS_COUNT_BELOW) return "";
  const said = [];
  if (hours) said.push(fill(words.hours, { count: hours }));
  if (minutes && hours < MINUTES_COUNT_BELOW) said.push(fill(words.minutes, { count: minutes }));
  return said.join(words.joint);
}

function turn(ring, now) {
  const left = new Date(ring.dataset.due) - now;
  const share = Number(ring.dataset.share);
  if (!ring.dataset.whole) ring.dataset.whole = share > 0 && left > 0 ? left / share : 0;
  const whole = Number(ring.dataset.whole);
  if (!whole && left > 0) return;
  const shown = left > 0 ? Math.min(100, left / whole) : 0;
  ring.querySelector(".ring__left")?.setAttribute("stroke-dasharray", `${shown.toFixed(2)} 100`);
  if (left <= 0) ring.classList.add("ring--missed");
}

function count(clock, now) {
  const left = new Date(clock.dataset.countdown) - now;
  const missed = left <= 0;
  const length = span(Math.abs(left));
  if (length) clock.querySelector(".clock__words").textContent = fill(missed ? words.missed : words.left, { span: length });
  if (missed) clock.classList.add("clock--missed");
}

function tick() {
  const now = Date.now();
  document.querySelectorAll(".ring[data-due]").forEach((ring) => turn(ring, now));
  document.querySelectorAll(".clock[data-countdown]").forEach((clock) => count(clock, now));
}

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  document.querySelectorAll(".clock:is(:hover, :focus)").forEach((clock) => {
    clock.dataset.quiet = "";
    clock.addEventListener("mouseleave", () => delete clock.dataset.quiet, { once: true });
    clock.addEventListener("blur", () => delete clock.dataset.quiet, { once: true });
  });
});
// Seconds until something leaves; afterwards nothing is said of them.
function countSeconds() {
  for (const place of document.querySelectorAll("[data-seconds-until]")) {
    const left = Math.ceil((new Date(place.dataset.secondsUntil) - Date.now()) / SECOND);
    place.textContent = left > 0 ? fill(words.seconds_left, { count: left }) : "";
  }
}
setInterval(countSeconds, SECOND);
countSeconds();

document.addEventListener("visibilitychange", () => document.hidden || tick());
document.addEventListener("htmx:afterSettle", tick);
setInterval(tick, 20 * SECOND);
tick();
