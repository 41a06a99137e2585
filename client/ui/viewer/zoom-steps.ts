// How large a document is shown beside the room that there is. Pure.

const steps = [0.5, 0.75, 1, 1.25, 1.5, 2, 3, 4];

export function nextZoom(zoom: number, direction: 1 | -1): number {
  const further = direction === 1 ? steps.find((step) => step > zoom) : steps.findLast((step) => step < zoom);
  return further ?? zoom;
}
