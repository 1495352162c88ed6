import { BYBIT_TRAITS, openBybitLab } from './bybit-lab.ts';
import { describeVenueContract } from './venue-contract.ts';

describeVenueContract('Bybit linear perpetuals', () => openBybitLab('linear'), BYBIT_TRAITS.linear);
