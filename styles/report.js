/* What the report's page can do where scripts run: sort and filter its table, point from a row to
   its marker and back, enlarge the map, choose its colours. The page says everything without it.
   Nothing is fetched and nothing is kept. */
"use strict";
(() => {
  const root = document.documentElement;
  const one = (selector, within = document) => within.querySelector(selector);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const list = one("#list");
  const frame = one(".map-frame");
  const form = one("form.filter");
  /* Past thousands of rows nobody wants to be driven. */
  const gently = () =>
    incidents.length > 300 || matchMedia("(prefers-reduced-motion: reduce)").matches
      ? "instant"
      : "smooth";

  /* --- The incidents: a row, and what stands for it on the map --- */

  const incidents = list
    ? [...list.tBodies[0].rows].map((row, order) => ({
        row,
        order,
        type: row.dataset.type,
        place: row.dataset.place,
        element: row.dataset.element,
        from: firstDay(row.dataset.date),
        to: lastDay(row.dataset.dateTo || row.dataset.date),
        shown: true,
        text: null, // folded, for searching; made when first needed
      }))
    : [];
  const byRow = new Map(incidents.map((incident) => [incident.row, incident]));

  /* What is drawn for some incidents: its <g>, its link, its callout, and the incidents. */
  const marks = new Map();
  for (const incident of incidents) {
    const group = incident.element && document.getElementById(incident.element);
    if (!group) continue;
    if (!marks.has(incident.element)) {
      const callout = document.getElementById(incident.element.replace("-incident-", "-callout-"));
      marks.set(incident.element, {
        group,
        callout: callout === group ? null : callout,
        link: one("a.marker", group),
        incidents: [],
      });
    }
    marks.get(incident.element).incidents.push(incident);
  }
  const byCallout = new Map();
  for (const mark of marks.values()) {
    if (mark.callout) {
      byCallout.set(mark.callout, mark);
      mark.callout.classList.add("linked");
    }
  }

  /* Dates may be whole, or a month, or a year; as texts they compare in order of time. */
  function firstDay(date) {
    return date ? (date + "-01-01").slice(0, 10) : "";
  }
  function lastDay(date) {
    return date ? (date + "-99-99").slice(0, 10) : "";
  }

  /* --- Filtering --- */

  /* Lower case without marks, and Arabic letters that people write for each other as one. */
  function folded(text) {
    return text
      .normalize("NFKD")
      .replace(/[\p{M}\u0640\u2066-\u2069\u200e\u200f]/gu, "")
      .replace(/[أإآٱ]/g, "ا")
      .replace(/ى/g, "ي")
      .replace(/ة/g, "ه")
      .replace(/[’‘ʼ`´]/g, "'")
      .toLowerCase();
  }

  function textOf(incident) {
    return (incident.text ??= folded(
      [...incident.row.cells].map((cell) => cell.textContent).join(" ").replace(/\s+/g, " ")
    ));
  }

  const field = (name) => form?.elements[name] ?? null;
  const value = (name) => field(name)?.value ?? "";
  let chosen = null; // a mark whose incidents alone are shown, or null

  function matcher() {
    const words = folded(value("text")).split(/\s+/).filter(Boolean);
    const [type, place, from, to] = ["type", "place", "from", "to"].map(value);
    return (incident) =>
      (!chosen || chosen.incidents.includes(incident)) &&
      (!type || incident.type === type) &&
      (!place || incident.place === place) &&
      (!from || (incident.to && incident.to >= from)) &&
      (!to || (incident.from && incident.from <= to)) &&
      words.every((word) => textOf(incident).includes(word));
  }

  function filter() {
    const matches = matcher();
    let shown = 0;
    for (const incident of incidents) {
      const is = matches(incident);
      shown += is;
      if (is !== incident.shown) {
        incident.shown = is;
        incident.row.hidden = !is;
      }
    }
    for (const mark of marks.values()) {
      const faded = !mark.incidents.some((incident) => incident.shown);
      mark.group.classList.toggle("faded", faded);
      mark.callout?.classList.toggle("faded", faded);
    }
    sayShown(shown);
    pressChosen();
  }

  const written = (count) => count.toLocaleString(root.lang, { numberingSystem: "latn" });

  function sayShown(shown) {
    const status = one(".shown", form);
    const { text, none } = status.dataset;
    const said = text.replace("{shown}", written(shown)).replace("{total}", written(incidents.length));
    status.textContent = shown ? said : `${said}. ${none}`;
    form.classList.toggle("narrowed", shown < incidents.length);
    const drop = one(".selection", form);
    if (drop) drop.hidden = !chosen;
  }

  /* The counts by type and place, and the bars by day, are buttons that set the filter. */
  const switches = [];

  function addSwitch(button, isOn, turn) {
    button.type = "button";
    switches.push({ button, isOn });
    button.addEventListener("click", () => {
      turn(!isOn());
      filter();
    });
  }

  function pressChosen() {
    for (const { button, isOn } of switches) {
      button.setAttribute("aria-pressed", String(isOn()));
    }
  }

  function addCountSwitches() {
    for (const table of all("table.counted")) {
      const input = field(table.dataset.filter);
      if (!input) continue;
      for (const head of all("th[data-value]", table)) {
        const label = one(".label", head);
        const button = document.createElement("button");
        label.replaceWith(button);
        button.append(...label.childNodes);
        addSwitch(
          button,
          () => input.value === head.dataset.value,
          (on) => (input.value = on ? head.dataset.value : "")
        );
      }
    }
  }

  function addBarSwitches() {
    if (!field("from")) return;
    for (const bar of all(".bars li[data-from]")) {
      if (!one("rect", bar)) continue; // nothing happened then
      const button = document.createElement("button");
      button.append(one(".unseen", bar));
      button.title = button.textContent;
      bar.append(button);
      const { from, to } = bar.dataset;
      addSwitch(
        button,
        () => value("from") === from && value("to") === to,
        (on) => {
          field("from").value = on ? from : "";
          field("to").value = on ? to : "";
        }
      );
    }
  }

  function choose(mark) {
    chosen = mark;
    one(".selection b", form).textContent = mark ? one("title", mark.group)?.textContent.split("\n")[0] : "";
    filter();
  }

  function startFilter() {
    let waiting = 0;
    form.addEventListener("input", () => {
      cancelAnimationFrame(waiting);
      waiting = requestAnimationFrame(filter);
    });
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("reset", () => setTimeout(() => choose(null)));
    one(".selection button", form).addEventListener("click", () => {
      choose(null);
      one("#incidents").focus();
    });
    addCountSwitches();
    addBarSwitches();
    filter();
  }

  /* --- Sorting --- */

  const collator = new Intl.Collator(root.lang, { numeric: true, sensitivity: "base" });

  /* Rows with nothing to sort by come last in either order. */
  function compareBy(column, kind, sign) {
    const keys = new Map(
      incidents.map((incident) => {
        const cell = incident.row.cells[column];
        const text = cell.dataset.value ?? cell.textContent.trim();
        const empty = text === "";
        return [incident, { empty, key: kind === "number" ? Number(text) : text }];
      })
    );
    return (a, b) => {
      const x = keys.get(a);
      const y = keys.get(b);
      if (x.empty || y.empty) return x.empty - y.empty || a.order - b.order;
      const by = kind === "number" ? x.key - y.key : collator.compare(x.key, y.key);
      return sign * by || a.order - b.order;
    };
  }

  function sort(head, direction) {
    for (const other of list.tHead.rows[0].cells) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", direction);
    const sign = direction === "ascending" ? 1 : -1;
    const order = [...incidents].sort(compareBy(head.cellIndex, head.dataset.sort, sign));
    list.tBodies[0].append(...order.map((incident) => incident.row));
    const chooser = field("sort");
    if (chooser) chooser.value = `${head.cellIndex} ${direction}`;
  }

  function startSorting() {
    const chooser = field("sort");
    for (const head of list.tHead.rows[0].cells) {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () =>
        sort(head, head.getAttribute("aria-sort") === "ascending" ? "descending" : "ascending")
      );
      for (const [direction, arrow] of [["ascending", "↑"], ["descending", "↓"]]) {
        chooser?.add(new Option(`${button.textContent} ${arrow}`, `${head.cellIndex} ${direction}`));
      }
    }
    chooser?.addEventListener("change", () => {
      const [column, direction] = chooser.value.split(" ");
      sort(list.tHead.rows[0].cells[column], direction);
    });
    list.tHead.rows[0].cells[0].setAttribute("aria-sort", "ascending");
  }

  /* --- From rows to markers and back --- */

  let pointed = [];

  function point(mark, incident) {
    for (const element of pointed) element.classList.remove("pointed");
    const rows = incident ? [incident] : mark ? mark.incidents : [];
    pointed = [...rows.map((one) => one.row), mark?.group, mark?.callout].filter(Boolean);
    for (const element of pointed) element.classList.add("pointed");
    frame?.classList.toggle("pointing", Boolean(mark));
    locate(mark, incident?.row);
  }

  /* --- The part of the map about a row, while the map itself is out of sight --- */

  const LOCATOR = { width: 340, height: 255, mostElements: 30000 };
  const picture = frame && one("svg", frame);
  const whole = picture?.viewBox.baseVal;
  let locator = null; // made when first needed: a copy of the map

  function makeLocator() {
    const copy = picture.cloneNode(true);
    for (const element of [copy, ...copy.querySelectorAll("[id]")]) element.removeAttribute("id");
    copy.removeAttribute("aria-labelledby");
    locator = document.createElement("div");
    locator.className = "locator";
    locator.setAttribute("aria-hidden", "true");
    locator.inert = true;
    locator.append(copy, document.createElement("i"));
    document.body.append(locator);
  }

  function isSeen(element) {
    const box = element.getBoundingClientRect();
    return box.bottom > 0 && box.top < innerHeight;
  }

  function locate(mark, row) {
    const wanted =
      mark &&
      row &&
      matchMedia("(hover: hover) and (min-width: 64rem)").matches &&
      !isSeen(mark.group) &&
      (locator || picture.getElementsByTagName("*").length <= LOCATOR.mostElements);
    if (!wanted) {
      locator?.classList.remove("shown");
      return;
    }
    if (!locator) makeLocator();
    const all = picture.getBoundingClientRect();
    const box = mark.group.getBoundingClientRect();
    const scale = whole.width / all.width;
    const x = (box.left + box.width / 2 - all.left) * scale;
    const y = (box.top + box.height / 2 - all.top) * scale;
    const { width, height } = LOCATOR;
    one("svg", locator).setAttribute(
      "viewBox",
      [x - width / 2, y - height / 2, width, height].map(Math.round).join(" ")
    );
    const below = row.getBoundingClientRect().bottom > innerHeight - height - 32;
    locator.classList.toggle("above", below); // where it does not cover the row
    locator.classList.add("shown");
  }

  const incidentAt = (target) => byRow.get(target.closest?.("#list > tbody > tr"));

  function markAt(target) {
    const link = target.closest?.("a.marker");
    if (link) return marks.get(link.parentNode.id);
    return byCallout.get(target.closest?.(".callout"));
  }

  function follow(container, find) {
    const show = (event) => {
      const found = find(event.target);
      if (found) point(found.mark, found.incident);
    };
    const hide = (event) => {
      if (!container.contains(event.relatedTarget) || !find(event.relatedTarget)) point(null);
    };
    container.addEventListener("pointerover", show);
    container.addEventListener("pointerout", hide);
    container.addEventListener("focusin", show);
    container.addEventListener("focusout", hide);
  }

  /* Brings a row to light: whatever hid it is taken back first. */
  function goToRow(incident) {
    if (!incident.shown) form.reset();
    const go = () => {
      one("a.badge", incident.row)?.focus({ preventScroll: true });
      incident.row.scrollIntoView({ block: "center", behavior: gently() });
    };
    if (incident.shown) go();
    else setTimeout(go);
  }

  function goToMark(mark) {
    mark.group.scrollIntoView({ block: "center", inline: "center", behavior: gently() });
    makeStop(mark.link);
    mark.link.focus({ preventScroll: true });
  }

  /* A marker that stands for several incidents lists them all. */
  function goFrom(mark) {
    if (mark.incidents.length > 1) {
      choose(mark);
      goToRow(mark.incidents.find((incident) => incident.shown) ?? mark.incidents[0]);
    } else {
      goToRow(mark.incidents[0]);
    }
  }

  /* One stop for the tab key; arrow keys go from marker to marker, in the order of the table. */
  const links = [...marks.values()].map((mark) => mark.link).filter(Boolean);

  function makeStop(link) {
    for (const other of links) other.setAttribute("tabindex", other === link ? "0" : "-1");
  }

  function stepOf(key) {
    const forward = root.dir === "rtl" ? "ArrowLeft" : "ArrowRight";
    const back = root.dir === "rtl" ? "ArrowRight" : "ArrowLeft";
    if (key === forward || key === "ArrowDown") return 1;
    if (key === back || key === "ArrowUp") return -1;
    if (key === "Home") return -Infinity;
    if (key === "End") return Infinity;
    return 0;
  }

  function startLinking() {
    follow(list, (target) => {
      const incident = target && incidentAt(target);
      return incident && { incident, mark: marks.get(incident.element) };
    });
    list.addEventListener("click", (event) => {
      const mark = event.target.closest("a.badge") && marks.get(incidentAt(event.target)?.element);
      if (!mark) return;
      event.preventDefault();
      goToMark(mark);
    });
    if (!frame || !marks.size) return;

    addEventListener("keydown", (event) => event.key === "Escape" && locate(null));
    addEventListener("scroll", () => locate(null), { passive: true });
    follow(frame, (target) => {
      const mark = target && markAt(target);
      return mark && { mark };
    });
    frame.addEventListener("click", (event) => {
      const mark = markAt(event.target);
      if (!mark) return;
      event.preventDefault();
      goFrom(mark);
    });
    makeStop(links[0]);
    frame.addEventListener("keydown", (event) => {
      const at = links.indexOf(event.target.closest("a.marker"));
      const step = stepOf(event.key);
      if (at < 0 || !step) return;
      event.preventDefault();
      const next = links[Math.max(0, Math.min(links.length - 1, at + step))];
      makeStop(next);
      next.focus();
    });
  }

  /* --- The map's size --- */

  function startZoom() {
    const buttons = all("[data-zoom]");
    let zoom = 1;
    const set = (to) => {
      const middle = [
        (frame.scrollLeft + frame.clientWidth / 2) / frame.scrollWidth,
        (frame.scrollTop + frame.clientHeight / 2) / frame.scrollHeight,
      ];
      zoom = Math.max(1, Math.min(4, to));
      frame.style.setProperty("--zoom", zoom);
      frame.classList.toggle("zoomed", zoom > 1);
      frame.scrollLeft = middle[0] * frame.scrollWidth - frame.clientWidth / 2;
      frame.scrollTop = middle[1] * frame.scrollHeight - frame.clientHeight / 2;
      for (const button of buttons) {
        const off = button.dataset.zoom === "in" ? zoom >= 4 : zoom <= 1;
        button.setAttribute("aria-disabled", String(off));
      }
    };
    for (const button of buttons) {
      const by = { in: () => zoom * 1.5, out: () => zoom / 1.5, fit: () => 1 }[button.dataset.zoom];
      button.addEventListener("click", () => set(by()));
    }
    startDragging();
    set(1);
  }

  function startDragging() {
    let last = null;
    frame.addEventListener("pointerdown", (event) => {
      if (event.pointerType !== "mouse" || event.button !== 0 || markAt(event.target)) return;
      last = event;
    });
    addEventListener("pointermove", (event) => {
      if (!last) return;
      frame.classList.add("dragged");
      frame.scrollBy({ left: last.clientX - event.clientX, top: last.clientY - event.clientY, behavior: "instant" });
      last = event;
    });
    addEventListener("pointerup", () => {
      last = null;
      frame.classList.remove("dragged");
    });
  }

  /* --- The page --- */

  function startTheme() {
    one("#theme")?.addEventListener("change", (event) => {
      if (event.target.value) root.dataset.theme = event.target.value;
      else delete root.dataset.theme;
    });
    one("#print")?.addEventListener("click", () => print());
  }

  for (const tools of all(".tools[hidden]")) tools.hidden = false;
  startTheme();
  if (frame) startZoom();
  if (list && form) {
    startSorting();
    startFilter();
    startLinking();
  }
})();
