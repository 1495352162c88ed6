/** What every step of the set-up has: the list of steps, its card with the reason it is asked for, and the ways back and on. */

import { type ReactNode, useEffect, useRef } from 'react';
import { Button } from '../../parts/button.tsx';
import { Icon } from '../../parts/icon.tsx';
import { STEPS, type Step } from './remembered.ts';
import { useSetupWords } from './words.ts';

export function StepList({ step }: { step: Step }) {
  const words = useSetupWords();
  const here = STEPS.indexOf(step);
  return (
    <nav aria-label={words.progress}>
      <p className="pb-2 text-12 text-text-2 desk:hidden">
        {words.step(here + 1, STEPS.length)}: <b className="font-medium text-text">{words.steps[step]}</b>
      </p>
      <ol className="grid grid-cols-5 gap-2">
        {STEPS.map((each, place) => (
          <li
            key={each}
            aria-current={place === here ? 'step' : undefined}
            className={`flex min-w-0 items-center gap-2 border-t-2 pt-2 ${place <= here ? 'border-accent text-text' : 'border-line-strong text-muted'}`}
          >
            {place < here && <Icon name="check" className="size-3.5 text-ok" />}
            <span className="truncate font-medium phone:sr-only">{words.steps[each]}</span>
          </li>
        ))}
      </ol>
    </nav>
  );
}

export function StepCard({ step, title, children }: { step: Step; title: string; children: ReactNode }) {
  const words = useSetupWords();
  const heading = useRef<HTMLHeadingElement>(null);
  // A screen reader goes on at the new step, not at the end of the one before.
  useEffect(() => heading.current?.focus(), []);
  return (
    <section
      data-step={step}
      className="grid grid-cols-[minmax(0,1fr)] justify-items-start gap-4 rounded-l border border-line bg-surface p-7 phone:p-5"
    >
      <header>
        <h1 ref={heading} tabIndex={-1} className="text-20 font-semibold tracking-tight outline-none">
          {title}
        </h1>
        <p className="max-w-[64ch] pt-1 text-text-2">{words.why[step]}</p>
      </header>
      {children}
    </section>
  );
}

export function Ways({ back, children }: { back?: (() => void) | undefined; children?: ReactNode }) {
  const words = useSetupWords();
  return (
    <footer className="flex w-full flex-wrap items-center gap-2 border-t border-line pt-4">
      {back && <Button onClick={back}>{words.back}</Button>}
      <span className="ml-auto flex gap-2">{children}</span>
    </footer>
  );
}

export function Next({ onClick, isQuiet = false }: { onClick: () => void; isQuiet?: boolean }) {
  const words = useSetupWords();
  return (
    <Button manner={isQuiet ? 'plain' : 'primary'} onClick={onClick}>
      {words.next}
    </Button>
  );
}

/** One of few, with what it means. */
export function Choice({
  name,
  isChosen,
  onChoose,
  title,
  children,
}: {
  /** Of the group. */
  name: string;
  isChosen: boolean;
  onChoose: () => void;
  title: ReactNode;
  children?: ReactNode;
}) {
  return (
    <label
      className={`grid cursor-pointer grid-cols-[20px_minmax(0,1fr)] gap-x-2.5 rounded-m border px-3.5 py-3 ${isChosen ? 'border-accent bg-accent-soft' : 'border-line hover:bg-hover'}`}
    >
      <input type="radio" name={name} className="mt-0.5 size-4 accent-accent-solid" checked={isChosen} onChange={onChoose} />
      <span>
        <b className="block font-semibold">{title}</b>
        {children !== undefined && <span className="text-text-2">{children}</span>}
      </span>
    </label>
  );
}
