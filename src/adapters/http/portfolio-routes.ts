/** The portfolio over the interface: every row is asked of its desk; what is written is done once for one key. */

import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { portfolio as rows } from '../../api/contract/portfolio.ts';
import { createOnce } from '../support/once.ts';
import type { PortfolioActor, PortfolioDesk } from './portfolio-desk.ts';
import { HttpProblem } from './problems.ts';
import { type Handlers, serve } from './serve.ts';

const actorOf = ({ visitor, ip }: FastifyRequest): PortfolioActor => ({ by: visitor?.by ?? 'unknown', address: ip });

export function registerPortfolio(server: FastifyInstance, desk: PortfolioDesk): void {
  const once = createOnce<unknown>({ conflict: 'IDEMPOTENCY_CONFLICT' });
  /** Asks the desk; a row that can be repeated is done once for this person and this key. */
  const ask =
    <Name extends Exclude<keyof typeof rows, 'preview'>>(name: Name) =>
    async (asked: Parameters<PortfolioDesk[Name]>[0], request: FastifyRequest) => {
      const { params, query, body } = asked as { params: unknown; query: unknown; body: unknown };
      const act = () =>
        (desk[name] as (asked: unknown, actor: PortfolioActor) => Promise<unknown>)({ params, query, body }, actorOf(request));
      const key = request.headers['idempotency-key'];
      if (!('isRepeatable' in rows[name]) || key === undefined) return act() as never;
      return once(`${request.visitor?.by} ${name} ${key}`, { params, body }, act) as never;
    };
  serve(server, 'portfolio', rows, {
    overview: ask('overview'),
    holdings: ask('holdings'),
    performance: ask('performance'),
    performanceGroups: ask('performanceGroups'),
    allocation: ask('allocation'),
    income: ask('income'),
    tax: ask('tax'),
    operations: ask('operations'),
    exportOperations: ask('exportOperations'),
    exportHoldings: ask('exportHoldings'),
    exportStatement: ask('exportStatement'),
    operation: ask('operation'),
    versions: ask('versions'),
    book: ask('book'),
    correct: ask('correct'),
    retract: ask('retract'),
    accounts: ask('accounts'),
    tradingAccounts: ask('tradingAccounts'),
    locks: ask('locks'),
    lock: ask('lock'),
    imports: ask('imports'),
    report: ask('report'),
    async preview({ query }, request) {
      if (!(request.body instanceof Readable))
        throw new HttpProblem(
          422,
          'UPLOAD_EMPTY',
          'Expected the file as the body of the request, as application/octet-stream; found none.',
        );
      const upload = await desk.keep(query.name, request.body);
      return desk.preview({ query, upload }, actorOf(request));
    },
    previewMapped: ask('previewMapped'),
    import: ask('import'),
    asset: ask('asset'),
    prices: ask('prices'),
    instruments: ask('instruments'),
    saveInstrument: ask('saveInstrument'),
    findInstrument: ask('findInstrument'),
    setPrice: ask('setPrice'),
    quality: ask('quality'),
    refreshQuotes: ask('refreshQuotes'),
    judgeQuote: ask('judgeQuote'),
    alerts: ask('alerts'),
    addAlert: ask('addAlert'),
    changeAlert: ask('changeAlert'),
    removeAlert: ask('removeAlert'),
    alertEvents: ask('alertEvents'),
    targets: ask('targets'),
    setTargets: ask('setTargets'),
    settings: ask('settings'),
    saveSettings: ask('saveSettings'),
  } satisfies Handlers<typeof rows>);
}
