// Asks before something that cannot be taken back from here.
import './confirm-dialog.css';
import { useWords } from '../words/words.tsx';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';

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
      <div class="confirm-actions">
        <Button autofocus onPress={() => props.onClose()}>
          {words.cancel}
        </Button>
        <Button look="accent" onPress={() => props.onAct()}>
          {props.act}
        </Button>
      </div>
    </Dialog>
  );
}
