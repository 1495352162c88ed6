/** The icons, drawn on a grid of 16: each says the same thing as the word beside it. */

const PATHS = {
  tower: 'M5 14 6.2 6.5h3.6L11 14M4.5 6.5h7M5.2 6.5V3.8h5.6v2.7M8 3.8V1.5M5.7 10.5h4.6M3.5 14h9',
  home: 'M2.5 7 8 2.5 13.5 7v6.5h-4v-4h-3v4h-4z',
  candles: 'M4.5 2v2M4.5 10v3M11.5 3v3M11.5 11v3M3 4.5h3v5H3zM10 6.5h3v4h-3z',
  table: 'M2 3h12v10H2zM2 6.5h12M2 10h12M6.5 3v10',
  shield: 'M8 1.8 13 3.6v4c0 3-2.1 5.3-5 6.6-2.9-1.3-5-3.6-5-6.6v-4z',
  list: 'M5.5 4h8M5.5 8h8M5.5 12h8M2.5 4h.01M2.5 8h.01M2.5 12h.01',
  eye: 'M1.5 8S4 3.8 8 3.8 14.5 8 14.5 8 12 12.2 8 12.2 1.5 8 1.5 8zM8 9.8a1.8 1.8 0 1 0 0-3.6 1.8 1.8 0 0 0 0 3.6z',
  gear: 'M8 10a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM8 1.8v2M8 12.2v2M1.8 8h2M12.2 8h2M3.6 3.6 5 5M11 11l1.4 1.4M12.4 3.6 11 5M5 11l-1.4 1.4',
  keyboard: 'M1.5 4h13v8h-13zM4 6.5h.01M6.6 6.5h.01M9.3 6.5h.01M12 6.5h.01M5 9.5h6',
  pause: 'M5.5 3v10M10.5 3v10',
  play: 'M5 3l7.5 5L5 13z',
  kill: 'M5.3 1.8h5.4l3.5 3.5v5.4l-3.5 3.5H5.3l-3.5-3.5V5.3zM5.7 5.7l4.6 4.6M10.3 5.7l-4.6 4.6',
  check: 'm3 8.5 3.3 3.3L13 4.5',
  x: 'm4 4 8 8M12 4l-8 8',
  alert: 'M8 2.2 14.5 13.5h-13zM8 6.5v3M8 11.6v.1',
  clock: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM8 4.5V8l2.3 1.5',
  down: 'm4 6 4 4 4-4',
  right: 'm6 4 4 4-4 4',
  inbox: 'M2 9h3.5l1 2h3l1-2H14M2 9l2-6h8l2 6v4.5H2z',
  key: 'M5 13.8a2.8 2.8 0 1 0 0-5.6 2.8 2.8 0 0 0 0 5.6zM7 9l6-6M10.5 5.5l2 2',
  unplugged: 'M6 6 2.5 9.5M10 10l3.5-3.5M5.5 10.5 2 14M10.5 5.5 14 2M6.5 3.5l6 6-1.5 1.5a4.2 4.2 0 0 1-6-6z',
  up: 'm4 10 4-4 4 4',
  dot: 'M8 8h.01',
  bell: 'M4 11.5V7a4 4 0 0 1 8 0v4.5l1 1H3zM6.8 14h2.4',
  search: 'M7 11.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9zM10.5 10.5 14 14',
  more: 'M3.5 8h.01M8 8h.01M12.5 8h.01',
  download: 'M8 2v8M4.5 7 8 10.5 11.5 7M2.5 13.5h11',
  columns: 'M2.5 3h11v10h-11zM6.2 3v10M9.8 3v10',
  person: 'M8 7.5a2.75 2.75 0 1 0 0-5.5 2.75 2.75 0 0 0 0 5.5zM2.5 14c.6-2.8 2.7-4.3 5.5-4.3s4.9 1.5 5.5 4.3',
  people:
    'M6 7.5a2.4 2.4 0 1 0 0-4.8 2.4 2.4 0 0 0 0 4.8zM1.3 13.5c.5-2.5 2.2-3.8 4.7-3.8s4.2 1.3 4.7 3.8M10.8 3a2.4 2.4 0 0 1 0 4.4M12.2 9.9c1.4.5 2.2 1.7 2.5 3.6',
  copy: 'M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3',
  undo: 'M6 3 2.5 6.5 6 10M2.5 6.5H10a3.5 3.5 0 0 1 0 7H6',
  flask: 'M6 2h4M6.8 2v4L3 12.6A1 1 0 0 0 3.9 14h8.2a1 1 0 0 0 .9-1.4L9.2 6V2M5 10h6',
  layers: 'M8 2 14 5 8 8 2 5zM2.5 8 8 10.8 13.5 8M2.5 11 8 13.8 13.5 11',
  code: 'm5.5 4.5-3.5 3.5 3.5 3.5M10.5 4.5 14 8l-3.5 3.5M9 3l-2 10',
  tasks: 'M2.5 4 3.6 5.1 5.6 3M2.5 8.5l1.1 1.1 2-2.1M8 4h5.5M8 8.5h5.5M8 13h5.5M2.8 13h2',
  pin: 'M6 2h4l-.5 4.5L12 9H4l2.5-2.5zM8 9v5',
  trash: 'M3 4.5h10M6.5 4.5V2.5h3v2M4.5 4.5l.5 9h6l.5-9',
  plus: 'M8 3v10M3 8h10',
  upload: 'M8 10V2M4.5 5 8 2l3.5 3M2.5 13.5h11',
  left: 'm10 4-4 4 4 4',
  server: 'M2.5 2.5h11v4h-11zM2.5 9.5h11v4h-11zM5 4.5h.01M5 11.5h.01M8 4.5h3.5M8 11.5h3.5',
  lines: 'M2.5 3.5h7M2.5 6.5h11M2.5 9.5h9M2.5 12.5h5',
  sealed: 'M4 1.8h5.5L12 4.3v6M12 4.3H9.5V1.8M4 1.8v12.4h3M6 5.5h1.5M6 8h2.5M9 12.2l1.6 1.6 3-3.2',
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name, className }: { name: IconName; className?: string }) {
  return (
    <svg className={className ? `i ${className}` : 'i'} viewBox="0 0 16 16" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}
