/** The answers the page has asked for: kept, asked for again when they may be old, never asked twice at once. */

import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { RequestProblem } from './requests.ts';

const FRESH_MS = 15_000;
const MOST_TRIES = 2;

const client = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: FRESH_MS,
      // A refusal stays a refusal; only what got no answer is asked again.
      retry: (tries, error) => tries < MOST_TRIES && !(error instanceof RequestProblem && error.status >= 400 && error.status < 500),
    },
  },
});

export function Questions({ children }: { children: ReactNode }) {
  return <QueryClientProvider client={client}>{children}</QueryClientProvider>;
}
