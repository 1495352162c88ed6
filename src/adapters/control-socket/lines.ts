/** Cuts what arrives in parts into lines. */

export function lines(take: (text: string) => void): (part: string) => void {
  let rest = '';
  return (part) => {
    const whole = (rest + part).split('\n');
    rest = whole.pop() ?? '';
    for (const text of whole) take(text);
  };
}
