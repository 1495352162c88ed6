/** Short messages at the edge of the page: what became of an act. */

import { useSyncExternalStore } from 'react';
import { toldProblem } from '../i18n/told.ts';
import { RequestProblem } from './requests.ts';

export interface Toast {
  readonly id: number;
  readonly tone: 'done' | 'problem';
  readonly title: string;
  readonly detail: string;
  readonly code: string | null;
  /** Takes the act back, where that is possible. */
  readonly undo?: () => void;
}

const SHOWN_MS = 6000;
const PROBLEM_SHOWN_MS = 20_000;

const NO_TOASTS: readonly Toast[] = [];
let toasts = NO_TOASTS;
let nextToast = 1;
const listeners = new Set<() => void>();

function setToasts(next: readonly Toast[]): void {
  toasts = next;
  for (const listener of listeners) listener();
}

/** Its id. */
export function tell(toast: Omit<Toast, 'id'>): number {
  const id = nextToast++;
  setToasts([...toasts.slice(-3), { ...toast, id }]);
  setTimeout(() => dismiss(id), toast.tone === 'done' ? SHOWN_MS : PROBLEM_SHOWN_MS);
  return id;
}

/** What became of an act: why it was refused, or that no answer came and nobody knows. */
export function tellProblem(refused: string, unknown: string, error: unknown): void {
  const problem = error instanceof RequestProblem ? error.problem : null;
  tell({ tone: 'problem', title: problem ? refused : unknown, detail: problem ? toldProblem(problem) : '', code: problem?.code ?? null });
}

export function dismiss(id: number): void {
  setToasts(toasts.filter((toast) => toast.id !== id));
}

export function useToasts(): readonly Toast[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => toasts,
    () => NO_TOASTS,
  );
}
