// How charts write amounts and names, and what a name takes of their width.
const write = (function () {
  "use strict";

  function amount(value, unit, decimals) {
    if (value === null || value === undefined) return "no limit";
    const said = value.toLocaleString("en", { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
    return said + unit;
  }

  function short(value) {
    return value.toLocaleString("en", { notation: "compact", maximumSignificantDigits: 3 });
  }

  const pen = document.createElement("canvas").getContext("2d");

  function wide(text, size, weight = 400) {
    pen.font = weight + " " + size + "px " + getComputedStyle(document.body).fontFamily;
    return pen.measureText(text).width;
  }

  // A name in so many pixels: what is too long loses its middle, since names often differ at their ends.
  function fitted(name, pixels, size, weight) {
    const letters = [...name];
    const cut = (kept) => [...letters.slice(0, Math.ceil(kept / 2)), "…", ...letters.slice(-Math.floor(kept / 2))].join("");
    let kept = letters.length;
    let said = name;
    while (kept > 2 && wide(said, size, weight) > pixels) {
      kept = Math.max(2, Math.min(kept - 1, Math.ceil((kept * pixels) / wide(said, size, weight))));
      said = cut(kept);
    }
    return said;
  }

  // A name beside other words: one that runs from right to left, or says so, turns none of them round.
  function isolated(name) {
    const turning = /[\u0590-\u08ff\u200e\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufefc]/.test(name);
    return turning ? "\u2068" + name + "\u2069" : name;
  }

  // A tip is an element made of text nodes: a name in it cannot become markup.
  function tip([head, lines]) {
    const box = document.createElement("div");
    box.className = "tip";
    const title = document.createElement("strong");
    title.textContent = head;
    box.append(title);
    for (const line of lines) {
      const row = document.createElement("div");
      row.textContent = line;
      box.append(row);
    }
    return box;
  }

  return { amount, short, wide, fitted, isolated, tip };
})();
