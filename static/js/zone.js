// A field for a time zone that nobody has touched yet begins with the one this browser is in.
const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
for (const field of document.querySelectorAll("input[data-guess-zone]")) {
  const unbound = !field.closest("form")?.querySelector("[aria-invalid]");
  if (here && unbound && field.value === field.defaultValue) field.value = here;
}
