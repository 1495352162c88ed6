/** Addresses of the portfolio's views. */

export const PORTFOLIO = '/Investment-portfolio';
export const PORTFOLIO_OPERATIONS = `${PORTFOLIO}/operations`;
export const PORTFOLIO_IMPORT = `${PORTFOLIO}/import`;
export const PORTFOLIO_PERFORMANCE = `${PORTFOLIO}/performance`;
export const PORTFOLIO_INCOME = `${PORTFOLIO}/income`;
export const PORTFOLIO_PRICES = `${PORTFOLIO}/prices`;
export const PORTFOLIO_ALERTS = `${PORTFOLIO}/alerts`;
export const PORTFOLIO_WEIGHTS = `${PORTFOLIO}/allocation`;
const PORTFOLIO_ASSETS = `${PORTFOLIO}/assets`;
/** Of the asset's view, as a pattern and as an address. */
export const PORTFOLIO_ASSET = `${PORTFOLIO_ASSETS}/:id`;
export const placeOfAsset = (id: string): string => `${PORTFOLIO_ASSETS}/${encodeURIComponent(id)}`;
export const PORTFOLIO_TAX = `${PORTFOLIO}/tax`;
