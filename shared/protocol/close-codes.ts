// Why the server ends a socket. What a device does with each stands in `docs/protocol.md`.

export const closeCodes = {
  goingAway: 1001,
  /** A frame that no device may send, or far too many. */
  malformed: 1008,
  // The last three tell the device not to come back as it is.
  signedOut: 4401,
  endedElsewhere: 4403,
  updateNeeded: 4426,
} as const;
