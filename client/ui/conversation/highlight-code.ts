// The colours of code, loaded with the first block that names a language. Pure.
// Promises: what it returns is the text, in pieces; null where it is better plain.
import { tokenizeWith, type ShjLanguageData, type ShjToken } from '@speed-highlight/core/tokenize';
import * as published from '@speed-highlight/core/languages';

/** As they are: their own types take an absent property for one that is undefined. */
const grammars = published as unknown as Readonly<Record<Grammar, ShjLanguageData>>;

/** The patterns of most grammars take four times as long for twice as much hostile text: this much is a blink. */
const maxHighlighted = 4_000;

/** What people write behind the marks, where it is not the grammar's own name. */
const alsoCalled: Readonly<Record<string, Grammar>> = {
  javascript: 'js',
  jsx: 'js',
  mjs: 'js',
  node: 'js',
  typescript: 'ts',
  tsx: 'ts',
  python: 'py',
  python3: 'py',
  shell: 'bash',
  sh: 'bash',
  zsh: 'bash',
  console: 'bash',
  golang: 'go',
  rust: 'rs',
  perl: 'pl',
  yml: 'yaml',
  svg: 'xml',
  htm: 'html',
  markdown: 'md',
  patch: 'diff',
  dockerfile: 'docker',
  makefile: 'make',
  'c++': 'c',
  cpp: 'c',
  h: 'c',
  json5: 'json',
  jsonc: 'json',
  postgres: 'sql',
  postgresql: 'sql',
  mysql: 'sql',
  sqlite: 'sql',
};

type Grammar = keyof typeof published;

export interface CodePiece {
  readonly text: string;
  /** How it is coloured: `code-block.css` knows these; null is plain. */
  readonly role: ShjToken | null;
}

export function highlightCode(language: string, text: string): readonly CodePiece[] | null {
  const grammar = grammarOf(language);
  if (grammar === null || text.length > maxHighlighted) return null;
  const pieces: CodePiece[] = [];
  tokenizeWith(
    text,
    grammars[grammar],
    (piece, role) => {
      if (piece !== '') pieces.push({ text: piece, role: role ?? null });
    },
    { languages: grammars },
  );
  return pieces;
}

function grammarOf(language: string): Grammar | null {
  const name = language.toLowerCase();
  if (Object.hasOwn(grammars, name)) return name as Grammar;
  return Object.hasOwn(alsoCalled, name) ? (alsoCalled[name] ?? null) : null;
}
