// Which page stands in the middle of the view, from 1: looked for by halves, as pages may be very many.

export function nearestPage(scroller: HTMLElement): number {
  const middle = scroller.scrollTop + scroller.clientHeight / 2;
  const pages = scroller.children;
  let [first, last] = [0, pages.length - 1];
  while (first < last) {
    const half = Math.ceil((first + last) / 2);
    const page = pages[half];
    if (page instanceof HTMLElement && page.offsetTop <= middle) first = half;
    else last = half - 1;
  }
  return first + 1;
}
