/** Signals that end a process: the first one stops it, a later one makes it hurry. */

/** `timeout` and process managers tell a process and then its whole group within moments: that is one stop, which nobody meant to hurry. */
const ONE_STOP_MS = 300;

export function onStopSignals(signals: readonly NodeJS.Signals[], stop: (signal: string) => void, hurry: () => void): void {
  let first: number | null = null;
  for (const signal of signals) {
    process.on(signal, () => {
      if (first === null) {
        first = performance.now();
        stop(signal);
      } else if (performance.now() - first > ONE_STOP_MS) hurry();
    });
  }
}
