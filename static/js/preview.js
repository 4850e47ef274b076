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
    const url = `${form.dataset.previewUrl}?${new URLSearchParams(answers)}`;
    target.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(url, { headers: { "X-Fragment": "1" }, signal: asked.signal });
      if (answer.ok && !answer.redirected) target.innerHTML = await answer.text();
    } catch (fault) {
      if (fault.name === "AbortError") return;
    }
    target.removeAttribute("aria-busy");
    target.dispatchEvent(new CustomEvent("fragment", { bubbles: true }));
  };
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, 300);
  });
}
