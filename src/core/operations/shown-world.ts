/** What a session is called where its owner reads of it: money that is real, or a venue that is none. */

/** `world` as it is in the session. In dev only simulators are reached (environment-guard.ts): whatever is sent there, no money moves. */
export function shownWorld<W extends string>({ world, environment }: { readonly world: W; readonly environment: string }): W | 'simulated' {
  return world === 'real' && environment === 'dev' ? 'simulated' : world;
}
