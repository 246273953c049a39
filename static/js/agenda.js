// The agenda: Alt with an arrow moves the line at hand, as its buttons do.
document.addEventListener("keydown", (event) => {
  if (!event.altKey || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
  const line = event.target.closest("[data-line]");
  const button = line?.querySelector(`[data-moves="${event.key === "ArrowUp" ? "up" : "down"}"]`);
  if (!button || button.disabled) return;
  event.preventDefault();
  button.click();
});
