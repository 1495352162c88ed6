/** The English words of how the panel looks and of its keys; fetched after the first picture. */

export const displayWordsEn = {
  settings: {
    language: 'Language',
    theme: 'Theme',
    themes: { system: 'System', light: 'Light', dark: 'Dark' },
    pair: 'Gain and loss',
    pairs: { 'green-red': 'Green, red', 'blue-orange': 'Blue, orange' },
    density: 'Rows',
    densities: { comfortable: 'Comfortable', compact: 'Compact' },
    leave: 'Leave this browser',
    link: 'Link for another browser',
    linkTold: 'Opens once, within ten minutes, on this machine:',
    zoneName: 'Time zone',
    zoneUnset: (zone: string) => `Not chosen: ${zone}, as the account`,
    zoneHere: (zone: string) => `${zone} (this browser)`,
    zoneAll: 'Every zone',
    zoneTold:
      'In which times are shown here; point at one for UTC. Trading days begin by the account’s own zone, in the settings of the session.',
  },
  shortcuts: {
    rows: {
      help: 'This list',
      pause: 'Pause, or resume',
      kill: 'Kill: close everything',
      feed: 'Pause or continue the replay',
      slower: 'Slower replay',
      faster: 'Faster replay',
      display: 'Display settings',
      needs: 'What needs you',
    },
    parts: 'Go to a part of the trading page',
    close: 'Close what is open',
  },
};
