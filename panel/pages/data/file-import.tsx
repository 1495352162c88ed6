/** One file on its way in: what it is, how much of it has been sent, the job that reads it, and what came of it. */

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useEffect, useState } from 'react';
import { Link } from 'react-router';
import { call } from '../../api/client.ts';
import { sendFile } from '../../api/send-file.ts';
import { JobPanel } from '../../blocks/job-panel.tsx';
import { percent, plain } from '../../i18n/format.ts';
import { toldProblem } from '../../i18n/told.ts';
import { useSpeech } from '../../i18n/words.ts';
import { useJob } from '../../live/jobs.ts';
import { RequestProblem } from '../../live/requests.ts';
import { Button, buttonClass } from '../../parts/button.tsx';
import { InputField, SelectField } from '../../parts/field.tsx';
import { addressOf } from './data-sets.ts';
import { type Imported, ImportReport } from './import-report.tsx';
import { useDataWords } from './words.ts';

interface Wish {
  readonly symbol: string;
  readonly venue: string;
  readonly timeframe: string;
  readonly format: string;
  readonly dates: string;
  readonly zone: string;
  readonly strict: boolean;
}

type DateOrder = 'dmy' | 'mdy' | 'ymd';

/** `BTCUSDT-bybit-1m.csv.gz` is BTCUSDT. */
const symbolIn = (name: string) => (/^[A-Za-z0-9]{2,20}/.exec(name)?.[0] ?? '').toUpperCase();
const formatIn = (name: string) => (/funding/i.test(name) ? 'funding' : /factors/i.test(name) ? 'factors' : 'auto');

export function FileImport({ file, onClose }: { file: File; onClose: () => void }) {
  const { words, language } = useSpeech();
  const own = useDataWords();
  const client = useQueryClient();
  const [wish, setWish] = useState<Wish>({
    ...{ symbol: symbolIn(file.name), venue: 'local', timeframe: '', format: formatIn(file.name) },
    ...{ dates: '', zone: '', strict: false },
  });
  const [sent, setSent] = useState<number | null>(null);
  const [jobId, setJobId] = useState<string | null>(null);
  const { job } = useJob(jobId);
  const start = useMutation({
    mutationFn: async () => {
      setSent(0);
      const { upload } = await sendFile('data.upload', file, {}, setSent);
      return call('data.import', { body: inputOf(wish, upload) });
    },
    onSuccess: ({ id }) => setJobId(id),
    onSettled: () => setSent(null),
  });
  const isDone = job?.state === 'done';
  useEffect(() => {
    if (isDone) for (const key of ['data sets', 'coverage', 'series']) void client.invalidateQueries({ queryKey: [key] });
  }, [isDone, client]);
  const problem = start.error instanceof RequestProblem ? start.error.problem : null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (wish.symbol.trim() !== '') start.mutate();
  };
  const imported = isDone ? (job.result as Imported) : null;
  const timeframe = imported?.series?.timeframe;
  return (
    <article className="border-t border-line" aria-label={file.name} data-file={file.name}>
      <h3 className="flex flex-wrap items-baseline gap-x-2 px-4 pt-3 font-semibold break-all">
        {file.name} <span className="text-12 font-normal text-muted">{plain(language, file.size / 1024, 0)} KB</span>
      </h3>
      {jobId === null ? (
        <form onSubmit={submit} className="px-4 pt-2 pb-4">
          <WishFields wish={wish} onChange={(part) => setWish((before) => ({ ...before, ...part }))} />
          {start.isError && (
            <p className="mt-3 text-danger" role="alert">
              {own.import.refused}: {problem ? toldProblem(problem, language) : words.errors.silentText}{' '}
              {problem && <code className="text-muted">{problem.code}</code>}
            </p>
          )}
          <div className="mt-4 flex items-center gap-3">
            <Button type="submit" manner="primary" disabled={start.isPending || wish.symbol.trim() === ''}>
              {own.import.go}
            </Button>
            <Button onClick={onClose} disabled={start.isPending}>
              {own.import.leaveOut}
            </Button>
            <span role="status" className="text-text-2">
              {sent !== null && own.import.sending(percent(language, sent, 0))}
            </span>
          </div>
        </form>
      ) : (
        <>
          <div aria-live="polite">{job && <JobPanel job={job} />}</div>
          {imported && <ImportReport imported={imported} />}
          <div className="flex gap-2 px-4 pb-4">
            {timeframe !== undefined && (
              <Link
                className={buttonClass()}
                to={addressOf({ venue: wish.venue, symbol: wish.symbol.trim(), timeframe, kind: imported?.series?.kind ?? 'trades' })}
              >
                {own.import.see}
              </Link>
            )}
            <Button onClick={onClose}>{own.import.done}</Button>
          </div>
        </>
      )}
    </article>
  );
}

function inputOf({ symbol, venue, timeframe, format, dates, zone, strict }: Wish, upload: string) {
  return {
    upload,
    symbol: symbol.trim(),
    venue: venue.trim() || 'local',
    strict,
    ...(timeframe.trim() !== '' && { timeframe: timeframe.trim() }),
    reading: { format, ...(dates !== '' && { dates: dates as DateOrder }), ...(zone.trim() !== '' && { zone: zone.trim() }) },
  };
}

function WishFields({ wish, onChange }: { wish: Wish; onChange: (part: Partial<Wish>) => void }) {
  const own = useDataWords();
  const { import: words } = own;
  const isCandles = wish.format !== 'funding' && wish.format !== 'factors';
  return (
    <>
      <div className="grid grid-cols-4 gap-x-5 gap-y-3 narrow:grid-cols-2 phone:grid-cols-1">
        <InputField
          label={words.symbol}
          help={words.symbolHelp}
          value={wish.symbol}
          required
          fault={wish.symbol.trim() === '' ? words.symbolMissing : null}
          onChange={(event) => onChange({ symbol: event.target.value })}
        />
        <InputField label={words.venue} value={wish.venue} onChange={(event) => onChange({ venue: event.target.value })} />
        <SelectField label={words.format} value={wish.format} onChange={(event) => onChange({ format: event.target.value })}>
          {Object.entries(words.formats).map(([value, name]) => (
            <option key={value} value={value}>
              {name}
            </option>
          ))}
        </SelectField>
        {isCandles && (
          <InputField
            label={words.timeframe}
            help={words.timeframeHelp}
            placeholder="1m, 4h, 1d"
            value={wish.timeframe}
            onChange={(event) => onChange({ timeframe: event.target.value })}
          />
        )}
      </div>
      {isCandles && (
        <details className="mt-3">
          <summary className="cursor-pointer text-accent">{words.more}</summary>
          <div className="mt-3 grid grid-cols-4 gap-x-5 gap-y-3 narrow:grid-cols-2 phone:grid-cols-1">
            <SelectField label={words.dates} value={wish.dates} onChange={(event) => onChange({ dates: event.target.value })}>
              <option value="">{words.datesAuto}</option>
              {Object.entries(words.dateOrders).map(([value, name]) => (
                <option key={value} value={value}>
                  {name}
                </option>
              ))}
            </SelectField>
            <InputField
              label={words.zone}
              help={words.zoneHelp}
              value={wish.zone}
              onChange={(event) => onChange({ zone: event.target.value })}
            />
            <label className="flex items-center gap-2 self-start pt-7">
              <input
                type="checkbox"
                className="size-4 accent-accent-solid"
                checked={wish.strict}
                onChange={(event) => onChange({ strict: event.target.checked })}
              />
              {words.strict}
            </label>
          </div>
        </details>
      )}
    </>
  );
}
