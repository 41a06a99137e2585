// Whether everything on a page can be seen: nothing scrolls sideways, no text is cut off where it should not be, and
// what one presses is large enough. Text that ends in an ellipsis is cut on purpose; its whole stands elsewhere.
import { expect, type Page } from '@playwright/test';

export async function expectFits(page: Page, where: string): Promise<void> {
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
  expect.soft(await page.evaluate(sidewaysOverflow), `${where}: scrolls sideways`).toEqual([]);
  expect.soft(await page.evaluate(cutText), `${where}: text is cut off`).toEqual([]);
}

/** How each box that needs more than its width is called. */
function sidewaysOverflow(): string[] {
  const boxes = [...document.querySelectorAll('html, body, main, section, nav, dialog, header, form, ol, ul, li, p')];
  const wide = boxes.filter((box) => {
    const style = getComputedStyle(box);
    // What overflows a box that neither scrolls nor hides is seen, and found where it leaves one that does.
    const isOpen = style.overflowX === 'visible' && !box.matches('html, body');
    const isCutOnPurpose = isOpen || style.textOverflow === 'ellipsis' || box.closest('.unseen') !== null;
    return box.checkVisibility() && box.clientWidth > 0 && !isCutOnPurpose && box.scrollWidth > box.clientWidth + 1;
  });
  return wide.map((box) => `${box.tagName} ${box.className} needs ${box.scrollWidth}, has ${box.clientWidth}`);
}

/** Text that leaves the window or the box that hides what overflows it. */
function cutText(): string[] {
  const cut: string[] = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const parent = node.parentElement;
    if (parent === null || (node.textContent ?? '').trim() === '' || !parent.checkVisibility()) continue;
    if (parent.closest('.unseen, script, style, textarea, option') !== null) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const text = range.getBoundingClientRect();
    if (text.width === 0) continue;
    let [start, end, top, bottom] = [0, innerWidth, -Infinity, Infinity];
    let isCutOnPurpose = false;
    let isPastScroller = false;
    for (let box: Element | null = parent; box !== null && box !== document.body; box = box.parentElement) {
      const style = getComputedStyle(box);
      if (style.textOverflow === 'ellipsis' || style.webkitLineClamp !== 'none') isCutOnPurpose = true;
      if (box.clientWidth <= 1 && style.display !== 'inline') isCutOnPurpose = true; // for screen readers alone
      if (/auto|scroll/.test(style.overflowX + style.overflowY)) isPastScroller = true;
      if (isPastScroller || !/hidden|clip/.test(style.overflowX + style.overflowY)) continue;
      const { left, right, top: boxTop, bottom: boxBottom } = box.getBoundingClientRect();
      [start, end] = [Math.max(start, left), Math.min(end, right)];
      [top, bottom] = [Math.max(top, boxTop), Math.min(bottom, boxBottom)];
    }
    const isSideways = text.left < start - 1 || text.right > end + 1;
    const isVertical = !isPastScroller && (text.top < top - 3 || text.bottom > bottom + 3);
    if (!isCutOnPurpose && (isSideways || isVertical))
      cut.push(`“${(node.textContent ?? '').slice(0, 40)}” in ${parent.className}`);
  }
  return cut;
}
