// What is drawn of each kind of chart: data from the page, colours from its styles, names as text and never as markup.
// A kind returns its height, what ECharts draws, and groups: what the keys read, point by point, and where it stands.
const charts = (function () {
  "use strict";
  const { amount, short, wide, fitted, isolated, tip } = write;
  const NATION_COLOURS = 12; // of page.css; a thirteenth nation begins again, its letters tell it apart
  const INK_ON_FILLS = "#111111"; // letters in the nations' light colours, in both themes
  const PAPER_HEIGHT = 820; // pixels of A4 that a chart's rows may take, below its title
  const PARTED = { panels: ["panels", 32], bars: ["categories", 44], timeline: ["rows", 60] }; // what one sheet takes

  function colour(name) {
    return getComputedStyle(document.documentElement).getPropertyValue("--" + name).trim();
  }

  function colours() {
    const named = {};
    for (const name of ["ink", "soft", "line", "paper", "link", "done", "over", "s0", "s1", "s2", "s3", "s4", "s5"]) {
      named[name] = colour(name);
    }
    named.nation = (k) => (k === null || k === undefined ? colour("none") : colour("n" + (k % NATION_COLOURS)));
    return named;
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

  const marked = (c) => ({ itemStyle: { borderColor: c.link, borderWidth: 3 } }); // what the mouse or a key is at

  function decal(k) {
    return DECALS[k] && Object.assign({ color: "rgba(0,0,0,0.45)" }, DECALS[k]);
  }

  function bars(d, c, width, onPaper) {
    const wanted = d.series.length * (d.series.length > 2 ? 14 : 17) + 14; // pixels of a category
    const each = onPaper ? Math.max(18, Math.min(wanted, PAPER_HEIGHT / d.categories.length)) : wanted;
    const thick = (each - 14 * (each / wanted)) / d.series.length - 2;
    const names = 14 + Math.min(260, width * 0.36, Math.max(...d.categories.map((name) => wide(name, 12))));
    const ends = d.ends ? { min: d.ends[0], max: d.ends[1] } : {};
    const value = { color: c.soft, fontSize: 11, formatter: (v) => short(v) + (d.unit === "%" ? "%" : "") };
    const told = (one, i) => isolated(one.name) + ": " + (one.values[i] === null ? "none" : amount(one.values[i], d.unit, d.decimals));
    return {
      height: d.categories.length * each + 36,
      option: Object.assign(common(c), {
        grid: { left: names, right: 74, top: 8, bottom: 28 },
        xAxis: {
          type: "value", axisLabel: value, splitNumber: width < 500 ? 2 : 5, splitLine: { lineStyle: { color: c.line } }, ...ends,
        },
        yAxis: {
          type: "category", inverse: true, data: d.categories, axisTick: { show: false }, axisLine: { lineStyle: { color: c.soft } },
          axisLabel: { color: c.ink, interval: 0, formatter: (name) => fitted(name, names - 12, 12) },
        },
        series: d.series.map((s, k) => ({
          type: "bar", name: s.name, data: s.values, barWidth: thick, barGap: "15%",
          itemStyle: { color: c["s" + k], borderColor: c.ink, borderWidth: 0.75, decal: decal(k) },
          label: {
            show: true, position: "right", color: c.ink, fontSize: Math.min(11, thick + 1),
            formatter: (p) => (p.value === null || p.value === undefined ? "" : amount(p.value, d.unit, d.decimals)),
          },
          emphasis: marked(c),
          tooltip: { formatter: (p) => tip([d.categories[p.dataIndex], d.series.map((one) => told(one, p.dataIndex))]) },
        })),
      }),
      groups: d.categories.map((name, i) => ({
        top: 8 + (i + 0.5) * each,
        points: d.series.map((one, k) => ({ words: [name, [told(one, i)]], at: { seriesIndex: k, dataIndex: i } })),
      })),
    };
  }

  function panels(d, c, width, onPaper) {
    const count = d.whole || d.panels.length;
    const beside = onPaper ? (count <= 6 ? 2 : count <= 18 ? 3 : 4) : width >= 900 ? 3 : width >= 560 ? 2 : 1;
    const columns = Math.min(count, beside);
    const lines = Math.ceil(d.panels.length / columns);
    const high = onPaper ? Math.max(100, Math.min(188, PAPER_HEIGHT / lines)) : 188;
    const [broad, tall, left, right, top, bottom] = [width / columns, high, 52, 14, 34, 26];
    const grids = d.panels.map((_, k) => ({
      left: (k % columns) * broad + left, top: Math.floor(k / columns) * tall + top,
      width: broad - left - right, height: tall - top - bottom,
    }));
    const whole = (p) => [...p.done, ...p.limits].every((v) => v === null || Number.isInteger(v)); // no half submarines
    const told = (p, i) => {
      const unit = (v) => amount(v, p.unit, p.decimals);
      const said = [d.done + ": " + unit(p.done[i])];
      if (p.limits[i] !== null) {
        said.push(d.limit + ": " + unit(p.limits[i]));
        if (p.limits[i] > 0) said.push(Math.round((100 * p.done[i]) / p.limits[i]) + "%");
      }
      return [isolated(p.title) + ", " + p.labels[i], said];
    };
    const series = d.panels.flatMap((p, k) => {
      const at = { type: "bar", xAxisIndex: k, yAxisIndex: k, barWidth: "72%", barGap: "-100%", emphasis: marked(c) };
      const formatter = { formatter: (item) => tip(told(p, item.dataIndex)) };
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
          text: isolated(fitted(p.title, broad - 24 - wide(" [" + p.unit + "]", 12, 600), 12, 600)) + (p.unit ? " [" + p.unit.trim() + "]" : ""),
          left: grids[k].left - left + 8, top: grids[k].top - 28,
          textStyle: { fontSize: 12, fontWeight: 600, color: c.ink },
        })),
        xAxis: d.panels.map((p, k) => ({
          gridIndex: k, type: "category", data: p.labels, axisTick: { show: false }, axisLine: { lineStyle: { color: c.soft } },
          axisLabel: { color: c.soft, fontSize: 11, hideOverlap: true },
        })),
        yAxis: d.panels.map((p, k) => ({
          gridIndex: k, type: "value", splitNumber: 3, minInterval: whole(p) ? 1 : 0,
          axisLabel: { color: c.soft, fontSize: 11, formatter: short },
          splitLine: { lineStyle: { color: c.line } },
        })),
        series,
      }),
      groups: d.panels.map((p, k) => ({
        top: grids[k].top + tall / 2,
        points: p.labels.map((_, i) => ({ words: told(p, i), at: { seriesIndex: [2 * k, 2 * k + 1], dataIndex: i } })),
      })),
    };
  }

  function timeline(d, c, width, onPaper) {
    const names = Math.min(300, width * 0.4);
    const narrow = width < 560; // package and supplier under one another
    const every = onPaper ? Math.max(13, Math.min(24, PAPER_HEIGHT / d.rows.length)) : narrow ? 34 : 24;
    const thick = Math.min(16, every - 4);
    const marks = d.rows.flatMap((row, k) => row.runs.map(([first, last]) => [k, first, last + 1]));
    const told = ([k, first, end]) => {
      const row = d.rows[k];
      const said = [isolated(row.supplier) + " (" + isolated(row.nation) + ")", d.periods[first] + " to " + d.periods[end - 1], row.phase];
      return [row.package, row.share ? [...said, "share: " + row.share] : said];
    };
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
      const emphasis = { style: { stroke: c.link, lineWidth: 3 } };
      const bars = [{ type: "rect", shape, style, emphasis }]; // where letters do not fit in, they stand behind the last bar
      return { type: "group", children: inside || last ? [...bars, { type: "text", style: letters }] : bars };
    }
    const size = Math.min(12, every - 2);
    const beside = (one, other) => {
      const room = names - 10 - wide(" · ", size);
      const rest = Math.max(room / 2, room - wide(other, size)); // of the two the longer one is cut
      const first = fitted(one, rest, size);
      return isolated(first) + " · " + isolated(fitted(other, room - wide(first, size), size));
    };
    const label = (row) => narrow
      ? fitted(row.package, names - 10, size) + "\n" + fitted(row.supplier, names - 10, size)
      : beside(row.package, row.supplier);
    return {
      height: d.rows.length * every + 32,
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
            color: c.ink, fontSize: size, interval: 0, lineHeight: 14, formatter: (k) => label(d.rows[k]),
          },
        },
        series: [{
          type: "custom", renderItem: bar, data: marks, encode: { x: [1, 2], y: 0 },
          tooltip: { formatter: (p) => tip(told(p.data)) },
        }],
      }),
      groups: d.rows.map((_, k) => ({
        top: 26 + (k + 0.5) * every,
        points: marks.flatMap((mark, i) => (mark[0] === k ? [{ words: told(mark), at: { seriesIndex: 0, dataIndex: i } }] : [])),
      })),
    };
  }

  function flows(d, c, width, onPaper) {
    const named = new Map(d.nodes.map((node) => [node.id, node]));
    const total = (id, way) => d.links.filter((l) => l[way] === id).reduce((sum, l) => sum + l.value, 0);
    const unit = (v) => amount(v, d.unit, d.decimals);
    const most = Math.max(...["<", ">"].map((side) => d.nodes.filter((node) => node.side === side).length));
    const edge = Math.min(170, width * 0.29);
    const [gap, between] = most <= 12 ? [32, "\n"] : [14, " "]; // room for two lines of a label, or for one
    const space = onPaper ? Math.max(1, Math.min(gap, PAPER_HEIGHT / most - 12)) : gap;
    const written = (node) => {
      const sum = unit(total(node.id, node.side === "<" ? "from" : "to"));
      return isolated(fitted(node.name, edge - 10 - (between === " " ? wide(" " + sum, 12) : 0), 12)) + between + sum;
    };
    const told = (l) => [isolated(named.get(l.from).name) + " → " + isolated(named.get(l.to).name), [unit(l.value)]];
    return {
      height: Math.max(260, most * (space + 12)) + 52,
      option: Object.assign(common(c), {
        title: [
          { text: "pays", left: 0, top: 0, textStyle: { fontSize: 12, color: c.soft } },
          { text: "works", right: 0, top: 0, textStyle: { fontSize: 12, color: c.soft } },
        ],
        series: [{
          type: "sankey", left: edge, right: edge, top: 26, bottom: 20, nodeWidth: 14, nodeGap: space, draggable: false,
          layoutIterations: 0, emphasis: { focus: "adjacency" },
          lineStyle: { color: "source", opacity: 0.55 },
          data: d.nodes.map((node) => ({
            name: node.id, depth: node.side === "<" ? 0 : 1,
            itemStyle: { color: c.nation(node.colour), borderColor: c.ink, borderWidth: 0.75 },
            label: {
              position: node.side === "<" ? "left" : "right", color: c.ink, fontSize: 12, lineHeight: 15,
              formatter: written(node),
            },
          })),
          links: d.links.map((l) => ({ source: l.from, target: l.to, value: l.value })),
          tooltip: {
            formatter: (p) => tip(p.dataType === "edge" ? told(d.links[p.dataIndex]) : [named.get(p.name).name, [unit(p.value)]]),
          },
        }],
      }),
      groups: d.nodes.filter((node) => node.side === "<").map((node) => ({
        points: d.links.flatMap((l, i) =>
          l.from === node.id ? [{ words: told(l), at: { seriesIndex: 0, dataType: "edge", dataIndex: i } }] : []),
      })),
    };
  }

  const KINDS = { bars, panels, timeline, flows };

  // A chart that is too tall for a sheet of paper is drawn in parts, each as if it were the whole.
  function parts(d) {
    const [name, most] = PARTED[d.kind] || [];
    const count = name ? d[name].length : 1;
    if (count <= most || !name) return [d];
    const values = (d.series || []).flatMap((one) => one.values);
    const ends = [Math.min(0, ...values), rounded(Math.max(0, ...values))]; // all parts on one scale
    return Array.from({ length: Math.ceil(count / most) }, (_, k) => {
      const of = (list) => list.slice(k * most, (k + 1) * most);
      const series = d.series && d.series.map((one) => ({ ...one, values: of(one.values) }));
      return { ...d, [name]: of(d[name]), series, whole: count, ends };
    });
  }

  function rounded(value) {
    const step = 10 ** Math.floor(Math.log10(value || 1)) / 2;
    return Math.ceil(value / step) * step;
  }

  return {
    parts,
    made: (drawing, width, onPaper) => KINDS[drawing.kind](drawing, colours(), width, onPaper),
  };
})();
