// Asks before something that cannot be taken back from here.
import '../account/sign-out.css';
import { Button } from '../parts/button.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { useWords } from '../words/words.tsx';

interface ConfirmDialogProps {
  readonly title: string;
  readonly hint: string;
  /** The words of the button that does it. */
  readonly act: string;
  onAct(): void;
  onClose(): void;
}

export function ConfirmDialog(props: ConfirmDialogProps) {
  const words = useWords();
  return (
    <Dialog title={props.title} onClose={() => props.onClose()}>
      <p>{props.hint}</p>
      <div class="sign-out-actions">
        <Button autofocus onPress={() => props.onClose()}>
          {words.groups.cancel}
        </Button>
        <Button look="accent" onPress={() => props.onAct()}>
          {props.act}
        </Button>
      </div>
    </Dialog>
  );
}
