// Says that the chosen language could not be had, above whatever is shown.
import { Show } from 'solid-js';
import { useAppUpdate } from '../app/app-update-context.ts';
import { Button } from '../parts/button.tsx';
import { languages } from '../words/languages.ts';
import { useWords } from '../words/words.tsx';
import { usePreferences } from './preferences.tsx';

export function LanguageNotice() {
  const words = useWords();
  const preferences = usePreferences();
  const update = useAppUpdate();
  return (
    <div role="status">
      <Show when={preferences.isLanguageMissing()}>
        <div class="update-bar">
          <p>{words.preferences.missing(languages[preferences.language()])}</p>
          <Button onPress={() => update.reload()}>{words.reload}</Button>
        </div>
      </Show>
    </div>
  );
}
