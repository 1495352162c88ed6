import { openPaperLab, PAPER_TRAITS } from './paper-lab.ts';
import { describeVenueContract } from './venue-contract.ts';

describeVenueContract('trading on paper', openPaperLab, PAPER_TRAITS);
