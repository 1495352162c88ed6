/** What each self-check found, in both languages, from the figures and changes it carries: for the terminal, the JSON and the report alike. */

import type { Words } from '../domain/parameters.ts';
import { isoText } from '../market/zone.ts';
import { changeText } from './change-text.ts';
import { FORMATS, inBoth, type Line } from './report/html.ts';
import type { Change, Finding } from './result.ts';

type Facts = Omit<Finding, 'title' | 'detail'>;

interface Wording {
  readonly title: Words;
  /** Figures the sentence needs. */
  readonly figures: readonly string[];
  detail(figures: Readonly<Record<string, number>>, facts: Facts): Line;
}

/** A finding with its name and its sentence in English. */
export function finding(facts: Facts): Finding {
  const { id, severity, ...rest } = facts;
  const { title, detail } = WORDINGS[id];
  return { id, severity, title: inEnglish(title), detail: inEnglish(detail(facts.figures, facts)), ...rest };
}

/** Name of a check, also of one that was not made. */
export function findingName(id: Finding['id']): Words {
  return WORDINGS[id].title;
}

/** What a finding says, in both languages; its own sentence where a figure is missing. */
export function findingDetail(given: Finding): Words {
  const { figures, detail } = WORDINGS[given.id];
  return inBoth(figures.every((name) => Number.isFinite(given.figures[name])) ? detail(given.figures, given) : given.detail);
}

/** Name and sentence in both languages of a finding that was written down; as it was told then where this version has no words for it. */
export function findingTold(given: Finding): { readonly title: Words; readonly detail: Words } {
  if (!(given.id in WORDINGS)) return { title: inBoth(given.title), detail: inBoth(given.detail) };
  const { en, es } = findingDetail(given);
  const on = (text: string, word: string) => (given.sample === undefined ? text : `${text.replace(/\.$/, '')} (${word} ${given.sample}).`);
  // Its own sentence names the sample already.
  const isOwn = en === given.detail;
  return { title: findingName(given.id), detail: isOwn ? { en, es } : { en: on(en, 'on'), es: on(es, 'en') } };
}

export function changeInEnglish(change: Change): string {
  return inEnglish((f) => changeText(f, change));
}

/** For a terminal or a script: plain spaces and minus signs, and no full stop at the end. */
function inEnglish(text: Words | Line): string {
  const { en } = typeof text === 'function' ? { en: text(FORMATS.en) } : text;
  return en.replaceAll('\u00a0', ' ').replaceAll('\u2212', '-').replace(/\.$/, '');
}

const listOf = (f: Parameters<Line>[0], { changes = [] }: Facts, separator = ', ') =>
  changes.map((change) => changeText(f, change)).join(separator);

const namesOf = ({ strategies = [] }: Facts) => strategies.join(', ');

/** Name and sentence of each finding. */
const WORDINGS: Readonly<Record<Finding['id'], Wording>> = {
  'look-ahead': {
    title: { en: 'Look-ahead', es: 'Datos del futuro' },
    figures: ['sampledDecisions'],
    detail:
      ({ sampledDecisions = 0, sampledCloses = 0, changedCloses = 0 }, facts) =>
      (f) => {
        if (facts.severity === 'fault') {
          return f.pick({
            en: `${namesOf(facts)} uses candles from the future, so its result means nothing. With later candles hidden, ${listOf(f, facts, '; ')}. ${f.number(changedCloses, 0)} of ${f.number(sampledCloses, 0)} sampled closes change.`,
            es: `${namesOf(facts)} usa velas del futuro, así que su resultado no significa nada. Al ocultar las velas posteriores, ${listOf(f, facts, '; ')}. Cambian ${f.number(changedCloses, 0)} de ${f.number(sampledCloses, 0)} cierres de muestra.`,
          });
        }
        if (sampledDecisions === 0)
          return f.pick({ en: 'No decision was made, so none could be checked.', es: 'No hubo ninguna decisión que comprobar.' });
        return f.pick({
          en: `${f.number(sampledDecisions, 0)} sampled decisions are the same when the data end there.`,
          es: `${f.number(sampledDecisions, 0)} decisiones de muestra son las mismas cuando los datos acaban ahí.`,
        });
      },
  },
  'warm-up': {
    title: { en: 'Warm-up', es: 'Calentamiento' },
    figures: [],
    detail: warmUpDetail,
  },
  costs: {
    title: { en: 'Costs ×1.5', es: 'Costes ×1,5' },
    figures: ['returnRatio', 'returnRatioAtHigherCosts'],
    detail:
      ({ returnRatio = 0, returnRatioAtHigherCosts = 0 }) =>
      (f) => {
        const [before, after] = [returnRatio, returnRatioAtHigherCosts].map((ratio) => f.percent(ratio, true));
        return f.pick({
          en: `With fees and slippage half as high again the return goes from ${before} to ${after}.`,
          es: `Con comisiones y deslizamiento mitad más altos, la rentabilidad pasa de ${before} a ${after}.`,
        });
      },
  },
  'best-trades': {
    title: { en: 'Best five trades', es: 'Cinco mejores operaciones' },
    figures: ['shareOfProfit', 'winningTrades'],
    detail:
      ({ shareOfProfit = 0, winningTrades = 0 }) =>
      (f) =>
        winningTrades === 0
          ? f.pick({ en: 'No trade won.', es: 'Ninguna operación ganó.' })
          : winningTrades <= 5
            ? f.pick({
                en: `All the gross profit comes from ${f.number(winningTrades, 0)} winning ${winningTrades === 1 ? 'trade' : 'trades'}: too few to judge.`,
                es: `Toda la ganancia bruta viene de ${f.number(winningTrades, 0)} ${winningTrades === 1 ? 'operación ganadora' : 'operaciones ganadoras'}: muy pocas para juzgar.`,
              })
            : f.pick({
                en: `${f.percent(shareOfProfit)} of the gross profit comes from the best 5 of ${f.number(winningTrades, 0)} winning trades.`,
                es: `El ${f.percent(shareOfProfit)} de la ganancia bruta viene de las 5 mejores de ${f.number(winningTrades, 0)} operaciones ganadoras.`,
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
      ({ returnRatio = 0, buyAndHoldReturnRatio = 0, fills }) =>
      (f) => {
        const [own, held] = [returnRatio, buyAndHoldReturnRatio].map((ratio) => f.percent(ratio, true));
        if (fills === 0)
          return f.pick({ en: `Nothing was traded; simply holding: ${held}.`, es: `No se operó nada; comprar y mantener: ${held}.` });
        return f.pick({ en: `${own} against ${held} for simply holding.`, es: `${own} frente a ${held} por comprar y mantener.` });
      },
  },
  'intrabar-order': {
    title: { en: 'Order inside the candle', es: 'Orden dentro de la vela' },
    figures: ['assumedExits', 'intrabarExits'],
    detail:
      ({ assumedExits = 0, intrabarExits = 0 }) =>
      (f) => {
        const all = f.number(intrabarExits, 0);
        if (intrabarExits === 0) return f.pick({ en: 'No exit by stop or target.', es: 'Ninguna salida por stop u objetivo.' });
        if (assumedExits === 0)
          return f.pick({
            en: `None of ${all} exits by stop or target had both in one candle.`,
            es: `Ninguna de ${all} salidas por stop u objetivo tenía ambos en una vela.`,
          });
        return f.pick({
          en: `${f.number(assumedExits, 0)} of ${all} exits by stop or target had both in one candle; the stop was taken first. A finer timeframe in the lake settles it.`,
          es: `${f.number(assumedExits, 0)} de ${all} salidas por stop u objetivo tenían ambos en una vela; se tomó antes el stop. Un marco temporal más fino en el lago lo aclara.`,
        });
      },
  },
  ruin: {
    title: { en: 'Account lost', es: 'Cuenta perdida' },
    figures: ['lostAt', 'lowestEquity'],
    detail:
      ({ lostAt = 0, lowestEquity = 0 }) =>
      (f) =>
        f.pick({
          en: `Equity went to or below zero at the close of ${isoText(lostAt)} (lowest ${f.number(lowestEquity, 2)}), and the run went on with money that was not there. Its figures mean nothing from there on.`,
          es: `El patrimonio llegó a cero o menos en el cierre de ${isoText(lostAt)} (mínimo ${f.number(lowestEquity, 2)}), y la simulación siguió con un dinero que no había. Desde ahí sus cifras no significan nada.`,
        }),
  },
  'risk-stop': {
    title: { en: 'Stopped by risk', es: 'Parada por riesgo' },
    figures: ['stoppedAt', 'returnRatioWithoutLimits', 'maxDrawdownRatioWithoutLimits'],
    detail:
      ({ stoppedAt = 0, returnRatioWithoutLimits = 0, maxDrawdownRatioWithoutLimits = 0 }, { rung }) =>
      (f) => {
        const free = f.percent(returnRatioWithoutLimits, true);
        const why = rung === undefined ? '' : ` (${rung})`;
        return f.pick({
          en: `Risk closed everything on ${f.date(stoppedAt)}${why} and the run stayed stopped. Without limits: ${free}, with a fall of ${f.percent(maxDrawdownRatioWithoutLimits)}.`,
          es: `El riesgo lo cerró todo el ${f.date(stoppedAt)}${why} y la simulación siguió parada. Sin límites: ${free}, con una caída del ${f.percent(maxDrawdownRatioWithoutLimits)}.`,
        });
      },
  },
};

function warmUpDetail(figures: Finding['figures'], facts: Facts): Line {
  const {
    sampledDecisions,
    changedDecisions = 0,
    grazedDecisions = 0,
    largestChangeRatio = 0,
    warmupCandles = 0,
    enoughMultiple = 0,
  } = figures;
  const who = namesOf(facts);
  return (f) => {
    const candles = f.number(warmupCandles, 0);
    if (sampledDecisions === undefined)
      return f.pick({ en: 'Not checked, because the strategy uses the future.', es: 'Sin comprobar, porque la estrategia usa el futuro.' });
    const sampled = f.number(sampledDecisions, 0);
    if (sampledDecisions === 0)
      return f.pick({
        en: `Too little history to start later than it does (the warm-up is ${candles} candles).`,
        es: `Hay muy poco historial para empezar más tarde (el calentamiento es de ${candles} velas).`,
      });
    if (facts.severity === 'ok') {
      const grazed = f.number(grazedDecisions, 0);
      const touched =
        grazedDecisions === 0
          ? ''
          : f.pick({
              en: `; ${grazed} of ${sampled} answers turn on less than that`,
              es: `; ${grazed} de ${sampled} respuestas dependen de menos que eso`,
            });
      return largestChangeRatio < 5e-6
        ? f.pick({
            en: `Indicators are the same when history starts at the declared warm-up${touched}.`,
            es: `Los indicadores son los mismos si el historial empieza en el calentamiento declarado${touched}.`,
          })
        : f.pick({
            en: `Indicators change by at most ${f.ratio(largestChangeRatio, 3)} when history starts at the declared warm-up${touched}.`,
            es: `Los indicadores cambian como mucho un ${f.ratio(largestChangeRatio, 3)} si el historial empieza en el calentamiento declarado${touched}.`,
          });
    }
    const what = listOf(f, facts);
    if (facts.severity === 'warning')
      return f.pick({
        en: `${who} uses an indicator that counts from where the history begins: ${what}; compare such an indicator only with itself.`,
        es: `${who} usa un indicador que cuenta desde donde empieza el historial: ${what}; compara un indicador así solo consigo mismo.`,
      });
    const answers =
      changedDecisions === 0
        ? ''
        : f.pick({
            en: ` ${f.number(changedDecisions, 0)} of ${sampled} answers change.`,
            es: ` Cambian ${f.number(changedDecisions, 0)} de ${sampled} respuestas.`,
          });
    const remedy =
      enoughMultiple > 0
        ? f.pick({ en: `${enoughMultiple} times as much is enough here.`, es: `Aquí bastan ${enoughMultiple} veces esa cantidad.` })
        : f.pick({ en: 'Not even 8 times as much is enough.', es: 'Ni 8 veces esa cantidad basta.' });
    return f.pick({
      en: `${who} declares a warm-up of ${candles} candles, which is too short: with history that starts there ${what}.${answers} ${remedy}`,
      es: `${who} declara un calentamiento de ${candles} velas, que es corto: con un historial que empieza ahí, ${what}.${answers} ${remedy}`,
    });
  };
}
