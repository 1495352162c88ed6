/** The message codes of TWS that the simulator sends, with their published words; `detail` is what TWS adds after the colon. */

const WORDS = {
  100: 'Max rate of messages per second has been exceeded.',
  103: 'Duplicate order id',
  104: "Can't modify a filled order",
  105: 'Order being modified does not match original order',
  110: 'The price does not conform to the minimum price variation for this contract.',
  161: 'Cancel attempted when order is not in a cancellable state. Order permId =',
  162: 'Historical Market Data Service error message:',
  200: 'No security definition has been found for the request',
  201: 'Order rejected - reason:',
  202: 'Order Canceled - reason:',
  320: 'Error reading request. ',
  321: 'Error validating request:-',
  326: 'Unable to connect as the client id is already in use. Retry with a unique client id.',
  354: 'Requested market data is not subscribed.',
  387: 'Unsupported order type for this exchange and security type.',
  420: 'Invalid Real-time Query:',
  1100: 'Connectivity between IBKR and Trader Workstation has been lost.',
  1101: 'Connectivity between IBKR and Trader Workstation has been restored - data lost.',
  1102: 'Connectivity between IBKR and Trader Workstation has been restored - data maintained.',
  2104: 'Market data farm connection is OK:usfarm',
  2106: 'HMDS data farm connection is OK:ushmds',
  2158: 'Sec-def data farm connection is OK:secdefil',
  10147: 'OrderId that needs to be cancelled is not found, orderId:',
  10148: 'OrderId that needs to be cancelled cannot be cancelled, state:',
} as const;

export type Code = keyof typeof WORDS;

export function wordsOf(code: Code, detail = ''): string {
  return `${WORDS[code]}${detail}`;
}
