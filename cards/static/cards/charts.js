// Draws the charts of a card with uPlot: values on hover, touch and by the arrow keys, a cut base
// marked as cut, what nobody knew hatched, marks at their moments. The table says it all without.
"use strict";

(() => {
  const KINDS = {
    total: ["--c-ink"], active: ["--c-active"], value: ["--c-accent"],
    auditing: ["--c-auditing"], rejected: ["--c-rejected", [9, 3]], expired: ["--c-expired", [3, 3]],
    taken_down: ["--c-taken-down", [12, 3, 2, 3]], unmapped: ["--c-ink", [1, 4]],
    draft: ["--c-draft", [6, 6]], pending: ["--c-pending", [8, 3]],
    before: ["--c-soft", [2, 4]], other: ["--c-ink", [9, 3]],
    "part-1": ["--c-accent"], "part-2": ["--c-auditing", [9, 3]], "part-3": ["--c-expired", [3, 3]],
    "part-4": ["--c-rejected", [12, 3, 2, 3]], "part-5": ["--c-taken-down", [6, 6]],
    "part-6": ["--c-ink", [1, 4]],
  };
  const PAPER = { "--c-ink": "#000", "--c-soft": "#444", "--c-line": "#999", "--c-accent": "#000" };
  const LABEL = 22; // characters of a mark that are written above it,
  const ROWS = 3; // in so many rows
  const drawn = new Map();
  let isPaper = false;

  function colour(name) {
    const found = getComputedStyle(document.documentElement).getPropertyValue(name).trim();
    return (isPaper && PAPER[name]) || found;
  }

  function words(value, unit) {
    if (value === null || value === undefined) return "not known";
    const least = unit === "count" ? 0 : 1;
    // What is nearly all, or nearly none, came with as many decimals as tell it from all and none.
    const isNear = least && ((value > 0 && value < 0.1) || (value > 99.9 && value < 100));
    const number = value.toLocaleString("en", {
      minimumFractionDigits: least, maximumFractionDigits: isNear ? 9 : least,
    });
    return unit === "percent" ? `${number} %` : number;
  }

  // Up to the last moment by then: a value holds until the next.
  function indexAt(xs, x) {
    let low = 0, high = xs.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (xs[middle] <= x) low = middle; else high = middle - 1;
    }
    return low;
  }

  function held(values, index) {
    while (index > 0 && values[index] === undefined) index -= 1;
    return values[index];
  }

  function table(data) {
    const tables = [[data.x, ...data.series.map((one) => one.values)]];
    for (const one of data.beside) tables.push([one.x, one.values]);
    return tables.length > 1 ? uPlot.join(tables, tables.map((t) => t.map(() => 2))) : tables[0];
  }

  function scaleOf(data) {
    return (u, low, high) => {
      if (low === null || high === null) return [0, 1];
      const room = Math.max((high - low) * 0.1, data.unit === "count" ? 1 : 0.5);
      const bottom = low > high / 2 ? Math.max(0, low - room) : 0;
      return [data.unit === "count" ? Math.floor(bottom) : bottom, high + room];
    };
  }

  function hatch(u, data) {
    const { ctx, bbox } = u;
    ctx.save();
    ctx.beginPath();
    for (const [start, end] of data.unknown) {
      const left = Math.max(bbox.left, u.valToPos(start, "x", true));
      const right = Math.min(bbox.left + bbox.width, u.valToPos(end, "x", true));
      if (right > left) ctx.rect(left, bbox.top, right - left, bbox.height);
    }
    ctx.clip();
    ctx.strokeStyle = colour("--c-soft");
    ctx.globalAlpha = 0.5;
    ctx.lineWidth = 1;
    ctx.beginPath();
    const step = 8 * devicePixelRatio;
    for (let x = bbox.left - bbox.height; x < bbox.left + bbox.width; x += step) {
      ctx.moveTo(x, bbox.top + bbox.height);
      ctx.lineTo(x + bbox.height, bbox.top);
    }
    if (data.unknown.length) ctx.stroke();
    ctx.restore();
  }

  // Each mark a dashed line, its words above the chart in the first row where they fit.
  function annotate(u, data) {
    const { ctx, bbox } = u;
    const size = 12 * devicePixelRatio;
    ctx.save();
    ctx.font = `${size}px system-ui, sans-serif`;
    ctx.strokeStyle = colour("--c-soft");
    ctx.fillStyle = colour("--c-ink");
    ctx.setLineDash([4, 4]);
    const ends = [];
    for (const [at, text] of data.marks) {
      const x = u.valToPos(at, "x", true);
      if (x < bbox.left || x > bbox.left + bbox.width) continue;
      const label = text.length > LABEL ? `${text.slice(0, LABEL - 1)}…` : text;
      const wide = ctx.measureText(label).width;
      const from = Math.min(x, bbox.left + bbox.width - wide);
      let row = 0;
      while (row < ROWS - 1 && ends[row] > from) row += 1;
      ends[row] = from + wide + 8;
      const y = bbox.top - (row * 16 + 5) * devicePixelRatio;
      ctx.beginPath();
      ctx.moveTo(x, y + 2);
      ctx.lineTo(x, bbox.top + bbox.height);
      ctx.stroke();
      ctx.fillText(label, from, y);
    }
    ctx.restore();
  }

  // Two short waves across the axis: the scale does not begin at nothing.
  function cut(u) {
    if (!(u.scales.y.min > 0)) return;
    const { ctx, bbox } = u;
    const one = 4 * devicePixelRatio;
    ctx.save();
    ctx.strokeStyle = colour("--c-ink");
    ctx.lineWidth = devicePixelRatio;
    for (const up of [3, 5]) {
      const y = bbox.top + bbox.height - up * one;
      ctx.beginPath();
      ctx.moveTo(bbox.left - one, y + one / 2);
      ctx.quadraticCurveTo(bbox.left, y - one, bbox.left, y);
      ctx.quadraticCurveTo(bbox.left, y + one, bbox.left + one, y - one / 2);
      ctx.stroke();
    }
    ctx.restore();
  }

  // What was known too shortly for a line is a dot.
  function dots(u, lines) {
    const { ctx, data } = u;
    lines.forEach((one, n) => {
      let run = null;
      const end = () => {
        const left = run && u.valToPos(run.from, "x", true), right = run && u.valToPos(run.to, "x", true);
        if (run && right - left < 4 * devicePixelRatio) {
          ctx.beginPath();
          ctx.arc(right, u.valToPos(run.value, "y", true), 3 * devicePixelRatio, 0, 2 * Math.PI);
          ctx.fillStyle = colour((KINDS[one.kind] || KINDS.value)[0]);
          ctx.fill();
        }
        run = null;
      };
      data[n + 1].forEach((value, i) => {
        if (value === null) end();
        else if (value !== undefined) run = { from: run ? run.from : data[0][i], to: data[0][i], value };
      });
      end();
    });
  }

  // The day where a day begins, the time of day within one.
  function tick(second) {
    const zone = window.nerveZone;
    const date = new Date(second * 1000);
    return zone.local(date).endsWith("T00:00") ? zone.day(date) : zone.local(date).slice(11);
  }

  function axes(data) {
    const base = () => ({
      stroke: colour("--c-soft"), grid: { stroke: colour("--c-line"), width: 1 },
      ticks: { show: false }, font: "12px system-ui, sans-serif",
    });
    const whole = [1, 2, 5].flatMap((n) => [n, n * 10, n * 100, n * 1000, n * 1e4, n * 1e5]);
    return [
      { ...base(), space: 80, size: 32, grid: { show: false }, values: (u, ticks) => ticks.map(tick) },
      {
        ...base(), space: 32, size: 56,
        ...(data.unit === "count" ? { incrs: whole.sort((a, b) => a - b) } : {}),
        values: (u, ticks) => ticks.map((one) => words(one, data.unit)),
      },
    ];
  }

  function draw(box) {
    const data = JSON.parse(document.getElementById(box.dataset.chart).textContent);
    const shown = box.querySelector(".readout");
    const columns = table(data);
    const lines = [...data.series, ...data.beside];
    const stepped = uPlot.paths.stepped({ align: 1 });
    const place = box.querySelector(".canvas");
    place.replaceChildren();

    function say(index, at) {
      const values = lines.map((one, n) => [one.label, held(columns[n + 1], index)]);
      const note = data.notes && columns.length ? held(notes, index) : "";
      const moment = window.nerveZone.short(new Date(at * 1000));
      const unknown = data.unknown.some(([start, end]) => at > start && at < end);
      const told = unknown
        ? "nothing was known"
        : values.map(([label, value]) => `${label} ${words(value, data.unit)}`).join(", ");
      const text = `${moment}: ${told}${note && !unknown ? ` (${note})` : ""}`;
      shown.textContent = text;
      place.setAttribute("aria-valuenow", index);
      place.setAttribute("aria-valuetext", text);
    }

    const notes = data.beside.length && data.notes
      ? columns[0].map((x) => data.notes[indexAt(data.x, x)])
      : data.notes;
    const u = new uPlot({
      width: place.clientWidth || 600,
      height: Number(box.dataset.height) || 220,
      tzDate: (second) => uPlot.tzDate(new Date(second * 1000), window.nerveZone.name()),
      legend: { show: false },
      padding: [data.marks.length ? ROWS * 16 + 8 : 8, 24, 0, 0],
      cursor: { drag: { x: false, y: false }, y: false, points: { size: 7 } },
      scales: {
        x: { range: () => [data.start, data.end] },
        y: { range: scaleOf(data) },
      },
      axes: axes(data),
      series: [
        {},
        ...lines.map((one) => {
          const [name, dash] = KINDS[one.kind] || KINDS.value;
          const faint = one.kind === "before";
          return {
            label: one.label, stroke: colour(name), dash, width: faint ? 1.5 : 2, paths: stepped,
            points: { show: false }, spanGaps: false,
          };
        }),
      ],
      hooks: {
        drawClear: [(plot) => hatch(plot, data)],
        draw: [(plot) => annotate(plot, data), cut, (plot) => dots(plot, lines)],
        setCursor: [(plot) => {
          const { left } = plot.cursor;
          if (left < 0) return;
          const at = plot.posToVal(left, "x");
          say(indexAt(columns[0], at), at);
        }],
      },
    }, columns, place);

    place.setAttribute("aria-valuemin", 0);
    place.setAttribute("aria-valuemax", columns[0].length - 1);
    say(columns[0].length - 1, columns[0][columns[0].length - 1]);
    const note = box.querySelector(".cut");
    if (note) {
      note.hidden = !(u.scales.y.min > 0);
      note.textContent = `The scale does not begin at 0: it begins at ${words(u.scales.y.min, data.unit)}.`;
    }
    drawn.set(box, { u, columns, say, place });
  }

  function move(box, index) {
    const { u, columns, say } = drawn.get(box);
    const to = Math.min(Math.max(index, 0), columns[0].length - 1);
    u.setCursor({ left: u.valToPos(columns[0][to], "x"), top: 0 }, false);
    say(to, columns[0][to]);
  }

  function mark(at, isQuick) {
    const form = document.getElementById("mark-a-moment");
    const field = document.getElementById("mark-at");
    if (!form || !field) return;
    form.open = true;
    const moment = new Date(Math.min(at * 1000, Date.now()));
    moment.setUTCSeconds(0, 0);
    field.dataset.utc = moment.toISOString();
    field.value = window.nerveZone.local(moment);
    if (isQuick) document.getElementById("mark-text").focus();
  }

  function listen(box) {
    const place = box.querySelector(".canvas");
    const at = (event) => {
      const over = place.querySelector(".u-over").getBoundingClientRect();
      return drawn.get(box).u.posToVal(event.clientX - over.left, "x");
    };
    place.addEventListener("keydown", (event) => {
      const { columns } = drawn.get(box);
      const now = Number(place.getAttribute("aria-valuenow"));
      const last = columns[0].length - 1;
      const to = { ArrowLeft: now - 1, ArrowRight: now + 1, Home: 0, End: last }[event.key];
      if (to !== undefined) {
        event.preventDefault();
        move(box, to);
      } else if (event.key === "Enter") {
        mark(columns[0][now], true);
      }
    });
    place.addEventListener("focus", () => move(box, Number(place.getAttribute("aria-valuenow"))));
    const touch = (event) => {
      const over = place.querySelector(".u-over").getBoundingClientRect();
      const left = event.touches[0].clientX - over.left;
      drawn.get(box).u.setCursor({ left, top: 0 });
    };
    place.addEventListener("touchstart", touch, { passive: true });
    place.addEventListener("touchmove", touch, { passive: true });
    place.addEventListener("click", (event) => {
      if (event.target.closest(".u-over")) mark(at(event), matchMedia("(hover: hover)").matches);
    });
    new ResizeObserver(() => {
      const one = drawn.get(box);
      const width = place.clientWidth;
      if (one && width && width !== one.u.width) one.u.setSize({ width, height: one.u.height });
    }).observe(place);
  }

  function again() {
    for (const box of [...drawn.keys()]) {
      drawn.get(box).u.destroy();
      drawn.delete(box);
      if (box.isConnected) draw(box);
    }
  }

  function drawAll() {
    for (const box of document.querySelectorAll(".chart[data-chart]")) {
      if (drawn.has(box)) continue;
      draw(box);
      listen(box);
    }
    for (const box of [...drawn.keys()]) if (!box.isConnected) drawn.delete(box);
  }

  document.addEventListener("htmx:load", drawAll);
  document.addEventListener("zone", again);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", again);
  addEventListener("beforeprint", () => { isPaper = true; again(); });
  addEventListener("afterprint", () => { isPaper = false; again(); });
  drawAll();
})();
