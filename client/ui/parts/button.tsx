// Buttons: with words, or with a sign whose words are its name and tooltip.
// A busy button keeps the focus, says so, and does nothing.
import './button.css';
import { splitProps, type JSX } from 'solid-js';

type ButtonProps = Omit<JSX.ButtonHTMLAttributes<HTMLButtonElement>, 'onClick' | 'disabled' | 'class'> & {
  readonly look?: 'accent' | 'plain';
  readonly isBusy?: boolean;
  readonly onPress?: () => void;
};

export function Button(props: ButtonProps) {
  const [own, rest] = splitProps(props, ['look', 'isBusy', 'onPress', 'type']);
  const press = (event: MouseEvent) => {
    if (own.isBusy === true) event.preventDefault();
    else own.onPress?.();
  };
  return (
    <button
      {...rest}
      type={own.type ?? 'button'}
      class="button"
      classList={{ 'button-accent': own.look === 'accent' }}
      aria-disabled={own.isBusy === true ? 'true' : undefined}
      onClick={press}
    />
  );
}

type IconButtonProps = Omit<
  JSX.ButtonHTMLAttributes<HTMLButtonElement>,
  'aria-label' | 'title' | 'onClick' | 'class'
> & {
  readonly label: string;
  readonly onPress?: () => void;
};

export function IconButton(props: IconButtonProps) {
  const [own, rest] = splitProps(props, ['label', 'onPress', 'type']);
  return (
    <button
      {...rest}
      type={own.type ?? 'button'}
      class="icon-button"
      aria-label={own.label}
      title={own.label}
      onClick={() => own.onPress?.()}
    />
  );
}
