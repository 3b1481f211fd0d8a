// When charts are drawn: on the screen, in another width, in other colours, on paper. And how keys read them.
(function () {
  "use strict";
  const drawings = JSON.parse(document.getElementById("drawings").textContent);
  const PRINTED = 700; // pixels between the margins of A4
  const HINT = "Arrow keys read the chart value by value: left and right the next value, up and down the next row or panel.";
  const drawn = new Map(); // place in the page -> its charts
  const groups = new Map(); // place in the page -> what keys read, [{points, top, chart}]

  function draw(place, width, onPaper) {
    const parts = charts.parts(drawings[place.dataset.chart]);
    if (!drawn.has(place)) {
      place.append(...parts.map(() => Object.assign(document.createElement("div"), { className: "part" })));
      drawn.set(place, [...place.children].map((part) => echarts.init(part, null, { renderer: "svg" })));
      readable(place);
    }
    const read = parts.flatMap((part, k) => {
      const chart = drawn.get(place)[k];
      const made = charts.made(part, width, onPaper);
      chart.getDom().style.height = made.height + "px";
      chart.resize({ width, height: made.height });
      chart.setOption(made.option, true);
      return made.groups.map((group) => ({ ...group, chart }));
    });
    groups.set(place, read.filter((group) => group.points.length));
  }

  function drawAll(onPaper) {
    for (const place of document.querySelectorAll("[data-chart]")) {
      draw(place, onPaper ? PRINTED : place.clientWidth, onPaper);
    }
  }

  // One stop of the Tab key a chart; within it the arrow keys go from value to value, and a line below says each.
  function readable(place) {
    const line = document.createElement("p");
    line.className = "reading";
    line.setAttribute("role", "status");
    line.setAttribute("aria-live", "polite");
    place.after(line);
    place.tabIndex = 0;
    place.setAttribute("role", "application"); // a picture takes no keys
    place.setAttribute("aria-roledescription", "chart");
    for (const part of place.children) part.setAttribute("aria-hidden", "true"); // its texts out of order would say nothing
    let at = null;
    const unmarked = () => { for (const chart of drawn.get(place)) chart.dispatchAction({ type: "downplay" }); };
    place.addEventListener("focus", () => {
      at = null;
      if (place.matches(":focus-visible")) line.textContent = HINT;
    });
    place.addEventListener("blur", () => {
      line.textContent = "";
      unmarked();
    });
    place.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
      const to = next(groups.get(place), at, event.key);
      if (!to) return;
      event.preventDefault();
      at = to;
      unmarked();
      said(line, groups.get(place)[at[0]], at[1]);
    });
  }

  // Where a key leads from [group, point], or from nowhere yet; null where it is no key of a chart.
  function next(read, at, key) {
    const last = read.length - 1;
    const end = (g) => read[g].points.length - 1;
    const known = ["ArrowRight", "ArrowLeft", "ArrowDown", "ArrowUp", "Home", "End"].includes(key);
    if (!known || last < 0) return null;
    if (key === "End") return [last, end(last)];
    if (key === "Home" || !at) return [0, 0];
    const [g, k] = at;
    if (key === "ArrowRight") return k < end(g) ? [g, k + 1] : g < last ? [g + 1, 0] : at;
    if (key === "ArrowLeft") return k > 0 ? [g, k - 1] : g > 0 ? [g - 1, end(g - 1)] : at;
    const to = Math.max(0, Math.min(last, g + (key === "ArrowDown" ? 1 : -1)));
    return [to, Math.min(k, end(to))];
  }

  function said(line, group, k) {
    const [head, lines] = group.points[k].words;
    const name = document.createElement("strong");
    name.textContent = head;
    line.replaceChildren(name, ": " + lines.join(", "));
    group.chart.dispatchAction({ type: "highlight", ...group.points[k].at });
    const y = group.chart.getDom().getBoundingClientRect().top + (group.top || 0);
    if (group.top && (y < 40 || y > innerHeight - 140)) scrollBy(0, y - innerHeight / 2);
  }

  let waiting = 0;
  let seen = 0;
  addEventListener("resize", () => {
    if (innerWidth === seen) return;
    seen = innerWidth;
    clearTimeout(waiting);
    waiting = setTimeout(() => drawAll(false), 120);
  });
  addEventListener("themechange", () => drawAll(false));
  addEventListener("beforeprint", () => drawAll(true));
  addEventListener("afterprint", () => drawAll(false));
  seen = innerWidth;
  drawAll(false);
})();
