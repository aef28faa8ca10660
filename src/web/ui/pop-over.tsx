import { type ReactNode, useId, useRef } from 'react';
import classes from './pop-over.module.css';

interface PopOverProps {
  readonly label: string;
  /** What the button shows; its name is `label`. */
  readonly face: ReactNode;
  readonly children: (close: () => void) => ReactNode;
}

/** A button of the header and the panel below it. The browser itself does Escape, clicks beside it and the focus. */
export function PopOver({ label, face, children }: PopOverProps) {
  const id = useId();
  const panel = useRef<HTMLDivElement>(null);
  return (
    <>
      <button type="button" className={classes.button} popoverTarget={id} aria-label={label} title={label}>
        {face}
      </button>
      <div id={id} ref={panel} popover="auto" role="group" aria-label={label} className={classes.panel}>
        {children(() => panel.current?.hidePopover())}
      </div>
    </>
  );
}

interface PanelItemProps {
  readonly icon: ReactNode;
  readonly children: ReactNode;
  readonly after?: ReactNode;
  readonly pressed?: boolean;
  readonly onClick: () => void;
}

export function PanelItem({ icon, children, after, pressed, onClick }: PanelItemProps) {
  return (
    <button type="button" className={classes.item} aria-pressed={pressed} onClick={onClick}>
      {icon}
      <span>{children}</span>
      {after}
    </button>
  );
}
