/** What alerts are called and what they say, in both languages. */

import type { AlertInput } from '../../../api/portfolio/alerts.ts';
import type { Words } from '../../../core/domain/parameters.ts';

type Condition = AlertInput['condition'];

const percent = (ratio: number): string => `${(ratio * 100).toFixed(1)} %`;

/** `name`: of the instrument, or what the allocation is by. */
const TITLES: { readonly [Kind in Condition['kind']]: (condition: Extract<Condition, { kind: Kind }>, name: string) => Words } = {
  'price-above': ({ level }, name) => ({ en: `${name} above ${level}`, es: `${name} por encima de ${level}` }),
  'price-below': ({ level }, name) => ({ en: `${name} below ${level}`, es: `${name} por debajo de ${level}` }),
  move: ({ ratio, hours }, name) => ({
    en: `${name} moves ${percent(ratio)} within ${hours} h`,
    es: `${name} se mueve ${percent(ratio)} en ${hours} h`,
  }),
  'target-reached': (_, name) => ({ en: `${name} at its target`, es: `${name} en su objetivo` }),
  'rsi-above': ({ level }, name) => ({ en: `weekly RSI of ${name} above ${level}`, es: `RSI semanal de ${name} por encima de ${level}` }),
  'rsi-below': ({ level }, name) => ({ en: `weekly RSI of ${name} below ${level}`, es: `RSI semanal de ${name} por debajo de ${level}` }),
  drift: ({ key }, name) => ({
    en: `allocation by ${name}${key === null ? '' : ` (${key})`} outside its band`,
    es: `asignación por ${name}${key === null ? '' : ` (${key})`} fuera de su banda`,
  }),
  'stale-quote': (_, name) => ({ en: `the price of ${name} is old`, es: `el precio de ${name} está viejo` }),
  date: ({ what, day }, name) => ({ en: `${name}: ${what} on ${day}`, es: `${name}: ${what} el ${day}` }),
};

export const titleOf = (condition: Condition, name: string): Words =>
  (TITLES[condition.kind] as (condition: Condition, name: string) => Words)(condition, name);

const RATIOS: ReadonlySet<Condition['kind']> = new Set(['move', 'drift']);
const FACTS: ReadonlySet<Condition['kind']> = new Set(['date', 'stale-quote']);

/** The value as it was when the alert fired, where it came from, and the owner's own note. */
export function textOf({ condition, note }: AlertInput, title: Words, value: number, source: Words): Words {
  const shown = RATIOS.has(condition.kind) ? percent(value) : String(Number(value.toPrecision(8)));
  const own = note === '' ? '' : ` ${note}`;
  if (FACTS.has(condition.kind)) return { en: `${title.en}.${own}`, es: `${title.es}.${own}` };
  return { en: `${title.en}: now ${shown} (${source.en}).${own}`, es: `${title.es}: ahora ${shown} (${source.es}).${own}` };
}

export const REFUSALS = {
  noPrice: { en: 'there is no price of it', es: 'no hay ningún precio' },
  noQuote: {
    en: 'no provider tells its price now; the last one is of an operation or a close of an earlier day',
    es: 'ningún proveedor da su precio ahora; el último es de una operación o de un cierre anterior',
  },
  stale: { en: 'its price is old', es: 'su precio está viejo' },
  quarantined: {
    en: 'a newer price is in doubt and waits for your verdict',
    es: 'hay un precio más nuevo en duda que espera tu decisión',
  },
  short: { en: 'its price is not known for so long yet', es: 'su precio aún no se conoce desde hace tanto' },
  noTarget: { en: 'nothing that is held of it has a target', es: 'nada de lo que hay tiene objetivo' },
  noRsi: { en: 'there are not enough weekly closes', es: 'no hay suficientes cierres semanales' },
  noTargets: { en: 'there is no target weight for it', es: 'no hay peso objetivo' },
  gone: { en: 'it is not in the book any more', es: 'ya no está en el libro' },
  unvalued: {
    en: 'something in the portfolio can not be valued well now, so no weight is sure',
    es: 'algo de la cartera no se puede valorar bien ahora, así que ningún peso es seguro',
  },
} satisfies Readonly<Record<string, Words>>;
