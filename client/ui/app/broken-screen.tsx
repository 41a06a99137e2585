// Shown when a bug broke a screen: what is safe, what to do, and what to tell those who can mend it.
import { AccountPage } from '../account/account-page.tsx';
import { Button } from '../parts/button.tsx';
import { useWords } from '../words/words.tsx';
import { useAppUpdate } from './app-update-context.ts';

export function BrokenScreen(props: { error: unknown }) {
  const words = useWords();
  const update = useAppUpdate(); // a newer version may know better
  const details = () =>
    props.error instanceof Error ? `${props.error.name}: ${props.error.message}` : String(props.error);
  return (
    <AccountPage title={words.broken.title} intro={words.broken.hint}>
      <Button look="accent" onPress={() => update.reload()}>
        {words.reload}
      </Button>
      <details>
        <summary>{words.broken.details}</summary>
        <code>{details()}</code>
      </details>
    </AccountPage>
  );
}
