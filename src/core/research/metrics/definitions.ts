/** Every figure of a backtest: its name, unit, formula, and how much evidence it needs before it says anything. */

import type { Words } from '../../domain/parameters.ts';

/** ratio: 0.01 is 1 %. money: account currency. duration: milliseconds. */
export type MetricUnit = 'ratio' | 'money' | 'number' | 'count' | 'duration';
export type MetricGroup = 'result' | 'risk' | 'quality' | 'trades' | 'costs';

export interface MetricDefinition {
  readonly id: string;
  readonly group: MetricGroup;
  readonly unit: MetricUnit;
  readonly title: Words;
  /** In the symbols of METRIC_SYMBOLS. */
  readonly formula: Words;
  readonly meaning: Words;
  /** Below these the figure is given and marked insufficient. */
  readonly needs?: { readonly trades?: number; readonly days?: number };
}

/** The letters that formulas use. */
export const METRIC_SYMBOLS: readonly { readonly symbol: string; readonly meaning: Words }[] = [
  { symbol: 'C', meaning: { en: 'starting cash', es: 'capital inicial' } },
  {
    symbol: 'E',
    meaning: {
      en: 'equity at each close, after all costs, open positions marked',
      es: 'patrimonio en cada cierre, tras todos los costes y con las posiciones abiertas valoradas',
    },
  },
  {
    symbol: 'P',
    meaning: { en: 'highest equity so far, starting cash included', es: 'patrimonio más alto hasta el momento, capital inicial incluido' },
  },
  {
    symbol: 'r',
    meaning: {
      en: 'daily returns: last equity of a UTC day ÷ that of the day before − 1; the first day starts from C; a close at 00:00 belongs to the day that ends. With D = 365 a day without a close keeps the equity of the day before; with D = 252 it is not a day',
      es: 'rentabilidades diarias: último patrimonio de un día UTC ÷ el del día anterior − 1; el primer día parte de C; un cierre a las 00:00 es del día que termina. Con D = 365, un día sin cierre conserva el patrimonio anterior; con D = 252 no cuenta como día',
    },
  },
  {
    symbol: 'D',
    meaning: {
      en: 'days per year: 365 for markets that never close, 252 for exchanges (the days seen per year where candles are much longer than a day)',
      es: 'días por año: 365 en mercados que no cierran, 252 en bolsas (los días vistos por año si las velas son mucho más largas que un día)',
    },
  },
  {
    symbol: 'Y',
    meaning: {
      en: 'years of 365.25 days from the start to the last close',
      es: 'años de 365,25 días desde el inicio hasta el último cierre',
    },
  },
  {
    symbol: 'p',
    meaning: {
      en: 'net results of the closed trades, after fees and funding',
      es: 'resultados netos de las operaciones cerradas, tras comisiones y financiación',
    },
  },
  { symbol: 'W, L', meaning: { en: 'trades with p > 0 and with p < 0', es: 'operaciones con p > 0 y con p < 0' } },
  { symbol: 'sd', meaning: { en: 'sample standard deviation (÷ n − 1)', es: 'desviación típica muestral (÷ n − 1)' } },
];

const FEW_TRADES = { trades: 30 };
const FEW_DAYS = { trades: 30, days: 90 };
const PART_OF_A_YEAR = { days: 365 };

const METRICS = [
  {
    id: 'finalEquity',
    group: 'result',
    unit: 'money',
    title: { en: 'Final equity', es: 'Patrimonio final' },
    formula: { en: 'E at the last close', es: 'E en el último cierre' },
    meaning: {
      en: 'What the account is worth at the end, open positions included.',
      es: 'Lo que vale la cuenta al final, con las posiciones abiertas.',
    },
  },
  {
    id: 'netProfit',
    group: 'result',
    unit: 'money',
    title: { en: 'Net result', es: 'Resultado neto' },
    formula: { en: 'final equity − C', es: 'patrimonio final − C' },
    meaning: { en: 'Money won or lost after every cost.', es: 'Dinero ganado o perdido tras todos los costes.' },
  },
  {
    id: 'returnRatio',
    group: 'result',
    unit: 'ratio',
    title: { en: 'Return', es: 'Rentabilidad' },
    formula: { en: '(final equity − C) ÷ C', es: '(patrimonio final − C) ÷ C' },
    meaning: { en: 'Net result as a share of the starting cash.', es: 'Resultado neto sobre el capital inicial.' },
  },
  {
    id: 'cagrRatio',
    group: 'result',
    unit: 'ratio',
    title: { en: 'Return per year (CAGR)', es: 'Rentabilidad anual (CAGR)' },
    formula: { en: '(final equity ÷ C)^(1 ÷ Y) − 1', es: '(patrimonio final ÷ C)^(1 ÷ Y) − 1' },
    meaning: {
      en: 'The steady yearly rate that ends at the same equity.',
      es: 'La tasa anual constante que acaba en el mismo patrimonio.',
    },
    needs: PART_OF_A_YEAR,
  },
  {
    id: 'bestDayRatio',
    group: 'result',
    unit: 'ratio',
    title: { en: 'Best day', es: 'Mejor día' },
    formula: { en: 'max(r)', es: 'máx(r)' },
    meaning: { en: 'Largest gain of one UTC day.', es: 'Mayor ganancia en un día UTC.' },
  },
  {
    id: 'worstDayRatio',
    group: 'result',
    unit: 'ratio',
    title: { en: 'Worst day', es: 'Peor día' },
    formula: { en: 'min(r)', es: 'mín(r)' },
    meaning: { en: 'Largest loss of one UTC day.', es: 'Mayor pérdida en un día UTC.' },
  },
  {
    id: 'positiveMonthsRatio',
    group: 'result',
    unit: 'ratio',
    title: { en: 'Months with a gain', es: 'Meses con ganancia' },
    formula: { en: 'months with return > 0 ÷ months with a close', es: 'meses con rentabilidad > 0 ÷ meses con cierre' },
    meaning: { en: 'How evenly the result came.', es: 'Lo repartido que llegó el resultado.' },
  },
  {
    id: 'maxDrawdownRatio',
    group: 'risk',
    unit: 'ratio',
    title: { en: 'Maximum drawdown', es: 'Caída máxima' },
    formula: { en: 'max((P − E) ÷ P)', es: 'máx((P − E) ÷ P)' },
    meaning: {
      en: 'Deepest fall from a peak, at closes; inside a candle it may have been deeper.',
      es: 'Mayor caída desde un máximo, en cierres; dentro de una vela pudo ser mayor.',
    },
  },
  {
    id: 'maxDrawdownMoney',
    group: 'risk',
    unit: 'money',
    title: { en: 'Maximum drawdown in money', es: 'Caída máxima en dinero' },
    formula: { en: 'max(P − E)', es: 'máx(P − E)' },
    meaning: {
      en: 'Most money below an earlier peak; not always the same fall as the deepest ratio.',
      es: 'Más dinero por debajo de un máximo anterior; no siempre es la misma caída que la mayor en porcentaje.',
    },
  },
  {
    id: 'maxDrawdownMs',
    group: 'risk',
    unit: 'duration',
    title: { en: 'Duration of the maximum drawdown', es: 'Duración de la caída máxima' },
    formula: {
      en: 'recovery − peak (the last close where it has not recovered)',
      es: 'recuperación − máximo (último cierre si no se ha recuperado)',
    },
    meaning: { en: 'From the peak until that peak was reached again.', es: 'Desde el máximo hasta volver a alcanzarlo.' },
  },
  {
    id: 'longestDrawdownMs',
    group: 'risk',
    unit: 'duration',
    title: { en: 'Longest time below a peak', es: 'Mayor tiempo bajo un máximo' },
    formula: { en: 'max(recovery − peak)', es: 'máx(recuperación − máximo)' },
    meaning: { en: 'The longest wait for a new high.', es: 'La espera más larga hasta un nuevo máximo.' },
  },
  {
    id: 'volatilityRatio',
    group: 'risk',
    unit: 'ratio',
    title: { en: 'Volatility per year', es: 'Volatilidad anual' },
    formula: { en: 'sd(r) × √D', es: 'sd(r) × √D' },
    meaning: { en: 'How much the daily result moves, as a yearly rate.', es: 'Cuánto se mueve el resultado diario, en tasa anual.' },
    needs: { days: 90 },
  },
  {
    id: 'exposureRatio',
    group: 'risk',
    unit: 'ratio',
    title: { en: 'Exposure', es: 'Exposición' },
    formula: { en: 'closes with a position open ÷ all closes', es: 'cierres con posición abierta ÷ todos los cierres' },
    meaning: { en: 'Share of the time with money at risk.', es: 'Parte del tiempo con dinero en riesgo.' },
  },
  {
    id: 'sharpe',
    group: 'quality',
    unit: 'number',
    title: { en: 'Sharpe', es: 'Sharpe' },
    formula: { en: 'mean(r) ÷ sd(r) × √D, risk-free rate 0', es: 'media(r) ÷ sd(r) × √D, tipo sin riesgo 0' },
    meaning: { en: 'Return for each unit of daily movement.', es: 'Rentabilidad por unidad de movimiento diario.' },
    needs: FEW_DAYS,
  },
  {
    id: 'sortino',
    group: 'quality',
    unit: 'number',
    title: { en: 'Sortino', es: 'Sortino' },
    formula: { en: 'mean(r) ÷ √(Σ min(r, 0)² ÷ (n − 1)) × √D, target 0', es: 'media(r) ÷ √(Σ mín(r, 0)² ÷ (n − 1)) × √D, objetivo 0' },
    meaning: { en: 'Like Sharpe, counting only the movement downwards.', es: 'Como Sharpe, contando solo el movimiento a la baja.' },
    needs: FEW_DAYS,
  },
  {
    id: 'calmar',
    group: 'quality',
    unit: 'number',
    title: { en: 'Calmar', es: 'Calmar' },
    formula: { en: 'CAGR ÷ maximum drawdown', es: 'CAGR ÷ caída máxima' },
    meaning: { en: 'Yearly return for each unit of the deepest fall.', es: 'Rentabilidad anual por unidad de la mayor caída.' },
    needs: PART_OF_A_YEAR,
  },
  {
    id: 'recoveryFactor',
    group: 'quality',
    unit: 'number',
    title: { en: 'Recovery factor', es: 'Factor de recuperación' },
    formula: { en: 'net result ÷ maximum drawdown in money', es: 'resultado neto ÷ caída máxima en dinero' },
    meaning: { en: 'How many times the result pays for the deepest fall.', es: 'Cuántas veces paga el resultado la mayor caída.' },
  },
  {
    id: 'profitFactor',
    group: 'quality',
    unit: 'number',
    title: { en: 'Profit factor', es: 'Factor de beneficio' },
    formula: { en: 'Σ p of W ÷ |Σ p of L|', es: 'Σ p de W ÷ |Σ p de L|' },
    meaning: { en: 'Money won for each unit of money lost.', es: 'Dinero ganado por cada unidad perdida.' },
    needs: FEW_TRADES,
  },
  {
    id: 'sqn',
    group: 'quality',
    unit: 'number',
    title: { en: 'System quality (SQN)', es: 'Calidad del sistema (SQN)' },
    formula: { en: '√n × mean(p) ÷ sd(p)', es: '√n × media(p) ÷ sd(p)' },
    meaning: {
      en: 'How far the mean trade stands from zero, for the number of trades.',
      es: 'Cuánto se aleja de cero la operación media, según el número de operaciones.',
    },
    needs: FEW_TRADES,
  },
  {
    id: 'kellyRatio',
    group: 'quality',
    unit: 'ratio',
    title: { en: 'Kelly fraction', es: 'Fracción de Kelly' },
    formula: {
      en: 'w − (1 − w) ÷ (mean p of W ÷ |mean p of L|), w = win rate',
      es: 'w − (1 − w) ÷ (media p de W ÷ |media p de L|), w = ganadoras',
    },
    meaning: {
      en: 'Share of capital that would have grown fastest; in practice far too much.',
      es: 'Parte del capital que habría crecido más rápido; en la práctica, demasiado.',
    },
    needs: FEW_TRADES,
  },
  {
    id: 'bestTradesShare',
    group: 'quality',
    unit: 'ratio',
    title: { en: 'Result in the 5 best trades', es: 'Resultado en las 5 mejores operaciones' },
    formula: { en: 'Σ of the 5 largest p ÷ Σ p', es: 'Σ de las 5 p mayores ÷ Σ p' },
    meaning: { en: 'Above 100 % everything else together lost money.', es: 'Por encima del 100 %, el resto en conjunto perdió dinero.' },
    needs: FEW_TRADES,
  },
  {
    id: 'closedTrades',
    group: 'trades',
    unit: 'count',
    title: { en: 'Closed trades', es: 'Operaciones cerradas' },
    formula: { en: 'n', es: 'n' },
    meaning: {
      en: 'Round trips from the opening fill to the closing one.',
      es: 'Recorridos completos, de la ejecución que abre a la que cierra.',
    },
  },
  {
    id: 'winRate',
    group: 'trades',
    unit: 'ratio',
    title: { en: 'Winning trades', es: 'Operaciones ganadoras' },
    formula: { en: 'W ÷ n', es: 'W ÷ n' },
    meaning: { en: 'Share of trades that ended above zero after costs.', es: 'Parte de operaciones que acabó sobre cero tras costes.' },
    needs: FEW_TRADES,
  },
  {
    id: 'expectancy',
    group: 'trades',
    unit: 'money',
    title: { en: 'Expectancy per trade', es: 'Esperanza por operación' },
    formula: { en: 'mean(p)', es: 'media(p)' },
    meaning: { en: 'Money the average trade left.', es: 'Dinero que dejó la operación media.' },
    needs: FEW_TRADES,
  },
  {
    id: 'averageTradeRatio',
    group: 'trades',
    unit: 'ratio',
    title: { en: 'Average trade', es: 'Operación media' },
    formula: { en: 'mean(p ÷ entry value)', es: 'media(p ÷ valor de entrada)' },
    meaning: {
      en: 'Net result of the average trade over the money it used.',
      es: 'Resultado neto de la operación media sobre el dinero empleado.',
    },
    needs: FEW_TRADES,
  },
  {
    id: 'averageWin',
    group: 'trades',
    unit: 'money',
    title: { en: 'Average win', es: 'Ganancia media' },
    formula: { en: 'mean(p of W)', es: 'media(p de W)' },
    meaning: { en: 'Money the average winning trade left.', es: 'Dinero que dejó la operación ganadora media.' },
    needs: FEW_TRADES,
  },
  {
    id: 'averageLoss',
    group: 'trades',
    unit: 'money',
    title: { en: 'Average loss', es: 'Pérdida media' },
    formula: { en: 'mean(p of L)', es: 'media(p de L)' },
    meaning: { en: 'Money the average losing trade cost; negative.', es: 'Dinero que costó la operación perdedora media; negativa.' },
    needs: FEW_TRADES,
  },
  {
    id: 'payoffRatio',
    group: 'trades',
    unit: 'number',
    title: { en: 'Win to loss', es: 'Ganancia entre pérdida' },
    formula: { en: 'average win ÷ |average loss|', es: 'ganancia media ÷ |pérdida media|' },
    meaning: { en: 'Size of a typical win beside a typical loss.', es: 'Tamaño de una ganancia típica frente a una pérdida típica.' },
    needs: FEW_TRADES,
  },
  {
    id: 'bestTradeRatio',
    group: 'trades',
    unit: 'ratio',
    title: { en: 'Best trade', es: 'Mejor operación' },
    formula: { en: 'max(p ÷ entry value)', es: 'máx(p ÷ valor de entrada)' },
    meaning: {
      en: 'Largest net result of one trade over the money it used.',
      es: 'Mayor resultado neto de una operación sobre el dinero empleado.',
    },
  },
  {
    id: 'worstTradeRatio',
    group: 'trades',
    unit: 'ratio',
    title: { en: 'Worst trade', es: 'Peor operación' },
    formula: { en: 'min(p ÷ entry value)', es: 'mín(p ÷ valor de entrada)' },
    meaning: {
      en: 'Smallest net result of one trade over the money it used.',
      es: 'Menor resultado neto de una operación sobre el dinero empleado.',
    },
  },
  {
    id: 'longestLosingStreak',
    group: 'trades',
    unit: 'count',
    title: { en: 'Longest losing streak', es: 'Racha perdedora más larga' },
    formula: { en: 'most trades of L in a row, by closing time', es: 'más operaciones de L seguidas, por hora de cierre' },
    meaning: { en: 'Losses in a row that the owner would have had to bear.', es: 'Pérdidas seguidas que habría que haber soportado.' },
  },
  {
    id: 'averageHoldingMs',
    group: 'trades',
    unit: 'duration',
    title: { en: 'Average holding time', es: 'Tiempo medio en posición' },
    formula: { en: 'mean(closed − opened)', es: 'media(cierre − apertura)' },
    meaning: { en: 'How long a trade stays open.', es: 'Cuánto dura abierta una operación.' },
  },
  {
    id: 'feesPaid',
    group: 'costs',
    unit: 'money',
    title: { en: 'Fees', es: 'Comisiones' },
    formula: { en: 'Σ fees of all fills', es: 'Σ comisiones de todas las ejecuciones' },
    meaning: { en: 'Paid to the venue, also for positions still open.', es: 'Pagadas al mercado, también por posiciones aún abiertas.' },
  },
  {
    id: 'fundingPaid',
    group: 'costs',
    unit: 'money',
    title: { en: 'Funding', es: 'Financiación' },
    formula: { en: 'Σ funding paid − received', es: 'Σ financiación pagada − cobrada' },
    meaning: {
      en: 'Price of holding perpetual positions; negative when received.',
      es: 'Coste de mantener perpetuos; negativo si se cobró.',
    },
  },
  {
    id: 'costShareRatio',
    group: 'costs',
    unit: 'ratio',
    title: { en: 'Costs over gross result', es: 'Costes sobre resultado bruto' },
    formula: {
      en: '(fees + funding) ÷ (net result + fees + funding)',
      es: '(comisiones + financiación) ÷ (resultado neto + comisiones + financiación)',
    },
    meaning: {
      en: 'How much of what the prices gave went to costs; slippage is inside the prices.',
      es: 'Qué parte de lo que dieron los precios se fue en costes; el deslizamiento está en los precios.',
    },
  },
  {
    id: 'turnoverRatio',
    group: 'costs',
    unit: 'number',
    title: { en: 'Turnover', es: 'Rotación' },
    formula: { en: 'Σ value of all fills ÷ mean(E)', es: 'Σ valor de todas las ejecuciones ÷ media(E)' },
    meaning: {
      en: 'How many times the account was traded, buys and sells counted.',
      es: 'Cuántas veces se negoció la cuenta, contando compras y ventas.',
    },
  },
] as const satisfies readonly MetricDefinition[];

export type MetricId = (typeof METRICS)[number]['id'];

/** The table. */
export const METRIC_DEFINITIONS: readonly (MetricDefinition & { readonly id: MetricId })[] = METRICS;
