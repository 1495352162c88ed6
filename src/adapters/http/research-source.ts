/** The port through which the web server sees research: jobs, finished runs, strategies and market data. An InputError is answered with its code. */

import type { Readable } from 'node:stream';
import type { Download } from '../../api/contract/operation.ts';
import type { Coverage, CoverageQuery, DataSet, ExportQuery, SeriesDetail, SeriesKeyQuery, Upload } from '../../api/data.ts';
import type { Job, JobKind, JobLogLine, JobPage, JobQuery } from '../../api/jobs.ts';
import type { Comparison, Run, RunDetail, RunNotes, RunPage, RunQuery } from '../../api/research.ts';
import type { Allocation, Strategy, StrategyResult, StrategySource } from '../../api/strategies.ts';

export interface ResearchSource {
  readonly jobs: {
    /** The same `key` of the same person gives the same job. */
    start(kind: JobKind, input: unknown, by: string, key?: string): Promise<Job>;
    read(id: string): Promise<Job>;
    list(query: JobQuery): Promise<JobPage>;
    log(id: string, after?: number): Promise<JobLogLine[]>;
    cancel(id: string): Promise<Job>;
    /** Each job that changes, until the returned function is called. */
    follow(listener: (job: Job) => void): () => void;
  };
  readonly runs: {
    list(query: RunQuery): Promise<RunPage>;
    tags(): Promise<string[]>;
    read(id: string): Promise<RunDetail>;
    file(id: string, name: string): Download;
    note(id: string, notes: RunNotes): Promise<Run>;
    delete(id: string): Promise<void>;
    compare(ids: readonly string[]): Promise<Comparison>;
  };
  readonly data: {
    list(): DataSet[];
    series(key: SeriesKeyQuery): SeriesDetail;
    coverage(query: CoverageQuery): Promise<Coverage>;
    export(query: ExportQuery): Promise<Download>;
    upload(fileName: string, content: Readable): Promise<Upload>;
  };
  readonly strategies: {
    list(): Promise<Strategy[]>;
    read(id: string): Promise<Strategy>;
    source(id: string): StrategySource;
    results(): Promise<StrategyResult[]>;
    allocation(method: Allocation['method']): Promise<Allocation>;
    create(id: string): StrategySource;
  };
}
