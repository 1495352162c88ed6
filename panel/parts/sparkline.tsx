/** The shape of a curve in little: no axis, the last point marked. */

const WIDTH = 104;
const HEIGHT = 30;
const MOST_POINTS = 60;

export function Sparkline({ values, label }: { values: readonly number[]; label: string }) {
  if (values.length < 2) return null;
  const step = Math.max(1, (values.length - 1) / MOST_POINTS);
  const points: number[] = [];
  for (let at = 0; at < values.length - 1; at += step) points.push(values[Math.floor(at)] as number);
  points.push(values.at(-1) as number);
  const [low, high] = [Math.min(...points), Math.max(...points)];
  const x = (index: number) => 2 + (index / (points.length - 1)) * (WIDTH - 8);
  const y = (value: number) => (high === low ? HEIGHT / 2 : 3 + (1 - (value - low) / (high - low)) * (HEIGHT - 6));
  return (
    <svg width={WIDTH} height={HEIGHT} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={label}>
      <polyline
        className="fill-none stroke-line-1 stroke-[1.5]"
        strokeLinejoin="round"
        points={points.map((value, index) => `${x(index).toFixed(1)},${y(value).toFixed(1)}`).join(' ')}
      />
      <circle className="fill-line-1" cx={x(points.length - 1)} cy={y(points.at(-1) as number)} r="2.5" />
    </svg>
  );
}
