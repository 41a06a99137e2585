// How large a file is and how long something plays, as the reader writes numbers. Pure.

const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;
/** The step that limits are set in: what may be 2 GB says 2 GB. */
const step = 1024;

/** `2.5 MB`: one place behind the point as long as it tells something. */
export function sizeText(bytes: number, language: string): string {
  let [size, unit] = [bytes, 0];
  while (size >= step - 0.5 && unit < units.length - 1) [size, unit] = [size / step, unit + 1];
  const maximumFractionDigits = unit > 1 && size < 100 ? 1 : 0;
  const style = { style: 'unit', unit: units[unit] ?? 'byte', unitDisplay: 'short' } as const;
  return new Intl.NumberFormat(language, { ...style, maximumFractionDigits }).format(size);
}

/** `0:07`, `12:34`, `1:02:03`: the same digits everywhere, as players show them. */
export function lengthText(durationMs: number): string {
  const seconds = Math.floor(Math.max(0, durationMs) / 1000);
  const two = (number: number) => String(number).padStart(2, '0');
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return hours === 0 ? `${minutes}:${two(seconds % 60)}` : `${hours}:${two(minutes)}:${two(seconds % 60)}`;
}
