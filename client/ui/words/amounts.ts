// How large a file is, as the reader writes numbers, and how long something plays. Pure.
export { lengthText } from '../../../shared/text/length-text.ts';

const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;
/** The step that limits are set in: what may be 2 GB says 2 GB. */
const step = 1024;

/** `2.5 MB`: one place behind the point as long as it tells something. */
export function sizeText(bytes: number, language: string): string {
  let [size, unit] = [bytes, 0];
  while (size >= step - 0.5 && unit < units.length - 1) [size, unit] = [size / step, unit + 1];
  const maximumFractionDigits = unit > 1 && size < 100 ? 1 : 0;
  const unitDisplay = unit === 0 ? 'long' : 'short'; // `1,000 bytes`
  const style = { style: 'unit', unit: units[unit] ?? 'byte', unitDisplay } as const;
  return new Intl.NumberFormat(language, { ...style, maximumFractionDigits }).format(size);
}
