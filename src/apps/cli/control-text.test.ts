import { expect, test } from 'vitest';
import type { ControlDone } from '../../api/control.ts';
import { doneLines } from './control-text.ts';

const done: ControlDone = {
  ...{ commandId: 'x', journalSequence: 7, recorded: true, mode: 'EMERGENCY', positions: 0, workingOrders: 0 },
};

test('a kill names what it leaves alone, and says where that is not known', () => {
  expect(doneLines('kill', { ...done, notOurs: ['position BTCUSDT-PERP 0.1'] })).toEqual([
    'Done: kill. Mode EMERGENCY, 0 positions, 0 working orders.',
    "At the venue and not this session's, not touched: position BTCUSDT-PERP 0.1.",
    'Recorded as journal entry 7.',
  ]);
  expect(doneLines('kill', { ...done, notOurs: [] })).toHaveLength(2);
  expect(doneLines('kill', { ...done, notOurs: null })[1]).toContain('has not been compared yet');
});

test('after a correction nothing is counted that is about to change', () => {
  const [first] = doneLines('correct', { ...done, mode: 'PAUSE', positions: null, workingOrders: null });
  expect(first).toBe('Done: correct. Mode PAUSE. What comes of it is on its way: look with npx atalaya positions, and reconcile again.');
});
