import type { CSSProperties, MouseEvent } from 'react';
import { Icon, type IconName } from '../icons.js';
import classes from './board.module.css';
import type { Piece } from './pieces.js';

const icons: Record<'own' | 'held' | 'busy', IconName> = { own: 'person', held: 'hourglass', busy: 'calendar' };

interface PieceButtonProps {
  readonly piece: Piece;
  readonly stop: string;
  readonly reachable: boolean;
  readonly name: string;
  readonly text: string;
  readonly style?: CSSProperties;
  readonly choose: (event: MouseEvent<HTMLButtonElement>) => void;
}

/** Free time to take, a booking, or why there is neither. Said by words and icon; the colour only repeats it. */
export function PieceButton({ piece, stop, reachable, name, text, style, choose }: PieceButtonProps) {
  const look = piece.kind === 'entry' ? piece.entry.look : piece.kind;
  return (
    <button
      type="button"
      className={classes.piece}
      data-look={look}
      data-stop={stop}
      data-entry={piece.kind === 'entry' ? piece.entry.id : undefined}
      data-movable={(piece.kind === 'entry' && piece.entry.movable) || undefined}
      tabIndex={reachable ? 0 : -1}
      aria-label={name}
      title={name}
      style={style}
      onClick={choose}
    >
      {piece.kind === 'entry' && <Icon name={icons[piece.entry.look]} size={16} />}
      {piece.kind === 'shut' && <Icon name={piece.shut.kind === 'outage' ? 'wrench' : 'lock'} size={16} />}
      <span>{text}</span>
    </button>
  );
}
