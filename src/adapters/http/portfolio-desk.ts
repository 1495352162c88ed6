/** The port through which the web server asks the portfolio. */

import type { Readable } from 'node:stream';
import type { Answer, Asked, Download } from '../../api/contract/operation.ts';
import type { portfolio } from '../../api/contract/portfolio.ts';

type Rows = typeof portfolio;

/** Who does something, for the audit. */
export interface PortfolioActor {
  readonly by: string;
  readonly address: string;
}

/** One question for each row of the contract: what was asked, and who asks. InputErrors as their codes say; PORTFOLIO_AWAY while it can't be asked. */
export type PortfolioDesk = {
  readonly [Name in Exclude<keyof Rows, 'preview'>]: (
    asked: Asked<Rows[Name]>,
    actor: PortfolioActor,
  ) => Promise<Rows[Name] extends { readonly download: unknown } ? Download : Answer<Rows[Name]>>;
} & {
  /** Of a file that was kept under that name. */
  preview(
    asked: Pick<Asked<Rows['preview']>, 'query'> & { readonly upload: string },
    actor: PortfolioActor,
  ): Promise<Answer<Rows['preview']>>;
  /** Keeps a file until it is taken in; resolves to what it is called then. InputError UPLOAD_TOO_LARGE, UPLOAD_NAME. */
  keep(name: string, content: Readable): Promise<string>;
};
