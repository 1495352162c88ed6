/** Which dialog is open: at most one. */

import { useSyncExternalStore } from 'react';

export type DialogName = 'pause' | 'kill' | 'resume' | 'reset' | 'shortcuts' | 'display' | 'palette' | 'needs' | 'more';

let open: DialogName | null = null;
const listeners = new Set<() => void>();

export function showDialog(name: DialogName | null): void {
  open = name;
  for (const listener of listeners) listener();
}

export function closeDialog(): void {
  showDialog(null);
}

export function openDialogName(): DialogName | null {
  return open;
}

export function useOpenDialog(): DialogName | null {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    openDialogName,
    () => null,
  );
}
