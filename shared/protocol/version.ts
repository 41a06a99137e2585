// The version both sides name when the link opens. A change of any schema that crosses the wire is a new version.

export const protocolVersion = 1;
