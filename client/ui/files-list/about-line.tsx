// Below the name of what is listed: how large it is, who sent it, where and when. Each part keeps its own direction.
import { For } from 'solid-js';
import type { Hit } from '../../engine/search/join-hits.ts';
import { createAbout } from './create-about.ts';

interface AboutLineProps {
  readonly hit: Hit;
  readonly isOfAll: boolean;
  /** Said first. */
  readonly amounts?: readonly string[];
}

export function AboutLine(props: AboutLineProps) {
  const about = createAbout();
  /** A conversation of two is called as who wrote there: that is said once. */
  const parts = () => {
    const names = [about.sender(props.hit.author), ...(props.isOfAll ? [about.place(props.hit)] : [])];
    return [...(props.amounts ?? []), ...new Set(names), about.date(props.hit)];
  };
  return (
    <span class="listed-about">
      <For each={parts()}>{(part) => <bdi class="listed-about-part">{part}</bdi>}</For>
    </span>
  );
}
