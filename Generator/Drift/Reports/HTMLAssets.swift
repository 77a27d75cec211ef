import Findings

/// How the page looks: on a wide screen and a phone, in the light and in the dark, and on paper.
enum HTMLStyle {
  static let text = """
    :root {
      --text: #1d2129; --soft: #59616e; --page: #f6f7f9; --card: #fff; --line: #dfe3e8; --link: #0b57d0;
      --error: #b3261e; --error-soft: #fceeed; --warning: #8a5300; --warning-soft: #fff4e0;
      --info: #1f5fa8; --info-soft: #eaf2fc; --old: #fdf0ef; --new: #edf7ee;
    }
    @media (prefers-color-scheme: dark) {
      :root {
        --text: #e4e7ec; --soft: #a2abb8; --page: #14171c; --card: #1d2128; --line: #333a44; --link: #8ab4f8;
        --error: #ff8a80; --error-soft: #3a2020; --warning: #f5b759; --warning-soft: #362a15;
        --info: #8ab4f8; --info-soft: #1b2a40; --old: #33211f; --new: #1b2f20;
      }
    }
    * { box-sizing: border-box; }
    body { margin: 0; background: var(--page); color: var(--text); font: 16px/1.5 system-ui, sans-serif; }
    header, main { max-width: 62rem; margin: 0 auto; padding: 0 1.25rem; }
    header { padding-top: 2rem; }
    h1 { margin: 0; font-size: 1.75rem; letter-spacing: -.01em; }
    h2 { margin: 2rem 0 .75rem; font-size: 1rem; color: var(--soft); font-weight: 600; }
    h3 { margin: 0 0 .75rem; font-size: 1.0625rem; font-weight: 600; overflow-wrap: anywhere; }
    code { font: .9em ui-monospace, "SF Mono", Menlo, Consolas, monospace; overflow-wrap: anywhere; }
    a { color: var(--link); }
    .sides { margin: .25rem 0 0; color: var(--soft); }
    .verdict { margin: 1rem 0; font-size: 1.25rem; }
    form { display: none; flex-wrap: wrap; gap: .75rem 1rem; align-items: center; padding: .75rem 0; }
    .js form { display: flex; }
    .js header { position: static; }
    .counts { display: flex; flex-wrap: wrap; gap: .5rem; }
    button, select, input { font: inherit; color: inherit; background: var(--card); border: 1px solid var(--line);
      border-radius: .5rem; padding: .375rem .75rem; min-height: 2.5rem; }
    button { cursor: pointer; }
    button[aria-pressed=false] { opacity: .55; text-decoration: line-through; }
    button.error b { color: var(--error); } button.warning b { color: var(--warning); } button.info b { color: var(--info); }
    :is(button, select, input, a, summary):focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
    label { color: var(--soft); display: flex; align-items: center; gap: .5rem; }
    label select, label input { color: var(--text); }
    .search { flex: 1 1 14rem; } .search input { flex: 1; min-width: 0; }
    output { color: var(--soft); font-size: .875rem; flex-basis: 100%; }
    article { background: var(--card); border: 1px solid var(--line); border-left: 4px solid var(--info);
      border-radius: .5rem; padding: 1rem 1.25rem; margin: 0 0 .75rem; }
    article.error { border-left-color: var(--error); } article.warning { border-left-color: var(--warning); }
    article:target { box-shadow: 0 0 0 3px var(--link); }
    [hidden] { display: none !important; }
    .level { display: inline-block; padding: 0 .5rem; border-radius: 1rem; font-size: .8125rem; margin-right: .25rem;
      color: var(--info); background: var(--info-soft); }
    .error .level { color: var(--error); background: var(--error-soft); }
    .warning .level { color: var(--warning); background: var(--warning-soft); }
    .change { display: grid; grid-template-columns: 1fr 1fr; gap: .5rem; }
    .change > div { border-radius: .375rem; padding: .5rem .75rem; display: flex; flex-direction: column; min-width: 0; }
    .before { background: var(--old); } .after { background: var(--new); }
    .when { font-size: .75rem; color: var(--soft); }
    .value { font-size: 1rem; flex: 1; } .none { color: var(--soft); }
    .place { font: .75rem ui-monospace, Menlo, Consolas, monospace; color: var(--soft); overflow-wrap: anywhere; }
    dl { display: flex; flex-wrap: wrap; gap: .25rem 1.5rem; margin: .75rem 0 0; font-size: .875rem; }
    dl div { display: flex; gap: .5rem; min-width: 0; } dt { color: var(--soft); } dd { margin: 0; min-width: 0; }
    .effect { font-weight: 600; } .effect.source-breaking { color: var(--error); }
    details { margin-top: .5rem; font-size: .875rem; color: var(--soft); } summary { cursor: pointer; }
    details p { margin: .375rem 0 0; color: var(--text); }
    .accepted { margin: 2rem 0; font-size: 1rem; } .reason { color: var(--soft); } .reason::before { content: "· "; }
    #nothing { color: var(--soft); padding: 2rem 0; }
    main { padding-bottom: 4rem; }
    @media (max-width: 40rem) {
      header, main { padding-left: .75rem; padding-right: .75rem; }
      header { padding-top: 1.25rem; }
      article { padding: .875rem; }
      .change { grid-template-columns: 1fr; }
      .counts button { flex: 1 1 auto; }
      .search { flex-basis: 100%; }
      dl { flex-direction: column; }
    }
    @media print { form, details summary { display: none !important; } article { break-inside: avoid; } }
    """
}

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
