/** What a check saw change, in words: which indicator or decision, at which candle's close, and how far. */

import type { Format } from './report/page/format.ts';
import type { Change } from './result.ts';

/** Acts as the engine writes them, and in Spanish. What stands in brackets is the strategy's own word and stays. */
const ACTS: readonly (readonly [act: string, es: string])[] = [
  ['wish for long', 'deseo de entrar en largo'],
  ['wish for short', 'deseo de entrar en corto'],
  ['entry long', 'entrada en largo'],
  ['entry short', 'entrada en corto'],
  ['enter long', 'entrar en largo'],
  ['enter short', 'entrar en corto'],
  ['move stop', 'mover el stop'],
  ['exit', 'salir'],
];
const ACT = new RegExp(`(^|, )(${ACTS.map(([act]) => act).join('|')})(?= \\(|,|$)`, 'g');

/** One change, without a full stop. */
export function changeText(f: Format, change: Change): string {
  const close = f.pick({ en: `at the close of ${f.time(change.at)}`, es: `al cierre del ${f.time(change.at)}` });
  switch (change.kind) {
    case 'indicator': {
      const [before, after] = apart(f, change.value, change.instead);
      return f.pick({
        en: `${change.name} ${close} is ${after} instead of ${before}`,
        es: `${change.name} ${close} es ${after} en vez de ${before}`,
      });
    }
    case 'drift':
      return f.pick({
        en: `${change.name} changes by ${f.ratio(change.ratio)} (${close})`,
        es: `${change.name} cambia un ${f.ratio(change.ratio)} (${close})`,
      });
    case 'decision': {
      const how = {
        missing: { en: 'is not made', es: 'no se decide' },
        added: { en: 'is made instead', es: 'se decide en su lugar' },
        'other-figures': { en: 'has other figures', es: 'lleva otras cifras' },
      }[change.how];
      return `${actText(f, change.act)} ${close} ${f.pick(how)}`;
    }
    case 'answer': {
      const [wanted, instead] = [actText(f, change.wanted), actText(f, change.instead)];
      if (wanted === instead)
        return f.pick({ en: `"${wanted}" has other figures ${close}`, es: `«${wanted}» lleva otras cifras ${close}` });
      return f.pick({
        en: `"${instead}" comes in place of "${wanted}" ${close}`,
        es: `sale «${instead}» en lugar de «${wanted}» ${close}`,
      });
    }
    case 'failure':
      return f.pick({ en: `it fails ${close}: ${change.message}`, es: `falla ${close}: ${change.message}` });
  }
}

function actText(f: Format, act: string): string {
  if (act === '') return f.pick({ en: 'nothing', es: 'nada' });
  if (f.lang === 'en') return act;
  return act.replace(ACT, (_, before: string, known: string) => before + (ACTS.find(([en]) => en === known)?.[1] ?? known));
}

/** Two numbers with as many digits as it takes to tell them apart, six at least. */
function apart(f: Format, a: number, b: number): [string, string] {
  for (let digits = 6; ; digits++) {
    const texts = [a, b].map((value) => numberText(f, value, digits)) as [string, string];
    if (texts[0] !== texts[1] || digits === 17) return texts;
  }
}

function numberText(f: Format, value: number, digits: number): string {
  if (!Number.isFinite(value)) return f.pick({ en: 'not defined', es: 'indefinido' });
  const wholeDigits = value === 0 ? 1 : Math.floor(Math.log10(Math.abs(value))) + 1;
  const text = f.number(value, Math.max(0, Math.min(20, digits - wholeDigits)));
  return digits > wholeDigits ? text.replace(/[.,]?0+$/, '') : text;
}
