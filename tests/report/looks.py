"""What is looked for on a page that a browser shows: scripts, each an expression that the page answers."""

from __future__ import annotations

MARKS = """
Object.fromEntries([...document.querySelectorAll("[data-chart]")].map(place =>
  [place.dataset.chart, [...place.querySelectorAll("svg path")].filter(mark => {
    const box = mark.getBoundingClientRect();
    return box.width > 1 && box.height > 1 && mark.getAttribute("fill") !== "none";
  }).length]))
"""  # chart -> how many filled marks it has

BOXES = """
[...document.querySelectorAll("[data-chart] .part")].map(part => {
  const box = part.getBoundingClientRect();
  return [box.left + scrollX, box.top + scrollY, box.width, box.height];
})
"""  # left, top, width and height of every picture, on the page

WRONG = """
(() => {
  const named = one => `${one.tagName} "${one.textContent.trim().slice(0, 40)}"`;
  const seen = one => {
    const box = one.getBoundingClientRect();
    return box.width > 0 && box.height > 0 && one.checkVisibility() && !one.closest(".vh, .skip");
  };
  const written = one => {
    const all = document.createRange();
    all.selectNodeContents(one);
    return all.getBoundingClientRect();
  };
  const crossing = several => {
    const boxes = several.map(written);
    return boxes.flatMap((a, k) => boxes.slice(k + 1).flatMap((b, m) =>
      a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1
        ? [`over one another: ${named(several[k])} and ${named(several[k + 1 + m])}`] : []));
  };
  const boxed = [...document.querySelectorAll("body *")].filter(one => seen(one) && !one.closest(".scroll > *, svg"));
  const outside = boxed.filter(one => {
    const box = one.getBoundingClientRect();
    return box.left < -1 || box.right > innerWidth + 1;
  });
  const clipped = boxed.filter(one =>
    one.clientWidth && one.scrollWidth > one.clientWidth + 1 && !one.matches(".scroll"));
  const words = "h1, h2, h3, header p, dt, dd, nav a, li, .shows, summary, button, label, footer p";
  const texts = boxed.filter(one => one.matches(words) && !one.querySelector(words));
  const charts = [...document.querySelectorAll("[data-chart] .part")].flatMap(part => {
    const [whole, inside] = [part.getBoundingClientRect(), [...part.querySelectorAll("svg text")].filter(seen)];
    const cut = inside.filter(one => {
      const box = one.getBoundingClientRect();
      return box.left < whole.left - 1 || box.right > whole.right + 1
        || box.top < whole.top - 2 || box.bottom > whole.bottom + 2;
    });
    return [...cut.map(one => `cut: ${named(one)}`), ...crossing(inside)];
  });
  return [
    ...(document.documentElement.scrollWidth > innerWidth ? ["the page is wider than the window"] : []),
    ...outside.map(one => `outside: ${named(one)}`), ...clipped.map(one => `clipped: ${named(one)}`),
    ...crossing(texts), ...charts,
  ];
})()
"""  # what is outside of the window, cut off, or over one another

INK = """
(async () => {
  const bytes = Uint8Array.from(atob(%s), letter => letter.charCodeAt(0));
  const image = await createImageBitmap(new Blob([bytes], {type: "image/png"}));
  const pen = new OffscreenCanvas(image.width, image.height).getContext("2d", {willReadFrequently: true});
  pen.drawImage(image, 0, 0);
  return %s.map(box => {
    const pixels = new Uint32Array(pen.getImageData(...box).data.buffer);
    const counted = new Map();
    for (const pixel of pixels) counted.set(pixel, (counted.get(pixel) || 0) + 1);
    return 1 - Math.max(...counted.values()) / pixels.length;
  });
})()
"""  # of a picture (base64) and boxes in it: the part of each box's pixels that are not of its commonest colour

FRAMES = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"  # two have been drawn

RESTED = """
new Promise((done, failed) => {
  const end = Date.now() + 5000;
  const fits = place => [...place.querySelectorAll("svg")].every(one => one.clientWidth === place.clientWidth);
  const drawn = () => requestAnimationFrame(() => requestAnimationFrame(done));
  (function look() {
    if ([...document.querySelectorAll("[data-chart]")].every(fits)) drawn();
    else if (Date.now() > end) failed("charts are not as wide as their places");
    else setTimeout(look, 20);
  })();
})
"""  # charts are drawn again when the window rests

SORTS = """
(() => {
  const wrong = [];
  const figure = text => Number((text.replace(/,/g, "").match(/^[+-]?[0-9.]+/) || [""])[0]);
  for (const table of document.querySelectorAll("table")) {
    const body = table.tBodies[0];
    if (body.rows.length < 2) continue;
    const before = [...body.rows];
    const heads = [...table.tHead.rows[0].cells];
    for (const head of new Set([heads[0], heads.find(one => one.classList.contains("n")) || heads[0]])) {
      const k = head.cellIndex;
      const texts = () => [...body.rows].filter(row => !row.classList.contains("total"))
        .map(row => row.cells[k].textContent.trim()).filter(Boolean);
      const ordered = (a, b) => head.classList.contains("n") ? figure(a) <= figure(b)
        : a.localeCompare(b, "en", {numeric: true}) <= 0;
      const holds = (list, way) => list.every((one, m) =>
        !m || (way > 0 ? ordered(list[m - 1], one) : ordered(one, list[m - 1])));
      for (const way of [1, -1]) {
        head.querySelector("button").click();
        if (!holds(texts(), way)) wrong.push(`${table.caption.textContent}, ${head.textContent}: ${way}`);
      }
      head.querySelector("button").click();
      if (before.some((row, m) => body.rows[m] !== row)) wrong.push(`${table.caption.textContent}: not as it was`);
    }
  }
  return wrong;
})()
"""  # of every table the first column and the first of numbers: where they do not sort up, down and back

ON_PAPER = """
addEventListener("beforeprint", () => {
  window.onPaper = [...document.querySelectorAll("[data-chart] .part")].map(part => {
    const [box, texts] = [part.querySelector("svg").getBoundingClientRect(), [...part.querySelectorAll("svg text")]];
    return {width: box.width, height: box.height, texts: texts.map(one => one.textContent.trim()).filter(Boolean)};
  });
})
"""  # keeps what each picture is when it is printed
