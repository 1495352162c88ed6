/** A choice of few, all in sight. */

export function Segmented<Value extends string | number>({
  label,
  options,
  value,
  onChoose,
}: {
  label: string;
  options: readonly { readonly value: Value; readonly text: string }[];
  value: Value | null;
  onChoose: (value: Value) => void;
}) {
  return (
    <fieldset
      className="segmented inline-flex max-w-full min-w-0 flex-wrap rounded-m border border-line bg-sunken p-0.5"
      aria-label={label}
    >
      {options.map((option) => (
        <button
          key={option.value}
          type="button"
          className="h-6 cursor-pointer rounded-s px-2.25 text-12 font-medium whitespace-nowrap text-text-2 hover:text-text aria-pressed:bg-surface aria-pressed:text-text aria-pressed:shadow-[0_0_0_1px_var(--border-strong)] phone:h-8 phone:px-2.75"
          aria-pressed={option.value === value}
          onClick={() => onChoose(option.value)}
        >
          {option.text}
        </button>
      ))}
    </fieldset>
  );
}
