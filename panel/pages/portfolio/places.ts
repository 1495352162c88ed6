/** Addresses of the portfolio's views. */

export const PORTFOLIO = '/Investment-portfolio';
export const PORTFOLIO_OPERATIONS = `${PORTFOLIO}/operations`;
export const PORTFOLIO_IMPORT = `${PORTFOLIO}/import`;
export const PORTFOLIO_PERFORMANCE = `${PORTFOLIO}/performance`;
export const PORTFOLIO_INCOME = `${PORTFOLIO}/income`;
export const PORTFOLIO_TAX = `${PORTFOLIO}/tax`;
