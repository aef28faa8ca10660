import { Loader } from '@mantine/core';
import { useTongue } from '../../i18n/language.js';
import classes from './booking.module.css';

export function Waiting() {
  const { t } = useTongue();
  return (
    <p role="status" className={classes.waiting}>
      <Loader size="sm" aria-hidden="true" /> {t.app.loading}
    </p>
  );
}
