import { expect, test } from 'vitest';
import { isIsin } from './isin.ts';

// Apple, iShares Core MSCI World, Roche and BMW as exchanges publish them; the first is the worked example of ISO 6166.
test.each(['US0378331005', 'IE00B4L5Y983', 'CH0012032048', 'DE0005190003'])('%s has a right check digit', (isin) => {
  expect(isIsin(isin)).toBe(true);
});

test.each(['US0378331006', 'US0373831005', 'us0378331005', 'US037833100', 'US03783310055', '', 'BITCOIN'])('%j is none', (text) => {
  expect(isIsin(text)).toBe(false);
});
