// My own picture, from the menu.
import { Dialog } from '../parts/dialog.tsx';
import { useWords } from '../words/words.tsx';
import { OwnPictureField } from './picture-field.tsx';

export function OwnPictureDialog(props: { onClose(): void }) {
  const words = useWords();
  return (
    <Dialog title={words.picture.mine} onClose={() => props.onClose()}>
      <OwnPictureField />
    </Dialog>
  );
}
