// The version both sides name when the link opens. A change of any schema that crosses the wire is a new version;
// `tests/protocol-version.test.ts` fails until somebody has decided.

export const protocolVersion = 3;
