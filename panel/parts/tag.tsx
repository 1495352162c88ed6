/** A word somebody has hung on something; a bad one is red, and its word says why. */

const TONES = { plain: 'border-line-strong', bad: 'border-danger-line bg-danger-soft text-danger' } as const;

export function Tag({ text, tone = 'plain', told }: { text: string; tone?: keyof typeof TONES; told?: string | null }) {
  return (
    <span
      className={`mr-1 inline-block h-5 max-w-56 truncate rounded-s border px-1.5 align-middle text-12 leading-[18px] font-medium ${TONES[tone]}`}
      title={told ?? undefined}
    >
      {text}
    </span>
  );
}
