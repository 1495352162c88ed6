/** How much of a limit is used: a fill, and a tick at each step. Always told in words beside it. Drawn without style attributes, which the first picture may not carry. */

export interface MeterStep {
  readonly at: number;
  readonly isLast: boolean;
}

const FILLS = { plain: 'fill-line-2', loss: 'fill-loss', warn: 'fill-warn' } as const;

/** `value` and steps in the same unit; the scale ends at `full`. */
export function Meter({
  value,
  full,
  steps = [],
  tone = 'plain',
  label,
}: {
  value: number;
  full: number;
  steps?: readonly MeterStep[];
  tone?: keyof typeof FILLS;
  /** Where the words beside it say less than the bar does. */
  label?: string;
}) {
  const share = (part: number) => Math.max(0, Math.min(1, full > 0 ? part / full : 0)) * 100;
  return (
    <svg className="block h-3 w-full overflow-visible" role={label === undefined ? 'presentation' : 'img'} aria-label={label}>
      <rect y="3" width="100%" height="6" rx="3" className="fill-sunken stroke-line" />
      <rect y="3" width={`${share(value)}%`} height="6" rx="3" className={FILLS[tone]} />
      {steps.map((step) => (
        <rect
          key={step.at}
          width="2"
          height="12"
          x={`${share(step.at)}%`}
          transform={`translate(${step.at >= full ? -2 : -1})`}
          className={step.isLast ? 'fill-danger' : 'fill-warn'}
        />
      ))}
    </svg>
  );
}
