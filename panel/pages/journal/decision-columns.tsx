/** The columns of the decisions: what was asked for, the answer and why, with what was measured and allowed. */

import type { Decision } from '../../../src/api/records.ts';
import { isBuy, OutcomeTag } from '../../blocks/decision-told.tsx';
import { allowedBy, measuredBy } from '../../i18n/check-figures.ts';
import { decimal } from '../../i18n/format.ts';
import { useSpeech } from '../../i18n/words.ts';
import { useStatus } from '../../live/session.ts';
import type { Column } from '../../parts/row-table.tsx';
import { Id, Price, Quantity, Sided, strategyColumn, timeColumn } from './cells.tsx';
import { useJournalWords } from './words.ts';

export function useDecisionColumns(): readonly Column<Decision>[] {
  const speech = useSpeech();
  const own = useJournalWords();
  const { currency } = useStatus().account;
  const { columns, values } = own;
  const { words, language } = speech;
  return [
    timeColumn(columns.time, ({ at }) => at),
    {
      key: 'instrument',
      title: columns.decision,
      phone: 'title',
      sortable: true,
      cell: (row) => <Sided row={row} verb={words.orders[isBuy(row) ? 'buy' : 'sell']} />,
    },
    {
      key: 'outcome',
      title: columns.outcome,
      phone: 'figure',
      cell: ({ outcome }) => <OutcomeTag isRefused={outcome === 'refused'}>{values.outcome[outcome]}</OutcomeTag>,
    },
    {
      key: 'code',
      title: columns.why,
      phone: 'wide',
      sortable: true,
      cell: ({ refusal, action, cuts }) => {
        const cut = cuts.map((each) => words.decisions.cuts[each as keyof typeof words.decisions.cuts] ?? each).join(', ');
        return (
          <span className="block max-w-76 truncate phone:whitespace-normal" title={refusal?.code ?? undefined}>
            {refusal ? speech.check(refusal.code)[1] : words.decisions.why[action]}
            {cut !== '' && <span className="text-muted"> · {words.decisions.cutTold(cut)}</span>}
          </span>
        );
      },
    },
    {
      key: 'measured',
      title: columns.measured,
      numeric: true,
      secondary: true,
      phone: 'hide',
      cell: ({ refusal }) => refusal && measuredBy(speech, refusal.code, refusal.measured, currency),
    },
    {
      key: 'limit',
      title: columns.limit,
      numeric: true,
      secondary: true,
      phone: 'hide',
      cell: ({ refusal }) => refusal && allowedBy(speech, refusal.code, refusal.limit, currency),
    },
    strategyColumn(columns.strategy),
    {
      key: 'confidence',
      title: columns.confidence,
      numeric: true,
      phone: 'hide',
      sortable: true,
      cell: ({ confidence }) => (confidence === null ? '' : decimal(language, confidence, 2)),
    },
    {
      key: 'quantity',
      isExtra: true,
      title: columns.quantity,
      numeric: true,
      phone: 'line',
      cell: (row) => row.quantity !== null && <Quantity row={row} value={row.quantity} />,
    },
    {
      key: 'price',
      isExtra: true,
      title: columns.price,
      numeric: true,
      phone: 'line',
      cell: (row) => row.price !== null && <Price row={row} value={row.price} />,
    },
    { key: 'id', title: columns.id, phone: 'line', isExtra: true, cell: ({ decisionId }) => <Id>{decisionId}</Id> },
  ];
}
