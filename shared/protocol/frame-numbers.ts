// The numbers in the frames of a link, as in @hocuspocus/common 4 and, inside type 0, y-protocols 1.
// A frame is an address (a length-prefixed string), one of `frameTypes` and a body that depends on it.

/** Only the types that are in use: any other ends the socket. */
export const frameTypes = {
  sync: 0,
  authentication: 2,
  /** A text: the server's signals and acknowledgements, a device's delivery report. */
  stateless: 5,
  /** A document's channel is closed; a text says why. */
  closed: 7,
} as const;

/** What follows type 0: each is a state vector (`request`) or an update, as length-prefixed bytes. */
export const syncTypes = { request: 0, answer: 1, update: 2 } as const;

/** What follows type 2: a device's token, or the server's answer to it. */
export const authenticationTypes = { token: 0, denied: 1, authenticated: 2 } as const;
