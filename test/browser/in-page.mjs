/** What tests run inside the page. Plain JavaScript, because only here the browser's names are known. */

/** Sentences about what is wrong with the page as it stands: its width, names and contrast (WCAG 2.2, 1.4.3, 1.4.10 and 4.1.2); none for a good page. */
export function checkPage() {
  const faults = [];
  const nameOf = (element) => `${element.tagName.toLowerCase()}.${element.className} "${(element.textContent ?? '').trim().slice(0, 30)}"`;
  const isShown = (element) =>
    element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) && element.getBoundingClientRect().width > 1;

  const { scrollWidth, clientWidth } = document.documentElement;
  if (scrollWidth > clientWidth) faults.push(`the page is ${scrollWidth} px wide in a window of ${clientWidth} px`);

  for (const element of document.querySelectorAll('button, a[href], select, input')) {
    const name = element.getAttribute('aria-label') ?? element.labels?.[0]?.textContent ?? element.textContent ?? '';
    if (isShown(element) && name.trim() === '') faults.push(`without a name: ${nameOf(element)}`);
  }
  for (const element of document.querySelectorAll('[role=img], [role=dialog], [role=progressbar], nav, table')) {
    // What is inside a picture is not read out.
    if (element.parentElement.closest('[role=img]')) continue;
    const isNamed =
      element.hasAttribute('aria-label') || element.hasAttribute('aria-labelledby') || element.querySelector('caption') !== null;
    if (isShown(element) && !isNamed) faults.push(`without a label: ${nameOf(element)}`);
  }
  const ids = [...document.querySelectorAll('[id]')].map((element) => element.id);
  for (const id of new Set(ids.filter((each, at) => ids.indexOf(each) !== at))) faults.push(`the id ${id} is there twice`);
  if (document.querySelectorAll('h1').length !== 1) faults.push('there has to be one h1');

  // Colours as the browser resolves them, composed over what is behind.
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const rgba = (colour) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    const [red, green, blue, alpha] = canvas.getImageData(0, 0, 1, 1).data;
    return [red, green, blue, alpha / 255];
  };
  const behind = (element) => {
    if (!element) return [255, 255, 255];
    const [red, green, blue, alpha] = rgba(getComputedStyle(element).backgroundColor);
    if (alpha === 1) return [red, green, blue];
    const under = behind(element.parentElement);
    return [red, green, blue].map((part, at) => part * alpha + under[at] * (1 - alpha));
  };
  const luminance = (colour) => {
    const [red, green, blue] = colour.map((part) => (part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const told = new Set();
  for (let text = walker.nextNode(); text; text = walker.nextNode()) {
    const element = text.parentElement;
    if ((text.textContent ?? '').trim() === '' || !isShown(element) || element.closest('[inert], [disabled], .sr-only, option, noscript'))
      continue;
    const style = getComputedStyle(element);
    if (style.fontSize === '0px') continue;
    const ground = behind(element);
    const [red, green, blue, alpha] = rgba(style.color);
    const colour = [red, green, blue].map((part, at) => part * alpha + ground[at] * (1 - alpha));
    const [a, b] = [luminance(colour), luminance(ground)];
    const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    const size = Number.parseFloat(style.fontSize);
    const isLarge = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    const key = `${style.color} on ${ground.map(Math.round).join()}`;
    if (contrast < (isLarge ? 3 : 4.5) && !told.has(key)) {
      told.add(key);
      faults.push(`contrast ${contrast.toFixed(2)} of ${nameOf(element)}: ${key}`);
    }
  }
  return faults;
}

/** Whether colours of marks and of candles are among the chart's pixels. */
export function coloursOnChart() {
  const colourOf = (role) => {
    const probe = document.createElement('span');
    probe.style.color = `var(${role})`;
    document.body.append(probe);
    const parts = getComputedStyle(probe).color.match(/\d+/g)?.slice(0, 3).join();
    probe.remove();
    return parts;
  };
  const seen = new Set();
  for (const canvas of document.querySelectorAll('#chart canvas')) {
    const { data } = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height) ?? { data: [] };
    for (let at = 0; at < data.length; at += 4) if (data[at + 3] === 255) seen.add(`${data[at]},${data[at + 1]},${data[at + 2]}`);
  }
  const has = (role) => seen.has(colourOf(role) ?? '');
  return { marks: has('--loss') && has('--gain') && has('--text'), candles: has('--candle-up') && has('--candle-down') };
}

/** Runs before the page does: notes the largest paint, when the acts answer, and how much the layout jumped. */
export function watchPaints() {
  const seen = { largestAt: 0, largest: '', text: '', aliveAt: 0, shift: 0 };
  window.firstPicture = seen;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      seen.largestAt = entry.startTime;
      seen.largest = entry.element?.id || entry.element?.tagName || '';
      seen.text = entry.element?.textContent ?? '';
    }
  }).observe({ type: 'largest-contentful-paint', buffered: true });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) seen.shift += entry.value;
  }).observe({ type: 'layout-shift', buffered: true });
  const look = () => {
    const kill = document.querySelector('[data-act=kill]');
    // React leaves its mark on what it has brought to life.
    if (kill && Object.keys(kill).some((key) => key.startsWith('__reactProps'))) seen.aliveAt = performance.now();
    else setTimeout(look, 16);
  };
  look();
}
