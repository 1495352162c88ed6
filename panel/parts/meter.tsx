/** How much of a limit is used: a fill, and a tick at each step. Always told in words beside it. */

export interface MeterStep {
  readonly at: number;
  readonly isLast: boolean;
}

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
  tone?: 'plain' | 'loss' | 'warn';
  label: string;
}) {
  const share = (part: number) => `${Math.max(0, Math.min(1, full > 0 ? part / full : 0)) * 100}%`;
  return (
    <div className="meter" role="img" aria-label={label}>
      <i className={tone} style={{ width: share(value) }} />
      {steps.map((step) => (
        <s
          key={step.at}
          className={step.isLast ? 'last' : undefined}
          style={{ left: `calc(${share(step.at)} - ${step.at >= full ? 2 : 1}px)` }}
        />
      ))}
    </div>
  );
}
