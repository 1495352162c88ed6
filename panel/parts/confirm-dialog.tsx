/** The question before an act: what will happen, measured now, a place for the second factor, and the quiet way out first. */

import { type ReactNode, useEffect, useState } from 'react';
import { useSpeech } from '../i18n/words.ts';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';
import { Icon } from './icon.tsx';

export function ConfirmDialog({
  title,
  text,
  consequences = [],
  children,
  secondFactor,
  quiet,
  go,
  isDanger = false,
  isGoFirst = false,
  isDisabled = false,
  isWaiting = false,
  between,
  note,
  onGo,
  onClose,
}: {
  title: string;
  text?: string;
  /** One sentence each. */
  consequences?: readonly ReactNode[];
  children?: ReactNode;
  /** The field that proves who asks, where the act wants it. */
  secondFactor?: ReactNode;
  /** Words of the way out and of the act: verbs. */
  quiet: string;
  go: string;
  isDanger?: boolean;
  /** The act has the focus, so that stopping is fast. Never one of danger: a key pressed too often would do it. */
  isGoFirst?: boolean;
  isDisabled?: boolean;
  /** The act is under way: where it takes longer than usual, that is said. */
  isWaiting?: boolean;
  /** A third way between the two. */
  between?: ReactNode;
  note?: string;
  onGo: () => void;
  onClose: () => void;
}) {
  const hasGoFocus = isGoFirst && !isDanger;
  const first = (isFirst: boolean) => (isFirst ? { 'data-first': true } : {});
  const { words } = useSpeech();
  return (
    <Dialog
      title={title}
      {...(text !== undefined && { told: text })}
      onClose={onClose}
      foot={
        <>
          {note !== undefined && <p className="mr-auto text-12 text-muted phone:hidden">{note}</p>}
          <Button {...first(!hasGoFocus)} onClick={onClose}>
            {quiet}
          </Button>
          {between}
          <Button manner={isDanger ? 'kill' : 'primary'} {...first(hasGoFocus)} disabled={isDisabled} onClick={onGo}>
            {go}
          </Button>
        </>
      }
    >
      {consequences.length > 0 && (
        <>
          <h3>{words.acts.what}</h3>
          <Consequences points={consequences} />
        </>
      )}
      {children}
      {secondFactor}
      <p role="status" className="mt-3.5 flex items-center gap-2 text-text-2 empty:hidden">
        {useIsLong(isWaiting) && (
          <>
            <span className="size-3.5 animate-spin rounded-full border-2 border-line-strong border-t-accent" aria-hidden="true" />
            {words.acts.waiting}
          </>
        )}
      </p>
    </Dialog>
  );
}

/** A press that takes longer asks what became of it. */
const LONG_MS = 2_000;

function useIsLong(isWaiting: boolean): boolean {
  const [isLong, setLong] = useState(false);
  useEffect(() => {
    setLong(false);
    if (!isWaiting) return;
    const timer = setTimeout(() => setLong(true), LONG_MS);
    return () => clearTimeout(timer);
  }, [isWaiting]);
  return isLong;
}

function Consequences({ points }: { points: readonly ReactNode[] }) {
  return (
    <ul className="mt-1">
      {points.map((point, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the points of one dialog never change places.
        <li key={index} className="relative py-0.5 pl-5">
          <Icon name="right" className="absolute top-1.25 left-0 size-3.25 text-muted" />
          {point}
        </li>
      ))}
    </ul>
  );
}
