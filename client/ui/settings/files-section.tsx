// What this device keeps of the files of others, and what it gets without being asked.
import { createSignal } from 'solid-js';
import type { FetchRule } from '../../engine/files/files.ts';
import { createReadable } from '../../reactive/create-readable.ts';
import { useSignedIn } from '../frame/signed-in.tsx';
import { createAction } from '../parts/action.ts';
import { Button } from '../parts/button.tsx';
import { ChoiceField } from '../parts/choice-field.tsx';
import { sizeText } from '../words/amounts.ts';
import { useSendingWords } from '../words/sending/sending-words.ts';
import { useWords } from '../words/words.tsx';

const gigabyte = 1_024 ** 3;
const budgets = [gigabyte / 4, gigabyte, 4 * gigabyte, 16 * gigabyte];
const rules: readonly FetchRule[] = ['never', 'images', 'everything'];

export function FilesSection() {
  const words = useWords();
  const sending = useSendingWords();
  const { files } = useSignedIn().messenger;
  const kept = createReadable(files.kept);
  const rule = createReadable(files.fetchRule);
  const [isCleared, setCleared] = createSignal(false);
  const size = (bytes: number) => sizeText(bytes, words.language);
  const budgetChoices = () =>
    [...new Set([...budgets, kept().budget])]
      .toSorted((one, other) => one - other)
      .map((bytes) => ({ value: String(bytes), label: size(bytes) }));
  const clear = createAction(async () => {
    setCleared(false);
    await files.clearKept();
    setCleared(true);
    return null;
  });
  return (
    <div class="settings-form">
      <h3 class="settings-form-title">{sending.device.title}</h3>
      <p class="settings-note">{sending.device.intro}</p>
      <p>{sending.device.used(size(kept().bytes), size(kept().budget))}</p>
      <ChoiceField
        label={sending.device.budget}
        value={String(kept().budget)}
        choices={budgetChoices()}
        onChoose={(bytes) => files.setBudget(Number(bytes))}
      />
      <ChoiceField
        label={sending.device.rule}
        value={rule()}
        choices={rules.map((value) => ({ value, label: sending.device.rules[value] }))}
        onChoose={(value) => files.setFetchRule(value)}
      />
      <p class="settings-note">{sending.device.clearHint}</p>
      <div class="settings-actions">
        <Button isBusy={clear.isBusy()} onPress={() => clear.start()}>
          {sending.device.clear}
        </Button>
        <p class="settings-note" role="status">
          {isCleared() ? sending.device.cleared : ''}
        </p>
      </div>
    </div>
  );
}
