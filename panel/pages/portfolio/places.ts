/** Addresses of the portfolio's views. */

export const PORTFOLIO = '/Investment-portfolio';
export const PORTFOLIO_OPERATIONS = `${PORTFOLIO}/operations`;
export const PORTFOLIO_IMPORT = `${PORTFOLIO}/import`;
