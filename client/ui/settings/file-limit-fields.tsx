// What may be sent in the workspace: a field for each kind of file, and for how much one person and all together may keep.
import { For } from 'solid-js';
import { TextField } from '../parts/text-field.tsx';
import { useSendingWords } from '../words/sending/sending-words.ts';
import { useWords } from '../words/words.tsx';
import { limitFields, mostOf, type LimitField, type WrittenLimits } from './file-limits-form.ts';

interface FileLimitFieldsProps {
  readonly limits: WrittenLimits;
  readonly bad: readonly LimitField[];
  onChange(field: LimitField, text: string): void;
}

export function FileLimitFields(props: FileLimitFieldsProps) {
  const words = useWords();
  const sending = useSendingWords();
  const label = (field: LimitField) =>
    field === 'quota' || field === 'workspace' ? sending.limits[field] : sending.limits.forms[field];
  const error = (field: LimitField) =>
    props.bad.includes(field) ? sending.limits.invalid(mostOf[field].toLocaleString(words.language)) : null;
  return (
    <>
      <h4 class="settings-form-title">{sending.limits.title}</h4>
      <p class="settings-note">{sending.limits.intro}</p>
      <For each={limitFields}>
        {(field) => (
          <TextField
            name={`limit-${field}`}
            label={label(field)}
            autocomplete="off"
            value={props.limits[field]}
            error={error(field)}
            onValue={(text) => props.onChange(field, text)}
          />
        )}
      </For>
    </>
  );
}
