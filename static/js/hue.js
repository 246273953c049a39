// The whole page shows a hue as soon as it is chosen; saving keeps it.
document.addEventListener("change", (event) => {
  if (event.target.matches(".hue input")) document.documentElement.dataset.hue = event.target.value;
});
