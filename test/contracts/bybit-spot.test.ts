import { BYBIT_TRAITS, openBybitLab } from './bybit-lab.ts';
import { describeVenueContract } from './venue-contract.ts';

describeVenueContract('Bybit spot', () => openBybitLab('spot'), BYBIT_TRAITS.spot);
