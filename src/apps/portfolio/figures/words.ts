/** What figures mean and why some are not there, in both languages. */

import type { Words } from '../../../core/domain/parameters.ts';
import type { Measured, NoReturn } from '../../../core/portfolio/figures/measures.ts';
import type { Finding } from '../../../core/portfolio/ledger/ledger.ts';

export const FORMULAS: Readonly<Record<Measured['name'], Words>> = {
  twr: {
    en: 'True time-weighted return: (end of day + withdrawn) ÷ (end of the day before + put in) for each day, multiplied.',
    es: 'Rentabilidad ponderada por tiempo: (cierre del día + retirado) ÷ (cierre anterior + aportado) de cada día, multiplicado.',
  },
  xirr: {
    en: 'Money-weighted return a year (XIRR): the rate at which all you put in, took out and still have comes to nothing, with 365 days a year.',
    es: 'Rentabilidad anual ponderada por dinero (TIR): la tasa a la que todo lo aportado, retirado y lo que queda suma cero, con 365 días al año.',
  },
  roai: {
    en: 'Return on average investment: the gain ÷ what the assets held had cost, on average over the days on which some were held.',
    es: 'Rentabilidad sobre la inversión media: la ganancia ÷ lo que costaron los activos en cartera, de media en los días en que los hubo.',
  },
  simple: {
    en: 'Simple return: the gain ÷ (the value at the start + all that was put in).',
    es: 'Rentabilidad simple: la ganancia ÷ (valor inicial + todo lo aportado).',
  },
};

export const NO_RETURN: Readonly<Record<NoReturn, Words>> = {
  'unknown-price': { en: 'a price or an exchange rate is missing on some day', es: 'falta un precio o un tipo de cambio algún día' },
  'nothing-there': {
    en: 'on some day there was nothing, or less than nothing, that could earn',
    es: 'algún día no había nada, o menos que nada, que pudiera rendir',
  },
  'below-nothing': { en: 'more than everything was lost on a day', es: 'un día se perdió más que todo' },
  'one-sign': { en: 'nothing was put in, or nothing has come of it', es: 'no se aportó nada, o nada ha resultado de ello' },
  'one-day': { en: 'no day has passed', es: 'no ha pasado ningún día' },
  beyond: {
    en: 'no rate between -100 % and 100,000,000 % a year solves it',
    es: 'ninguna tasa entre -100 % y 100.000.000 % anual lo resuelve',
  },
  several: {
    en: 'more than one rate solves it, so none of them is the return',
    es: 'varias tasas lo resuelven, así que ninguna es la rentabilidad',
  },
  'nothing-invested': { en: 'nothing was invested', es: 'no había nada invertido' },
};

export const TAX_NOTE: Words = {
  en: 'A draft for your adviser, not a tax return: first in, first out over all accounts, rates of the European Central Bank on each day, losses marked where the same was bought within the months of art. 33.5 of the IRPF act. Look at every row.',
  es: 'Un borrador para su asesor, no una declaración: FIFO sobre todas las cuentas, tipos del Banco Central Europeo de cada día, y pérdidas marcadas si hubo recompra en los meses del art. 33.5 de la Ley del IRPF. Revise cada fila.',
};

export const priceMissing = (symbol: string): Words => ({
  en: `${symbol} has no price: choose its symbol at a provider, or write one by hand`,
  es: `${symbol} no tiene precio: elija su símbolo en un proveedor o escriba uno a mano`,
});
export const rateMissing = (currency: string): Words => ({
  en: `there is no exchange rate for ${currency} on some day`,
  es: `falta el tipo de cambio de ${currency} algún día`,
});

/** `what` is a symbol, `amount` a quantity. */
export const FINDINGS: Readonly<Record<Finding['code'], (what: string, amount: string) => Words>> = {
  OVERSOLD: (what, amount) => ({
    en: `${amount} ${what} more were sold or moved than the book has: a purchase is missing`,
    es: `se vendieron o movieron ${amount} ${what} más de los que hay en el libro: falta una compra`,
  }),
  RATE_MISSING: (what) => ({
    en: `an amount of ${what} can't be converted: its day has no exchange rate, and what it cost stays unknown`,
    es: `un importe de ${what} no se puede convertir: ese día no tiene tipo de cambio, y su coste queda sin datos`,
  }),
  VALUE_UNKNOWN: (what, amount) => ({
    en: `what ${amount} ${what} were worth is not known: neither the operation nor a price of the day says it`,
    es: `no se sabe cuánto valían ${amount} ${what}: ni la operación ni un precio del día lo dicen`,
  }),
  NOTHING_TO_CHANGE: (what) => ({
    en: `a split or another change of ${what} met nothing that is held`,
    es: `un desdoblamiento u otro cambio de ${what} no encontró nada en cartera`,
  }),
};

/** Why the measures of one period are not the same, as far as it shows in the figures. */
export function whyTheyDiffer(measures: readonly Measured[], flows: number, days: number): Words[] {
  const of = (name: Measured['name']) => measures.find((one) => one.name === name);
  const [twr, xirr] = [of('twr'), of('xirr')];
  const words: Words[] = [];
  if (flows !== 0)
    words.push({
      en: 'Time-weighted asks how the investments did, whatever you put in or took out; money-weighted asks how your money did, so days with more money in count for more.',
      es: 'La ponderada por tiempo pregunta cómo fueron las inversiones, aportase o retirase lo que fuera; la ponderada por dinero, cómo le fue a su dinero: pesan más los días con más dinero.',
    });
  if (twr?.ratio != null && xirr?.ratio != null && days >= 365) {
    const better = (xirr.annual ?? 0) > (twr.annual ?? 0);
    words.push(
      better
        ? {
            en: 'Money-weighted is higher: more was in before the good days than before the bad ones.',
            es: 'La ponderada por dinero es mayor: había más dinero antes de los días buenos que de los malos.',
          }
        : {
            en: 'Money-weighted is not higher: more was in before the bad days than before the good ones, or it makes no difference.',
            es: 'La ponderada por dinero no es mayor: había más dinero antes de los días malos que de los buenos, o no hay diferencia.',
          },
    );
  }
  if (xirr?.ratio != null && days < 365)
    words.push({
      en: 'XIRR is told for a whole year; over fewer days it makes a small gain look large. The others are of the period itself.',
      es: 'La TIR se expresa por año entero: en menos días agranda una ganancia pequeña. Las demás son del propio periodo.',
    });
  words.push({
    en: 'On average investment divides by what the assets cost, so idle cash does not lower it; simple divides by all that was ever put in.',
    es: 'Sobre la inversión media se divide por lo que costaron los activos, sin que la baje el efectivo parado; la simple divide por todo lo aportado.',
  });
  return words;
}

export const oldBook = (days: number): Words => ({
  en: `nothing has been booked for ${days} days: is an operation missing?`,
  es: `no se anota nada desde hace ${days} días: ¿falta alguna operación?`,
});

export const VALUE_FORMULA: Words = {
  en: 'value = quantity × price × exchange rate; gain = value − cost; cost of what was bought first goes first (or last, or on average, as chosen)',
  es: 'valor = cantidad × precio × tipo de cambio; ganancia = valor − coste; sale primero el coste de lo comprado antes (o al final, o la media, según se elija)',
};
