// While the disk takes nothing, what protects or closes leaves at once: also what is decided long after that began.
import { expect, test } from 'vitest';
import { sessionLab } from './session-lab.ts';

test.each(['stands', 'failed'] as const)('a stop follows its position although the disk has %s for a while', (state) => {
  const disk: { state: 'well' | 'stands' | 'failed' } = { state: 'well' };
  const lab = sessionLab({ disk, share: 0.1 });
  lab.fill('e1', '1');
  lab.pass(500);
  expect(lab.placed.map(({ type, quantity }) => [type, quantity])).toEqual([
    ['limit', '10'],
    ['stop', '1'],
  ]);
  disk.state = state;
  lab.candle();
  lab.pass(3_000);
  lab.fill('e2', '2');
  expect(lab.resized).toEqual(['3']);
});
