/** Answers about alerts, and sets, changes and removes them. */

import type { PortfolioDesk } from '../../../adapters/http/portfolio-desk.ts';
import type { Database } from '../../../adapters/postgres/database.ts';
import {
  addAlert,
  changeAlert,
  type KeptAlert,
  lastAlertEvent,
  listAlertEvents,
  listAlerts,
  removeAlert,
} from '../../../adapters/postgres/portfolio/alerts.ts';
import type { AlertInput, AlertTold } from '../../../api/portfolio/alerts.ts';
import { FieldFaults } from '../../../core/domain/field-faults.ts';
import { InputError } from '../../../core/domain/result.ts';
import { NEW_ALERT } from '../../../core/portfolio/alerts/alert.ts';
import type { AuditedAct } from '../audited-act.ts';
import type { FigureBook } from '../figures/figure-book.ts';
import type { BookKeeper } from '../open-book.ts';
import { titleOf } from './alert-words.ts';
import { observe } from './observe.ts';
import { type KeptState, nameOf } from './watch-alerts.ts';

type AlertDesk = Pick<PortfolioDesk, 'alerts' | 'addAlert' | 'changeAlert' | 'removeAlert' | 'alertEvents'>;

export interface AlertDeskOptions {
  readonly database: Database;
  readonly book: BookKeeper;
  readonly act: AuditedAct;
  readonly now: () => number;
}

export function openAlertDesk({ database, book, act, now }: AlertDeskOptions): AlertDesk {
  const told = (figures: FigureBook, { alertId, input, state }: KeptAlert<KeptState>): AlertTold => {
    const { isArmed, isDone, lastValue, lastAt, firedAt } = { ...NEW_ALERT, ...state };
    const observed = observe(input, { book: figures, now: now(), samples: () => state.samples ?? [] });
    const standing = isDone ? 'done' : isArmed === null ? 'new' : isArmed ? 'armed' : 'waits';
    return {
      ...{ id: alertId, input, lastValue, lastAt, firedAt },
      title: titleOf(input.condition, nameOf(input, figures)),
      state: input.isOn ? standing : 'off',
      level: 'refused' in observed ? null : observed.level,
      refused: 'refused' in observed ? observed.refused : null,
    };
  };
  const one = async (id: number): Promise<AlertTold> => {
    const found = (await listAlerts<KeptState>(database.query)).find(({ alertId }) => alertId === id);
    if (found === undefined) throw unknown(id);
    return told((await book.opened()).book, found);
  };
  const checked = async (input: AlertInput): Promise<AlertInput> => {
    const { book: figures } = await book.opened();
    const { condition } = input;
    const fault = (field: string, code: string, message: string, spanish: string) =>
      new FieldFaults('ALERT_INVALID', [{ path: `condition.${field}`, code, message, spanish }]);
    if (condition.kind !== 'drift' && !figures.instruments.all.some(({ id }) => id === condition.instrument))
      throw fault('instrument', 'INSTRUMENT_UNKNOWN', 'expected an instrument of the book', 'se esperaba un instrumento del libro');
    if ((condition.kind === 'price-above' || condition.kind === 'price-below') && !(Number(condition.level) > 0))
      throw fault('level', 'LEVEL_INVALID', 'expected a price above 0', 'se esperaba un precio mayor que 0');
    return input;
  };
  return {
    async alerts() {
      const { book: figures } = await book.opened();
      return { rows: (await listAlerts<KeptState>(database.query)).map((one) => told(figures, one)) };
    },
    async addAlert({ body }, actor) {
      const input = await checked(body);
      const id = await act('alert', '', actor, (query, at) => addAlert(query, input, beginning(input), { by: actor.by, at }), input);
      return one(id);
    },
    async changeAlert({ params, body }, actor) {
      const input = await checked(body);
      await act(
        ...(['alert', String(params.id), actor] as const),
        async (query, at) => {
          if (!(await changeAlert(query, params.id, input, beginning(input), { by: actor.by, at }))) throw unknown(params.id);
        },
        input,
      );
      return one(params.id);
    },
    async removeAlert({ params }, actor) {
      await act('remove-alert', String(params.id), actor, async (query, at) => {
        if (!(await removeAlert(query, params.id, at))) throw unknown(params.id);
      });
      return undefined;
    },
    async alertEvents({ query }) {
      const last = await lastAlertEvent(database.query);
      // Without a beginning: the newest.
      return { last, rows: await listAlertEvents(database.query, query.after ?? Math.max(0, last - query.limit), query.limit) };
    },
  };
}

/** A day that is near already when it is announced is told at once; a level that is crossed already is not. */
const beginning = ({ condition }: AlertInput): KeptState => (condition.kind === 'date' ? { ...NEW_ALERT, isArmed: true } : NEW_ALERT);

const unknown = (id: number) => new InputError('ALERT_UNKNOWN', `expected the number of an alert, found ${id}`, 2);
