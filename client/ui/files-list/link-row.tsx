// A link that somebody sent: where it leads, and the words around it.
import Link from 'lucide-solid/icons/link';
import { Show } from 'solid-js';
import { MarkedText } from '../search/marked-text.tsx';
import { AboutLine } from './about-line.tsx';
import type { LinkEntry } from './entries.ts';
import { ToMessage } from './to-message.tsx';

export function LinkRow(props: { entry: LinkEntry; isOfAll: boolean }) {
  const hit = () => props.entry.hit;
  return (
    <div class="listed-row">
      <a
        class="listed-open listed-item"
        data-key={hit().key}
        href={props.entry.href}
        title={props.entry.href}
        target="_blank"
        rel="noopener noreferrer nofollow"
      >
        <span class="listed-sign" aria-hidden="true">
          <Link size={24} />
        </span>
        <span class="listed-name listed-link-name">
          <bdi dir="ltr">{props.entry.text}</bdi>
        </span>
        <Show when={hit().text.trim() !== props.entry.text}>
          <span class="listed-words">
            <bdi>
              <MarkedText text={hit().text} spans={hit().spans} />
            </bdi>
          </span>
        </Show>
        <AboutLine hit={hit()} isOfAll={props.isOfAll} />
      </a>
      <ToMessage hit={hit()} name={props.entry.text} />
    </div>
  );
}
