// A message's text on the screen: its tree as elements, each with the text that was typed and nothing else.
// Paragraphs are inline, so that what stands behind the text (the time) stands behind its last word.
import './rich-text.css';
import { createMemo, For, Show, type Accessor, type JSX } from 'solid-js';
import { unreachable } from '../../../shared/base/assert.ts';
import type { UserId } from '../../../shared/ids.ts';
import { everyone, type Mention, type Mentioned } from '../../../shared/rules/mentions.ts';
import { goalOf, isMisleading } from '../../../shared/text/address.ts';
import { parseText } from '../../../shared/text/parse-text.ts';
import { textOfSpans, type Block, type ListBlock, type ListItem, type Span } from '../../../shared/text/tree.ts';
import { PersonLink } from '../people/person-link.tsx';
import { useWords } from '../words/words.tsx';
import { CodeBlock } from './code-block.tsx';

interface RichTextProps {
  readonly text: string;
  readonly mentions: readonly Mention[];
  readonly me: UserId;
  /** As they are called now; null where nobody here knows them. */
  readonly nameOf: (userId: UserId) => string | null;
  /** The keys are at this message: its links and buttons can be reached. */
  readonly isActive: boolean;
}

/** What the drawing of a tree asks about its reader. */
interface Reading {
  readonly me: UserId;
  readonly nameOf: (userId: UserId) => string | null;
  readonly tabIndex: Accessor<0 | -1>;
}

export function RichText(props: RichTextProps) {
  // Apart: of a row that changes in something else the words stay as they stand, with what is chosen or focused in them.
  const text = createMemo(() => props.text);
  const mentions = createMemo(() => props.mentions);
  const blocks = createMemo(() => parseText(text(), mentions()));
  const reading: Reading = {
    get me() {
      return props.me;
    },
    nameOf: (userId) => props.nameOf(userId),
    tabIndex: () => (props.isActive ? 0 : -1),
  };
  return <For each={blocks()}>{(block) => drawBlock(block, reading)}</For>;
}

function drawBlock(block: Block, reading: Reading): JSX.Element {
  switch (block.kind) {
    case 'paragraph':
      return <span class="rich-paragraph">{drawParagraph(block.spans, reading)}</span>;
    case 'quote':
      return (
        <blockquote class="rich-quote" dir="auto">
          <For each={block.blocks}>{(inner) => drawBlock(inner, reading)}</For>
        </blockquote>
      );
    case 'list':
      return drawList(block, reading);
    case 'code':
      return <CodeBlock language={block.language} text={block.text} tabIndex={reading.tabIndex()} />;
    default:
      return unreachable(block);
  }
}

/** A line break at the very end shows as one only when something stands behind it. */
function drawParagraph(spans: readonly Span[], reading: Reading): JSX.Element {
  const last = spans.at(-1);
  const endsWithBreak = last === undefined || (last.kind === 'text' && last.text.endsWith('\n'));
  return (
    <>
      {drawSpans(spans, reading)}
      <Show when={endsWithBreak}>
        <br />
      </Show>
    </>
  );
}

function drawList({ isNumbered, items }: ListBlock, reading: Reading): JSX.Element {
  return isNumbered ? (
    <ol class="rich-list" dir="auto">
      <For each={items}>{(item) => <li value={item.number ?? undefined}>{drawItem(item, reading)}</li>}</For>
    </ol>
  ) : (
    <ul class="rich-list" dir="auto">
      <For each={items}>{(item) => <li>{drawItem(item, reading)}</li>}</For>
    </ul>
  );
}

function drawItem(item: ListItem, reading: Reading): JSX.Element {
  return (
    <>
      {drawSpans(item.spans, reading)}
      <For each={item.lists}>{(list) => drawList(list, reading)}</For>
    </>
  );
}

function drawSpans(spans: readonly Span[], reading: Reading): JSX.Element {
  return <For each={spans}>{(span) => drawSpan(span, reading)}</For>;
}

function drawSpan(span: Span, reading: Reading): JSX.Element {
  switch (span.kind) {
    case 'text':
      return span.text;
    case 'bold':
      return <strong>{drawSpans(span.spans, reading)}</strong>;
    case 'italic':
      return <em>{drawSpans(span.spans, reading)}</em>;
    case 'strike':
      return <s>{drawSpans(span.spans, reading)}</s>;
    case 'code':
      return (
        <code class="rich-code" dir="auto">
          {span.text}
        </code>
      );
    case 'link':
      return (
        <Link href={span.href} words={textOfSpans(span.spans)} tabIndex={reading.tabIndex()}>
          {drawSpans(span.spans, reading)}
        </Link>
      );
    case 'mention':
      return <MentionSign who={span.who} label={span.label} reading={reading} />;
    default:
      return unreachable(span);
  }
}

/** Its real address shows on hover, and beside it where its words look like another one. */
function Link(props: { href: string; words: string; tabIndex: 0 | -1; children: JSX.Element }) {
  const words = useWords();
  return (
    <>
      <a
        class="rich-link"
        href={props.href}
        title={props.href}
        target="_blank"
        rel="noopener noreferrer nofollow"
        tabIndex={props.tabIndex}
        onClick={(event) => event.stopPropagation()}
      >
        {props.children}
      </a>
      <Show when={isMisleading(props.words, props.href)}>
        <span class="rich-note"> ({words.richText.leadsTo(goalOf(props.href))})</span>
      </Show>
    </>
  );
}

function MentionSign(props: { who: Mentioned; label: string; reading: Reading }) {
  const person = () => (props.who === everyone ? null : props.who);
  const name = () => {
    const userId = person();
    return (userId === null ? null : props.reading.nameOf(userId)) ?? props.label;
  };
  const isMe = () => props.who === everyone || props.who === props.reading.me;
  return (
    <bdi class="rich-mention" classList={{ 'rich-mention-me': isMe() }}>
      <Show when={person()} fallback={`@${name()}`}>
        {(userId) => (
          <PersonLink userId={userId()} name={name()} tabIndex={props.reading.tabIndex()}>
            @{name()}
          </PersonLink>
        )}
      </Show>
    </bdi>
  );
}
