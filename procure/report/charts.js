// The drawing of every chart: data from the page, colours from its styles, names as text and never as markup.
(function () {
  "use strict";
  const drawings = JSON.parse(document.getElementById("drawings").textContent);
  const NATION_COLOURS = 12; // of page.css; a thirteenth nation begins again, its letters tell it apart
  const INK_ON_FILLS = "#111111"; // letters in the nations' light colours, in both themes
  const PRINTED = 700; // pixels between the margins of A4
  const PAPER_HEIGHT = 820; // pixels of A4 that a chart's rows may take, below its title
  const drawn = new Map(); // place in the page -> chart

  function colour(name) {
    return getComputedStyle(document.documentElement).getPropertyValue("--" + name).trim();
  }

  function colours() {
    const named = {};
    for (const name of ["ink", "soft", "line", "paper", "done", "over", "s0", "s1", "s2", "s3", "s4", "s5"]) {
      named[name] = colour(name);
    }
    named.nation = (k) => (k === null || k === undefined ? colour("none") : colour("n" + (k % NATION_COLOURS)));
    return named;
  }

  function amount(value, unit, decimals) {
    if (value === null || value === undefined) return "no limit";
    const said = value.toLocaleString("en", { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
    return said + unit;
  }

  function short(value) {
    return value.toLocaleString("en", { notation: "compact", maximumSignificantDigits: 3 });
  }

  // A tip is an element made of text nodes: a name in it cannot become markup.
  function tip(head, lines) {
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

  function common(c) {
    return {
      animation: false,
      textStyle: { color: c.ink, fontFamily: getComputedStyle(document.body).fontFamily, fontSize: 12 },
      tooltip: {
        confine: true, backgroundColor: c.paper, borderColor: c.line, textStyle: { color: c.ink, fontSize: 13 },
        transitionDuration: 0,
      },
    };
  }

  // Decals tell series apart without colour: none, then stripes and dots.
  const DECALS = [
    null,
    { symbol: "rect", dashArrayX: [1, 0], dashArrayY: [2, 4], rotation: -Math.PI / 4 },
    { symbol: "circle", symbolSize: 0.6, dashArrayX: [[6, 6], [0, 6, 6, 0]], dashArrayY: [6, 0] },
    { symbol: "rect", dashArrayX: [1, 0], dashArrayY: [2, 4], rotation: Math.PI / 4 },
    { symbol: "rect", dashArrayX: [1, 0], dashArrayY: [4, 4], rotation: 0 },
    { symbol: "rect", dashArrayX: [1, 0], dashArrayY: [4, 4], rotation: Math.PI / 2 },
  ];

  function decal(k) {
    return DECALS[k] && Object.assign({ color: "rgba(0,0,0,0.45)" }, DECALS[k]);
  }

  function bars(d, c, width, onPaper) {
    const wanted = d.series.length * (d.series.length > 2 ? 14 : 17) + 14; // pixels of a category
    const each = onPaper ? Math.max(18, Math.min(wanted, PAPER_HEIGHT / d.categories.length)) : wanted;
    const thick = (each - 14 * (each / wanted)) / d.series.length - 2;
    const names = Math.min(170, width * 0.36);
    const value = { color: c.soft, fontSize: 11, formatter: (v) => short(v) + (d.unit === "%" ? "%" : "") };
    return {
      height: d.categories.length * each + 50,
      option: Object.assign(common(c), {
        grid: { left: names, right: 74, top: 8, bottom: 28 },
        xAxis: { type: "value", axisLabel: value, splitNumber: width < 500 ? 2 : 5, splitLine: { lineStyle: { color: c.line } } },
        yAxis: {
          type: "category", inverse: true, data: d.categories, axisTick: { show: false }, axisLine: { lineStyle: { color: c.soft } },
          axisLabel: { color: c.ink, width: names - 12, overflow: "truncate", interval: 0 },
        },
        series: d.series.map((s, k) => ({
          type: "bar", name: s.name, data: s.values, barWidth: thick, barGap: "15%",
          itemStyle: { color: c["s" + k], borderColor: c.ink, borderWidth: 0.75, decal: decal(k) },
          label: {
            show: true, position: "right", color: c.ink, fontSize: Math.min(11, thick + 1),
            formatter: (p) => (p.value === null || p.value === undefined ? "" : amount(p.value, d.unit, d.decimals)),
          },
          tooltip: {
            formatter: (p) =>
              tip(d.categories[p.dataIndex], d.series.map((one) => {
                const v = one.values[p.dataIndex];
                return one.name + ": " + (v === null ? "none" : amount(v, d.unit, d.decimals));
              })),
          },
        })),
      }),
    };
  }

  function panels(d, c, width, onPaper) {
    const count = d.panels.length;
    const beside = onPaper ? (count <= 6 ? 2 : count <= 18 ? 3 : 4) : width >= 900 ? 3 : width >= 560 ? 2 : 1;
    const columns = Math.min(count, beside);
    const lines = Math.ceil(count / columns);
    const high = onPaper ? Math.max(100, Math.min(188, PAPER_HEIGHT / lines)) : 188;
    const [wide, tall, left, right, top, bottom] = [width / columns, high, 52, 14, 34, 26];
    const grids = d.panels.map((_, k) => ({
      left: (k % columns) * wide + left, top: Math.floor(k / columns) * tall + top,
      width: wide - left - right, height: tall - top - bottom,
    }));
    const under = (p) => (i) => {
      const unit = (v) => amount(v, p.unit, p.decimals);
      const said = [d.done + ": " + unit(p.done[i])];
      if (p.limits[i] !== null) {
        said.push(d.limit + ": " + unit(p.limits[i]));
        if (p.limits[i] > 0) said.push(Math.round((100 * p.done[i]) / p.limits[i]) + " %");
      }
      return tip(p.title + ", " + p.labels[i], said);
    };
    const series = d.panels.flatMap((p, k) => {
      const at = { type: "bar", xAxisIndex: k, yAxisIndex: k, barWidth: "72%", barGap: "-100%" };
      const formatter = { formatter: (item) => under(p)(item.dataIndex) };
      const seen = (v) => v || null; // nothing is not drawn as a line
      const done = p.done.map((v, i) =>
        p.over.includes(i) ? { value: v, itemStyle: { color: c.over, decal: decal(1) } } : seen(v));
      return [
        Object.assign({}, at, {
          name: d.limit, data: p.limits.map(seen), z: 3, tooltip: formatter, silent: false,
          itemStyle: { color: "rgba(127,127,127,0.08)", borderColor: c.ink, borderWidth: 1.25 },
        }),
        Object.assign({}, at, { name: d.done, data: done, z: 2, tooltip: formatter,
          itemStyle: { color: c.done, borderColor: c.ink, borderWidth: 0.75 } }),
      ];
    });
    return {
      height: lines * tall,
      option: Object.assign(common(c), {
        grid: grids,
        title: d.panels.map((p, k) => ({
          text: p.title + (p.unit ? " [" + p.unit.trim() + "]" : ""), left: grids[k].left - left + 8, top: grids[k].top - 28,
          textStyle: { fontSize: 12, fontWeight: 600, color: c.ink, width: wide - 24, overflow: "truncate" },
        })),
        xAxis: d.panels.map((p, k) => ({
          gridIndex: k, type: "category", data: p.labels, axisTick: { show: false }, axisLine: { lineStyle: { color: c.soft } },
          axisLabel: { color: c.soft, fontSize: 11, hideOverlap: true },
        })),
        yAxis: d.panels.map((_, k) => ({
          gridIndex: k, type: "value", splitNumber: 3, axisLabel: { color: c.soft, fontSize: 11, formatter: short },
          splitLine: { lineStyle: { color: c.line } },
        })),
        series,
      }),
    };
  }

  function timeline(d, c, width, onPaper) {
    const names = Math.min(300, width * 0.4);
    const narrow = width < 560; // package and supplier under one another
    const every = onPaper ? Math.max(13, Math.min(24, PAPER_HEIGHT / d.rows.length)) : narrow ? 34 : 24;
    const thick = Math.min(16, every - 4);
    const marks = d.rows.flatMap((row, k) => row.runs.map(([first, last]) => [k, first, last + 1]));
    function bar(params, api) {
      const row = d.rows[api.value(0)];
      const nation = d.nations[row.nation];
      const [x, y] = api.coord([api.value(1), api.value(0)]);
      const end = api.coord([api.value(2), api.value(0)])[0];
      const shape = { x: x + 0.5, y: y - thick / 2, width: Math.max(2, end - x - 1), height: thick };
      const inside = shape.width >= 8 * nation.letter.length + 2;
      const last = api.value(2) === row.runs[row.runs.length - 1][1] + 1;
      const style = { fill: c.nation(nation.colour), stroke: INK_ON_FILLS, lineWidth: 0.75 };
      const letters = {
        text: nation.letter, x: inside ? x + shape.width / 2 : end + 3, y, verticalAlign: "middle", fontSize: 11,
        align: inside ? "center" : "left", fill: inside ? INK_ON_FILLS : c.ink,
      };
      const bars = [{ type: "rect", shape, style }]; // where letters do not fit in, they stand behind the last bar
      return { type: "group", children: inside || last ? [...bars, { type: "text", style: letters }] : bars };
    }
    const same = (k) => k > 0 && d.rows[k - 1].package === d.rows[k].package;
    const label = (k) => (same(k) ? "" : d.rows[k].package + (narrow ? "\n" : " · ")) + d.rows[k].supplier;
    return {
      height: d.rows.length * every + 60,
      option: Object.assign(common(c), {
        grid: { left: names, right: 22, top: 26, bottom: 6 },
        xAxis: {
          type: "value", min: 0, max: d.periods.length, interval: 1, position: "top",
          axisLabel: {
            color: c.soft, fontSize: 11, hideOverlap: true, align: "left",
            formatter: (t) => (t < d.periods.length ? d.periods[t] : ""),
          },
          splitLine: { lineStyle: { color: c.line } }, axisTick: { show: false },
        },
        yAxis: {
          type: "category", inverse: true, data: d.rows.map((_, k) => String(k)), axisTick: { show: false },
          axisLine: { lineStyle: { color: c.soft } },
          axisLabel: {
            color: c.ink, fontSize: Math.min(12, every - 2), width: names - 10, overflow: "truncate", interval: 0, lineHeight: 14,
            formatter: (k) => label(Number(k)),
          },
        },
        series: [{
          type: "custom", renderItem: bar, data: marks, encode: { x: [1, 2], y: 0 },
          tooltip: {
            formatter: (p) => {
              const row = d.rows[p.data[0]];
              const said = [row.supplier + " (" + row.nation + ")", d.periods[p.data[1]] + " to " + d.periods[p.data[2] - 1], row.phase];
              return tip(row.package, row.share ? [...said, "share: " + row.share] : said);
            },
          },
        }],
      }),
    };
  }

  function flows(d, c, width) {
    const named = new Map(d.nodes.map((node) => [node.id, node]));
    const total = (id, way) => d.links.filter((l) => l[way] === id).reduce((sum, l) => sum + l.value, 0);
    const unit = (v) => amount(v, d.unit, d.decimals);
    const most = Math.max(...["<", ">"].map((side) => d.nodes.filter((node) => node.side === side).length));
    const edge = Math.min(170, width * 0.27);
    const [gap, between] = most <= 12 ? [32, "\n"] : [14, " "]; // room for two lines of a label, or for one
    return {
      height: Math.max(260, most * (gap + 12)) + 40,
      option: Object.assign(common(c), {
        title: [
          { text: "pays", left: 0, top: 0, textStyle: { fontSize: 12, color: c.soft } },
          { text: "works", right: 0, top: 0, textStyle: { fontSize: 12, color: c.soft } },
        ],
        series: [{
          type: "sankey", left: edge, right: edge, top: 26, bottom: 8, nodeWidth: 14, nodeGap: gap, draggable: false,
          layoutIterations: 0, emphasis: { focus: "adjacency" },
          lineStyle: { color: "source", opacity: 0.55 },
          data: d.nodes.map((node) => ({
            name: node.id, depth: node.side === "<" ? 0 : 1,
            itemStyle: { color: c.nation(node.colour), borderColor: c.ink, borderWidth: 0.75 },
            label: {
              position: node.side === "<" ? "left" : "right", color: c.ink, fontSize: 12, width: edge - 8, overflow: "truncate",
              lineHeight: 15, formatter: node.name + between + unit(total(node.id, node.side === "<" ? "from" : "to")),
            },
          })),
          links: d.links.map((l) => ({ source: l.from, target: l.to, value: l.value })),
          tooltip: {
            formatter: (p) => p.dataType === "edge"
              ? tip(named.get(p.data.source).name + " → " + named.get(p.data.target).name, [unit(p.data.value)])
              : tip(named.get(p.name).name, [unit(p.value)]),
          },
        }],
      }),
    };
  }

  const KINDS = { bars, panels, timeline, flows };

  function draw(place, width, onPaper) {
    const drawing = drawings[place.dataset.chart];
    const made = KINDS[drawing.kind](drawing, colours(), width, onPaper);
    place.style.height = made.height + "px";
    place.style.minHeight = "0";
    let chart = drawn.get(place);
    if (!chart) {
      chart = echarts.init(place, null, { renderer: "svg" });
      drawn.set(place, chart);
    }
    chart.resize({ width, height: made.height });
    chart.setOption(made.option, true);
  }

  function drawAll(onPaper) {
    for (const place of document.querySelectorAll("[data-chart]")) {
      draw(place, onPaper ? PRINTED : place.clientWidth, onPaper);
    }
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
