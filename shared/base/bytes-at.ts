// Numbers and names at a place in bytes. Past the end they are zero and differ from every name: readers check lengths.

export function u16(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
}

export function u32(bytes: Uint8Array, at: number): number {
  return u16(bytes, at) * 0x1_0000 + u16(bytes, at + 2);
}

/** With the least byte first. */
export function u24Little(bytes: Uint8Array, at: number): number {
  return (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16);
}

export function u32Little(bytes: Uint8Array, at: number): number {
  return u24Little(bytes, at) + (bytes[at + 3] ?? 0) * 0x100_0000;
}

/** Text of one byte each. */
export function nameAt(bytes: Uint8Array, at: number, length: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + length));
}
