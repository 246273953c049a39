// Buttons that need a script are shown by one; what the browser says about a passkey becomes a sentence.
const words = JSON.parse(document.getElementById("passkey-words")?.textContent || "{}");
for (const button of document.querySelectorAll("[data-needs-script]")) button.hidden = !window.PublicKeyCredential;

document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  const text = event.detail.exception?.name === "NotAllowedError" ? words.stopped : words.failed;
  if (text) document.dispatchEvent(new CustomEvent("rapport:say", { detail: { text, kind: "error" } }));
});
