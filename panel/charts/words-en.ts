/** The English words of charts; fetched after the first picture. */

export const chartWordsEn = {
  chart: {
    title: 'Price',
    instrument: 'Instrument',
    strategy: 'Strategy',
    allStrategies: 'All strategies',
    timeframe: 'Timeframe',
    open: 'O',
    high: 'H',
    low: 'L',
    close: 'C',
    volume: 'Vol',
    entry: 'entry',
    exit: 'exit',
    stop: 'stop',
    target: 'target',
    refused: 'refused',
    pausedShade: 'paused',
    noData: (span: string) => `no data, ${span}`,
    asTable: 'Show as table',
    asChart: 'Show as chart',
    by: 'Charts by',
    summary: (label: string, timeframe: string, n: number, price: string, entries: number, exits: number, refused: number) =>
      `${label}, ${n} candles of ${timeframe}, last price ${price}; ${entries} entries, ${exits} exits and ${refused} refusals are marked.`,
    emptyTitle: 'No candle yet',
    emptyText: 'The chart begins when the first candle of this timeframe is over.',
    change: 'Today',
    marks: 'Marks',
    time: 'Time',
  },
};
