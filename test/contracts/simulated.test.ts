import { VENUE_KINDS } from '../../src/apps/simulation/simulated-venue.ts';
import { openSimulatedLab, simulatedTraits } from './simulated-lab.ts';
import { describeVenueContract } from './venue-contract.ts';

for (const kind of VENUE_KINDS)
  describeVenueContract(
    `the fault simulation, client ids unique: ${kind.clientIdUniqueness}`,
    () => openSimulatedLab(kind),
    simulatedTraits(kind),
  );
