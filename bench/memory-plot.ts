/** A plot of memory over a run, as SVG: resident memory as a line, the heap after each whole collection as dots. */

const [WIDTH, HEIGHT, LEFT, BOTTOM] = [720, 280, 48, 32];

interface Heap {
  readonly atMs: number;
  readonly mb: number;
}

/** MB; `resident` at even steps of a run that lasted so long and played `hours` of market time. */
export function memoryPlot(resident: readonly number[], heaps: readonly Heap[], lastedMs: number, hours: number): string {
  const top = Math.ceil(Math.max(...resident) / 50) * 50;
  const x = (i: number, count: number) => LEFT + ((WIDTH - LEFT - 12) * i) / Math.max(1, count - 1);
  const y = (mb: number) => HEIGHT - BOTTOM - ((HEIGHT - BOTTOM - 24) * mb) / top;
  const text = (at: string, words: string, anchor = 'middle') => `<text ${at} text-anchor="${anchor}">${words}</text>`;
  const levels = Array.from({ length: top / 50 + 1 }, (_, i) => i * 50);
  const times = Array.from({ length: 7 }, (_, i) => (hours * i) / 6);
  const line = resident.map((mb, i) => `${x(i, resident.length).toFixed(1)},${y(mb).toFixed(1)}`).join(' ');
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="11" fill="#444">`,
    `<title>Memory of a trader over ${hours} hours</title>`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>`,
    ...levels.map(
      (mb) => `<path d="M${LEFT} ${y(mb)}H${WIDTH - 12}" stroke="#ddd"/>${text(`x="${LEFT - 6}" y="${y(mb) + 4}"`, `${mb}`, 'end')}`,
    ),
    ...times.map((hour) => text(`x="${LEFT + ((WIDTH - LEFT - 12) * hour) / hours}" y="${HEIGHT - 10}"`, `${hour} h`)),
    `<polyline points="${line}" fill="none" stroke="#2563eb" stroke-width="1.5"/>`,
    ...heaps.map(({ atMs, mb }) => `<circle cx="${x(atMs / lastedMs, 2).toFixed(1)}" cy="${y(mb).toFixed(1)}" r="2" fill="#d97706"/>`),
    text(`x="${LEFT}" y="14"`, 'MB: resident memory (line), heap after whole collections (dots)', 'start'),
    '</svg>',
    '',
  ].join('\n');
}
