// The agenda: Alt with an arrow moves the line at hand, as its buttons do. Enter goes on to the next item from a choice, too.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.altKey || event.ctrlKey || event.metaKey || !event.target.matches("#agenda-form select")) return;
  event.preventDefault();
  event.target.form.querySelector("button[name=do][value=next]").click();
});

document.addEventListener("keydown", (event) => {
  if (!event.altKey || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
  const line = event.target.closest("[data-line]");
  const button = line?.querySelector(`[data-moves="${event.key === "ArrowUp" ? "up" : "down"}"]`);
  if (!button || button.disabled) return;
  event.preventDefault();
  button.click();
});
