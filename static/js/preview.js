// <form data-preview-url="..." data-preview-target="#id">: while somebody fills in the
// form, asks the server how it would look and puts the answer in the target.
for (const form of document.querySelectorAll("form[data-preview-url]")) {
  const target = document.querySelector(form.dataset.previewTarget);
  let timer, asked;
  const ask = async () => {
    asked?.abort();
    asked = new AbortController();
    const answers = new FormData(form);
    answers.delete("csrfmiddlewaretoken");
    answers.delete("form_key");
    // What is written beside the answer (a reason) is free text: it stays out of the
    // address, and is put back when the answer is drawn anew.
    const written = [...target.querySelectorAll("[name]")];
    const unasked = form.querySelectorAll("[data-unasked]");
    for (const field of [...written, ...unasked]) answers.delete(field.name);
    const url = `${form.dataset.previewUrl}?${new URLSearchParams(answers)}`;
    target.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(url, { headers: { "X-Fragment": "1" }, signal: asked.signal });
      if (answer.ok && !answer.redirected) {
        target.innerHTML = await answer.text();
        for (const { name, value } of written) {
          const field = target.querySelector(`[name="${CSS.escape(name)}"]`);
          if (field) field.value = value;
        }
      }
    } catch (fault) {
      if (fault.name === "AbortError") return;
    }
    target.removeAttribute("aria-busy");
    target.dispatchEvent(new CustomEvent("fragment", { bubbles: true }));
  };
  form.addEventListener("input", (event) => {
    if (target.contains(event.target)) return;
    clearTimeout(timer);
    timer = setTimeout(ask, 300);
  });
}
