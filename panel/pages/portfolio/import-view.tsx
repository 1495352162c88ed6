/** A file of operations on its way in: looked at, with every row that can't be used, and taken in when the owner says so. */

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { ImportPreview, ImportReport, WatchedFile } from '../../../src/api/portfolio/imports.ts';
import type { ColumnMapping } from '../../../src/api/portfolio/mapping.ts';
import { call } from '../../api/client.ts';
import { sendFile } from '../../api/send-file.ts';
import { percent } from '../../i18n/format.ts';
import { useSpeech } from '../../i18n/words.ts';
import { useRights } from '../../live/session.ts';
import { Button } from '../../parts/button.tsx';
import { Card } from '../../parts/card.tsx';
import { InputField } from '../../parts/field.tsx';
import { TimeText } from '../../parts/figures.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { type Column, RowTable } from '../../parts/row-table.tsx';
import { ErrorState } from '../../parts/states.tsx';
import { MappingForm } from './mapping-form.tsx';
import { usePortfolioWords } from './words.ts';

export function ImportView() {
  const own = usePortfolioWords().import;
  const mayWrite = useRights().includes('portfolio.write');
  return (
    <>
      <PageHead title={own.title} told={own.told} />
      <div className="grid gap-4 phone:gap-3">
        {mayWrite ? <NewFile /> : <p className="text-text-2">{own.notMay}</p>}
        <Files />
      </div>
    </>
  );
}

function NewFile() {
  const { language } = useSpeech();
  const own = usePortfolioWords().import;
  const client = useQueryClient();
  const [file, setFile] = useState<File | null>(null);
  const [account, setAccount] = useState('');
  const [isStrict, setStrict] = useState(false);
  const [sent, setSent] = useState<number | null>(null);
  const named: Readonly<Record<string, string>> = account.trim() === '' ? {} : { account: account.trim() };
  const look = useMutation({
    mutationFn: (chosen: File) => sendFile('portfolio.preview', chosen, named, setSent),
    onSettled: () => setSent(null),
  });
  const map = useMutation({
    mutationFn: (asked: { upload: string; mapping: ColumnMapping }) => call('portfolio.previewMapped', { body: { ...asked, ...named } }),
  });
  const upload = look.data?.upload;
  const report = map.data?.report ?? look.data?.report ?? null;
  const take = useMutation({
    mutationFn: (upload: string) =>
      call('portfolio.import', {
        body: { upload, strict: isStrict, ...named, ...(map.data && map.variables && { mapping: map.variables.mapping }) },
      }),
    onSuccess: () => {
      look.reset();
      map.reset();
      setFile(null);
      void client.invalidateQueries({ queryKey: ['portfolio'] });
    },
  });
  const begin = (chosen: File | null) => {
    look.reset();
    map.reset();
    take.reset();
    setFile(chosen);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    take.reset();
    map.reset();
    if (file !== null) look.mutate(file);
  };
  return (
    <Card id="portfolio-new-file" title={own.choose}>
      <form
        onSubmit={submit}
        onDragOver={(event) => event.preventDefault()}
        onDrop={(event) => {
          event.preventDefault();
          begin(event.dataTransfer.files[0] ?? null);
        }}
        className="grid justify-items-start gap-3 px-4 py-3"
      >
        <p className="text-text-2">{own.drop}</p>
        <input
          type="file"
          accept=".xlsx,.csv,.txt,.xml"
          aria-label={own.choose}
          className="max-w-full"
          onChange={(event) => begin(event.target.files?.[0] ?? null)}
        />
        {file !== null && <p className="font-medium [overflow-wrap:anywhere]">{file.name}</p>}
        <InputField label={own.account} value={account} onChange={(event) => setAccount(event.target.value)} />
        <Button type="submit" manner={look.data ? 'plain' : 'primary'} disabled={file === null || look.isPending}>
          {own.look}
        </Button>
        <span role="status" className="text-text-2">
          {sent !== null && own.looking(percent(language, sent, 0))}
          {take.data && own.done(take.data.loaded, take.data.unchanged, take.data.rejected)}
        </span>
      </form>
      {look.isError && <ErrorState error={look.error} onRetry={() => file && look.mutate(file)} />}
      {take.isError && <ErrorState error={take.error} onRetry={() => upload && take.mutate(upload)} />}
      {look.data?.table && (
        <MappingForm table={look.data.table} isPending={map.isPending} onLook={(mapping) => upload && map.mutate({ upload, mapping })} />
      )}
      {map.isError && <ErrorState error={map.error} onRetry={() => map.variables && map.mutate(map.variables)} />}
      {report && (
        <div className="border-t border-line">
          <Report report={report} />
          <Sample rows={map.data?.sample ?? look.data?.sample ?? []} />
          <div className="flex flex-wrap items-center gap-3 px-4 pb-4">
            <Button manner="primary" disabled={take.isPending || report.loaded === 0} onClick={() => upload && take.mutate(upload)}>
              {own.go}
            </Button>
            <label className="flex items-center gap-2">
              <input
                type="checkbox"
                className="size-4 accent-accent-solid"
                checked={isStrict}
                onChange={(event) => setStrict(event.target.checked)}
              />
              {own.strict}
            </label>
          </div>
        </div>
      )}
    </Card>
  );
}

type Finding = ImportReport['errors'][number];
const SHOWN = 100;

function Report({ report }: { report: ImportReport }) {
  const own = usePortfolioWords().import;
  const { read, loaded, unchanged, rejected, added, changed, removed, errors, warnings } = report;
  return (
    <>
      <p className="px-4 pt-3 font-medium" role="status">
        {own.counts(read, loaded, unchanged, rejected)}
      </p>
      <p className="px-4 pb-3 text-text-2">{own.changes(added, changed, removed)}</p>
      {errors.length > 0 && <Findings title={own.errors} rows={errors} />}
      {warnings.length > 0 && <Findings title={own.warnings} rows={warnings} />}
    </>
  );
}

type SampleRow = ImportPreview['sample'][number] & { readonly at: number };

/** As they would be booked: whether a file is read rightly shows here first. */
function Sample({ rows }: { rows: ImportPreview['sample'] }) {
  const { import: own, operations } = usePortfolioWords();
  const kinds: Readonly<Record<string, string>> = operations.kinds;
  const columns: readonly Column<SampleRow>[] = [
    { key: 'where', title: own.where, phone: 'line', cell: ({ sheet, row }) => (sheet === null ? String(row) : `${sheet}!${row}`) },
    { key: 'kind', title: operations.kind, phone: 'title', cell: ({ kind }) => kinds[kind] ?? kind },
    { key: 'text', title: own.booked, phone: 'wide', cell: ({ text }) => text },
  ];
  if (rows.length === 0) return null;
  return (
    <section className="border-t border-line pb-2">
      <h3 className="px-4 py-2.5 font-semibold">{own.sample}</h3>
      <RowTable caption={own.sample} columns={columns} rows={rows.map((row, at) => ({ ...row, at }))} keyOf={({ at }) => String(at)} />
    </section>
  );
}

function Findings({ title, rows }: { title: string; rows: readonly Finding[] }) {
  const { language } = useSpeech();
  const own = usePortfolioWords().import;
  const columns: readonly Column<Finding>[] = [
    { key: 'where', title: own.where, phone: 'title', cell: ({ sheet, row }) => (sheet === null ? String(row) : `${sheet}!${row}`) },
    { key: 'column', title: own.column, phone: 'line', cell: ({ column }) => column ?? '' },
    { key: 'found', title: own.found, phone: 'line', cell: ({ found }) => found },
    {
      ...{ key: 'expected', title: own.expected, phone: 'wide', isProse: true },
      cell: ({ expected, suggestion }) => `${expected[language]}${suggestion === null ? '' : `; ${own.perhaps(suggestion)}`}`,
    },
  ];
  const shown = rows.slice(0, SHOWN);
  return (
    <section className="border-t border-line pb-2">
      <h3 className="px-4 py-2.5 font-semibold">
        {title} {shown.length < rows.length && <span className="font-normal text-muted">({own.first(shown.length, rows.length)})</span>}
      </h3>
      <RowTable
        caption={title}
        columns={columns}
        rows={shown}
        keyOf={({ sheet, row, code, column }) => `${sheet} ${row} ${code} ${column}`}
      />
    </section>
  );
}

function Files() {
  const own = usePortfolioWords().import;
  const { data, error, isPending, refetch } = useQuery({ queryKey: ['portfolio', 'imports'], queryFn: () => call('portfolio.imports') });
  type Row = NonNullable<typeof data>['rows'][number];
  const columns: readonly Column<Row>[] = [
    { key: 'file', title: own.file, phone: 'title', cell: ({ file, isReplaced }) => `${file}${isReplaced ? ` (${own.replaced})` : ''}` },
    { key: 'at', title: own.at, phone: 'line', cell: ({ at }) => <TimeText at={at} withYear seconds={false} /> },
    { key: 'rows', title: own.rows, phone: 'wide', isProse: true, cell: (row) => own.done(row.loaded, row.unchanged, row.rejected) },
  ];
  return (
    <Card id="portfolio-files" title={own.files}>
      {data === undefined ? (
        isPending || <ErrorState error={error} onRetry={() => void refetch()} />
      ) : data.rows.length === 0 ? (
        <p className="px-4 py-3 text-text-2">{own.noFiles}</p>
      ) : (
        <RowTable caption={own.files} columns={columns} rows={data.rows} keyOf={({ id }) => String(id)} />
      )}
      {data !== undefined && data.watched.length > 0 && <Watched rows={data.watched} />}
    </Card>
  );
}

function Watched({ rows }: { rows: readonly WatchedFile[] }) {
  const { language } = useSpeech();
  const own = usePortfolioWords().import;
  const columns: readonly Column<WatchedFile>[] = [
    { key: 'file', title: own.file, phone: 'title', cell: ({ file }) => file },
    { key: 'at', title: own.at, phone: 'line', cell: ({ at }) => <TimeText at={at} withYear seconds={false} /> },
    {
      ...{ key: 'rows', title: own.rows, phone: 'wide', isProse: true },
      cell: ({ counts, refused }) =>
        counts === null ? (
          <span className="text-danger">{refused?.[language]}</span>
        ) : (
          own.done(counts.loaded, counts.unchanged, counts.rejected)
        ),
    },
  ];
  return (
    <section className="border-t border-line pb-2">
      <h3 className="px-4 py-2.5 font-semibold">{own.watched}</h3>
      <RowTable caption={own.watched} columns={columns} rows={rows} keyOf={({ file, at }) => `${file} ${at}`} />
    </section>
  );
}
