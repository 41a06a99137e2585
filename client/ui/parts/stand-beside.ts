// Where a menu stands: below what opened it, or above it where there is no room; always within the window.

const gapPixels = 4;

export function standBeside(menu: HTMLElement, opener: HTMLElement): void {
  const { inlineSize, blockSize } = { inlineSize: menu.offsetWidth, blockSize: menu.offsetHeight };
  const from = opener.getBoundingClientRect();
  const isRtl = getComputedStyle(menu).direction === 'rtl';
  const start = isRtl ? innerWidth - from.right : from.left;
  const block =
    from.bottom + gapPixels + blockSize > innerHeight ? from.top - gapPixels - blockSize : from.bottom + gapPixels;
  const inline = Math.min(start, innerWidth - inlineSize - 2 * gapPixels);
  menu.style.insetBlockStart = `${Math.max(gapPixels, block)}px`;
  menu.style.insetInlineStart = `${Math.max(gapPixels, inline)}px`;
}
