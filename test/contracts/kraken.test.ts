import { KRAKEN_TRAITS, openKrakenLab } from './kraken-lab.ts';
import { describeVenueContract } from './venue-contract.ts';

describeVenueContract('Kraken spot', openKrakenLab, KRAKEN_TRAITS);
