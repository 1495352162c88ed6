/** Rules every strategy of the catalogue keeps alike: confidence, warm-up, entry gate, time exit and the parameters behind them. */

import { type BooleanParameter, boolean, type DecimalParameter, decimal, type IntegerParameter, integer } from '../../domain/parameters.ts';
import type { Bar } from './strategy.ts';

/** Limits a number to 0..1; what is not a number counts as 0. */
export function clip(x: number): number {
  return x > 0 ? Math.min(x, 1) : 0;
}

/** Confidence of an entry from its strength, 0..1: from 0.55 to 0.95, to 4 decimals. */
export function confidence(strength: number): number {
  return Math.round(5500 + 4000 * strength) / 10_000;
}

/**
 * Candles before the first wish: four times the longest exponential average, at least 100, and fourteen times the longest Wilder period
 * (RSI, ATR, ADX). A Wilder average of n remembers as long as an exponential one of 2n - 1, and ADX averages twice: at four times its
 * period it still differs by percents from what the whole history gives, at fourteen times by less than a thousandth.
 */
export function warmupFor({ exponential = 0, wilder = 0 }: { exponential?: number; wilder?: number }): number {
  return Math.max(100, 4 * exponential, 14 * wilder);
}

/** What `commonParameters` declares, as values. */
interface CommonValues {
  readonly cooldown: number;
  readonly maxBars: number;
  readonly strategyDd: number;
}

/** Whether an entry may be wished at this candle: something traded, the cooldown has passed, the own drawdown is respected. */
export function mayEnter(bar: Bar, { cooldown, strategyDd }: CommonValues): boolean {
  return bar.volume() > 0 && bar.candlesSinceExit >= cooldown && (strategyDd === 0 || bar.ownDrawdownRatio <= strategyDd);
}

/** Whether the position has been held for `maxBars` closed candles, the one of its fill included; 0 means it never runs out. */
export function timeIsUp(bar: Bar, { maxBars }: CommonValues): boolean {
  return maxBars > 0 && bar.position.candlesHeld >= maxBars;
}

/** Parameters every strategy of the catalogue has; only their defaults differ. */
export function commonParameters(defaults: { maxFraction: number; cooldown?: number; maxBars?: number; strategyDd?: number }): {
  readonly cooldown: IntegerParameter;
  readonly maxBars: IntegerParameter;
  readonly strategyDd: DecimalParameter;
  readonly maxFraction: DecimalParameter;
} {
  return {
    cooldown: integer({
      label: { en: 'Pause after an exit', es: 'Pausa tras una salida' },
      min: 0,
      max: 50,
      default: defaults.cooldown ?? 0,
      help: {
        en: 'Candles that must close after an exit before the next entry',
        es: 'Velas que deben cerrar tras una salida antes de la siguiente entrada',
      },
    }),
    maxBars: integer({
      label: { en: 'Time exit', es: 'Salida por tiempo' },
      min: 0,
      max: 500,
      step: 4,
      default: defaults.maxBars ?? 0,
      help: {
        en: 'Time exit: closed candles a position is held at most; 0 for no limit',
        es: 'Salida por tiempo: velas cerradas que dura como mucho una posición; 0 sin límite',
      },
    }),
    strategyDd: decimal({
      label: { en: 'Own drawdown', es: 'Caída propia' },
      min: 0,
      max: 0.2,
      step: 0.01,
      default: defaults.strategyDd ?? 0,
      help: {
        en: 'No entries while the own 30-day result is more than this below its 30-day peak; 0 is off',
        es: 'Sin entradas mientras el resultado propio de 30 días esté más de esto por debajo de su máximo de 30 días; 0 lo apaga',
      },
    }),
    maxFraction: decimal({
      label: { en: 'Largest position', es: 'Posición máxima' },
      min: 0.01,
      max: 0.2,
      step: 0.01,
      default: defaults.maxFraction,
      help: { en: 'Largest position, as a fraction of equity', es: 'Posición máxima, como fracción del patrimonio' },
    }),
  };
}

/** Whether the strategy may sell short; where the instrument or the account can't, it trades long only. */
export function allowShortParameter(byDefault: boolean): BooleanParameter {
  return boolean({
    label: { en: 'Sell short', es: 'Vender en corto' },
    default: byDefault,
    help: { en: 'Whether to sell short as well', es: 'Si también vende en corto' },
  });
}

interface Range {
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly default: number;
}

/** Distance of the target from the average fill price, as a ratio. */
export function takeProfitParameter(range: Range): DecimalParameter {
  return decimal({
    ...range,
    label: { en: 'Target', es: 'Objetivo' },
    help: { en: 'Target, as a ratio of the average fill price', es: 'Objetivo, como proporción del precio medio de entrada' },
  });
}

/** Distance of the protective stop from the average fill price, as a ratio. */
export function stopLossParameter(range: Range): DecimalParameter {
  return decimal({
    ...range,
    label: { en: 'Protective stop', es: 'Stop de protección' },
    help: {
      en: 'Protective stop, as a ratio of the average fill price',
      es: 'Stop de protección, como proporción del precio medio de entrada',
    },
  });
}

/** Distance of the ratchet stop from the best close since the entry, as a ratio. */
export function trailParameter(range: Range): DecimalParameter {
  return decimal({
    ...range,
    label: { en: 'Ratchet stop', es: 'Stop de arrastre' },
    help: {
      en: 'Ratchet stop: distance from the best close since the entry, as a ratio',
      es: 'Stop de arrastre: distancia al mejor cierre desde la entrada, como proporción',
    },
  });
}
