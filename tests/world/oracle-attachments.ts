// What docs/protocol.md lets a message carry, said a second time and by hand: for the oracle, which shares no code with
// what it checks.
type Check = (value: unknown) => boolean;
type Shape = Readonly<Record<string, Check>>;

const isWholeNumber =
  (least: number, most: number): Check =>
  (value) =>
    Number.isSafeInteger(value) && Number(value) >= least && Number(value) <= most;
const isMatching =
  (pattern: RegExp): Check =>
  (value) =>
    typeof value === 'string' && pattern.test(value);

const isSide = isWholeNumber(1, 65_535);
const isSize = isWholeNumber(1, Number.MAX_SAFE_INTEGER);
const isHash = isMatching(/^[0-9a-f]{64}$/);
const isType = isMatching(/^[a-z0-9-]+\/[a-z0-9.+-]+$/); // those that are drawn
const isName = isMatching(/^[^/\\:*?"<>|\p{Cc}\p{Cf}]{1,160}$/u); // the same
const isBlur = isMatching(/^[A-Za-z0-9+/]{6,36}={0,2}$/);
const isLength = isWholeNumber(0, 7 * 24 * 60 * 60 * 1_000);

const file = { form: () => true, hash: isHash, size: isSize, type: isType, name: isName };
const sides = { width: isSide, height: isSide };
const isPreview: Check = (value) => fits(value, { hash: isHash, size: isSize, type: isType, ...sides }, {});

const forms: Readonly<Record<string, { readonly must: Shape; readonly may: Shape }>> = {
  image: { must: { ...file, ...sides, blur: isBlur }, may: { preview: isPreview } },
  video: { must: { ...file, ...sides, durationMs: isLength }, may: { preview: isPreview, blur: isBlur } },
  audio: { must: { ...file, durationMs: isLength }, may: {} },
  voice: { must: { ...file, durationMs: isLength, waveform: isMatching(/^[0-9a-z]{1,64}$/) }, may: {} },
  document: {
    must: file,
    may: { preview: isPreview, blur: isBlur, pages: isWholeNumber(1, 1_000_000), start: isMatching(/^[^]{1,400}$/) },
  },
};

export function isAttachments(value: unknown): boolean {
  return Array.isArray(value) && value.length >= 1 && value.length <= 20 && value.every(isAttachment);
}

function isAttachment(value: unknown): boolean {
  const form = typeof value === 'object' && value !== null && 'form' in value ? forms[String(value.form)] : undefined;
  return form !== undefined && fits(value, form.must, form.may);
}

function fits(value: unknown, must: Shape, may: Shape): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const fields: [string, unknown][] = Object.entries(value);
  const isWhole = Object.keys(must).every((name) => Object.hasOwn(value, name));
  return isWhole && fields.every(([name, one]) => (must[name] ?? may[name])?.(one) === true);
}
