/** A backtest asked for from a page, as the command line would ask for it: the same settings, and the words to type. */

import { basename } from 'node:path';
import { shellWord } from '../../adapters/support/shell-word.ts';
import type { BacktestData, BacktestInput } from '../../api/research.ts';
import { InputError } from '../../core/domain/result.ts';
import { isoText } from '../../core/market/zone.ts';
import { type BacktestRequest, sizeRule } from '../backtest/settings.ts';
import { listSamples, sampleFile } from '../market-data.ts';
import { candleFormat } from './file-format.ts';
import { uploadedFile } from './uploads.ts';

type DataRequest = Pick<
  BacktestRequest,
  'candles' | 'symbol' | 'timeframe' | 'venue' | 'format' | 'calendar' | 'zone' | 'dates' | 'entry' | 'volumeColumn'
>;

/** InputError SAMPLE_UNKNOWN, UPLOAD_UNKNOWN, FORMAT_UNKNOWN. */
export function backtestRequest(input: BacktestInput, dataFolder: string): BacktestRequest {
  const { parameters, currency, feeRatio, slippageRatio, size, lot, from, to, latencyMs } = input;
  const param = Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, String(value)]));
  const { cash, risk, leverage, finalize, seed, touch, lang, selfChecks } = input;
  return {
    ...dataRequest(input.data, dataFolder),
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
    ...(Object.keys(param).length > 0 && { param }),
    ...(currency !== undefined && { currency }),
    ...(feeRatio !== undefined && { fee: feeRatio }),
    ...(slippageRatio !== undefined && { slippage: slippageRatio }),
    ...(size !== undefined && { size: { text: size, rule: sizeRule(size) } }),
    ...(lot !== undefined && { lot }),
    ...{ cash, risk, leverage, finalize, seed, touch, lang, selfChecks, latency: latencyMs, dataDir: dataFolder },
  };
}

function dataRequest(data: BacktestData, dataFolder: string): DataRequest {
  if (data.kind === 'lake') {
    const { symbol, timeframe, venue } = data;
    return { symbol, timeframe, ...(venue !== undefined && { venue }), format: 'auto' };
  }
  if (data.kind === 'upload') {
    const { symbol, timeframe, reading } = data;
    return {
      candles: uploadedFile(dataFolder, data.upload),
      ...(symbol !== undefined && { symbol }),
      ...(timeframe !== undefined && { timeframe }),
      ...reading,
      format: candleFormat(reading.format),
    };
  }
  const sample = listSamples().find(({ name }) => name === data.name);
  if (!sample) {
    const known = listSamples().map(({ name }) => name);
    throw new InputError('SAMPLE_UNKNOWN', `expected a sample among ${known.join(', ')}, found ${data.name}`, 2);
  }
  const { symbol, timeframe, calendar } = sample;
  return { candles: sampleFile(sample), symbol, timeframe, calendar, format: 'auto' };
}

/** The words that make the same run at a terminal. */
export function backtestCommand(input: BacktestInput, request: BacktestRequest): string {
  const { candles, symbol, timeframe, venue, format, calendar, zone, dates, entry, volumeColumn, from, to } = request;
  const asked: readonly (readonly [option: string, value: string | number | undefined | false])[] = [
    ['candles', candles && basename(candles)],
    ['symbol', symbol],
    ['timeframe', timeframe],
    ['venue', venue],
    ['format', format !== 'auto' && format],
    ['calendar', calendar],
    ['zone', zone],
    ['dates', dates],
    ['entry', entry],
    ['volume-column', volumeColumn],
    ['from', from !== undefined && isoText(from)],
    ['to', to !== undefined && isoText(to)],
    ...Object.entries(request.param ?? {}).map(([name, value]) => ['param', `${name}=${value}`] as const),
    ['cash', request.cash !== 10_000 && request.cash],
    ['currency', request.currency],
    ['fee', request.fee],
    ['slippage', request.slippage],
    ['risk', request.risk !== 'none' && request.risk],
    ['size', request.size?.text],
    ['lot', request.lot],
    ['leverage', request.leverage !== 1 && request.leverage],
    ['finalize', request.finalize !== 'none' && request.finalize],
    ['latency', request.latency !== 0 && request.latency],
    ['seed', request.seed !== 1 && request.seed],
    ['lang', request.lang !== 'en' && request.lang],
  ];
  const words = asked.flatMap(([option, value]) =>
    value === undefined || value === false ? [] : [`--${option}`, shellWord(String(value))],
  );
  return [
    'atalaya backtest',
    input.strategy,
    ...words,
    ...(request.touch ? ['--touch'] : []),
    ...(request.selfChecks ? [] : ['--no-self-checks']),
  ].join(' ');
}
