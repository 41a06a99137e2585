// A link to hand on: shown in full, copied by a button, or by hand where the browser has no clipboard.
import './text-field.css';
import './link-field.css';
import Check from 'lucide-solid/icons/check';
import Copy from 'lucide-solid/icons/copy';
import { createUniqueId, Show } from 'solid-js';
import { useWords } from '../words/words.tsx';
import { Button } from './button.tsx';
import { createCopying } from './copying.ts';

export function LinkField(props: { label: string; link: string; hint: string }) {
  const words = useWords();
  const id = createUniqueId();
  let field!: HTMLInputElement;
  const copying = createCopying();
  const copy = () => {
    field.select();
    copying.copy(props.link);
  };
  return (
    <div class="field">
      <label class="field-label" for={id}>
        {props.label}
      </label>
      <div class="link-line">
        <input ref={(element) => (field = element)} id={id} class="field-input" readonly dir="ltr" value={props.link} />
        <Button look="accent" onPress={copy}>
          <Show when={copying.state() === 'copied'} fallback={<Copy size={20} />}>
            <Check size={20} />
          </Show>
          {copying.state() === 'copied' ? words.invite.copied : words.invite.copy}
        </Button>
      </div>
      <p class="field-hint" role="status">
        {copying.state() === 'by-hand' ? words.invite.copyByHand : props.hint}
      </p>
    </div>
  );
}
