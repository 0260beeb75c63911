/** Functions that run inside the page; they may use nothing from outside themselves. */

/**
 * The visible texts whose contrast with their ground is below WCAG 2.2 AA: 4.5, or 3 for large ones (24 px, or
 * 18.66 px in bold). Source: https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio.
 */
export function faintTexts(): string[] {
  type Colour = readonly [number, number, number, number];
  const parse = (css: string): Colour => {
    const [r = 0, g = 0, b = 0, a = 1] = (css.match(/[\d.]+/g) ?? []).map(Number);
    return [r, g, b, a];
  };
  const over = (top: Colour, under: Colour): Colour => {
    const mix = (channel: 0 | 1 | 2) => top[channel] * top[3] + under[channel] * (1 - top[3]);
    return [mix(0), mix(1), mix(2), 1];
  };
  const luminance = (colour: Colour) => {
    const linear = (channel: number) => {
      const share = channel / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    };
    return 0.2126 * linear(colour[0]) + 0.7152 * linear(colour[1]) + 0.0722 * linear(colour[2]);
  };
  const groundOf = (element: Element | null): Colour => {
    if (element === null) return [255, 255, 255, 1];
    const own = parse(getComputedStyle(element).backgroundColor);
    return own[3] === 1
      ? own
      : over(own, element.tagName === 'DIALOG' ? own : groundOf(element.parentElement));
  };
  const contrastOf = (element: Element) => {
    const style = getComputedStyle(element);
    const ground = groundOf(element);
    const ink = over(parse(element instanceof SVGElement ? style.fill : style.color), ground);
    const [low = 0, high = 0] = [luminance(ink), luminance(ground)].toSorted((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const faint: string[] = [];
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    const text = walker.currentNode.textContent?.trim() ?? '';
    if (element === null || text === '' || !element.checkVisibility()) continue;
    if (element.closest('.visually-hidden, .skeleton, title, script, noscript, :disabled') !== null) continue;
    const { fontSize, fontWeight } = getComputedStyle(element);
    const large = Number.parseFloat(fontSize) >= (Number(fontWeight) >= 700 ? 18.66 : 24);
    const contrast = contrastOf(element);
    if (contrast < (large ? 3 : 4.5)) faint.push(`${text}: ${contrast.toFixed(2)}`);
  }
  return faint;
}

/** Buttons, links and fields without a text, a label or an aria-label. */
export function namelessControls(): string[] {
  return [...document.querySelectorAll('button, a, input, select, dialog, nav, [role=img]')]
    .filter((control) => {
      const labels = 'labels' in control && control.labels instanceof NodeList ? [...control.labels] : [];
      const named = document.getElementById(control.getAttribute('aria-labelledby') ?? '');
      const texts = [control, named, ...labels].map((node) => node?.textContent?.trim() ?? '');
      return !control.hasAttribute('aria-label') && texts.every((text) => text === '');
    })
    .map((control) => control.outerHTML);
}
