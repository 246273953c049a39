// Clocks stay true without a reload: rings empty, words count down. Colours change with the server's answer only,
// but a time that has passed says so at once.
const words = JSON.parse(document.getElementById("words")?.textContent || "{}");
const number = new Intl.NumberFormat(document.documentElement.lang || "en");
const SECOND = 1000, MINUTE = 60 * SECOND, HOUR = 60 * MINUTE, DAY = 24 * HOUR;

const fill = (pattern, values) => pattern.replace(/\{(\w+)\}/g, (_, name) => values[name]);

export function span(milliseconds) {
  const days = Math.floor(milliseconds / DAY), hours = Math.floor((milliseconds % DAY) / HOUR);
  const minutes = Math.floor((milliseconds % HOUR) / MINUTE);
  if (days) return fill(words.days, { days: number.format(days), hours: number.format(hours) });
  if (hours) return fill(words.hours, { hours: number.format(hours), minutes: String(minutes).padStart(2, "0") });
  return fill(words.minutes, { minutes: number.format(minutes) });
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
  clock.querySelector(".clock__words").textContent = fill(missed ? words.missed : words.left, { time: span(Math.abs(left)) });
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
document.addEventListener("visibilitychange", () => document.hidden || tick());
document.addEventListener("htmx:afterSettle", tick);
setInterval(tick, 20 * SECOND);
tick();
