import { openSimulatedLab, SIMULATED_TRAITS } from './simulated-lab.ts';
import { describeVenueContract } from './venue-contract.ts';

describeVenueContract('the venue of the fault simulation', () => openSimulatedLab(), SIMULATED_TRAITS);
