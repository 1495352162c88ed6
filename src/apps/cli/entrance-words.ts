/** How to get into the panel, for whoever has just started it. */

export function entranceLines(link: string | null): string[] {
  if (link === null) return ['  Enter    with your account'];
  return [
    `  Enter    ${link}`,
    '           (opens once, within ten minutes; start again, or use the link in the panel, for another)',
    '           Once there is an owner (npx atalaya admin setup-code), links end and everybody signs in.',
  ];
}
