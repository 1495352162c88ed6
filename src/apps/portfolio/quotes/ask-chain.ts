/** Asks for many prices at once along each instrument's own order of providers: those of one provider together, and the next one for what it could not tell. */

import { isStale } from '../../../core/portfolio/quotes/freshness.ts';
import { type AskedSymbol, ProviderTrouble, type QuoteProvider } from '../../../core/portfolio/quotes/provider.ts';
import { CLOCK_TOLERANCE_MS, type ToldQuote } from '../../../core/portfolio/quotes/quote.ts';
import type { ProviderName } from '../../../core/portfolio/quotes/quote-rules.ts';
import type { QuoteTarget } from './targets.ts';

export interface Found {
  readonly told: ToldQuote;
  readonly provider: ProviderName;
  /** Another one should have told it. */
  readonly isFallback: boolean;
}

export interface ChainOptions {
  readonly providers: ReadonlyMap<ProviderName, QuoteProvider>;
  readonly now: () => number;
  /** Hears why a provider has told nothing. */
  readonly heard: (provider: ProviderName, trouble: ProviderTrouble, targets: readonly QuoteTarget[]) => void;
}

/** By instrument; absent where nobody can tell. `after`: begins behind this provider, for a second source. */
export async function askChain(
  targets: readonly QuoteTarget[],
  { providers, now, heard }: ChainOptions,
  after: (target: QuoteTarget) => ProviderName | null = () => null,
): Promise<Map<string, Found>> {
  const best = new Map<string, Found>();
  let open = targets.map((target) => {
    const order = [...target.symbols.keys()];
    const rest = order.slice(order.indexOf(after(target) ?? ('' as ProviderName)) + 1).filter((name) => providers.has(name));
    return { target, rest, isFallback: rest[0] !== target.rules.providers[0] };
  });
  open = open.filter(({ rest }) => rest.length > 0);
  while (open.length > 0) {
    const groups = Map.groupBy(open, ({ rest }) => rest[0] as ProviderName);
    const answers = await Promise.all(
      [...groups].map(([name, group]) =>
        asked(
          providers.get(name) as QuoteProvider,
          group.map(({ target }) => target),
          heard,
        ),
      ),
    );
    const told = new Map(answers.flatMap((one) => [...one]));
    open = open.flatMap(({ target, rest: [provider, ...rest], isFallback }) => {
      const quote = told.get(target.id);
      if (quote !== undefined && quote.at <= now() + CLOCK_TOLERANCE_MS) {
        // An old price serves only where nobody has a newer one.
        const former = best.get(target.id);
        if (former === undefined || former.told.at < quote.at)
          best.set(target.id, { told: quote, provider: provider as ProviderName, isFallback });
        if (!isStale(target.rules, quote.at, now())) return [];
      }
      return rest.length === 0 ? [] : [{ target, rest, isFallback: true }];
    });
  }
  return best;
}

/** One provider, in as many questions as it needs; a trouble ends it for those that are left. */
async function asked(
  provider: QuoteProvider,
  targets: readonly QuoteTarget[],
  heard: ChainOptions['heard'],
): Promise<Map<string, ToldQuote>> {
  const told = new Map<string, ToldQuote>();
  for (let at = 0; at < targets.length; at += provider.most) {
    const some = targets.slice(at, at + provider.most);
    const symbols = some.map(
      (target): AskedSymbol => ({
        symbol: target.symbols.get(provider.name) as string,
        currency: target.currency ?? 'EUR',
      }),
    );
    try {
      const quotes = new Map((await provider.quotes(symbols)).map((quote) => [quote.symbol, quote]));
      some.forEach((target, i) => {
        const quote = quotes.get(symbols[i]?.symbol as string);
        if (quote !== undefined) told.set(target.id, quote);
      });
    } catch (error) {
      if (!(error instanceof ProviderTrouble)) throw error;
      heard(provider.name, error, some);
      // Of the others it may still know something.
      if (error.code !== 'PROVIDER_UNKNOWN' && error.code !== 'PROVIDER_LAYOUT') break;
    }
  }
  return told;
}
