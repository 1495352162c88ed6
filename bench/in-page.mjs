/** What the bench runs inside a page. Plain JavaScript, because only here the browser's names are known. */

/** Notes long tasks, the time between frames, and how long inputs wait for the next picture; `smoothness` is emptied by who takes it. */
export function watchSmoothness() {
  window.smoothness = { longTasks: [], frames: [], inputs: [] };
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) window.smoothness.longTasks.push(duration);
  }).observe({ type: 'longtask' });
  new PerformanceObserver((list) => {
    for (const { duration, interactionId } of list.getEntries()) if (interactionId > 0) window.smoothness.inputs.push(duration);
  }).observe({ type: 'event', durationThreshold: 16 });
  let before = performance.now();
  const frame = (now) => {
    window.smoothness.frames.push(now - before);
    before = now;
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
}

/** Notes when each execution's id is first in a picture: the id is in the title of its button, the picture is out when the task after its frame runs. */
export function watchFills() {
  window.shownAt = {};
  const look = () => {
    const fresh = [...document.querySelectorAll('#book button.id')]
      .map((button) => button.title.split(' · ')[0])
      .filter((id) => !(id in window.shownAt));
    if (fresh.length === 0) return;
    for (const id of fresh) window.shownAt[id] = null;
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => {
        for (const id of fresh) window.shownAt[id] = Date.now();
      };
      port2.postMessage(null);
    });
  };
  new MutationObserver(look).observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ['title'] });
}
