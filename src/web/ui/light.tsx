import { Icon } from './icons.js';
import classes from './light.module.css';

/** The lamp of a reader, drawn. Its colour is always said by a word beside it. */
export function Light({ colour }: { readonly colour: string }) {
  return (
    <span className={classes.light} data-colour={colour}>
      <Icon name="lamp" size={22} filled={colour !== 'off'} />
    </span>
  );
}
