import { INTERACTIVE_BROKERS_TRAITS, openInteractiveBrokersLab } from './interactive-brokers-lab.ts';
import { describeVenueContract } from './venue-contract.ts';

describeVenueContract('Interactive Brokers', openInteractiveBrokersLab, INTERACTIVE_BROKERS_TRAITS);
