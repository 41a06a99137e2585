// Signing out of this device. What the server does not have yet would be lost with it, so that is counted first and
// the person asked; with nothing to lose it happens at once. Mounted, it begins.
import { createSignal, onMount, Show } from 'solid-js';
import { useSession } from '../app/session.tsx';
import { useSignedIn } from '../frame/signed-in.tsx';
import { Button } from '../parts/button.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { useRouter } from '../router.tsx';
import { useWords } from '../words/words.tsx';
import './sign-out.css';

interface SignOutProps {
  /** The address is a link that is to be used afterwards. */
  readonly keepsAddress?: boolean;
  onClose(): void;
}

export function SignOut(props: SignOutProps) {
  const words = useWords();
  const session = useSession();
  const router = useRouter();
  const { messenger } = useSignedIn();
  const [unsent, setUnsent] = createSignal(0);
  const leave = async () => {
    if (props.keepsAddress !== true) router.go({ screen: 'home' }, 'replace');
    await session.signOut();
  };
  const begin = async () => {
    const count = await messenger.countUnsent();
    if (count === 0) await leave();
    else setUnsent(count);
  };
  onMount(() => void begin());
  return (
    <Show when={unsent() > 0}>
      <Dialog title={words.signOut.title} onClose={() => props.onClose()}>
        <p>{words.signOut.unsent(unsent())}</p>
        <p>{words.signOut.hint}</p>
        <div class="sign-out-actions">
          <Button onPress={() => void leave()}>{words.signOut.anyway}</Button>
          <Button autofocus look="accent" onPress={() => props.onClose()}>
            {words.signOut.stay}
          </Button>
        </div>
      </Dialog>
    </Show>
  );
}
