/** Findings in both languages with figures as each writes them, from the figures they carry; their own sentences where a figure is missing. */

import type { Finding } from '../result.ts';
import { inBoth, type Line } from './html.ts';

interface BothWords {
  readonly en: string;
  readonly es: string;
}

interface Wording {
  readonly title: BothWords;
  /** Figures the sentence needs. */
  readonly figures: readonly string[];
  detail(figures: Readonly<Record<string, number>>, finding: Finding): Line;
}

/** Name and sentence of each finding. */
const WORDINGS: Readonly<Record<Finding['id'], Wording>> = {
  'look-ahead': {
    title: { en: 'Look-ahead', es: 'Datos del futuro' },
    figures: ['sampledDecisions', 'changedDecisions', 'changedIndicators'],
    detail:
      ({ sampledDecisions = 0, changedDecisions = 0, changedIndicators = 0 }) =>
      (f) => {
        const changed = Math.max(changedDecisions, changedIndicators);
        if (sampledDecisions === 0)
          return f.pick({ en: 'No decision was made, so none could be checked.', es: 'No hubo ninguna decisión que comprobar.' });
        if (changed === 0) {
          return f.pick({
            en: `${f.number(sampledDecisions, 0)} sampled decisions are the same when the data end there.`,
            es: `${f.number(sampledDecisions, 0)} decisiones de muestra son las mismas cuando los datos acaban ahí.`,
          });
        }
        return f.pick({
          en: `${f.number(changed, 0)} of ${f.number(sampledDecisions, 0)} sampled decisions change when later candles are taken away: the strategy uses the future and its result means nothing.`,
          es: `${f.number(changed, 0)} de ${f.number(sampledDecisions, 0)} decisiones de muestra cambian al quitar las velas posteriores: la estrategia usa el futuro y su resultado no significa nada.`,
        });
      },
  },
  'warm-up': {
    title: { en: 'Warm-up', es: 'Calentamiento' },
    figures: ['sampledDecisions', 'changedDecisions', 'largestChangeRatio'],
    detail:
      ({ sampledDecisions = 0, changedDecisions = 0, largestChangeRatio = 0 }, { severity }) =>
      (f) => {
        if (sampledDecisions === 0) {
          return f.pick({
            en: 'Too little history before the decisions to shorten it.',
            es: 'Muy poco historial antes de las decisiones para acortarlo.',
          });
        }
        if (severity === 'ok' && largestChangeRatio < 5e-6) {
          return f.pick({
            en: 'Indicators are the same when history starts at the declared warm-up.',
            es: 'Los indicadores son los mismos si el historial empieza en el calentamiento declarado.',
          });
        }
        if (severity === 'ok') {
          return f.pick({
            en: `Indicators change by at most ${f.ratio(largestChangeRatio, 3)} when history starts at the declared warm-up.`,
            es: `Los indicadores cambian como mucho un ${f.ratio(largestChangeRatio, 3)} si el historial empieza en el calentamiento declarado.`,
          });
        }
        return f.pick({
          en: `With history starting at the declared warm-up, indicators change by up to ${f.ratio(largestChangeRatio)} and ${f.number(changedDecisions, 0)} of ${f.number(sampledDecisions, 0)} decisions change: declare a longer warm-up.`,
          es: `Si el historial empieza en el calentamiento declarado, los indicadores cambian hasta un ${f.ratio(largestChangeRatio)} y ${f.number(changedDecisions, 0)} de ${f.number(sampledDecisions, 0)} decisiones: declara un calentamiento mayor.`,
        });
      },
  },
  costs: {
    title: { en: 'Costs ×1.5', es: 'Costes ×1,5' },
    figures: ['returnRatio', 'returnRatioAtHigherCosts'],
    detail:
      ({ returnRatio = 0, returnRatioAtHigherCosts = 0 }) =>
      (f) =>
        f.pick({
          en: `With fees and slippage half as high again the return goes from ${f.ratio(returnRatio, 1, true)} to ${f.ratio(returnRatioAtHigherCosts, 1, true)}.`,
          es: `Con comisiones y deslizamiento mitad más altos, la rentabilidad pasa de ${f.ratio(returnRatio, 1, true)} a ${f.ratio(returnRatioAtHigherCosts, 1, true)}.`,
        }),
  },
  'best-trades': {
    title: { en: 'Best five trades', es: 'Cinco mejores operaciones' },
    figures: ['shareOfProfit', 'winningTrades'],
    detail:
      ({ shareOfProfit = 0, winningTrades = 0 }) =>
      (f) =>
        winningTrades === 0
          ? f.pick({ en: 'No trade won.', es: 'Ninguna operación ganó.' })
          : f.pick({
              en: `${f.ratio(shareOfProfit, 0)} of the gross profit comes from the best ${Math.min(5, winningTrades)} of ${f.number(winningTrades, 0)} winning trades.`,
              es: `El ${f.ratio(shareOfProfit, 0)} de la ganancia bruta viene de las ${Math.min(5, winningTrades)} mejores de ${f.number(winningTrades, 0)} operaciones ganadoras.`,
            }),
  },
  'few-trades': {
    title: { en: 'Number of trades', es: 'Número de operaciones' },
    figures: ['closedTrades', 'needed'],
    detail:
      ({ closedTrades = 0, needed = 0 }) =>
      (f) =>
        closedTrades < needed
          ? f.pick({
              en: `${f.number(closedTrades, 0)} closed trades are too few to tell skill from luck (${f.number(needed, 0)} at least).`,
              es: `${f.number(closedTrades, 0)} operaciones cerradas son pocas para distinguir acierto de suerte (${f.number(needed, 0)} como mínimo).`,
            })
          : f.pick({
              en: `${f.number(closedTrades, 0)} closed trades, ${f.number(needed, 0)} needed.`,
              es: `${f.number(closedTrades, 0)} operaciones cerradas; hacen falta ${f.number(needed, 0)}.`,
            }),
  },
  'buy-and-hold': {
    title: { en: 'Buy and hold', es: 'Comprar y mantener' },
    figures: ['returnRatio', 'buyAndHoldReturnRatio'],
    detail:
      ({ returnRatio = 0, buyAndHoldReturnRatio = 0 }) =>
      (f) =>
        f.pick({
          en: `${f.ratio(returnRatio, 1, true)} against ${f.ratio(buyAndHoldReturnRatio, 1, true)} for simply holding.`,
          es: `${f.ratio(returnRatio, 1, true)} frente a ${f.ratio(buyAndHoldReturnRatio, 1, true)} por comprar y mantener.`,
        }),
  },
  'intrabar-order': {
    title: { en: 'Order inside the candle', es: 'Orden dentro de la vela' },
    figures: ['assumedExits', 'intrabarExits'],
    detail:
      ({ assumedExits = 0, intrabarExits = 0 }) =>
      (f) =>
        intrabarExits === 0
          ? f.pick({ en: 'No exit by stop or target.', es: 'Ninguna salida por stop u objetivo.' })
          : f.pick({
              en: `${f.number(assumedExits, 0)} of ${f.number(intrabarExits, 0)} exits by stop or target had both in one candle; the stop was taken first. A finer timeframe settles it.`,
              es: `${f.number(assumedExits, 0)} de ${f.number(intrabarExits, 0)} salidas por stop u objetivo tenían ambos en una vela; se tomó antes el stop. Un marco temporal más fino lo aclara.`,
            }),
  },
  'risk-stop': {
    title: { en: 'Stopped by risk', es: 'Parada por riesgo' },
    figures: ['stoppedAt', 'returnRatioWithoutLimits', 'maxDrawdownRatioWithoutLimits'],
    detail:
      ({ stoppedAt = 0, returnRatioWithoutLimits = 0, maxDrawdownRatioWithoutLimits = 0 }) =>
      (f) =>
        f.pick({
          en: `Risk closed everything on ${f.date(stoppedAt)} and the run stayed stopped. Without limits: ${f.ratio(returnRatioWithoutLimits, 1, true)}, with a fall of ${f.ratio(-maxDrawdownRatioWithoutLimits, 1)}.`,
          es: `El riesgo lo cerró todo el ${f.date(stoppedAt)} y la simulación siguió parada. Sin límites: ${f.ratio(returnRatioWithoutLimits, 1, true)}, con una caída del ${f.ratio(-maxDrawdownRatioWithoutLimits, 1)}.`,
        }),
  },
};

/** Name of a check, also of one that was not made. */
export function findingName(id: Finding['id']): BothWords {
  return WORDINGS[id].title;
}

/** What a finding says, in both languages. */
export function findingDetail(finding: Finding): BothWords {
  const { figures, detail } = WORDINGS[finding.id];
  return inBoth(figures.every((name) => Number.isFinite(finding.figures[name])) ? detail(finding.figures, finding) : finding.detail);
}
