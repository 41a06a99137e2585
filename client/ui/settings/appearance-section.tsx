// How the app looks on this device: language, colours, hours. It takes effect at once and needs no network.
import { ChoiceField } from '../parts/choice-field.tsx';
import { LanguageChoice } from '../preferences/language-choice.tsx';
import { usePreferences } from '../preferences/preferences.tsx';
import { useTimes, useWords } from '../words/words.tsx';
import { useSignedIn } from '../frame/signed-in.tsx';

export function AppearanceSection() {
  const words = useWords();
  const times = useTimes();
  const preferences = usePreferences();
  const { now } = useSignedIn();
  return (
    <div class="settings-form">
      <p class="settings-note">{words.settings.appearance.intro}</p>
      <LanguageChoice />
      <ChoiceField
        label={words.settings.appearance.theme}
        value={preferences.choices().theme}
        choices={[
          { value: 'system', label: words.settings.appearance.system },
          { value: 'light', label: words.settings.appearance.light },
          { value: 'dark', label: words.settings.appearance.dark },
        ]}
        onChoose={(theme) => preferences.choose({ theme })}
      />
      <ChoiceField
        label={words.settings.appearance.hours}
        hint={times.full(now())}
        value={preferences.choices().hours}
        choices={[
          { value: 'language', label: words.settings.appearance.hoursOfLanguage },
          { value: '12', label: words.settings.appearance.hours12 },
          { value: '24', label: words.settings.appearance.hours24 },
        ]}
        onChoose={(hours) => preferences.choose({ hours })}
      />
      <ChoiceField
        label={words.settings.appearance.enter}
        hint={words.settings.appearance.enterHint[preferences.choices().enter]}
        value={preferences.choices().enter}
        choices={[
          { value: 'sends', label: words.settings.appearance.enterSends },
          { value: 'breaks', label: words.settings.appearance.enterBreaks },
        ]}
        onChoose={(enter) => preferences.choose({ enter })}
      />
    </div>
  );
}
