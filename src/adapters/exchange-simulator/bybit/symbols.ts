/** Which of the exchange's markets a category and symbol of Bybit name: spot instruments, and perpetuals without their ending -PERP. */

import { InputError } from '../../../core/domain/result.ts';
import type { Market } from '../exchange/market.ts';
import { type Parameters, Refused, textOf } from './answers.ts';

export type Category = 'spot' | 'linear' | 'inverse' | 'option';

export interface Listed {
  readonly market: Market;
  readonly category: 'spot' | 'linear';
  readonly symbol: string;
  readonly base: string;
  readonly quote: string;
}

const CATEGORIES: readonly string[] = ['spot', 'linear', 'inverse', 'option'];

export class Symbols {
  /** By the exchange's market number. */
  readonly all: readonly Listed[];

  constructor(markets: readonly Market[]) {
    this.all = markets.map((market) => {
      const { id, kind, base, quote } = market.instrument.specification;
      return { market, category: kind === 'spot' ? 'spot' : 'linear', symbol: id.replace(/-PERP$/, ''), base, quote };
    });
    for (const { market, category, symbol } of this.all) {
      const first = this.find(category, symbol);
      if (first?.market !== market)
        throw new InputError(
          'INSTRUMENT_TWICE',
          `expected each instrument once, found ${category} ${symbol} twice; leave one of its files out`,
          2,
        );
    }
  }

  of(market: number): Listed {
    return this.all[market] as Listed;
  }

  find(category: string, symbol: string): Listed | undefined {
    return this.all.find((listed) => listed.category === category && listed.symbol === symbol);
  }

  in(category: string): Listed[] {
    return this.all.filter((listed) => listed.category === category);
  }

  /** The instrument that a request names. */
  asked(parameters: Parameters): Listed {
    const category = categoryOf(parameters);
    const symbol = textOf(parameters, 'symbol');
    const found = this.find(category, symbol);
    if (found !== undefined) return found;
    if (symbol === '') throw new Refused(10001, 'params error: symbol invalid');
    throw category === 'spot' ? new Refused(170121, 'Invalid symbol.') : new Refused(10001, 'params error: symbol invalid');
  }

  /** All that a request names: one symbol, or all of a category, narrowed by its coins. */
  askedFor(parameters: Parameters): Listed[] {
    if (textOf(parameters, 'symbol') !== '') return [this.asked(parameters)];
    const [base, settle] = [textOf(parameters, 'baseCoin'), textOf(parameters, 'settleCoin')];
    return this.in(categoryOf(parameters)).filter(
      (listed) => (base === '' || base === listed.base) && (settle === '' || settle === listed.quote),
    );
  }
}

/** Refused 10001 where there is no such category. */
export function categoryOf(parameters: Parameters, usual = ''): Category {
  const category = textOf(parameters, 'category') || usual;
  if (!CATEGORIES.includes(category)) throw new Refused(10001, 'params error: category invalid');
  return category as Category;
}
