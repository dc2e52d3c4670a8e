// What the pages gain where a script may run: charts of their tables, panels that follow events, a theme switch, copying. No page needs it.
(() => {
  'use strict';
  const root = document.documentElement;

  // ---- colours: the custom properties as the browser resolves them, of the theme that shows ----
  const probe = document.createElement('span');
  probe.hidden = true;
  const colour = name => {
    if (!probe.isConnected) document.body.append(probe);
    probe.style.color = `var(--${name})`;
    return getComputedStyle(probe).color;
  };
  const faded = (text, share) => {
    const [r, g, b] = text.match(/[\d.]+/g);
    return `rgba(${r}, ${g}, ${b}, ${share})`;
  };

  // ---- charts ----
  const decisions = ['phishing', 'suspicious', 'benign', 'unknown'];
  const levels = { low: 'benign', medium: 'unknown', high: 'suspicious', critical: 'phishing' };
  const measures = ['by chance', 'where both agree', 'when judged'];
  const drawn = new Map();
  const nameless = text => text.trim().toLowerCase();

  const toneOf = name => {
    const word = nameless(name);
    if (decisions.includes(word)) return `chart-${word}`;
    return levels[word] ? `chart-${levels[word]}` : null;
  };

  const read = table => {
    const heads = [...table.tHead.rows[0].cells].map(cell => cell.textContent.trim());
    const rows = [...table.tBodies[0].rows];
    const labels = rows.map(row => row.cells[0].textContent.trim());
    const value = cell => (cell && cell.dataset.value ? Number(cell.dataset.value) : null);
    const series = heads.slice(1).map((name, i) => ({ name, values: rows.map(row => value(row.cells[i + 1])) })).filter(one => one.values.some(v => v !== null));
    return { labels, series, isNumeric: labels.length > 0 && labels.every(text => text !== '' && !Number.isNaN(Number(text))) };
  };

  const short = (text, most) => (text.length > most ? `${text.slice(0, most - 1)}…` : text);
  const count = value => (Math.abs(value) >= 10000 ? new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 }).format(value) : new Intl.NumberFormat('en', { maximumFractionDigits: 4 }).format(value));

  const dataset = (kind, one, i, total, labels, isPoints) => {
    const tone = colour(toneOf(one.name) || `chart-${(i % 6) + 1}`);
    const data = isPoints ? one.values.map((y, at) => ({ x: Number(labels[at]), y })) : one.values;
    const shared = { label: one.name, data, borderColor: tone, backgroundColor: tone };
    if (kind === 'doughnut' || (total === 1 && (kind === 'bar' || kind === 'bars') && labels.some(toneOf))) {
      const each = labels.map((label, at) => colour(toneOf(label) || `chart-${(at % 6) + 1}`));
      return { ...shared, backgroundColor: each, borderColor: colour('sheet'), borderWidth: kind === 'doughnut' ? 2 : 0, borderRadius: kind === 'doughnut' ? 0 : 3, maxBarThickness: 34 };
    }
    if (kind === 'bar' || kind === 'bars' || kind === 'stacked') return { ...shared, borderWidth: 0, borderRadius: kind === 'stacked' ? 0 : 3, maxBarThickness: 34, categoryPercentage: .86, barPercentage: .94 };
    if (kind === 'scatter') return { ...shared, showLine: false, pointRadius: 3 };
    // What the others are held against is no figure itself.
    if (measures.includes(one.name)) return { ...shared, borderColor: colour('soft'), backgroundColor: colour('soft'), borderWidth: 1.5, borderDash: [5, 4], pointRadius: 0, pointStyle: 'line' };
    return { ...shared, fill: kind === 'area', backgroundColor: faded(tone, .14), borderWidth: 2, pointRadius: one.values.length > 40 ? 0 : 2, pointHoverRadius: 4, cubicInterpolationMode: isPoints ? 'default' : 'monotone', spanGaps: false, pointBackgroundColor: tone };
  };

  const scales = (kind, figure, isPoints, labels, series) => {
    if (kind === 'doughnut') return {};
    const isLying = kind === 'bars';
    const tick = { color: colour('soft'), font: { size: 11 }, maxRotation: 0, autoSkipPadding: 14 };
    const title = text => ({ display: Boolean(text), text, color: colour('soft'), font: { size: 11 } });
    // Shares are read against the whole: 0 to 1, in fifths.
    const most = Math.max(...series.flatMap(one => one.values.map(v => v ?? 0)));
    const isShare = (kind === 'line' || kind === 'area') && most > .4 && most <= 1;
    const isWhole = isPoints && labels.every(text => Number.isInteger(Number(text)));
    const values = { beginAtZero: kind !== 'scatter', ...(isShare ? { max: 1 } : {}), stacked: kind === 'stacked', grid: { color: colour('line'), drawTicks: false }, border: { display: false }, ticks: { ...tick, maxTicksLimit: 6, ...(isShare ? { stepSize: .2 } : {}), padding: 6, callback: count }, title: title(figure.dataset.y) };
    const names = { type: isPoints ? 'linear' : 'category', stacked: kind === 'stacked', grid: { display: isPoints, color: colour('line') }, border: { color: colour('line') }, ticks: { ...tick, ...(isWhole ? { precision: 0 } : {}), callback(at) { return isPoints ? count(at) : short(this.getLabelForValue(at), isLying ? 22 : 16); } }, title: title(figure.dataset.x) };
    return isLying ? { x: values, y: { ...names, ticks: { ...names.ticks, autoSkip: false } } } : { x: names, y: values };
  };

  const draw = (figure, isQuiet) => {
    const table = figure.querySelector('table');
    if (!window.Chart || !table || !table.tHead || !table.tBodies.length) return;
    const { labels, series, isNumeric } = read(table);
    if (!series.length) return;
    const kind = figure.dataset.chart;
    const isPoints = kind === 'scatter' || (isNumeric && (kind === 'line' || kind === 'area'));
    erase(figure);
    const plot = document.createElement('div');
    plot.className = kind === 'bars' && labels.length > 9 ? 'plot tall' : 'plot';
    const canvas = document.createElement('canvas');
    canvas.setAttribute('role', 'img');
    canvas.setAttribute('aria-label', `${figure.querySelector('figcaption').textContent}. The numbers stand in the table below.`);
    plot.append(canvas);
    figure.querySelector('figcaption').after(plot);
    const isStill = isQuiet || matchMedia('(prefers-reduced-motion: reduce)').matches;
    drawn.set(figure, new window.Chart(canvas, {
      type: kind === 'doughnut' ? 'doughnut' : kind === 'scatter' ? 'scatter' : kind === 'line' || kind === 'area' ? 'line' : 'bar',
      data: { labels: isPoints ? undefined : labels, datasets: series.map((one, i) => dataset(kind, one, i, series.length, labels, isPoints)) },
      options: {
        responsive: true, maintainAspectRatio: false, animation: isStill ? false : { duration: 350 }, indexAxis: kind === 'bars' ? 'y' : 'x', cutout: '68%',
        interaction: { mode: kind === 'scatter' ? 'nearest' : 'index', axis: kind === 'bars' ? 'y' : 'x', intersect: kind === 'doughnut' },
        scales: scales(kind, figure, isPoints, labels, series),
        plugins: {
          legend: { display: series.length > 1 || kind === 'doughnut', position: kind === 'doughnut' ? 'right' : 'bottom', align: kind === 'doughnut' ? 'center' : 'start', labels: { color: colour('soft'), boxWidth: 9, boxHeight: 9, usePointStyle: true, pointStyle: 'circle', font: { size: 12 }, padding: 12 } },
          tooltip: { backgroundColor: colour('ink'), titleColor: colour('bg'), bodyColor: colour('bg'), padding: 10, cornerRadius: 6, boxPadding: 4, usePointStyle: true },
        },
      },
    }));
  };

  const erase = figure => {
    drawn.get(figure)?.destroy();
    drawn.delete(figure);
    figure.querySelector('.plot')?.remove();
  };

  const drawAll = (within, isQuiet) => within.querySelectorAll('figure[data-chart]').forEach(figure => draw(figure, isQuiet));

  // ---- theme: the system's, light, dark ----
  const themes = ['system', 'light', 'dark'];
  const theme = () => root.dataset.theme || 'system';
  const tellTheme = button => {
    const word = theme();
    (button.querySelector('span') || button).textContent = `Theme: ${word}`;
  };

  const switchTheme = () => {
    const next = themes[(themes.indexOf(theme()) + 1) % themes.length];
    if (next === 'system') delete root.dataset.theme;
    else root.dataset.theme = next;
    try {
      if (next === 'system') localStorage.removeItem('weir-theme');
      else localStorage.setItem('weir-theme', next);
    } catch { /* shown now, not kept */ }
    document.querySelectorAll('[data-theme-switch]').forEach(tellTheme);
    drawAll(document, true);
  };

  // ---- copying ----
  const copy = async button => {
    const words = button.querySelector('span') || button;
    const before = words.textContent;
    try {
      await navigator.clipboard.writeText(button.dataset.copy);
      words.textContent = 'Copied';
    } catch {
      words.textContent = 'Not allowed here';
    }
    setTimeout(() => { words.textContent = before; }, 1500);
  };

  const equip = within => {
    within.querySelectorAll('[data-copy]').forEach(button => { button.hidden = false; });
    within.querySelectorAll('time[datetime]').forEach(time => {
      const at = new Date(time.dateTime);
      if (!Number.isNaN(at.getTime())) time.title = `${at.toLocaleString()} here`;
    });
    drawAll(within, within !== document);
  };

  // ---- panels that follow events ----
  const dirty = new Set();
  let source = null;
  let waits = null;
  let lastAt = 0;

  const isBusy = panel => panel.querySelector('details.confirm[open]') !== null || (panel.contains(document.activeElement) && document.activeElement.matches('input, select, textarea'));

  const place = element => {
    if (!element || element.id) return element && element.id ? `#${CSS.escape(element.id)}` : null;
    return element.getAttribute('href') ? `a[href="${CSS.escape(element.getAttribute('href'))}"]` : null;
  };

  const swap = (panel, fresh) => {
    const open = [...panel.querySelectorAll('details')].map(one => one.open);
    const focused = panel.contains(document.activeElement) ? document.activeElement : null;
    const within = focused ? [...panel.querySelectorAll('a, button, summary, [tabindex]')].indexOf(focused) : -1;
    const mark = place(focused);
    const scrolled = [...panel.querySelectorAll('.scroll')].map(one => [one.scrollLeft, one.scrollTop]);
    panel.querySelectorAll('figure[data-chart]').forEach(erase);
    panel.replaceChildren(...fresh.childNodes);
    panel.querySelectorAll('details').forEach((one, i) => { if (open[i] !== undefined) one.open = open[i]; });
    panel.querySelectorAll('.scroll').forEach((one, i) => { if (scrolled[i]) [one.scrollLeft, one.scrollTop] = scrolled[i]; });
    equip(panel);
    if (focused) ((mark && panel.querySelector(mark)) || panel.querySelectorAll('a, button, summary, [tabindex]')[within])?.focus({ preventScroll: true });
  };

  const told = new Map();
  const refresh = async () => {
    waits = null;
    lastAt = performance.now();
    const asked = [...dirty];
    dirty.clear();
    try {
      const answer = await fetch(location.href, { headers: { Accept: 'text/html' }, redirect: 'error', credentials: 'same-origin' });
      if (!answer.ok) return;
      const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
      for (const panel of document.querySelectorAll('[data-live]')) {
        if (!panel.id || !panel.dataset.live.split(' ').some(topic => asked.includes(topic))) continue;
        const fresh = page.getElementById(panel.id);
        if (!fresh) continue;
        if (isBusy(panel)) {
          panel.dataset.live.split(' ').forEach(topic => dirty.add(topic));
          continue;
        }
        const text = fresh.innerHTML;
        if (told.get(panel.id) !== text) swap(panel, fresh);
        told.set(panel.id, text);
      }
    } catch { /* the server is gone or asks to log in; the next event tries again */ }
    if (dirty.size) later(2000);
  };

  const later = least => {
    if (waits === null && !document.hidden) waits = setTimeout(refresh, Math.max(least, 1000 - (performance.now() - lastAt)));
  };

  const listen = () => {
    const topics = new Set([...document.querySelectorAll('[data-live]')].flatMap(panel => panel.dataset.live.split(' ')));
    if (!topics.size || document.hidden || source) return;
    source = new EventSource(`/events?since=${document.documentElement.dataset.told}`);
    source.onmessage = message => {
      if (!topics.has(message.data)) return;
      dirty.add(message.data);
      later(0);
    };
    // The server may have begun anew, and its numbers with it: what was told while nobody listened is asked for once.
    source.onopen = () => {
      if (source.wasOpen) topics.forEach(topic => dirty.add(topic));
      if (source.wasOpen) later(0);
      source.wasOpen = true;
    };
    source.onerror = () => { if (source?.readyState === EventSource.CLOSED) hush(); };
  };

  const hush = () => {
    source?.close();
    source = null;
    clearTimeout(waits);
    waits = null;
  };

  document.addEventListener('visibilitychange', () => {
    if (document.hidden) {
      hush();
      return;
    }
    listen();
    document.querySelectorAll('[data-live]').forEach(panel => panel.dataset.live.split(' ').forEach(topic => dirty.add(topic)));
    if (dirty.size) later(0);
  });
  addEventListener('pagehide', hush);
  addEventListener('pageshow', event => { if (event.persisted) listen(); });

  document.addEventListener('click', event => {
    const button = event.target.closest('[data-theme-switch], [data-copy]');
    if (!button) return;
    if (button.matches('[data-theme-switch]')) switchTheme();
    else copy(button);
  });

  // One key says what a button of a row does, but only where the focus is within such rows.
  document.addEventListener('keydown', event => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.target.matches('input:not([type=checkbox]), select, textarea')) return;
    const rows = event.target.closest('[data-keys]');
    const button = rows && (event.target.closest('tr') ?? rows.querySelector('tbody tr'))?.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
    if (!button) return;
    event.preventDefault();
    button.click();
  });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => drawAll(document, true));

  // An answer to a form is not asked again by a reload: the address becomes one that may be read twice.
  const again = document.querySelector('[data-reload]');
  if (again) history.replaceState(null, '', again.dataset.reload);

  document.querySelectorAll('[data-theme-switch]').forEach(button => {
    button.hidden = false;
    tellTheme(button);
  });
  if (window.Chart) window.Chart.defaults.font.family = getComputedStyle(document.body).fontFamily;
  equip(document);
  listen();
})();
