// What was asked for on the command line, parsed once. Everything else is a setting of the environment.

export type Asked =
  | { readonly status: 'ok'; readonly isDemo: boolean }
  | { readonly status: 'help'; readonly text: string }
  | { readonly status: 'unknown'; readonly text: string };

const help = `npm start             the messenger, with what is in ./data
npm start -- --demo   a workspace of made-up people in ./data-demo, on this machine alone
npm start -- --help   this

Settings stand in docs/operating.md, for example PORT=8081 npm start.`;

export function parseArguments(words: readonly string[]): Asked {
  if (words.includes('--help') || words.includes('-h')) return { status: 'help', text: help };
  const unknown = words.filter((word) => word !== '--demo');
  if (unknown.length > 0) return { status: 'unknown', text: `There is no ${unknown.join(' ')}.\n\n${help}` };
  return { status: 'ok', isDemo: words.includes('--demo') };
}
