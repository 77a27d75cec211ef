import Findings

/// What filters the page. It runs in the page's own address: a changed filter changes the part behind `#`, and back.
enum HTMLScript {
  static let text = """
    "use strict";
    document.documentElement.classList.add("js");
    const form = document.getElementById("filters");
    const buttons = [...form.querySelectorAll("button[data-level]")];
    const articles = [...document.querySelectorAll("article")];
    const words = new Map(articles.map(article => [article, article.textContent.toLowerCase()]));

    function show() {
      const levels = buttons.filter(button => button.getAttribute("aria-pressed") === "true").map(b => b.dataset.level);
      const family = form.elements.family.value;
      const text = form.elements.text.value.trim().toLowerCase();
      let shown = 0;
      for (const article of articles) {
        const isShown = levels.includes(article.dataset.level) && (!family || article.dataset.family === family)
          && words.get(article).includes(text);
        article.hidden = !isShown;
        if (isShown) shown += 1;
      }
      for (const section of document.querySelectorAll("section")) {
        section.hidden = !section.querySelector("article:not([hidden])");
      }
      document.getElementById("nothing").hidden = shown > 0 || articles.length === 0;
      document.getElementById("shown").textContent = `${shown} of ${articles.length} shown`;
    }

    function remember() {
      const parts = new URLSearchParams();
      const levels = buttons.filter(button => button.getAttribute("aria-pressed") === "true").map(b => b.dataset.level);
      if (levels.length < buttons.length) parts.set("level", levels.join(","));
      if (form.elements.family.value) parts.set("family", form.elements.family.value);
      if (form.elements.text.value.trim()) parts.set("text", form.elements.text.value.trim());
      const hash = parts.toString();
      history.replaceState(null, "", hash ? "#" + hash : location.pathname + location.search);
    }

    function recall() {
      const hash = location.hash.slice(1);
      // The address of one finding filters nothing.
      const parts = new URLSearchParams(hash.includes("=") ? hash : "");
      const levels = parts.has("level") ? parts.get("level").split(",") : null;
      for (const button of buttons) {
        button.setAttribute("aria-pressed", String(levels === null || levels.includes(button.dataset.level)));
      }
      form.elements.family.value = parts.get("family") ?? "";
      if (form.elements.family.selectedIndex < 0) form.elements.family.value = "";
      form.elements.text.value = parts.get("text") ?? "";
      show();
    }

    for (const button of buttons) {
      button.addEventListener("click", () => {
        button.setAttribute("aria-pressed", String(button.getAttribute("aria-pressed") !== "true"));
        show();
        remember();
      });
    }
    form.addEventListener("input", () => { show(); remember(); });
    form.addEventListener("submit", event => event.preventDefault());
    window.addEventListener("hashchange", recall);
    recall();
    """
}
