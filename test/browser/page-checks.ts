/** Checks of one page as it stands: its width, the names of what can be used, and the contrast of its text (WCAG 2.2, 1.4.3 and 1.4.10). */

import type { Page } from 'playwright-core';

/** Sentences about what is wrong; none for a good page. */
export async function checkPage(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const faults: string[] = [];
    const nameOf = (element: Element) =>
      `${element.tagName.toLowerCase()}.${element.className} "${(element.textContent ?? '').trim().slice(0, 30)}"`;
    const isShown = (element: Element) =>
      element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) && element.getBoundingClientRect().width > 1;

    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth > clientWidth) faults.push(`the page is ${scrollWidth} px wide in a window of ${clientWidth} px`);

    for (const element of document.querySelectorAll('button, a[href], select, input')) {
      const name = element.getAttribute('aria-label') ?? element.closest('label')?.textContent ?? element.textContent ?? '';
      if (isShown(element) && name.trim() === '') faults.push(`without a name: ${nameOf(element)}`);
    }
    for (const element of document.querySelectorAll('[role=img], [role=dialog], [role=progressbar], nav, table')) {
      const isNamed =
        element.hasAttribute('aria-label') || element.hasAttribute('aria-labelledby') || element.querySelector('caption') !== null;
      if (isShown(element) && !isNamed) faults.push(`without a label: ${nameOf(element)}`);
    }
    const ids = [...document.querySelectorAll('[id]')].map((element) => element.id);
    for (const id of new Set(ids.filter((each, at) => ids.indexOf(each) !== at))) faults.push(`the id ${id} is there twice`);
    if (document.querySelectorAll('h1').length !== 1) faults.push('there has to be one h1');

    // Colours as the browser resolves them, composed over what is behind.
    const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true }) as CanvasRenderingContext2D;
    const rgba = (colour: string): [number, number, number, number] => {
      canvas.clearRect(0, 0, 1, 1);
      canvas.fillStyle = colour;
      canvas.fillRect(0, 0, 1, 1);
      const [red, green, blue, alpha] = canvas.getImageData(0, 0, 1, 1).data;
      return [red as number, green as number, blue as number, (alpha as number) / 255];
    };
    const behind = (element: Element | null): [number, number, number] => {
      if (!element) return [255, 255, 255];
      const [red, green, blue, alpha] = rgba(getComputedStyle(element).backgroundColor);
      if (alpha === 1) return [red, green, blue];
      const under = behind(element.parentElement);
      return [red, green, blue].map((part, at) => part * alpha + (under[at] as number) * (1 - alpha)) as [number, number, number];
    };
    const luminance = (colour: readonly number[]) => {
      const [red, green, blue] = colour.map((part) =>
        part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4,
      ) as [number, number, number];
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    };
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const told = new Set<string>();
    for (let text = walker.nextNode(); text; text = walker.nextNode()) {
      const element = text.parentElement as Element;
      if (
        (text.textContent ?? '').trim() === '' ||
        !isShown(element) ||
        element.closest('[inert], [disabled], .visually-hidden, option, noscript')
      )
        continue;
      const style = getComputedStyle(element);
      if (style.fontSize === '0px') continue;
      const ground = behind(element);
      const [red, green, blue, alpha] = rgba(style.color);
      const colour = [red, green, blue].map((part, at) => part * alpha + (ground[at] as number) * (1 - alpha));
      const [a, b] = [luminance(colour), luminance(ground)];
      const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
      const size = Number.parseFloat(style.fontSize);
      const isLarge = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
      const key = `${style.color} on ${ground.map(Math.round).join()}`;
      if (contrast < (isLarge ? 3 : 4.5) && !told.has(key)) {
        told.add(key);
        faults.push(`contrast ${contrast.toFixed(2)} of ${nameOf(element)}: ${key}`);
      }
    }
    return faults;
  });
}
