/** Rules of sites that publish the value of a fund: where on the page value, day and currency stand. Data, so that a new site or a new look needs no code. */

import { z } from 'zod';

const place = z.strictObject({
  /** CSS selector of what holds it. */
  selector: z.string().min(1),
  /** Of the text there: the first group is what is meant. The whole text where absent. */
  pattern: z.string().optional(),
});

export const fundSite = z.strictObject({
  name: z.string().min(1).max(60),
  /** `{isin}` stands for the ISIN. */
  url: z.string().refine((text) => text.includes('{isin}'), 'expected an address with {isin} in it'),
  value: place,
  day: place,
  currency: place,
  decimal: z.enum(['.', ',']),
  /** Order of day, month and year: `dmy` for 22/11/2026, `ymd` for 2026-11-22, `mdy` for Nov 22 2026. */
  order: z.enum(['dmy', 'ymd', 'mdy']),
});
export const fundSites = z.array(fundSite).max(50);

export type FundSite = z.infer<typeof fundSite>;

/** As they were known to look; where one has changed, that is told, and no price comes of it. */
export const KNOWN_SITES: readonly FundSite[] = [
  {
    name: 'FT Markets',
    url: 'https://markets.ft.com/data/funds/tearsheet/summary?s={isin}:EUR',
    value: { selector: '.mod-tearsheet-overview__quote__bar li:first-child .mod-ui-data-list__value' },
    currency: { selector: '.mod-tearsheet-overview__quote__bar li:first-child .mod-ui-data-list__label', pattern: '\\(([A-Z]{3})\\)' },
    day: { selector: '.mod-disclaimer', pattern: 'as of ([A-Za-z]{3} \\d{1,2} \\d{4})' },
    decimal: '.',
    order: 'mdy',
  },
];
