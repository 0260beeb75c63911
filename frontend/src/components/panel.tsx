import type { ComponentChildren } from 'preact';
import { useId, useLayoutEffect, useRef } from 'preact/hooks';
import { CrossIcon } from './icons.tsx';

export interface PanelProps {
  readonly title: string;
  readonly eyebrow: string;
  readonly onClose: () => void;
  readonly children: ComponentChildren;
}

/** A modal panel at the side. The browser keeps the focus inside; Escape and a click beside it close it. */
export function Panel({ title, eyebrow, onClose, children }: PanelProps) {
  const ref = useRef<HTMLDialogElement>(null);
  const id = useId();
  useLayoutEffect(() => {
    const dialog = ref.current;
    const before = document.activeElement;
    dialog?.showModal();
    return () => {
      dialog?.close();
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
    };
  }, []);
  const onCancel = (event: Event) => {
    event.preventDefault();
    onClose();
  };
  const onClick = (event: MouseEvent) => {
    if (event.target === ref.current) onClose();
  };
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the click is on the backdrop; Escape is the key for it.
    <dialog ref={ref} class="panel" aria-labelledby={id} onCancel={onCancel} onClick={onClick}>
      <div class="panel__inside">
        <header class="panel__head">
          <div>
            <p class="eyebrow">{eyebrow}</p>
            <h2 id={id}>{title}</h2>
          </div>
          <button type="button" class="button button--icon" aria-label="Close" onClick={onClose}>
            <CrossIcon />
          </button>
        </header>
        {children}
      </div>
    </dialog>
  );
}
