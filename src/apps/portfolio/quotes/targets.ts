/** What prices are wanted of: each instrument with who may know it under which symbol. */

import type { KeptInstrument } from '../../../adapters/postgres/portfolio/instruments.ts';
import type { Instrument } from '../../../core/portfolio/instruments.ts';
import {
  PROVIDERS,
  type ProviderName,
  type QuoteOverrides,
  type QuoteRules,
  quoteRules,
} from '../../../core/portfolio/quotes/quote-rules.ts';

export interface QuoteTarget {
  readonly id: string;
  readonly title: string;
  /** What the owner counts it in; null while nobody has told. */
  readonly currency: string | null;
  readonly rules: QuoteRules;
  /** In the order they are asked; only those that know it under a symbol. */
  readonly symbols: ReadonlyMap<ProviderName, string>;
}

/** Only what can't be another asset: an ISIN is one, letters of a coin are one once the owner has said which coin it is. */
function symbolsByItself(name: ProviderName, instrument: Instrument, said: Readonly<Record<string, string>>): string | undefined {
  const { isin, symbol, kind, currency, isResolved } = instrument;
  const isCoin = kind === 'crypto';
  switch (name) {
    case 'kraken':
    case 'market-lake':
      return isCoin && isResolved && currency !== null ? `${symbol}/${currency}` : undefined;
    case 'fund-page':
      return isin ?? undefined;
    case 'price-file':
      return isin ?? symbol;
    case 'twelve-data':
      // Without an ending it is listed in the United States, where both write it the same.
      return said.yahoo !== undefined && /^[A-Z]+$/.test(said.yahoo) ? said.yahoo : undefined;
    default:
      return undefined;
  }
}

export function overridesOf(kept: Pick<KeptInstrument, 'overrides'> | undefined): QuoteOverrides {
  const { providers, disagreement } = kept?.overrides ?? {};
  const known = Array.isArray(providers) ? PROVIDERS.filter((name) => providers.includes(name)) : undefined;
  return {
    // In the owner's order.
    ...(known !== undefined && known.length > 0 && { providers: (providers as ProviderName[]).filter((name) => known.includes(name)) }),
    ...(typeof disagreement === 'number' && { disagreement }),
  };
}

export function targetOf(instrument: Instrument, kept: KeptInstrument | undefined): QuoteTarget {
  const rules = quoteRules(instrument.kind, overridesOf(kept));
  const said = kept?.symbols ?? {};
  const symbols = rules.providers.flatMap((name) => {
    const symbol = said[name] ?? symbolsByItself(name, instrument, said);
    return symbol === undefined || symbol === '' ? [] : [[name, symbol] as const];
  });
  return { id: instrument.id, title: instrument.symbol, currency: instrument.currency, rules, symbols: new Map(symbols) };
}
