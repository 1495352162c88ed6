/** How to get into the panel, for whoever has just started it. */

export function entranceLines({ link, setup }: { readonly link: string | null; readonly setup: string | null }): string[] {
  if (link === null) return ['  Enter    with your account'];
  return [
    ...(setup === null
      ? []
      : [`  Set up   ${setup}`, '           (makes the owner, once, within a day; then a first backtest and the paper session)']),
    `  Enter    ${link}`,
    '           (opens once, within ten minutes; start again, or use the link in the panel, for another)',
    '           Once there is an owner, links end and everybody signs in.',
  ];
}
