// The page without its charts: light or dark, tables that sort and filter, links into closed sheets.
(function () {
  "use strict";
  const root = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)");

  function kept(value) {
    try { // a browser may keep nothing for a file
      if (value !== undefined) localStorage.setItem("procure-theme", value);
      return localStorage.getItem("procure-theme");
    } catch (refused) {
      return null;
    }
  }

  const button = document.getElementById("theme");
  const isDark = () => (root.dataset.theme ? root.dataset.theme === "dark" : system.matches);

  function told() {
    button.textContent = isDark() ? "Light" : "Dark";
    button.setAttribute("aria-label", isDark() ? "Show the page in light colours" : "Show the page in dark colours");
    dispatchEvent(new Event("themechange"));
  }

  if (kept()) root.dataset.theme = kept();
  button.hidden = false;
  button.addEventListener("click", () => {
    root.dataset.theme = isDark() ? "light" : "dark";
    kept(root.dataset.theme);
    told();
  });
  system.addEventListener("change", told);
  told();

  // Paper is light, whatever the screen is.
  let onScreen;
  addEventListener("beforeprint", () => {
    onScreen = root.dataset.theme;
    root.dataset.theme = "light";
  });
  addEventListener("afterprint", () => {
    if (onScreen) root.dataset.theme = onScreen;
    else delete root.dataset.theme;
    told();
  });

  function number(text) {
    const found = text.replace(/,/g, "").match(/^[+-]?[0-9.]+/);
    return found ? Number(found[0]) : null;
  }

  function compare(a, b, column, numeric) {
    const [x, y] = [a, b].map((row) => row.cells[column].textContent.trim());
    if (!x || !y) return x ? -1 : y ? 1 : 0; // what is blank comes last, whichever way
    return numeric ? number(x) - number(y) : x.localeCompare(y, "en", { numeric: true });
  }

  function sortable(table) {
    const body = table.tBodies[0];
    const original = [...body.rows];
    for (const head of table.tHead.rows[0].cells) {
      const name = head.textContent;
      const press = document.createElement("button");
      press.type = "button";
      press.append(...head.childNodes);
      head.append(press);
      head.setAttribute("aria-sort", "none");
      addEventListener("beforeprint", () => head.replaceChildren(...press.childNodes)); // a header repeated on the
      addEventListener("afterprint", () => { // next page shows text alone
        press.append(...head.childNodes);
        head.append(press);
      });
      press.addEventListener("click", () => {
        const next = { none: "ascending", ascending: "descending", descending: "none" }[head.getAttribute("aria-sort")];
        for (const other of table.tHead.rows[0].cells) other.setAttribute("aria-sort", "none");
        head.setAttribute("aria-sort", next);
        const [column, numeric] = [head.cellIndex, head.classList.contains("n")];
        const way = next === "descending" ? -1 : 1;
        const rows = [...original];
        if (next !== "none") {
          rows.sort((a, b) => {
            const sums = a.classList.contains("total") - b.classList.contains("total"); // sums stay below
            const blank = [a, b].some((row) => !row.cells[column].textContent.trim());
            return sums || (blank ? 1 : way) * compare(a, b, column, numeric);
          });
        }
        body.append(...rows);
        say(name + (next === "none" ? ": in the plan's order" : ": sorted " + next));
      });
    }
  }

  const voice = document.createElement("p");
  voice.className = "vh";
  voice.setAttribute("role", "status");
  document.querySelector("main").append(voice);
  const say = (words) => { voice.textContent = words; };

  function filterable(table) {
    const scroll = table.parentElement;
    const label = document.createElement("label");
    label.className = "filter";
    const field = document.createElement("input");
    field.type = "search";
    field.placeholder = "words of a row";
    const count = document.createElement("span");
    label.append("Filter: ", field, count);
    scroll.before(label);
    field.setAttribute("aria-label", "Filter: " + table.caption.textContent);
    field.addEventListener("input", () => {
      const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
      let shown = 0;
      for (const row of table.tBodies[0].rows) {
        const text = [...row.cells].map((cell) => cell.textContent).join(" ").toLowerCase();
        row.hidden = !words.every((word) => text.includes(word));
        shown += row.hidden ? 0 : 1;
      }
      count.textContent = words.length ? shown + " of " + table.tBodies[0].rows.length + " rows" : "";
      say(count.textContent);
    });
  }

  for (const table of document.querySelectorAll("table")) {
    if (table.tBodies[0].rows.length > 1) sortable(table);
    if (table.dataset.filter === "yes") filterable(table);
  }

  function open() {
    const target = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
    if (target && target.tagName === "DETAILS") {
      target.open = true;
      target.scrollIntoView();
    }
  }
  addEventListener("hashchange", open);
  open();
})();
