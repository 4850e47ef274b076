// A second press of the same button does nothing; the button says that it is busy.
// It is never disabled: the server knows a form sent twice and answers with one receipt.
for (const form of document.querySelectorAll("form[method=post]")) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) return event.preventDefault();
    form.dataset.sent = "yes";
    const button = event.submitter;
    if (!button) return;
    button.setAttribute("aria-busy", "true");
    if (button.dataset.busy) button.textContent = button.dataset.busy;
  });
}
// Back from the next page: the form can be sent again.
addEventListener("pageshow", (event) => {
  if (event.persisted)
    for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});
