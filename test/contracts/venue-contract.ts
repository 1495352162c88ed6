/** The contract of a venue link: what every venue does, or says that it does not. Run against a fresh simulator of each. */

import { afterAll, beforeAll, beforeEach, describe } from 'vitest';
import { describeAbilities } from './abilities.ts';
import { createBench } from './bench.ts';
import type { Lab, VenueTraits } from './lab.ts';
import { describeOrderLife } from './order-life.ts';
import { describeRefusals } from './refusals.ts';
import { describeTroubles } from './troubles.ts';

export function describeVenueContract(name: string, open: () => Promise<Lab>, traits: VenueTraits): void {
  describe(`the contract of a venue: ${name}`, () => {
    const bench = createBench(traits);
    beforeAll(async () => {
      bench.lab = await open();
    });
    afterAll(() => bench.lab?.close());
    beforeEach(() => bench.begin());
    describeAbilities(bench);
    describeOrderLife(bench);
    describeRefusals(bench);
    describeTroubles(bench);
  });
}
