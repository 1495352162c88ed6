/** The one sentence a report begins with: what happened, and the strongest reason to doubt it. Never "good": a backtest can't prove that. */

import { findingDetail } from '../finding-text.ts';
import { METRIC_DEFINITIONS } from '../metrics/definitions.ts';
import type { Finding } from '../result.ts';
import type { ReportContext } from './context.ts';
import { inBoth, join, type Line } from './html.ts';
import type { ReportText } from './report-input.ts';

export interface Verdict {
  readonly tone: 'fault' | 'warning' | 'note';
  readonly title: { readonly en: string; readonly es: string };
  /** The figures and what to make of them, one short paragraph. */
  readonly detail: { readonly en: string; readonly es: string };
}

interface Judgement {
  readonly tone: Verdict['tone'];
  readonly title: Line | ReportText;
  readonly because: Line | ReportText;
}

export function verdictOf(context: ReportContext): Verdict {
  const { tone, title, because } = judge(context);
  return { tone, title: inBoth(title), detail: join([figures(context), because]) };
}

function judge(context: ReportContext): Judgement {
  const { run, metrics, findings } = context.input;
  const found = (id: Finding['id'], ...severities: Finding['severity'][]) =>
    findings.find((finding) => finding.id === id && severities.includes(finding.severity));
  const net = metrics.values.netProfit.value ?? 0;
  const fault = findings.find((finding) => finding.severity === 'fault');
  if (fault) return faultJudgement(fault);
  if (run.fills.length === 0) return neverTraded(context);
  const stop = run.modes.find((mode) => mode.to === 'EMERGENCY');
  if (stop) {
    const told = findings.find(({ id }) => id === 'risk-stop');
    return {
      tone: 'warning',
      title: (f) =>
        f.pick({ en: `The risk rules stopped it on ${f.date(stop.at)}`, es: `Las reglas de riesgo la pararon el ${f.date(stop.at)}` }),
      because: told
        ? findingDetail(told)
        : {
            en: 'After that it took no entry; the rest of the history was not traded.',
            es: 'Desde entonces no entró más; el resto del historial no se operó.',
          },
    };
  }
  if (net <= 0) {
    return {
      tone: 'warning',
      title: net === 0 ? { en: 'It made nothing', es: 'No ganó nada' } : { en: 'It lost money', es: 'Perdió dinero' },
      because: {
        en: 'Nothing here asks for a second look, unless the costs are far from what you would pay.',
        es: 'Nada invita a mirarla dos veces, salvo que los costes estén lejos de los que pagarías.',
      },
    };
  }
  return profitable(context, found);
}

function faultJudgement(fault: Finding): Judgement {
  const titles: Partial<Record<Finding['id'], ReportText>> = {
    ruin: {
      en: 'Not believable: the account was lost and the run went on',
      es: 'No es creíble: se perdió la cuenta y la simulación siguió',
    },
    'look-ahead': { en: 'Not believable: it used candles from the future', es: 'No es creíble: usó velas del futuro' },
    'warm-up': {
      en: 'Not believable yet: it depends on where the history begins',
      es: 'Aún no es creíble: depende de dónde empieza el historial',
    },
  };
  return {
    tone: 'fault',
    title: titles[fault.id] ?? { en: 'Not believable yet: a check failed', es: 'Aún no es creíble: falla una comprobación' },
    because: findingDetail(fault),
  };
}

function neverTraded({ input: { run } }: ReportContext): Judgement {
  const [code, count] = Object.entries(run.refusalCounts).sort((a, b) => b[1] - a[1])[0] ?? ['', 0];
  const obstacle = run.warnings.find((warning) => typeof warning === 'object' && warning.preventsEntries === true);
  return {
    tone: 'warning',
    title: { en: 'It never traded', es: 'Nunca operó' },
    because: (f) =>
      obstacle
        ? `${inBoth(obstacle)[f.lang]}.`
        : count > 0
          ? f.pick({
              en: `Its wishes were refused, most often ${code} (${f.number(count, 0)} times); the reasons are listed below.`,
              es: `Se rechazaron sus deseos de entrar, sobre todo ${code} (${f.number(count, 0)} veces); los motivos están más abajo.`,
            })
          : f.pick({
              en: 'No candle met its conditions, or the history is shorter than its warm-up.',
              es: 'Ninguna vela cumplió sus condiciones, o el historial es más corto que su calentamiento.',
            }),
  };
}

function profitable(
  context: ReportContext,
  found: (id: Finding['id'], ...severities: Finding['severity'][]) => Finding | undefined,
): Judgement {
  const { metrics, trials } = context.input;
  const trades = metrics.values.closedTrades.value ?? 0;
  const need = METRIC_DEFINITIONS.find(({ id }) => id === 'winRate')?.needs?.trades ?? 0;
  if (trades < need) {
    return {
      tone: 'warning',
      title: { en: 'It made money, on too few trades to tell', es: 'Ganó dinero, con muy pocas operaciones para saber' },
      because: (f) =>
        f.pick({
          en: `Figures that rest on trades need ${need}; this run has ${f.number(trades, 0)}. A longer history or more instruments would tell more.`,
          es: `Las cifras que se apoyan en operaciones piden ${need}; aquí hay ${f.number(trades, 0)}. Un historial más largo o más instrumentos dirían más.`,
        }),
    };
  }
  const doubts: readonly (readonly [Finding['id'], ReportText])[] = [
    [
      'costs',
      { en: 'It made money, but not if costs were half as much again', es: 'Ganó dinero, pero no con unos costes mitad más altos' },
    ],
    ['best-trades', { en: 'It made money, but a handful of trades made it', es: 'Ganó dinero, pero lo hicieron unas pocas operaciones' }],
    [
      'intrabar-order',
      { en: 'It made money, but much of it is assumed inside candles', es: 'Ganó dinero, pero mucho se supone dentro de las velas' },
    ],
    [
      'warm-up',
      { en: 'It made money, but it depends on where the history begins', es: 'Ganó dinero, pero depende de dónde empieza el historial' },
    ],
  ];
  for (const [id, title] of doubts) {
    const finding = found(id, 'warning');
    if (finding) return { tone: 'warning', title, because: findingDetail(finding) };
  }
  if (context.hold && context.hold.returnRatio > (metrics.values.returnRatio.value ?? 0)) {
    const calmer = context.hold.drawdownRatio > (metrics.values.maxDrawdownRatio.value ?? 0);
    return {
      tone: 'note',
      title: calmer
        ? { en: 'It made money, less than holding, with a smaller fall', es: 'Ganó dinero, menos que comprar y mantener, con menor caída' }
        : { en: 'It made money, but holding made more', es: 'Ganó dinero, pero comprar y mantener ganó más' },
      because: {
        en: 'All of it on history the strategy may have been fitted to.',
        es: 'Todo sobre un historial al que la estrategia pudo ajustarse.',
      },
    };
  }
  return {
    tone: 'note',
    title: { en: 'It made money after costs; not proven yet', es: 'Ganó dinero tras costes; aún sin demostrar' },
    because: (f) =>
      trials !== null && trials > 1
        ? f.pick({
            en: `After ${f.number(trials, 0)} trials on this history part of the result may be luck: test it on a period no trial has seen.`,
            es: `Tras ${f.number(trials, 0)} pruebas sobre este historial parte del resultado puede ser suerte: pruébala en un periodo que ninguna haya visto.`,
          })
        : f.pick({
            en: 'Next: a period it has not seen, then paper trading.',
            es: 'Lo siguiente: un periodo que no haya visto y después operar en papel.',
          }),
  };
}

/** What the account did, beside buying and holding. */
function figures(context: ReportContext): Line {
  const { input, hold, money } = context;
  const { strategy, run, metrics } = input;
  const { returnRatio, cagrRatio, maxDrawdownRatio, closedTrades, finalEquity } = metrics.values;
  return (f) => {
    if (run.fills.length === 0)
      return f.pick({
        en: `${strategy.id} ${strategy.version} sent no order.`,
        es: `${strategy.id} ${strategy.version} no envió ninguna orden.`,
      });
    const yearly =
      cagrRatio.insufficient || cagrRatio.value === null
        ? ''
        : f.pick({ en: `, ${f.percent(cagrRatio.value, true)} a year`, es: `, ${f.percent(cagrRatio.value, true)} al año` });
    const trades = f.plural(closedTrades.value ?? 0, f.pick({ en: 'trade', es: 'operación' }), f.pick({ en: 'trades', es: 'operaciones' }));
    const fall = f.percent(maxDrawdownRatio.value ?? 0);
    const amounts = [money(run.startingCash)(f), money(finalEquity.value)(f)];
    const own = f.pick({
      en: `${strategy.id} ${strategy.version} turned ${amounts[0]} into ${amounts[1]} (${f.percent(returnRatio.value, true)}${yearly}) in ${trades}, with a deepest fall of ${fall}.`,
      es: `${strategy.id} ${strategy.version} convirtió ${amounts[0]} en ${amounts[1]} (${f.percent(returnRatio.value, true)}${yearly}) en ${trades}, con una caída máxima del ${fall}.`,
    });
    if (!hold) return own;
    return `${own} ${f.pick({
      en: `Buying and holding: ${f.percent(hold.returnRatio, true)}, with a fall of ${f.percent(hold.drawdownRatio)}.`,
      es: `Comprar y mantener: ${f.percent(hold.returnRatio, true)}, con una caída del ${f.percent(hold.drawdownRatio)}.`,
    })}`;
  };
}
