// Which addresses a message may lead to, and whether a link says that it leads elsewhere. Pure.
// Promises: nothing but web pages, mail and telephones; no name and password in an address, which make one host look
// like another; nothing that browsers read otherwise than people do.

/** UTF-16 units. */
export const maxAddressLength = 2_000;

const protocols: ReadonlySet<string> = new Set(['https:', 'http:', 'mailto:', 'tel:']);

/** Browsers take a backslash for a slash; what is not seen only deceives. */
const forbidden = /[\s\\<>"`\p{Cc}\p{Cf}]/u;
const web = /^https?:\/\/[^/?#@]+(?:[/?#]|$)/i;
const mail = /^mailto:[^?@]+@[^?@]+(?:\?|$)/i;
const telephone = /^tel:\+?[\d().-]{3,40}$/i;

/** The address as a browser will follow it, `https` where it begins with `www.`; null when it may not be followed. */
export function parseAddress(text: string): string | null {
  const address = /^www\./i.test(text) ? `https://${text}` : text;
  if (address.length > maxAddressLength || forbidden.test(address)) return null;
  if (![web, mail, telephone].some((shape) => shape.test(address)) || !URL.canParse(address)) return null;
  const url = new URL(address);
  return protocols.has(url.protocol) ? url.href : null;
}

/** Where an address leads, in short: the host, who gets the mail, the number. */
export function goalOf(href: string): string {
  const { protocol, host, pathname } = new URL(href);
  return protocol === 'mailto:' || protocol === 'tel:' ? pathname : host;
}

/** Whether a link's words look like an address that is not the one it leads to. */
export function isMisleading(words: string, href: string): boolean {
  const seen = words.normalize('NFKC').replace(/\p{Cf}/gu, '');
  const { protocol, hostname, pathname } = new URL(href);
  if (protocol === 'tel:') return isOtherNumber(seen, pathname);
  const goal = protocol === 'mailto:' ? (pathname.split('@').at(-1) ?? '') : hostname;
  return hostsIn(seen).some((host) => host !== goal && !goal.endsWith(`.${host}`));
}

function isOtherNumber(seen: string, number: string): boolean {
  const digits = seen.replace(/\D/g, '');
  return digits.length > 2 && digits !== number.replace(/\D/g, '');
}

/** What looks like a host: `bank.example`, with or without what stands around it. */
function hostsIn(words: string): readonly string[] {
  const candidates = words.match(/[\p{L}\p{N}.-]+/gu) ?? [];
  return candidates.map((candidate) => hostOf(candidate.replace(/^[.-]+|[.-]+$/g, ''))).filter((host) => host !== null);
}

/** The first host in a path is the one that people read; `www.` and none are the same to them. */
function hostOf(candidate: string): string | null {
  const isHost = candidate.length < 254 && /\.\p{L}{2,}$/u.test(candidate) && URL.canParse(`https://${candidate}`);
  return isHost ? new URL(`https://${candidate}`).hostname.replace(/^www\./, '') : null;
}
